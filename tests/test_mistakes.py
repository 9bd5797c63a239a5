"""Seeded mistakes: each is told at its line, nearly each at its column and with what was meant.

`pytest tests/test_mistakes.py -s --mistakes 2000` makes more of them and prints the figures.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from autoblog.cli.main import autoblog
from mistakes import Mistake, good_site, mistakes
from test_invalid_sites import EMPTY_THEME

pytestmark = pytest.mark.slow

WriteSite = Callable[[Mapping[str, str | bytes]], Path]

SEED = 20250601
TEMPLATES = Path(__file__).parents[1] / "templates"


@dataclass(frozen=True, slots=True)
class Told:
    """How well a mistake was told."""

    line: bool
    column: bool
    meant: bool


def check(root: Path) -> list[dict[str, object]]:
    """Check a site. A traceback fails the test."""
    command = ["check", "--no-advice", "--json", "--workers", "1", "--root", str(root)]
    result = CliRunner().invoke(autoblog, [*command, "--as-of", "2026-01-31"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    problems: list[dict[str, object]] = json.loads(result.stdout)["problems"]
    return problems


def told(mistake: Mistake, problems: list[dict[str, object]]) -> Told:
    there = [p for p in problems if (p["path"], p["line"]) == (mistake.path, mistake.line)]
    return Told(
        line=bool(there),
        column=any(problem["column"] == mistake.column for problem in there),
        meant=any(mistake.meant in str(p["hint"]) for p in there) if mistake.meant else True,
    )


def test_seeded_mistakes_are_told_where_they_are_with_what_was_meant(
    write_site: WriteSite, pytestconfig: pytest.Config
) -> None:
    count = int(pytestconfig.getoption("--mistakes"))
    theme = {
        f"templates/{path.relative_to(TEMPLATES).as_posix()}": path.read_text("utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }
    before = {**good_site(), **EMPTY_THEME}
    root = write_site(before)
    assert check(root) == []

    verdicts = []
    for mistake in mistakes(SEED, count, theme):
        is_of_theme = mistake.path.startswith("templates/")
        around = theme if is_of_theme else {}
        write_site({**around, mistake.path: mistake.text})
        verdicts.append((mistake, told(mistake, check(root))))
        write_site({**(EMPTY_THEME if is_of_theme else {}), mistake.path: before[mistake.path]})

    typos = [verdict for mistake, verdict in verdicts if mistake.meant]
    lines = sum(verdict.line for _, verdict in verdicts)
    columns = sum(verdict.column for _, verdict in verdicts)
    meant = sum(verdict.meant for verdict in typos)
    missed = [(m.kind, m.path, m.line, m.column, m.meant, v) for m, v in verdicts
              if not (v.line and v.column and v.meant)]  # fmt: skip
    print(f"\n{count} mistakes: {lines} at their line, {columns} at their column;"
          f" of {len(typos)} typos {meant} with what was meant")  # fmt: skip
    print(*missed, sep="\n")
    assert lines == count
    assert columns >= 0.95 * count
    assert meant >= 0.9 * len(typos)
