"""Text -> HTML by the site's engine: the door to Python-Markdown.

What autoblog adds happens behind the engine, on its HTML (`read.enrich`).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from autoblog.config import Engine
from autoblog.read.quick import Educate, Piece, quick_pieces

if TYPE_CHECKING:  # engines take a while to load, and many texts need neither
    import markdown

TYPOGRAPHY = "smarty"
EXTENSIONS = ("extra", "sane_lists", "admonition", TYPOGRAPHY)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_BRACKET = re.compile(r"[\[\]]|\n\s*\n")


class TooDeepError(ValueError):
    """The text nests deeper than the limit. `offset`: where in the text, or 0."""

    def __init__(self, offset: int) -> None:
        """offset: a character position of the text."""
        super().__init__("nested too deeply")
        self.offset = offset


def to_html(text: str, *, nesting: int, engine: Engine = "python-markdown") -> str:
    """Turn Markdown into HTML as an engine reads it; Python-Markdown with `extra` and friends."""
    return "\n".join(html for html, _ in to_pieces(text, nesting=nesting, engine=engine))


def to_pieces(text: str, *, nesting: int, engine: Engine = "python-markdown") -> list[Piece]:
    """Do what `to_html` does, and keep apart the blocks that are common.

    nesting: the deepest nesting of brackets and quotations. Raises TooDeepError beyond it: the
    engine takes time that grows with the square of it, and runs out of stack.
    """
    _judge_nesting(text, nesting)
    if engine == "commonmark":
        # Sites of the other engine do not wait for it to load.
        from autoblog.read.commonmark import commonmark_pieces

        return commonmark_pieces(text)
    is_done = False
    try:
        pieces = quick_pieces(text, _convert, _educate)
        is_done = True
    except RecursionError as error:
        raise TooDeepError(0) from error
    finally:
        # Stopped halfway, by this or by a time limit, the engine would go on from there.
        if not is_done:
            _engine.cache_clear()
            _educator.cache_clear()
    return pieces


def without_code(text: str) -> str:
    """Blank out code, character by character, so that positions in the text stay."""
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            lines[number] = " " * len(line)
            if match and match[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif match:
            fence = match[1]
            lines[number] = " " * len(line)
    plain = "\n".join(lines)
    return re.sub(r"(`+)(?!`)[^\n]*?[^`\n]\1(?!`)", lambda match: " " * len(match[0]), plain)


def _judge_nesting(text: str, nesting: int) -> None:
    if text.count("[") > nesting:
        depth = 0
        for match in _BRACKET.finditer(text):
            depth = {"[": depth + 1, "]": max(0, depth - 1)}.get(match[0], 0)
            if depth > nesting:
                raise TooDeepError(match.start())
    if ">" in text and text.count(">") > nesting:
        quotation = re.search(rf"^[ \t]*(?:>[ \t]*){{{nesting + 1}}}", text, re.MULTILINE)
        if quotation:
            raise TooDeepError(quotation.start())


def _convert(text: str) -> str:
    return _engine().reset().convert(text)


def _educate(text: str) -> str:
    return _educator()(text)


@cache
def _educator() -> Educate:
    # Common Markdown needs no more of the engine, and the rest takes a while to load.
    from autoblog.read.engine import make_educator, make_engine

    return make_educator(make_engine((TYPOGRAPHY,)))


@cache
def _engine() -> markdown.Markdown:
    # Common Markdown needs nothing of it.
    from autoblog.read.engine import make_engine

    return make_engine(EXTENSIONS)
