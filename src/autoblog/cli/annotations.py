"""Problems as GitHub's annotations and as SARIF."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from autoblog import __version__
from autoblog.digest import digest
from autoblog.problems import Edit, Problem, Severity, escaped

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def github_line(problem: Problem, place: str) -> str:
    """Write a problem as a command of GitHub Actions, which shows it in the diff.

    place: the file's path as seen from the repository's top.
    """
    properties = {"file": place, "title": problem.code}
    if problem.line:
        properties |= {"line": str(problem.line), "col": str(max(problem.column, 1))}
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    kind = "error" if problem.is_error else "warning"
    return f"::{kind} {told}::{_data(escaped(text))}"


def sarif_log(
    problems: Sequence[Problem],
    silenced: Sequence[tuple[Problem, str]],
    *,
    explained: Mapping[str, str],
    folder: str,
) -> str:
    """Write problems as a SARIF 2.1.0 log.

    silenced: what authors let stand, with their reasons. explained: code -> paragraphs.
    folder: of the site as seen from the repository's top, "" or with "/" at its end.
    """
    results = [*((one, None) for one in problems), *silenced]
    codes = sorted({problem.code for problem, _ in results})
    rules = [_rule(code, explained.get(code, code)) for code in codes]
    driver = {
        "name": "autoblog",
        "semanticVersion": __version__,
        "version": __version__,
        "rules": rules,
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(problem, reason, codes.index(problem.code), folder)
            for problem, reason in results
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(code: str, text: str) -> dict[str, Any]:
    first, _, _ = text.removeprefix("Warning. ").removeprefix("Advice. ").partition(". ")
    return {
        "id": code,
        "shortDescription": {"text": first.removesuffix(".") + "."},
        "fullDescription": {"text": text},
        "help": {"text": text},
    }


def _result(problem: Problem, reason: str | None, index: int, folder: str) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": quote(folder + problem.path)}}
    if problem.line:
        region = {"startLine": problem.line, "startColumn": max(problem.column, 1)}
        where["region"] = region
    text = f"{problem.message}; {problem.hint}" if problem.hint else problem.message
    level = "error" if problem.severity is Severity.ERROR else "warning"
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": index,
        "level": level,
        "message": {"text": escaped(text)},
        "locations": [{"physicalLocation": where}],
        # Not the line, which moves with what is written above.
        "partialFingerprints": {
            "problem/v1": digest((problem.code, problem.path, problem.message))
        },
    }
    if problem.fix is not None:
        result["fixes"] = [_fix(problem.fix, problem.hint, where["artifactLocation"])]
    if reason is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": reason}]
    return result


def _fix(edit: Edit, hint: str, artifact: Mapping[str, str]) -> dict[str, Any]:
    region = {
        "startLine": edit.line,
        "startColumn": edit.start + 1,
        "endLine": edit.line,
        "endColumn": edit.end + 1,
    }
    replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
    return {
        "description": {"text": hint or "the one right answer"},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": [replacement]}],
    }


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(escaped(text)).replace(":", "%3A").replace(",", "%2C")
