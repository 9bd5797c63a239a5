"""Where in a body something stands: line and column of addresses, found in one pass."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from urllib.parse import unquote

from autoblog.problems import Place
from autoblog.read.front_matter import SplitSource
from autoblog.read.markup import without_code

_FEW_CHARACTERS = 2_000_000  # to go through for all addresses of a body, one by one
_MOST_CHARACTERS = 50_000_000  # to go through at all: a second or less
_LETTERS = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_NO_ADDRESS = re.compile(r"(?<=\]\()[ \t]*\)|(?:href|src)=(?:\"\"|'')")
_RUN = re.compile(r"[^\s()<>\"']+")
_BEFORE, _AFTER = "(<\"'", ")>\"'"
_APART = re.compile(rf"[{_BEFORE}{_AFTER}\s]")


class Places:
    """Finds the places of what a body was found to say.

    Where a body has many addresses, it is read once for all of them. The few that are not written
    in it as they are asked for are searched for one by one, until that would take long; the rest of
    them stand at the body's start.
    """

    def __init__(self, split: SplitSource, addresses: Iterable[str] = ()) -> None:
        """addresses: of all links that will be asked for, as the engine wrote them."""
        self._split = split
        self._wanted = {spelling for href in addresses for spelling in _spellings(href)}
        self._left = _MOST_CHARACTERS
        self._searched: dict[str, Sequence[int]] = {}

    def at(self, offset: int) -> Place:
        """Give the place of a character of the body."""
        line = bisect_right(self._line_starts, offset) - 1
        return Place(self._split.body_line + line, offset - self._line_starts[line] + 1)

    def of(self, what: str, occurrence: int = 0) -> Place:
        """Find the n-th occurrence of an address, or of other text; the start if in vain."""
        matches = self._searched.get(what)
        if matches is None:
            matches = self._searched[what] = self._matches(what)
        return self.at(matches[min(occurrence, len(matches) - 1)] if matches else 0)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._split.body))]

    @cached_property
    def _text(self) -> str:
        return without_code(self._split.body)

    @cached_property
    def _lowered(self) -> str:
        return self._text.lower()

    @cached_property
    def _standing(self) -> dict[str, list[int]]:
        """Find the wanted addresses that stand by themselves, as nearly all do."""
        found: dict[str, list[int]] = {}
        text = self._text
        for match in _RUN.finditer(text):
            start, end, run = match.start(), match.end(), match[0]
            name, mark, target = run.partition("]:")  # as in `[name]:address`
            if mark and target in self._wanted:
                start, run = start + len(name) + len(mark), target
            elif run not in self._wanted or not _stands_behind(text[start - 1 : start]):
                continue
            if end == len(text) or text[end].isspace() or text[end] in _AFTER:
                found.setdefault(run, []).append(start)
        return found

    def _matches(self, what: str) -> Sequence[int]:
        if not what:
            return [match.start() for match in _NO_ADDRESS.finditer(self._text)]
        are_many = len(self._wanted) * len(self._text) > _FEW_CHARACTERS
        for spelling in _spellings(what):
            is_read = are_many and spelling in self._wanted and not _APART.search(spelling)
            matches = self._standing.get(spelling) if is_read else self._alone(spelling)
            if matches:
                return matches
        return self._somewhere(what)

    def _alone(self, what: str) -> Sequence[int]:
        """Search for an address that stands by itself: between brackets, marks or spaces."""
        if not self._may_search():
            return ()
        text = self._text
        matches, start = [], text.find(what)
        while start >= 0:
            end = start + len(what)
            after = text[end : end + 1]
            if _stands_behind(text[start - 1 : start]) and (
                not after or after.isspace() or after in _AFTER
            ):
                matches.append(start)
                start = text.find(what, end)
            else:
                start = text.find(what, start + 1)
        return matches

    def _somewhere(self, what: str) -> Sequence[int]:
        if not self._may_search():
            return ()
        at = self._lowered.find(what.lower())
        return (at,) if at >= 0 else ()

    def _may_search(self) -> bool:
        self._left -= len(self._text)
        return self._left >= 0


def _stands_behind(before: str) -> bool:
    return before.isspace() or (before != "" and before in _BEFORE + ":")


def _spellings(href: str) -> Iterable[str]:
    # An engine may have written letters of an address, or all that it could, with per cent signs.
    letters = _LETTERS.sub(lambda match: unquote(match[0]), href)
    return dict.fromkeys((href, letters, unquote(href)))
