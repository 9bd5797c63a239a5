"""Each check, on small literal posts: what it finds, where, and what it lets pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from autoblog.checks.desk import Check
from autoblog.checks.editorial import (
    check_headings,
    check_lists,
    check_paragraphs,
    check_summaries,
    check_titles,
    check_twice,
    is_shouted,
)
from autoblog.checks.images import check_unused, check_weight
from autoblog.checks.keywords import check_spellings, check_twins, fold
from autoblog.checks.links import check_orphans, check_own_host, check_redirected
from autoblog.model import Post
from checks.conftest import MakeDesk, source

OLD = "2024-01-01"
WORDS = "word " * 201


def found(check: Check, desk: Any) -> list[tuple[str, int, int, str]]:
    return [
        (one.path.rpartition("/")[2], one.line, one.column, one.code)
        for one in sorted(check(desk), key=lambda one: (one.path, one.line, one.column))
    ]


@pytest.mark.parametrize(
    ("check", "texts", "expected"),
    [
        (check_summaries, {"a": source(summary="x" * 49)}, [("a.md", 5, 10, "summary-length")]),
        (check_summaries, {"a": source(summary="x" * 161)}, [("a.md", 5, 10, "summary-length")]),
        (check_summaries, {"a": source(summary="x" * 50), "b": source(summary="x" * 160)}, []),
        (check_summaries, {"a": source(summary="说明" * 13)}, []),
        (check_titles, {"a": source("x" * 66)}, [("a.md", 2, 8, "title-long")]),
        (check_titles, {"a": source("x" * 65)}, []),
        (check_titles, {"a": source("Buy now!!")}, [("a.md", 2, 8, "title-shouted")]),
        (
            check_twice,
            {"new": source("Same  one", summary="y"), "old": source("same One", date=OLD)},
            [("new.md", 2, 8, "title-twice")],
        ),
        (
            check_twice,
            {"new": source("A", summary="Same."), "old": source("B", date=OLD, summary="same.")},
            [("new.md", 5, 10, "summary-twice")],
        ),
        (
            check_headings,
            {"a": source(body="## Two\n\n#### Four\n\n##### Five\n\n## Two\n\n### Three\n")},
            [("a.md", 10, 1, "heading-skipped")],
        ),
        (
            check_headings,
            {"a": source(body="One\n===\n\n### Three\n")},
            [("a.md", 11, 1, "heading-skipped")],
        ),
        (check_headings, {"a": source(body="## A\n\n```\n#### no\n```\n<h3>B</h3>\n\n#### C")}, []),
        (
            check_paragraphs,
            {"a": source(body=f"Short.\n\n{WORDS}\n")},
            [("a.md", 10, 1, "paragraph-long")],
        ),
        (check_paragraphs, {"a": source(body=f"{WORDS[:-5]}\n\n- {WORDS}\n\n> {WORDS}\n")}, []),
        (
            check_lists,
            {"a": source(more="keywords: sedan, buying guide\n")},
            [("a.md", 6, 11, "list-as-text")],
        ),
        (check_lists, {"a": source(more="keywords: [sedan, guide]\naliases: /old/\n")}, []),
        (
            check_redirected,
            {"a": source(body="See [b](/old-b/#x).\n"), "b": source(more="aliases: [/old-b/]\n")},
            [("a.md", 8, 9, "link-redirected")],
        ),
        (
            check_redirected,
            {"a": source(body="[b](/knowledge/b) [c](/elsewhere)\n"), "b": source("B")},
            [("a.md", 8, 5, "link-redirected")],
        ),
        (check_redirected, {"a": source(body="[b](/knowledge/b/) [b](b.md)\n"), "b": source()}, []),
        (
            check_own_host,
            {"a": source(body="See [x](http://test.example/knowledge/b/).\n"), "b": source("B")},
            [("a.md", 8, 9, "own-host")],
        ),
        (check_own_host, {"a": source(body="[x](https://other.example/) test.example\n")}, []),
        (
            check_spellings,
            {
                "a": source("A", more="keywords: [EV, range]\n"),
                "b": source("B", more="keywords: [EV]\n"),
                "c": source("C", more="keywords: [range, EVs]\n"),
            },
            [("c.md", 6, 19, "keyword-spelling")],
        ),
        (
            check_spellings,
            {"a": source("A", more="keywords: [Used-Cars]\n", date=OLD),
             "b": source("B", more="keywords: [used car]\n")},
            [("b.md", 6, 12, "keyword-spelling")],
        ),
        (
            check_twins,
            {
                "a": source("A", more="keywords: [batteries]\n"),
                "b": source("B", more="keywords: [batteries]\n"),
                "c": source("C", more="keywords: x, baterries, y\n"),
                "d": source("D", more="keywords: [bateries]\n"),
            },
            [("d.md", 6, 12, "keyword-twin")],
        ),
        (
            check_twins,
            {"a": source("A", more="keywords: [used cars, model 3000, seat]\n"),
             "b": source("B", more="keywords: [used vans, model 4000, seal]\n")},
            [],
        ),
    ],
)  # fmt: skip
def test_a_check_finds_at_its_place_what_it_is_for(
    desk: MakeDesk, check: Check, texts: dict[str, str], expected: list[Any]
) -> None:
    assert found(check, desk(texts)) == expected


@pytest.mark.parametrize(
    ("title", "loud"),
    [
        ("BYD, NIO AND SAIC", False), ("WHAT DEALERS MUST KNOW", True), ("EV", False),
        ("Really?!", True), ("Why TESLA wins in markets abroad", False), ("", False),
        ("Пять вопросов ВСЛУХ", False), ("ПЯТЬ ВОПРОСОВ", True),
    ],
)  # fmt: skip
def test_a_shout_is_told_from_names_in_capitals(title: str, loud: bool) -> None:
    assert is_shouted(title) is loud


@pytest.mark.parametrize(
    ("one", "other"),
    [("EVs", "EV"), ("E-Bikes", "ebike"), ("used car", "Used Cars"), ("Battery", "batteries")],
)
def test_spellings_that_differ_by_case_plural_or_punctuation_fold_alike(
    one: str, other: str
) -> None:
    assert fold(one) == fold(other)


def test_pictures_that_are_heavy_or_that_nothing_shows_are_named(desk: MakeDesk) -> None:
    heavy = "content/images/heavy.png"
    before = desk(
        {
            "a": source("A", body="![x](../images/heavy.png)\n"),
            "b": source("B", more="image: {src: ../images/heavy.png, alt: x}\n"),
        },
        sizes={heavy: 2_000_001, "content/images/light.png": 2_000_000},
    )

    assert found(check_weight, before) == [
        ("a.md", 8, 6, "image-heavy"),
        ("b.md", 6, 14, "image-heavy"),
    ]
    assert [one.path for one in check_unused(before)] == ["content/images/light.png"]


def test_a_post_to_which_nothing_leads_is_named(
    desk: MakeDesk, make_post: Callable[..., Post]
) -> None:
    texts = {
        "a": source("A", body="[b](b.md)\n"),
        "b": source("B", body="[a](/knowledge/a/)\n"),
        "c": source("C", body="[c](c.md) [a](a.md)\n"),
    }

    assert found(check_orphans, desk(texts, count=0)) == [("c.md", 2, 8, "orphan-post")]
