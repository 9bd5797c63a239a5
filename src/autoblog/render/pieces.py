"""The pieces that a template makes, joined to a page."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import islice

MOST_BYTES = 1 << 27
"""No page is so large; a loop without an end soon is."""

PIECES_AT_ONCE = 10_000


def joined(pieces: Iterator[str]) -> bytes:
    """Join a page's pieces as UTF-8.

    Each is encoded by itself: most are ASCII, which is copied as it stands. An arrow among them
    would make all of one text twice as wide, and to encode that one takes five times as long.
    A loop without an end is stopped in it, so that its line is known.
    """
    parts: list[bytes] = []
    left = MOST_BYTES
    while some := list(islice(pieces, PIECES_AT_ONCE)):
        parts.append(b"".join(map(str.encode, some)))
        left -= len(parts[-1])
        if left < 0 and isinstance(pieces, Generator):
            pieces.throw(ValueError(f"a page of more than {MOST_BYTES} bytes"))
    return b"".join(parts)
