"""The plain text of an article's HTML: for related posts, search and whoever counts words."""

from __future__ import annotations

import re
from html import unescape

_BLOCKS = "p|li|d[dt]|blockquote|pre|t[dhr]|h[1-6r]|figcaption|div|br|summary"
_ATTRIBUTES = r"(?:\s(?:[^>\"]|\"[^\"]*\")*)?"  # as lxml writes them, in double quotes
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS}){_ATTRIBUTES}>")
_TAG = re.compile(rf"</?[a-zA-Z][a-zA-Z0-9-]*{_ATTRIBUTES}>")
_FOOTNOTE_MARK = re.compile(r"(<a\b[^>]* class=\"footnote-(?:back)?ref\"[^>]*>)[^<]*")
_DRAWING = re.compile(  # a drawing may hold another one
    r"<svg\b(?:(?!</?svg\b).|<svg\b(?:(?!</svg>).)*</svg>)*</svg>|<summary\b.*?</summary>",
    re.DOTALL,
)


def plain_text(html: str) -> str:
    """Read the text off a body's HTML: words parted by single spaces, no footnote marks."""
    return " ".join(plain_words(html))


def plain_words(html: str) -> list[str]:
    """Read the words off a body's HTML, as white space parts them."""
    html = _DRAWING.sub("", html) if "<svg" in html else html
    if "footnote-" in html:
        html = _FOOTNOTE_MARK.sub("", html)
    return unescape(_TAG.sub("", _BLOCK_TAG.sub(" ", html))).split()
