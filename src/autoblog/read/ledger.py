"""The ledger, `permalinks.txt`: each address that was ever published, a line each.

    /knowledge/cells/ content/knowledge/cells.md
    /keywords/range/ content/
    /company/ moved: /company-blog/
    /knowledge/old-prices/ gone:

Sorted and without volatile words, so that two branches that published can be merged line by line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from autoblog.layout import LEDGER_FILE
from autoblog.parts import LedgerLine
from autoblog.problems import Place, Problem, shown

GONE, MOVED = "gone:", "moved:"
_HEAD = (
    "# The addresses that this site has published. `autoblog permalinks --record` adds the new"
    " ones;\n# docs/publishing.md says what `moved:` and `gone:` are for.\n"
)
_ESCAPES = {
    number: quote(chr(number))
    for number in (*range(0x21), 0x25, *range(0x7F, 0xA1), *range(0x2000, 0x2070), 0x3000, 0xFEFF)
}
"""What would end an address or the line, or could not be seen."""

_UNFIT = re.compile(r"[?#\\\x00-\x1f\x7f]|//")
MOST_BYTES, MOST_PART_BYTES = 1000, 255
"""Of an address, and of a part of it, which names a folder."""


def parse_ledger(text: str) -> tuple[tuple[LedgerLine, ...], tuple[Problem, ...]]:
    """Read a ledger. Returns its lines by URL, and a problem for each that cannot be read.

    An address that stands in several lines, as after a merge, counts once: what was declared goes
    before where it came from.
    """
    lines: dict[str, LedgerLine] = {}
    problems: list[Problem] = []
    for number, row in enumerate(text.split("\n"), start=1):
        if not row.strip() or row.startswith("#"):
            continue
        read = _parse_line(row, Place(number, 1))
        if isinstance(read, Problem):
            problems.append(read)
            continue
        other = lines.get(read.url)
        if other is not None and _declared(other) and _declared(read) and not _agree(other, read):
            message = f"line {other.place.line} says something else of {shown(read.url)}"
            problems.append(
                Problem("ledger-twice", LEDGER_FILE, message, number, 1, "remove one of the two")
            )
        elif other is None or _declared(read):
            lines[read.url] = read
    return tuple(lines[url] for url in sorted(lines)), tuple(problems)


def format_ledger(lines: Iterable[LedgerLine]) -> str:
    """Write a ledger, sorted by URL."""
    rows = sorted(lines, key=lambda line: line.url)
    return _HEAD + "".join(f"{_written(line.url)} {_what(line)}\n" for line in rows)


def _parse_line(row: str, place: Place) -> LedgerLine | Problem:
    url, _, what = row.strip().partition(" ")
    what = what.strip()
    if row.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        message, hint = "a merge left its marks here", "keep the lines of both sides, drop the mark"
    elif url.startswith("/") and not _is_fit(unquote(url)):
        message = f"{shown(url)} is no address that a page can have"
        hint = "remove the line, or write the address as readers' browsers did"
    elif not url.startswith("/"):
        message = f"{shown(url)} is not an address of this site"
        hint = "expected a line such as `/knowledge/cells/ content/knowledge/cells.md`"
    elif what == GONE:
        return LedgerLine(unquote(url), None, None, place)
    elif what.startswith(MOVED):
        target = what.removeprefix(MOVED).strip()
        if target.startswith("/") and " " not in target and _is_fit(unquote(target)):
            return LedgerLine(unquote(url), None, unquote(target), place)
        message = f"{shown(what)} leads to no address of this site"
        hint = "write the new one behind it, as in `moved: /knowledge/cells/`"
    elif what:
        return LedgerLine(unquote(url), what, None, place)
    else:
        message = "the line does not say where the address came from"
        hint = "write the post's file behind it, or `gone:`"
    return Problem("ledger-line", LEDGER_FILE, message, place.line, place.column, hint)


def _is_fit(url: str) -> bool:
    """Tell whether a page can stand at a URL path: the line may have come by a pull request."""
    parts = url.split("/")
    return (
        _UNFIT.search(url) is None
        and not {".", ".."}.intersection(parts)
        and len(url.encode()) <= MOST_BYTES
        and max(len(part.encode()) for part in parts) <= MOST_PART_BYTES
    )


def _declared(line: LedgerLine) -> bool:
    return line.source is None


def _agree(one: LedgerLine, two: LedgerLine) -> bool:
    return one.moved_to == two.moved_to


def _what(line: LedgerLine) -> str:
    if line.source is not None:
        return line.source
    return GONE if line.moved_to is None else f"{MOVED} {_written(line.moved_to)}"


def _written(url: str) -> str:
    """Escape what would end the address or the line; letters of any script stay readable."""
    return url.translate(_ESCAPES)
