"""`autoblog check`: its formats, its exit status, and what it mends."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from autoblog.cli.annotations import github_line
from autoblog.problems import Problem, Severity

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Post = Callable[..., str]
Run = Callable[..., tuple[int, str, str]]

GOOD = "What this post is about, in a sentence that says enough to choose by."
BAD = """\
---
titel: "A"
category: knowledge
date: 2025/6/1
summary: Tyres: what to know
keywords: tyres, buying guide
---

See [b](/knowledge/b).
"""
MENDED = """\
---
title: "A"
category: Knowledge
date: 2025-06-01
summary: "Tyres: what to know"
keywords: [tyres, buying guide]
---

See [b](/knowledge/b).
"""


@pytest.fixture
def quiet(write_site: WriteSite, post: Post) -> Path:
    """A site without a finding."""
    text = post("B", body="[a](a.md)\n").replace("What B is about.", GOOD)
    other = post("A", body="[b](b.md)\n").replace("What A is about.", f"A: {GOOD}")
    return write_site({"content/knowledge/b.md": text, "content/knowledge/a.md": other})


def test_advice_is_a_warning_that_builds_do_not_give(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    root = write_site({"content/a.md": post("A")})

    built, checked = run("build", "--root", root), run("check", "--root", root)
    strict = run("check", "--root", root, "--strict")

    assert (built[0], built[2]) == (0, "")
    assert checked[0] == 0
    assert "content/a.md:5:10: warning: summary-length: the summary has 16 characters" in checked[1]
    assert checked[1].endswith("1 warning in 1 file\n")
    assert strict[:2] == (1, checked[1])
    assert run("check", "--root", root, "--no-advice", "--strict") == (0, "no problems\n", "")


def test_a_site_without_a_finding_is_told_so(quiet: Path, run: Run) -> None:
    assert run("check", "--root", quiet, "--strict") == (0, "no problems\n", "")


def test_advice_is_given_beside_problems(write_site: WriteSite, post: Post, run: Run) -> None:
    root = write_site({"content/a.md": post("A"), "content/b.md": post("B", category="None")})

    status, out, _ = run("check", "--root", root)

    assert status == 1
    assert "content/b.md:3:11: unknown-category" in out
    assert "content/a.md:5:10: warning: summary-length" in out


def test_silenced_advice_is_counted_and_a_silence_for_nothing_is_named(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    more = "silence:\n  summary-length: short\n  title-lnog: x\n  alt-missing: x\n  bad-image: x\n"
    more += "  broken-link: the page is elsewhere\n"
    root = write_site({"content/a.md": post("A", more=more, body="[x](/no/)\n")})

    status, out, _ = run("check", "--root", root)

    told = [line for line in out.splitlines() if "unused-silence" in line]
    assert status == 1
    assert "summary-length" not in out
    assert told == [
        'content/a.md:8:3: warning: unused-silence: "title-lnog" is no code of a finding;'
        ' did you mean "title-long"?',
        'content/a.md:9:3: warning: unused-silence: nothing here is "alt-missing";'
        " remove the silence",
        'content/a.md:10:3: warning: unused-silence: nothing here is "bad-image";'
        " remove the silence",
        'content/a.md:11:3: warning: unused-silence: "broken-link" cannot be silenced;'
        " mend it; without that there is no right page",
    ]
    assert "1 problem and 4 warnings in 1 file, 1 silenced\n" in out


def test_the_json_holds_problems_advice_and_mends(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    root = write_site({"content/a.md": post("A", category="knowledge")})

    status, out, err = run("check", "--root", root, "--format", "json")

    report = json.loads(out)
    assert (status, err, report["ok"]) == (0, "", True)
    assert [(one["code"], one["fix"]) for one in report["problems"]] == [
        ("category-case", {"line": 3, "start": 10, "end": 19, "text": "Knowledge"}),
        ("summary-length", None),
    ]
    assert json.loads(run("check", "--root", root, "--json")[1])["problems"] == report["problems"]


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            Problem("bad-value", "a,b:c%.md", "100 % off\nnow", 2, 3, "a: b, c"),
            "::error file=a%2Cb%3Ac%25.md,title=bad-value,line=2,col=3::100 %25 off\\nnow; a: b, c",
        ),
        (
            Problem("unused-image", "x.png", "::error::no", severity=Severity.WARNING),
            "::warning file=x.png,title=unused-image::::error::no",
        ),
    ],
)
def test_annotations_are_escaped_so_that_nothing_else_is_commanded(
    problem: Problem, line: str
) -> None:
    assert github_line(problem, problem.path) == line


def test_annotations_name_files_as_seen_from_the_current_folder(
    write_site: WriteSite, post: Post, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site({"content/a.md": post("A", category="None")})
    monkeypatch.chdir(root.parent)

    status, out, _ = run("check", "--root", "site", "--format", "github", "--no-advice")

    assert status == 1
    assert out.splitlines()[0].startswith(
        "::error file=site/content/a.md,title=unknown-category,line=3,col=11::"
    )


def test_the_sarif_log_is_one_by_its_schema_and_marks_what_is_silenced(
    write_site: WriteSite, post: Post, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The package's records are made of the published schema, and forbid what it does not name.
    schema = import_module("pydantic_sarif.model")
    log_kind = schema.StaticAnalysisResultsFormatSarifVersion210JsonSchema

    more = "silence: {summary-length: enough}\n"
    root = write_site({"content/ä b.md": post("A", category="Knowlege"),
                       "content/c.md": post("C", more=more, category="knowledge")})  # fmt: skip
    monkeypatch.chdir(root.parent)

    status, out, _ = run("check", "--root", "site", "--format", "sarif")

    log = json.loads(out)
    log_kind.model_validate_json(out)
    results = {one["ruleId"]: one for one in log["runs"][0]["results"]}
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert status == 1
    assert results.keys() == {"unknown-category", "category-case", "summary-length"}
    assert all(rules[one["ruleIndex"]]["id"] == code for code, one in results.items())
    assert rules[0]["shortDescription"]["text"].startswith("The section's name is written")
    assert results["summary-length"]["suppressions"] == [
        {"kind": "inSource", "justification": "enough"}
    ]
    place = results["unknown-category"]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "site/content/%C3%A4%20b.md"},
        "region": {"startLine": 3, "startColumn": 11},
    }
    assert results["unknown-category"]["level"] == "error"
    change = results["unknown-category"]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"] == {"text": "Knowledge"}
    assert change["deletedRegion"]["startColumn"] == 11


@pytest.mark.parametrize(
    ("mark", "ending"), [(b"", "\n"), (b"\xef\xbb\xbf", "\r\n"), (b"", "\r\n")]
)
def test_what_has_one_right_answer_is_mended_and_nothing_else_changes(
    write_site: WriteSite, run: Run, mark: bytes, ending: str
) -> None:
    data = mark + BAD.replace("\n", ending).encode()
    root = write_site({"content/knowledge/a.md": data})
    file = root / "content/knowledge/a.md"

    shown = run("check", "--root", root, "--diff")
    assert file.read_bytes() == data
    mended = run("check", "--root", root, "--fix", "--no-advice")

    assert shown[0] == 0
    assert "-titel:" in shown[1] and "+title:" in shown[1]
    assert file.read_bytes() == mark + MENDED.replace("\n", ending).encode()
    assert mended[1].startswith(shown[1])
    assert mended[0] == 1 and "broken-link" not in shown[1]
    assert mended[2] == "mended 1 file\n"


def test_advice_with_one_right_answer_is_mended_too(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    body = "[b](/knowledge/b#h) [o](/old/) [w](http://test.example/knowledge/b/#h)\n"
    root = write_site(
        {
            "content/knowledge/a.md": post("A", more="keywords: EV, buying guide\n", body=body),
            "content/b.md": post("B", more="keywords: [EVs]\naliases: [/old/]\n", body="## H\n"),
            "content/c.md": post("C", more="keywords: [EV]\n"),
        }
    )

    status, _, err = run("check", "--root", root, "--fix")

    text = (root / "content/knowledge/a.md").read_text("utf-8")
    assert (status, err) == (0, "mended 2 files\n")
    assert "keywords: [EV, buying guide]\n" in text
    assert "[b](../b.md#h) [o](../b.md) [w](../b.md#h)\n" in text
    assert "keywords: [EV]\n" in (root / "content/b.md").read_text("utf-8")


def test_what_shows_only_in_a_mended_post_is_mended_as_well(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    bad = post("A", more="keywords: [EVs]\n").replace("title:", "titel:")
    common = {f"content/{name}.md": post(name, more="keywords: [EV]\n") for name in "bc"}
    root = write_site({"content/a.md": bad, **common})

    _, _, err = run("check", "--root", root, "--fix")

    assert err == "mended 1 file\nmended 1 file\n"
    assert "keywords: [EV]\n" in (root / "content/a.md").read_text("utf-8")


def test_settings_are_mended_first(write_site: WriteSite, post: Post, run: Run) -> None:
    root = write_site({"content/a.md": post("A", category="knowledge")})
    settings = root / "site.yaml"
    good = settings.read_text("utf-8")
    settings.write_text(good.replace("base_url:", "base-url:"), "utf-8")

    status, out, err = run("check", "--root", root, "--fix", "--no-advice")

    assert (status, err) == (0, "mended 1 file\nmended 1 file\n")
    assert settings.read_text("utf-8") == good
    assert out.endswith("no problems\n")


def test_a_difference_of_engines_can_be_silenced(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    body = "A line of text.\n- no list\n"
    more = 'silence: {dialect-differs: "both read well"}\n'
    root = write_site({"content/a.md": post("A", body=body),
                       "content/b.md": post("B", body=body, more=more)})  # fmt: skip
    options = ("--root", root, "--engine", "commonmark", "--format", "json")

    report = json.loads(run("check", *options)[1])
    without = json.loads(run("check", "--root", root, "--format", "json")[1])

    found = [one["path"] for one in report["problems"] if one["code"] == "dialect-differs"]
    assert set(found) == {"content/a.md"}
    codes = {one["code"] for one in (*report["problems"], *without["problems"])}
    assert "unused-silence" not in codes
    assert ", 1 silenced" in run("check", *options[:4], "--no-advice")[1]


def test_the_next_build_is_due_when_a_post_expires(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    root = write_site({
        "content/a.md": post("A", more="expires: 2031-05-01\n"),
        "content/b.md": post("B", date="2032-01-01"),
        "content/c.md": post("C", date="2030-01-01", more="draft: true\n"),
    })  # fmt: skip

    status, out, _ = run("check", "--root", root, "--format", "json", "--as-of", "2029-01-01")

    assert status == 0
    assert json.loads(out)["next_due_at"] == "2031-05-01T00:00:00+08:00"
