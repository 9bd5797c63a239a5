"""Where in a body its addresses stand, however many they are."""

from __future__ import annotations

import pytest

from autoblog.problems import Place
from autoblog.read.front_matter import SplitSource
from autoblog.read.places import Places

FIRST_LINE = 7
MANY = [f"m{number}.md" for number in range(3_000)]
"""So many that a body is read once for all of them."""
BALLAST = "\n\n" + "".join(f"[m]({name})\n" for name in MANY)


def places(text: str, *addresses: str) -> Places:
    return Places(SplitSource(None, text, FIRST_LINE), addresses)


TEXTS = [
    pytest.param("[a](b.md)", "b.md", [(7, 5)], id="a link"),
    pytest.param("x\n[a](b.md) [c](b.md#d)\n[e](b.md)", "b.md", [(8, 5), (9, 5)], id="two links"),
    pytest.param("[a](ab.md) [a](b.md.md) [a](b.md)", "b.md", [(7, 29)], id="a part of others"),
    pytest.param("[a][n]\n\n[n]: b.md\n", "b.md", [(9, 6)], id="a definition"),
    pytest.param("[a][n]\n\n[n]:b.md\n", "b.md", [(9, 5)], id="a definition without a space"),
    pytest.param("<a href='b.md'>", "b.md", [(7, 10)], id="an attribute"),
    pytest.param("[a](<b c.md>)", "b%20c.md", [(7, 6)], id="a space"),
    pytest.param("[a](b(1).md)", "b(1).md", [(7, 5)], id="brackets"),
    pytest.param("[a](ä.md)", "%C3%A4.md", [(7, 5)], id="a letter"),
    pytest.param("`(b.md)` [a](b.md)", "b.md", [(7, 14)], id="not in code"),
    pytest.param("x\na/B.MD", "b.md", [(8, 3)], id="nowhere by itself"),
    pytest.param("x\nx", "b.md", [(7, 1)], id="nowhere"),
]


@pytest.mark.parametrize("more", ["", BALLAST], ids=["few", "many"])
@pytest.mark.parametrize(("text", "what", "expected"), TEXTS)
def test_an_address_is_found_among_few_and_among_many(
    text: str, what: str, expected: list[tuple[int, int]], more: str
) -> None:
    found = places(text + more, what, *(MANY if more else ()))

    assert [found.of(what, number) for number in range(len(expected))] == [
        Place(*place) for place in expected
    ]
    assert found.of(what, 99) == Place(*expected[-1])


def test_each_of_many_addresses_stands_on_its_line() -> None:
    found = places("[a](b.md)" + BALLAST, *MANY)

    assert [found.of(name) for name in MANY] == [
        Place(FIRST_LINE + 2 + number, 5) for number in range(len(MANY))
    ]


def test_what_would_take_too_long_to_find_stands_at_the_start() -> None:
    text = "x" * 9_000_000 + "\n[a](b.md)\n"
    found = places(text, "b.md")
    sought = [f"{number}.md" for number in range(9)]

    assert found.of("b.md") == Place(FIRST_LINE + 1, 5)
    assert [found.of(what) for what in sought] == [Place(FIRST_LINE, 1)] * 9
    assert found.of("[a](") == Place(FIRST_LINE, 1)
    assert found.of("b.md") == Place(FIRST_LINE + 1, 5)
