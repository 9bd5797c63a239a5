"""The pieces that a template makes, joined to a page."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import islice

MOST_CHARACTERS = 1 << 27
"""No page is so large; a loop without an end soon is."""

PIECES_AT_ONCE = 10_000


def joined(pieces: Iterator[str]) -> str:
    """Join a page's pieces. A loop without an end is stopped in it, so that its line is known."""
    texts: list[str] = []
    left = MOST_CHARACTERS
    while some := list(islice(pieces, PIECES_AT_ONCE)):
        texts.append("".join(some))
        left -= len(texts[-1])
        if left < 0 and isinstance(pieces, Generator):
            pieces.throw(ValueError(f"a page of more than {MOST_CHARACTERS} characters"))
    return "".join(texts)
