"""The HTML that WordPress stores, made into that which it shows. Lines stay where they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BLOCK = (
    "address|article|aside|blockquote|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|hr"
    "|iframe|ol|p|pre|section|style|script|table|ul|video"
)
_EDGE = re.compile(rf"(</?(?:{_BLOCK})\b[^<>]*>)", re.IGNORECASE)
_PRE = re.compile(r"(<(pre|script|style)\b.*?</\2\s*>)", re.IGNORECASE | re.DOTALL)
_BLANK = re.compile(r"(\n[ \t\r]*\n\s*)")
_CAPTION = re.compile(r"\[caption\b([^\]]*)\](.*?)\[/caption\]", re.DOTALL)
_PICTURE = re.compile(r"^\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(.*)$", re.DOTALL)
_BARE = re.compile(r"^([ \t]*)(https?://[^\s<>\"]+)[ \t\r]*$", re.MULTILINE)
_SHORTCODE = re.compile(r"\[(/?)([a-z][a-z0-9_-]+)((?:\s+[^\[\]]*)?)\]")
_KNOWN = ("audio", "embed", "gallery", "playlist", "video", "contact-form-7", "toc")


def with_paragraphs(html: str) -> tuple[str, Sequence[tuple[int, str]]]:
    """Write out what WordPress adds when it shows a text: paragraphs, captions, embedded links.

    Texts of its newer editor have their paragraphs. Returns also the shortcodes that stay, each
    with the number of lines above it.
    """
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    html = _CAPTION.sub(_figure, html)
    parts = _PRE.split(html)[::3]
    whole = [match[0] for match in _PRE.finditer(html)]
    is_new = "<!-- wp:" in html
    shown = [_BARE.sub(r'\1<a href="\2">\2</a>', part) for part in parts]
    shown = shown if is_new else [_with_breaks(part) for part in shown]
    made = "".join(a + b for a, b in zip(shown, [*whole, ""], strict=True))
    return made, [*_shortcodes(html)]


def _figure(match: re.Match[str]) -> str:
    picture = _PICTURE.match(match[2])
    if picture is None:
        return match[0]
    return f"<figure>{picture[1]}<figcaption>{picture[2].strip()}</figcaption></figure>"


def _with_breaks(html: str) -> str:
    """Make paragraphs of what blank lines part, and breaks of single line ends, between blocks."""
    depth = 0
    parts = []
    for piece in _EDGE.split(html):
        if _EDGE.fullmatch(piece):
            if re.match(r"<hr\b", piece, re.IGNORECASE) is None:
                depth = max(0, depth + (-1 if piece.startswith("</") else 1))
            parts.append(piece)
        elif depth == 0 or _BLANK.search(piece.strip()):
            parts += _paragraphs(piece)
        else:
            parts.append(piece)
    return "".join(parts)


def _paragraphs(text: str) -> Iterator[str]:
    for number, piece in enumerate(_BLANK.split(text)):
        words = piece.strip()
        if number % 2 or not re.sub(r"<!--.*?-->", "", words, flags=re.DOTALL):
            yield piece
            continue
        start = piece.index(words)
        inside = words.replace("\n", "<br>\n")
        yield f"{piece[:start]}<p>{inside}</p>{piece[start + len(words) :]}"


def _shortcodes(html: str) -> Iterator[tuple[int, str]]:
    """Find what is a shortcode for certain: one of WordPress, with values, or closed later."""
    bare = _PRE.sub(lambda match: "\n" * match[0].count("\n"), html)
    closed = {match[2] for match in _SHORTCODE.finditer(bare) if match[1]}
    for match in _SHORTCODE.finditer(bare):
        if match[1]:
            continue
        if match[2] in (*_KNOWN, *closed) or re.search(r"=\s*[\"']?\w", match[3]):
            yield bare.count("\n", 0, match.start()), match[0]
