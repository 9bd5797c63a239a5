"""What lies before whoever checks: the site, and each source as its author wrote it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from autoblog.model import Post, Site, Unread
from autoblog.parts import Reference
from autoblog.problems import Place, Problem, Severity, problem_at
from autoblog.read.front_matter import item_places, split_source
from autoblog.read.markup import without_code
from autoblog.yaml_nodes import Keys, Node, place_of

_CLOSE = re.compile(r"(---|\.\.\.)[ \t]*$")
_MOST_KIB = 1 << 20  # what is read here was read before, within the site's own limits


class SourceText:
    """A source, line by line as problems count them."""

    def __init__(self, text: str) -> None:
        r"""text: plain, with lines ended by `\n`."""
        self.lines = text.split("\n")
        ends = (number for number, line in enumerate(self.lines) if number and _CLOSE.match(line))
        self.body_line = next(ends, 0) + 2

    @property
    def front_lines(self) -> list[str]:
        """The lines of the front matter, from the second of the file on."""
        return self.lines[1 : self.body_line - 2]

    @cached_property
    def body(self) -> str:
        """The body with code blanked out; its first line is `body_line`."""
        body = "\n".join(self.lines[self.body_line - 1 :])
        return without_code(body) if "`" in body or "~~~" in body else body

    def place_at(self, offset: int) -> Place:
        """Tell where a character of the body stands."""
        number = bisect_right(self._starts, offset) - 1
        return Place(self.body_line + number, offset - self._starts[number] + 1)

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line of the body starts."""
        lines = self.body.split("\n")
        return [0, *accumulate(len(line) + 1 for line in lines[:-1])]

    @cached_property
    def node(self) -> Node | None:
        """The front matter's tree."""
        split, _ = split_source("\n".join(self.lines), "", limit_kib=_MOST_KIB)
        return split.node if split else None

    def place_of_key(self, key: str) -> Place | None:
        """Find where a key's value stands; None where the key is not there."""
        if not isinstance(self.node, Keys) or key not in self.node.nodes:
            return None
        return place_of(self.node, (key,))

    def place_of_item(self, key: str, word: str) -> Place:
        """Find where a word of a list stands, also of one that is text with commas."""
        place = item_places(self.node, key).get(word) if isinstance(self.node, Keys) else None
        if place is None:
            return self.place_of_key(key) or Place(1, 1)
        line = self.lines[place.line - 1]
        exact = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(line, place.column - 1)
        return Place(place.line, exact.start() + 1) if exact else place


@dataclass(frozen=True, slots=True)
class Outline:
    """What checks want to know of a body, line by line; small, because there is one a post."""

    headings: tuple[tuple[int, Place], ...] = ()  # levels 1 to 6, as written
    long_paragraphs: tuple[tuple[int, Place], ...] = ()  # words
    own_links: tuple[tuple[str, Place], ...] = ()  # whole addresses of this site itself
    comma_lists: tuple[tuple[str, Place], ...] = ()  # keys whose list is text with commas


@dataclass(frozen=True, slots=True)
class Desk:
    """All that checks look at. Posts held back are among `posts`."""

    site: Site
    posts: Sequence[Post]  # by source path
    unread: Sequence[Unread]
    outlines: Mapping[str, Outline]  # source path -> outline; of unread ones, too
    text_of: Callable[[str], SourceText]  # reads a source again, for the few that are named
    size_of: Callable[[str], int]  # of a file, in bytes

    @property
    def shown(self) -> tuple[Post, ...]:
        """The posts and pages that readers see now."""
        return (*self.site.posts, *self.site.pages)

    def references(self) -> Iterable[tuple[str, Reference]]:
        """List what all sources refer to, with their paths."""
        sources: tuple[Post | Unread, ...] = (*self.posts, *self.unread)
        for source in sources:
            for reference in source.references:
                yield source.source_path, reference


Check = Callable[[Desk], Iterable[Problem]]
"""Finds one kind of thing that an editor should look at again. Pure but for `Desk`'s readers."""


def advice(place: Place, code: str, path: str, message: str, hint: str) -> Problem:
    """Make a finding that stops no build."""
    return problem_at(place, code, path, message, hint, severity=Severity.WARNING)
