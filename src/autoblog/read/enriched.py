"""What autoblog makes of an engine's HTML, whoever makes it: `read.enrich` or `read.common`.

Apart from the former, whose libraries most texts do without and which take a while to load.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autoblog.parts import Heading

if TYPE_CHECKING:
    from autoblog.read.charts import Fault

REF = "ref:"
"""Begins the `href` or `src` of whatever `arrange` and the planners resolve."""

TOC_FROM_HEADINGS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A link or picture as the author wrote it."""

    href: str
    kind: str  # of `urls.Destination`
    target: str
    is_image: bool
    is_undescribed: bool = False  # a picture without a text, and not said to be decoration


@dataclass(frozen=True, slots=True)
class Enriched:
    """A body's HTML, and what was read off it."""

    html: str
    toc: tuple[Heading, ...]
    words: list[str]  # of the plain text
    anchors: tuple[str, ...]
    links: tuple[Link, ...]  # in document order, without external ones
    chart_faults: tuple[tuple[int, Fault], ...] = ()  # each with the number of its chart


class Anchors:
    """The anchors of an article, and where the search for a free one ended for each wish.

    They only become more, so that it goes on from there: many headings may say the same.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = Counter(taken)
        self._numbers: dict[str, int] = {}

    def take(self, wish: str) -> str:
        """Take the wish, or where that is taken the wish with the first number that is free."""
        number, anchor = self._numbers.get(wish, 2), wish
        while self.taken[anchor]:
            anchor, number = f"{wish}-{number}", number + 1
        self._numbers[wish] = number
        self.taken[anchor] += 1
        return anchor


def table_frame(name: str) -> dict[str, str]:
    """List the attributes of a table's frame. name: of the table, "" where it has none."""
    label = f"Table: {name}" if name else "Table"
    return {"class": "table-scroll", "tabindex": "0", "role": "region", "aria-label": label}
