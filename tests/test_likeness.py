"""Slips of the keyboard."""

from __future__ import annotations

import pytest

from autoblog.likeness import slips_between, surely_meant


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0), ("title", "title", 0), ("titel", "title", 1), ("tile", "title", 1),
        ("summary", "sumary", 1), ("publshed", "published", 1), ("", "abc", 3), ("cars", "vans", 2),
        ("ca", "abc", 3),
    ],
)  # fmt: skip
def test_letters_left_out_added_exchanged_and_swapped_are_counted(
    one: str, other: str, slips: int
) -> None:
    assert slips_between(one, other) == slips
    assert slips_between(other, one) == slips


def test_a_word_is_surely_meant_when_only_one_is_within_reach() -> None:
    keys = ("title", "summary", "keywords", "date", "updated")

    assert surely_meant("Titel", keys) == "title"
    assert surely_meant("keyowrd", keys) == "keywords"
    assert surely_meant("data", keys) == "date"
    assert surely_meant("colour", keys) is None
    assert surely_meant("abcdx", ("abcde", "abcdf")) is None
