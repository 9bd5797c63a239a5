"""Plain text -> Markdown that shows just that text."""

from __future__ import annotations

import re

from autoblog.fences import block_fence, span_fence

_INLINE = re.compile(r"[\\`*\[{]|(?<![^\W_])_|_(?![^\W_])|<|&(?=#|\w+;)|~(?=~)|(?<=~)~")
_HTML = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}
_NUMBER = re.compile(r"(\d+)(\.)(?=\s|$)")
_START = re.compile(r"[#>+\-=!|]|:(?=\s)")
_ESCAPABLE = "#>+-!"  # after a backslash; for all others Markdown has no escape


def inline(text: str) -> str:
    """Escape what means something within a line.

    Quotation marks, dashes and ellipses are left to the typography that every post gets.
    """
    return _INLINE.sub(lambda match: _HTML.get(match[0]) or f"\\{match[0]}", text)


def line_start(text: str) -> str:
    """Escape what means something at the start of a line only: headings, lists, quotations."""
    number = _NUMBER.match(text)
    if number:
        return f"{number[1]}\\{text[number.end(1) :]}"
    if not _START.match(text):
        return text
    first = text[0]
    return (f"\\{first}" if first in _ESCAPABLE else f"&#{ord(first)};") + text[1:]


def paragraph(text: str) -> str:
    """Write a line of plain text as a paragraph."""
    return line_start(inline(" ".join(text.split())))


def code_span(text: str) -> str:
    """Show a text exactly, as code; line ends in it become spaces."""
    plain = " ".join(text.split())
    pad = " " if "`" in plain else ""
    fence = span_fence(plain)
    return f"{fence}{pad}{plain}{pad}{fence}"


def fenced(text: str, language: str = "") -> str:
    """Show lines exactly, as a block of code."""
    fence = block_fence(text)
    word = language if re.fullmatch(r"[\w+#-]+", language) else ""
    return f"{fence}{word}\n{text}\n{fence}"
