"""Edits are tried before they count."""

from __future__ import annotations

from typing import Any

import pytest

from autoblog.checks.mend import mended, reader_of
from autoblog.problems import Edit, Problem
from checks.conftest import SETTINGS, source

PATH = "content/knowledge/a.md"


def mend(text: str, *more: Problem) -> str | None:
    read = reader_of(PATH, SETTINGS)
    data = text.encode()
    change = mended(PATH, data, (*read(data).problems, *more), read)
    return change.after.decode() if change else None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("category: knowledge", "category: Knowledge"),
        ('category: "KNOWLEDGE" # c', 'category: "Knowledge" # c'),
        ("category: Knowlege", "category: Knowledge"),
        ("catgory: knowlege", "category: Knowledge"),
        ("'categry': Knowledge", None),
        ("category:Knowledge", "category: Knowledge"),
        ("Category: Knowledge", "category: Knowledge"),
    ],
)
def test_a_key_and_a_section_are_written_as_they_were_meant(before: str, after: str | None) -> None:
    text = source().replace("category: 'Knowledge'", before)

    assert mend(text) == (None if after is None else text.replace(before, after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("summary: Tyres: what", 'summary: "Tyres: what"'),
        ('summary: "Top" ten', "summary: '\"Top\" ten'"),
        ("image:\n\tsrc: x.png\n\talt: y", "image:\n  src: x.png\n  alt: y"),
        ("date: 2025/6/1", "date: 2025-06-01"),
        ("date: 2025.06.01", "date: 2025-06-01"),
        ("date: 2025-6-1", "date: 2025-06-01"),
        ("date: 1.6.2025", None),
        ("date: 2025/2/30", None),
        ("summary: \"open", None),
        ("summary: The #1 SUV", None),
        ("colour: red", None),
    ],
)  # fmt: skip
def test_values_are_mended_where_only_one_can_be_meant(before: str, after: str | None) -> None:
    key = before.partition(":")[0]
    text = "".join(
        line for line in source().splitlines(keepends=True) if not line.startswith(f"{key}:")
    ).replace("---\n\n", f"{before}\n---\n\n")

    assert mend(text) == (None if after is None else text.replace(before, after))


def test_an_edit_that_does_not_take_the_finding_away_is_left_out() -> None:
    text = source()
    finding: Any = Problem("category-case", PATH, "x", 3, 11, fix=Edit(3, 0, 8, "katzen"))

    assert mend(text, finding) is None


def test_an_edit_that_changes_what_the_post_says_is_left_out() -> None:
    text = source()
    finding = Problem("own-host", PATH, "x", 8, 1, fix=Edit(8, 0, 5, "Another text."))

    assert mend(text, finding) is None
