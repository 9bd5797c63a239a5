"""How problems are told: all at once, with their lines, without a traceback."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Post = Callable[..., str]
Run = Callable[..., tuple[int, str, str]]

BROKEN = {
    "content/knowledge/a.md": (
        "---\ntitle: A\ncategory: Knowlege\ndate: 2025-06-01\nsummary: S.\n---\n"
    ),
    "content/knowledge/b.md": (
        "---\ntitle: B\ncategory: Knowledge\ndate: 2025-02-30\nsummay: S.\n---\n"
    ),
}
MENDS = "1 of these `autoblog check --fix` can mend\n"
TOLD = """\
content/knowledge/a.md:3:11: unknown-category: "category" is "Knowlege"; expected Knowledge,\
 Company Blog or Industry Blog; did you mean "Knowledge"?
  3 | category: Knowlege
    |           ^
content/knowledge/b.md:2:1: missing-key: "summary" is missing; add a line `summary: …`
  2 | title: B
    | ^
content/knowledge/b.md:4:7: bad-value: "date" is "2025-02-30"; expected a date such as 2026-02-28\
 or a moment such as 2026-02-28T09:00
  4 | date: 2025-02-30
    |       ^
content/knowledge/b.md:5:1: unknown-key: "summay" is not a known key; did you mean "summary"?
  5 | summay: S.
    | ^
