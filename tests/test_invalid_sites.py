"""Sites with faults: one folder a fault in tests/sites/invalid/, with what is said of it.

A folder is laid over a clean site; its `expected.txt` is all that `autoblog check` prints then. The
first word of its name tells more: `settings-…` ends with status 2, `warning-…` with 0. Where no
template is laid over, the theme's are empty: to parse them takes longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from autoblog.cli.main import autoblog

WriteSite = Callable[[Mapping[str, str | bytes]], Path]

INVALID = Path(__file__).parent / "sites" / "invalid"
STATUS = {"settings": 2, "warning": 0}
TEMPLATES = Path(__file__).parents[1] / "templates"
EMPTY = {".xml": "<x/>", ".json": "{}", ".webmanifest": "{}"}
EMPTY_THEME = {
    f"templates/{path.relative_to(TEMPLATES).as_posix()}": EMPTY.get(path.suffix, "")
    for path in TEMPLATES.rglob("*")
    if path.is_file()
}
BROKEN_LINES = (
    ("category: Knowledge", "category: Knowlege", 3, "unknown-category"),
    ("date: 2025-06-01", "date: 2025-02-30", 4, "bad-value"),
    ("summary:", "summay:", 5, "unknown-key"),
    ("title: ", "title: Cars: ", 2, "yaml-colon"),
    ("[home](/)", "[home](hom.md)", 8, "broken-link"),
)
GOOD_POST = """\
---
title: Post {number}
category: Knowledge
date: 2025-06-01
summary: Number {number}.
---

Go [home](/).
"""


def overlay_of(folder: Path) -> dict[str, bytes]:
    """Read the files that a folder lays over the clean site."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "expected.txt"
    }


def run(root: Path) -> tuple[int, str]:
    """Run `autoblog check` in this process: its exit status and all that it prints."""
    result = CliRunner().invoke(
        autoblog,
        [
            "check",
            "--no-advice",
            "--root",
            str(root),
            "--workers",
            "1",
            "--as-of",
            "2026-01-31T09:00",
        ],
        catch_exceptions=False,
    )
    return result.exit_code, result.output


def files_of(root: Path) -> dict[str, bytes]:
    """Read all files of a site but the memory of its builds."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".autoblog" not in path.relative_to(root).parts
    }


@pytest.mark.parametrize("name", sorted(path.name for path in INVALID.iterdir()))
def test_what_is_wrong_is_told_word_for_word_and_nothing_is_written(
    name: str, write_site: WriteSite
) -> None:
    files = overlay_of(INVALID / name)
    root = write_site({} if any(path.startswith("templates/") for path in files) else EMPTY_THEME)
    write_site(files)
    before = files_of(root)

    status, printed = run(root)

    assert printed == (INVALID / name / "expected.txt").read_bytes().decode()
    assert status == STATUS.get(name.partition("-")[0], 1)
    assert files_of(root) == before


@pytest.mark.parametrize("theme", [{}, EMPTY_THEME], ids=["real", "empty"])
def test_the_site_below_the_faults_has_none(
    theme: Mapping[str, str], write_site: WriteSite
) -> None:
    root = write_site({**theme, "content/knowledge/a.md": GOOD_POST.format(number=1)})

    assert run(root) == (0, "no problems\n")


def test_of_two_thousand_posts_the_five_hundred_broken_ones_are_listed(
    write_site: WriteSite,
) -> None:
    broken = {number: BROKEN_LINES[number % 5] for number in range(3, 2000, 4)}
    posts = {number: GOOD_POST.format(number=number) for number in range(2000)}
    for number, (good, bad, _, _) in broken.items():
        posts[number] = posts[number].replace(good, bad)
    root = write_site({f"content/knowledge/{n:04}.md": text for n, text in posts.items()})

    status, printed = run(root)

    assert status == 1
    assert len(broken) == 500
    for number, (_, _, line, code) in broken.items():
        assert f"content/knowledge/{number:04}.md:{line}:" in printed
        assert f": {code}: " in printed
    named = {line.partition(":")[0] for line in printed.splitlines() if line.startswith("content/")}
    assert named == {f"content/knowledge/{number:04}.md" for number in broken}
    assert printed.splitlines()[-2] == "600 problems in 500 files"
    assert not (root / "public").exists()
