"""CommonMark -> HTML: the door to pyromark, which binds pulldown-cmark.

Blocks that Python-Markdown has and pulldown-cmark lacks are turned into what CommonMark defines:
a note becomes a `<div>` around its text, and an attribute list moves into the tag of its
paragraph. What stands on HTML alone, as footnotes and alerts, is left to `read.notes`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from itertools import takewhile

from autoblog.read.quick import CHARACTER_REFERENCE, Piece

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r"!!! ?([\w-]+(?: +[\w-]+)*)(?: +\"(.*?)\")? *")
_NOTE_SIGN = "!!!"
_TITLE = re.compile(r"<p><span class=\"admonition-title\">(.*?)</span></p>", re.DOTALL)
# The paragraph begins at the nearest <p>, so that no other paragraph gets the attributes.
_LISTED = re.compile(r"<p>((?:(?!<p>)[^\n]*\n)*?)\{:([^}<>&\n]*)\}</p>")
_ATTRIBUTE = re.compile(r"(?<!\S)([#.])([\w:-]+)(?!\S)")

_NOT_COMMON = "<", "{", "[^", "!!!"
_NAME = re.compile(r"\n*<([a-z][a-z0-9]*)")
# Possessive, because what does not fit shall not be tried in other ways.
_INLINE = r"(?:[^<]++|</?(?:em|strong|code)>|<a href=\"[^\"]*+\">|</a>)*+"
_ROWS = rf"(?:<tr>(?:<td>{_INLINE}</td>)++</tr>\n)*+"
_COMMON = re.compile(
    rf"<p>{_INLINE}</p>\n"
    r"|<p><img(?: [a-z]+=\"[^\"]*+\")++ /></p>\n"
    rf"|<h([1-6])>{_INLINE}</h\1>\n"
    rf"|<([uo]l)>\n(?:<li>{_INLINE}</li>\n)++</\2>\n"
    rf"|<blockquote>\n<p>{_INLINE}</p>\n</blockquote>\n"
    rf"|<table><thead><tr>(?:<th>{_INLINE}</th>)++</tr></thead><tbody>\n{_ROWS}</tbody></table>\n"
)
_BETWEEN_CELLS = re.compile(r"(?<!<td)(?<!<th)>\n?<(?=/?(?:t[dhr]|thead|tbody|table)\b)")


def commonmark_pieces(text: str) -> list[Piece]:
    """Do what `commonmark_html` does, and keep apart the outermost blocks.

    Those that hold only what `read.quick` writes too are marked, so that `read.common` may do them.
    """
    html = commonmark_html(text)
    # HTML is not the engine's then; footnotes and attributes change what stands elsewhere.
    if any(sign in text for sign in _NOT_COMMON) or (
        "&" in text and CHARACTER_REFERENCE.search(text)
    ):
        return [(html, False)]
    pieces, start = [], 0
    while start < len(html):
        match = _COMMON.match(html, start)
        stop = match.end() if match else _block_end(html, start)
        piece = html[start:stop].strip("\n")
        if match and piece.startswith("<table"):
            piece = _BETWEEN_CELLS.sub(r">\n<", piece)  # a line for each cell, as `quick` writes
        if piece:
            pieces.append((piece, bool(match)))
        start = stop
    return pieces


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}\b[^>]*?(/?)>")


def _block_end(html: str, start: int) -> int:
    """Find the end of the engine's own element that starts there."""
    name = _NAME.match(html, start)
    depth = 0
    for tag in _tags(name[1]).finditer(html, start) if name else ():
        depth += 0 if tag[2] else -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
    return len(html)


def commonmark_html(text: str) -> str:
    """Turn CommonMark with tables, footnotes, definitions, strikethrough and notes into HTML."""
    has_notes = _NOTE_SIGN in text
    if has_notes:
        text = "\n".join(_open_notes(text.split("\n")))
    html = _engine()(text)
    if has_notes:
        html = _TITLE.sub(r'<p class="admonition-title">\1</p>', html)
    return _LISTED.sub(_with_attributes, html) if "\n{:" in html else html


def _open_notes(lines: list[str]) -> Iterator[str]:
    """Write each note as an HTML block; CommonMark reads on between its tags."""
    number, fence = 0, ""
    while number < len(lines):
        line = lines[number]
        number += 1
        mark = _FENCE.match(line)
        if mark and (not fence or (mark[1].startswith(fence) and not line.strip(" `~"))):
            fence = "" if fence else mark[1]
        note = None if fence else _NOTE.fullmatch(line)
        if note is None:
            yield line
            continue
        inside = list(takewhile(lambda one: one.startswith("    ") or not one, lines[number:]))
        number += len(inside)
        kind = note[1].lower()
        title = kind.split()[0].capitalize() if note[2] is None else note[2]
        yield from ("", f'<div class="admonition {escape(kind)}">', "")
        if title:
            yield from (f'<span class="admonition-title">{title}</span>', "")
        yield from _open_notes([one[4:] for one in inside])
        yield from ("", "</div>", "")


def _with_attributes(match: re.Match[str]) -> str:
    """Move an attribute list into the tag; of what it says, anchors and classes are kept."""
    found = _ATTRIBUTE.findall(match[2])
    classes = " ".join(name for sign, name in found if sign == ".")
    anchor = next((name for sign, name in reversed(found) if sign == "#"), "")
    tag = f' class="{classes}"' if classes else ""
    tag += f' id="{anchor}"' if anchor else ""
    return f"<p{tag}>{match[1].rstrip()}</p>"


@cache
def _engine() -> Callable[[str], str]:
    # Imported where it is used: the package is there only with the extra `fast`.
    from pyromark import Markdown, Options

    return Markdown(
        options=Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_HEADING_ATTRIBUTES
        | Options.ENABLE_DEFINITION_LIST
        | Options.ENABLE_SMART_PUNCTUATION
        | Options.ENABLE_GFM
    ).html
