"""The setup for VS Code is in step with the site, and reads what `autoblog check` prints."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from autoblog.config_file import load_config
from autoblog.manual import read_page
from autoblog.problems import Problem, Severity, format_problem
from autoblog.schemas import Subject, schema_of

REPOSITORY = Path(__file__).parents[1]
FOLDER = REPOSITORY / ".vscode"


def settings_of(name: str) -> Any:
    text = (FOLDER / name).read_text("utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


@pytest.mark.parametrize("subject", ["front-matter", "page", "site"])
def test_the_schemas_checked_in_are_those_of_the_site(subject: Subject) -> None:
    """If not: run the task "autoblog: renew schemas", or its commands."""
    written = json.loads((FOLDER / "schemas" / f"{subject}.json").read_text("utf-8"))

    assert written == schema_of(subject, load_config(REPOSITORY), read_page("authoring.md"))


def test_settings_name_files_that_are_there() -> None:
    associations = settings_of("settings.json")["yaml.schemas"]
    remark = (REPOSITORY / "content" / ".remarkrc.mjs").read_text("utf-8")
    named = re.findall(r"'(\.\./\.vscode/(?!remark/node_modules)[^']+)'", remark)

    assert associations == {".vscode/schemas/site.json": "/site.yaml"}
    assert [name for name in associations if not (REPOSITORY / name).is_file()] == []
    assert [path for path in named if not (REPOSITORY / "content" / path).is_file()] == []
    assert len([path for path in named if path.endswith((".json", "plain-words.mjs"))]) == 3


def test_the_task_for_renewing_writes_each_schema() -> None:
    tasks = {task["label"]: task["command"] for task in settings_of("tasks.json")["tasks"]}

    assert tasks["autoblog: renew schemas"] == " && ".join(
        f"python3 build.py schema {name} > .vscode/schemas/{name}.json"
        for name in ("front-matter", "page", "site")
    )


def read_by_matchers(line: str) -> list[tuple[str, dict[str, str]]]:
    """Read a line of output as VS Code does: each matcher by itself."""
    matchers = settings_of("tasks.json")["tasks"][0]["problemMatcher"]
    found = []
    for matcher in matchers:
        pattern = matcher["pattern"]
        match = re.search(pattern["regexp"], line)
        if match:
            names = ("file", "line", "column", "code", "message")
            parts = {name: match[pattern[name]] for name in names if name in pattern}
            found.append((matcher["severity"], parts))
    return found


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING])
@pytest.mark.parametrize(
    ("path", "line", "code", "message"),
    [
        ("content/knowledge/a.md", 3, "unknown-category", '"category" is "warning: x: y"'),
        ("content/a b: c.md", 12, "yaml-colon", "a value; write: title: 3:4: x"),
        ("content/新闻.md", 1, "unreadable", "the file cannot be read: Permission denied"),
        ("content/a.md", 0, "too-large", "it is 3:4: big"),
        ("templates/base.html", 0, "unreadable", "the file cannot be read"),
    ],
)
def test_the_matcher_reads_each_problem_once(
    path: str, line: int, code: str, message: str, severity: Severity
) -> None:
    problem = Problem(code, path, message, line, 5 if line else 0, "do: this", severity)
    printed = format_problem(problem, "title: a:1:2: b: c")

    found = [reading for one in printed.split("\n") for reading in read_by_matchers(one)]

    parts = {"file": path, "code": code, "message": f"{message}; do: this"}
    if line:
        parts |= {"line": str(line), "column": "5"}
    assert found == [(severity.value, parts)]


@pytest.mark.parametrize(
    "line",
    [
        "no problems",
        "3 problems and 1 warning in 2 files",
        "held back (draft): content/knowledge/a.md",
        "held back (scheduled for 2031-01-01 00:00+08:00): content/knowledge/a.md",
        "next build due: 2031-01-01T00:00+08:00",
        "autoblog: there is no site.yaml in .; run autoblog in a site's folder",
    ],
)
def test_the_matcher_leaves_other_lines_alone(line: str) -> None:
    assert read_by_matchers(line) == []


@pytest.mark.browser
@pytest.mark.slow
def test_what_a_validator_says_of_front_matter_is_said_in_plain_words(browser: Browser) -> None:
    texts = _patterns()
    findings = [
        ("required", {"missingProperty": "title"}, None),
        ("enum", {"allowedValues": ["Knowledge", "Company Blog"]}, "Nope"),
        ("pattern", {"pattern": texts["date"]}, "31.02.2026"),
        ("pattern", {"pattern": texts["slug"]}, "A B"),
        ("pattern", {"pattern": texts["title"]}, ""),
        ("type", {}, 5),
    ]
    messages = [
        {
            "reason": "Must be something • more",
            "schema": {"keyword": keyword, "params": params, "data": data, "parentSchema": {}},
        }
        for keyword, params, data in findings
    ]
    module = (FOLDER / "remark/plain-words.mjs").read_text("utf-8")
    module = module.replace("export default ", "")
    page = browser.new_page()

    said = page.evaluate(
        f"messages => {{ {module}; sayInPlainWords()(null, {{ messages }});"
        " return messages.map((one) => one.reason); }",
        messages,
    )

    page.close()
    assert said == [
        '"title" is missing; add a line title: …',
        '"Nope" is none of those allowed: Knowledge, Company Blog',
        '"31.02.2026" is no date; expected one such as 2026-02-28 or 2026-02-28T09:30',
        '"A B" has other letters than a-z, 0-9 and single hyphens',
        "nothing stands here",
        "Must be something",
    ]


def _patterns() -> dict[str, str]:
    schema = json.loads((FOLDER / "schemas/front-matter.json").read_text("utf-8"))
    return {
        key: value["pattern"] for key, value in schema["properties"].items() if "pattern" in value
    }
