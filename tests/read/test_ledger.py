"""The ledger's text: read line by line, written back the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoblog.parts import LedgerLine
from autoblog.problems import Place
from autoblog.read.ledger import format_ledger, parse_ledger

HERE = Place(1, 1)


def facts(lines: tuple[LedgerLine, ...]) -> list[tuple[str, str | None, str | None]]:
    return [(line.url, line.source, line.moved_to) for line in lines]


def test_a_line_names_an_address_and_what_became_of_it() -> None:
    text = (
        "# a comment\n\n"
        "/knowledge/cells/ content/knowledge/cells.md\n"
        "/keywords/range/ content/\n"
        "/old/ moved: /new/\n"
        "/away/ gone:\n"
    )

    lines, problems = parse_ledger(text)

    assert problems == ()
    assert facts(lines) == [
        ("/away/", None, None),
        ("/keywords/range/", "content/", None),
        ("/knowledge/cells/", "content/knowledge/cells.md", None),
        ("/old/", None, "/new/"),
    ]
    assert [line.place.line for line in lines] == [6, 4, 3, 5]


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("/a/", "write the post's file behind it, or `gone:`"),
        (
            "a/ b.md",
            "expected a line such as `/knowledge/cells/ content/knowledge/cells.md`",
        ),
        ("/a/ moved:", "write the new one behind it, as in `moved: /knowledge/cells/`"),
        ("/a/ moved: b", "write the new one behind it, as in `moved: /knowledge/cells/`"),
        *(
            (f"{url} gone:", "remove the line, or write the address as readers' browsers did")
            for url in ("/../a/", "/a/%2e%2e/b/", "/a//b/", "/a%00/", "/a%5Cb/", f"/{256 * 'x'}/")
        ),
        ("/a/ moved: /../b/", "write the new one behind it, as in `moved: /knowledge/cells/`"),
        ("<<<<<<< HEAD", "keep the lines of both sides, drop the mark"),
    ],
)
def test_a_line_that_says_nothing_is_a_problem_at_its_line(row: str, hint: str) -> None:
    lines, problems = parse_ledger(f"/b/ content/b.md\n{row}\n")

    assert facts(lines) == [("/b/", "content/b.md", None)]
    assert [(p.code, p.path, p.line, p.hint) for p in problems] == [
        ("ledger-line", "permalinks.txt", 2, hint)
    ]


def test_after_a_merge_what_was_declared_goes_before_where_it_came_from() -> None:
    text = "/a/ gone:\n/a/ content/a.md\n/b/ content/b.md\n/b/ content/c.md\n"

    lines, problems = parse_ledger(text)

    assert problems == ()
    assert facts(lines) == [("/a/", None, None), ("/b/", "content/b.md", None)]


def test_two_declarations_that_differ_are_a_problem() -> None:
    _, problems = parse_ledger("/a/ gone:\n/a/ moved: /b/\n")

    assert [(p.code, p.line, p.message) for p in problems] == [
        ("ledger-twice", 2, 'line 1 says something else of "/a/"')
    ]


FIT = st.characters(exclude_characters="/.?#\\", exclude_categories=("Cc", "Cs"))
URLS = st.text(FIT, max_size=12).map(lambda text: f"/{text}")
KINDS = st.sampled_from(["gone", "moved", "content/a b.md"])


@given(st.dictionaries(URLS, KINDS))
def test_what_is_written_is_read_again(table: dict[str, str]) -> None:
    lines = tuple(
        LedgerLine(
            url, kind if "/" in kind else None, f"{url}é 车" if kind == "moved" else None, HERE
        )
        for url, kind in sorted(table.items())
    )

    text = format_ledger(lines)
    read, problems = parse_ledger(text)

    assert problems == ()
    assert facts(read) == facts(lines)
    assert len(text.split("\n")) == len(lines) + 3