4 problems in 2 files
"""


def test_a_build_tells_all_problems_with_their_lines_wherever_it_is_run(
    write_site: WriteSite, run: Run
) -> None:
    root = write_site(BROKEN)

    assert run("build", "--root", root) == (1, "", TOLD)
    assert not (root / "public").exists()


def test_check_tells_the_same_as_its_result(write_site: WriteSite, run: Run) -> None:
    root = write_site(BROKEN)

    mends = "2 of these `autoblog check --fix` can mend\n"
    assert run("check", "--no-advice", "--root", root) == (1, TOLD + mends, "")


@pytest.mark.parametrize("command", ["build", "check"])
def test_problems_as_json(write_site: WriteSite, run: Run, command: str) -> None:
    root = write_site(BROKEN)

    status, out, err = run(command, "--root", root, "--json")

    report = json.loads(out)
    assert (status, err) == (1, "")
    assert (report["ok"], report["error"]) == (False, "the site has problems")
    assert report.keys() == {"ok", "error", "problems"}
    assert report["problems"][0] == {
        "code": "unknown-category",
        "path": "content/knowledge/a.md",
        "message": '"category" is "Knowlege"; expected Knowledge, Company Blog or Industry Blog',
        "line": 3,
        "column": 11,
        "hint": 'did you mean "Knowledge"?',
        "severity": "error",
        "fix": {"line": 3, "start": 10, "end": 18, "text": "Knowledge"},
    }
    assert [problem["code"] for problem in report["problems"]] == [
        "unknown-category",
        "missing-key",
        "bad-value",
        "unknown-key",
    ]


def test_a_report_as_json(write_site: WriteSite, post: Post, run: Run) -> None:
    root = write_site(
        {
            "content/knowledge/a.md": post("A", category="knowledge"),
            "content/knowledge/b.md": post("B", date="2031-05-01T09:00"),
        }
    )

    status, out, err = run("build", "--root", root, "--json", "--as-of", "2026-01-01")

    report: dict[str, Any] = json.loads(out)
    written = sorted(
        path.relative_to(root / "public").as_posix()
        for path in (root / "public").rglob("*")
        if path.is_file() and path.name != ".autoblog-files"
    )
    assert (status, err) == (0, "")
    assert [problem["code"] for problem in report.pop("problems")] == ["category-case"]
    assert report.pop("reasons").keys() == {*written}
    assert 0 < report.pop("pages") < len(written)
    assert report == {
        "ok": True,
        "error": None,
        "posts": 1,
        "written": written,
        "removed": [],
        "kept": 0,
        "held_back": [
            {
                "path": "content/knowledge/b.md",
                "title": "B",
                "status": "scheduled",
                "due_at": "2031-05-01T09:00:00+08:00",
            }
        ],
        "next_due_at": "2031-05-01T09:00:00+08:00",
    }


def test_check_of_a_good_site_writes_no_site(write_site: WriteSite, post: Post, run: Run) -> None:
    root = write_site({"content/knowledge/a.md": post("A")})

    assert run("check", "--no-advice", "--root", root) == (0, "no problems\n", "")
    assert not (root / "public").exists()


def test_a_warning_is_told_and_stops_nothing(write_site: WriteSite, post: Post, run: Run) -> None:
    root = write_site({"content/knowledge/a.md": post("A", category="knowledge")})
    told = (
        'content/knowledge/a.md:3:11: warning: category-case: the section is written "Knowledge"\n'
        "  3 | category: knowledge\n"
        "    |           ^\n"
    )

    built = run("build", "--root", root)
    checked = run("check", "--no-advice", "--root", root)

    assert (built[0], built[2]) == (0, told)
    assert checked == (0, f"{told}1 warning in 1 file\n{MENDS}", "")
    assert (root / "public" / "index.html").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--bogus"], "No such option"),
        (["build", "extra"], "unexpected extra argument"),
        (["build", "--workers", "0"], "not in the range"),
        (["build", "--workers", "many"], "not a valid integer"),
        (["build", "--output"], "requires an argument"),
        (["bild"], "No such command"),
        (["new", "Title"], "Missing option '--section'"),
        (["new", "--section", "knowledge"], "Missing argument 'TITLE'"),
        (["init"], "Missing argument 'FOLDER'"),
        (["build", "--root", "nowhere"], "no site.yaml in nowhere"),
        (["check", "--root", "nowhere"], "no site.yaml in nowhere"),
        (["new", "T", "--section", "x", "--root", "nowhere"], "no site.yaml in nowhere"),
        (["build", "--root", "{site}/site.yaml"], "is a file"),
        (["build", "--root", "{site}", "--base-url", "ftp://x"], '"ftp://x" is not an address'),
        (["build", "--root", "{site}", "--base-url", "//"], "is not an address"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_asked_wrongly_is_told_in_plain_words_with_status_2(
    write_site: WriteSite, run: Run, arguments: list[str], said: str
) -> None:
    root = write_site({})

    status, out, err = run(*(argument.format(site=root) for argument in arguments))

    assert (status, out) == (2, "")
    assert said in err
    assert not (root / "public").exists()
    assert not Path("nowhere").exists()


def test_a_missing_site_as_json(run: Run, tmp_path: Path) -> None:
    status, out, err = run("build", "--root", tmp_path, "--json")

    report = json.loads(out)
    assert (status, err) == (2, "")
    assert "no site.yaml" in report["error"]
    assert (report["ok"], report["problems"]) == (False, [])


def test_a_file_where_a_folder_is_needed_is_a_plain_error(write_site: WriteSite, run: Run) -> None:
    root = write_site({".autoblog": "a file"})

    for command in ("build", "check"):
        status, out, err = run(command, "--root", root)

        assert (status, out) == (2, "")
        assert err == f"autoblog: File exists ({root / '.autoblog'})\n"


@pytest.mark.parametrize("name", [b"static/caf\xe9.txt", b"static/x\nCNAME", b"static/\x1b[2J.txt"])
def test_a_file_name_that_no_list_can_hold_is_passed_over_with_a_warning(
    write_site: WriteSite, run: Run, name: bytes
) -> None:
    root = write_site({"static/good.txt": "good"})
    try:
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_text("odd", "utf-8")
    except OSError:
        pytest.skip("this disk takes no such names")

    status, _, err = run("build", "--root", root)

    assert status == 0
    assert "warning: bad-name: the file is passed over" in err
    assert err.isascii() and "\x1b" not in err and err.count("\n") == 1
    names = {path.name for path in (root / "public").iterdir()}
    assert "good.txt" in names and os.fsdecode(name[7:]) not in names


def test_what_an_author_writes_cannot_command_a_terminal_or_a_ci(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    category = '"\\e[31m\\n::error::x"'
    root = write_site({"content/knowledge/a.md": post("A", category=category)})

    _, _, err = run("build", "--root", root)

    assert "\x1b" not in err
    assert not [line for line in err.splitlines() if line.startswith("::")]


@pytest.mark.parametrize("date", ["0001-01-01", "0999-12-31", "9999-12-31T23:59-12:00"])
def test_a_date_at_the_end_of_time_is_no_traceback(
    write_site: WriteSite, post: Post, run: Run, date: str
) -> None:
    root = write_site({"content/knowledge/a.md": post("A", date=date)})

    status, _, err = run("build", "--root", root, "--future")

    assert status == 1
    assert "content/knowledge/a.md:4:7: bad-value" in err


@pytest.mark.parametrize("engine", ["python-markdown", "commonmark"])
def test_check_warns_of_what_the_other_engine_would_read_differently(
    write_site: WriteSite, run: Run, post: Post, engine: str
) -> None:
    other = "commonmark" if engine == "python-markdown" else "python-markdown"
    root = write_site(
        {
            "content/knowledge/a.md": post(body="We check:\n\n- tyres\n- brakes\n"),
            "content/knowledge/b.md": post("B", body="One.\n\n~~Two.~~\n"),
        }
    )
    with (root / "site.yaml").open("a", encoding="utf-8") as settings:
        settings.write(f"markdown: {{engine: {engine}}}\n")

    status, output, errors = run("check", "--no-advice", "--root", root, "--engine", other)

    assert (status, errors) == (0, "")
    assert output.startswith(
        f"content/knowledge/b.md:10:1: warning: dialect-differs: {other} would make "
    )
    assert output.endswith("  10 | ~~Two.~~\n     | ^\n1 warning in 1 file\n")
    assert run("check", "--no-advice", "--root", root, "--engine", engine) == (
        0,
        "no problems\n",
        "",
    )


def test_what_another_engine_reads_differently_is_told_to_machines(
    write_site: WriteSite, run: Run, post: Post
) -> None:
    root = write_site({"content/knowledge/a.md": post(body="~~One.~~\n")})

    status, output, _ = run(
        "check", "--no-advice", "--root", root, "--engine", "commonmark", "--json"
    )

    assert status == 0
    assert [problem["code"] for problem in json.loads(output)["problems"]] == ["dialect-differs"]
