"""What autoblog adds to the common HTML that `read.quick` writes, without a cleaner or a tree.

Such HTML is known: a piece for each block, a handful of tags and attributes, no author's own. What
`clean` and `enrich` would make of it can be written at once, and pieces that they would not change
need not pass through them. A link, picture or table whose fate is uncertain leaves a piece to them.

The rule, as with `read.quick`: what is not known for certain to come out the same, byte for byte,
is not done here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from autoblog.parts import Heading
from autoblog.read.enriched import REF, TOC_FROM_HEADINGS, Anchors, Enriched, Link, table_frame
from autoblog.read.quick import Piece
from autoblog.read.urls import destination, slug_of

DEEPEST_COMMON = 8
"""Common HTML never nests as deep as this: a table's cell with emphasis takes 5."""

# What the engine's typography writes, and the tree as characters.
_ENTITIES = (
    ("&rsquo;", "’"), ("&lsquo;", "‘"), ("&ldquo;", "“"), ("&rdquo;", "”"),
    ("&mdash;", "—"), ("&ndash;", "–"), ("&hellip;", "…"),
)  # fmt: skip
_AND = "&amp;"
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r'<p><img((?: (?:alt|src|title)="[^"]*")+)(?: /)?></p>')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
# As the engine writes them, the cleaner shorter.
_ALIGNED = re.compile(r'<(t[dh]) style="text-align: ([a-z]+);">')
_EMPTY_HEAD = re.compile(r"<th([^>]*)></th>")
_LINK = '<a href="'
# Addresses that cleaner and serialiser leave as they are: what they escape or mistrust is not here.
_SAFE = r"[\w/.~#?=%+:@,;-]*"
_EXTERNAL = re.compile(rf"https?://(?!xn--)(?:[a-z][a-z0-9-]*\.)+[a-z]+(?:[/?#]{_SAFE})?", re.ASCII)
_INTERNAL = re.compile(rf"(?!//)(?!.*:)[\w/.#-]{_SAFE}", re.ASCII)
_SAFE_TARGET = re.compile(_SAFE, re.ASCII)
_PRIVATE = "\ue000"  # a private-use character, around the number of a stand-in
_STAND_IN = re.compile(f"<p>{_PRIVATE}([0-9]+){_PRIVATE}</p>")


class _UncertainError(ValueError):
    """A piece needs the cleaner and the tree after all."""


def enrich_common(pieces: Sequence[Piece], source_path: str) -> Enriched | None:
    """Make of pieces what `clean` and `enrich` would make of their HTML; None where uncertain."""
    if not all(is_common for _, is_common in pieces):
        return None
    made = [_characters(html) for html, _ in pieces]
    links: list[Link] = []
    try:
        headings = _mend_headings(made)
        _frame_tables(made)
        pictures = _mend_pictures(made, source_path)
        html = _linked("\n".join(made), source_path, links)
    except _UncertainError:
        return None
    return Enriched(
        html=html,
        toc=headings if len(headings) >= TOC_FROM_HEADINGS else (),
        words=_words_of(html),
        anchors=tuple(heading.anchor for heading in headings),
        links=(*links, *pictures),
    )


def with_stand_ins(pieces: Sequence[Piece]) -> tuple[str, Sequence[str]]:
    """Join pieces to the HTML that `clean` and `enrich` get.

    Common ones that these would not change have short paragraphs in their places, which
    `without_stand_ins` takes out again. Returns the HTML, and what the stand-ins stand for.
    """
    if any(_PRIVATE in html for html, _ in pieces):
        return "\n".join(html for html, _ in pieces), ()
    kept: list[str] = []
    made: list[str] = []
    for html, is_common in pieces:
        plain = _characters(html)
        if (
            is_common
            and not html.startswith(("<h", "<table"))
            and "<a " not in html
            and "<img" not in html
            and not _has_entities(plain)
        ):
            made.append(f"<p>{_PRIVATE}{len(kept)}{_PRIVATE}</p>")
            kept.append(plain)
        else:
            made.append(html)
    return "\n".join(made), kept


def without_stand_ins(enriched: Enriched, kept: Sequence[str]) -> Enriched:
    """Put the pieces back that `with_stand_ins` kept apart."""
    if not kept:
        return enriched
    return replace(
        enriched,
        html=_STAND_IN.sub(lambda match: kept[int(match[1])], enriched.html),
        words=[
            one
            for word in enriched.words
            for one in (_words_of(kept[int(word[1:-1])]) if word[0] == _PRIVATE else (word,))
        ],
    )


def _characters(html: str) -> str:
    """Write entities as the characters that they stand for."""
    if "&" in html:
        for entity, character in _ENTITIES:
            html = html.replace(entity, character)
    return html


def _has_entities(html: str) -> bool:
    """Tell whether there are entities that the tree might write as characters."""
    return "&" in html and html.count("&") != html.count(_AND)


def _linked(html: str, source_path: str, links: list[Link]) -> str:
    """Turn links of the site into tokens, and note them; mark the others."""
    if _has_entities(html):
        raise _UncertainError
    first, *linked = html.split(_LINK)
    made = [first]
    for part in linked:
        href, _, rest = part.partition('"')
        if _EXTERNAL.fullmatch(href):
            made.append(f'{_LINK}{href}" rel="noopener"{rest}')
        else:
            made.append(f'{_LINK}{_led(href, source_path, links)}"{rest}')
    return "".join(made)


def _mend_pictures(pieces: list[str], source_path: str) -> Sequence[Link]:
    """Let pictures load when they are seen, and those with a title be figures with a caption."""
    links: list[Link] = []
    for place, html in enumerate(pieces):
        if not html.startswith("<p><img"):
            continue
        picture = _PICTURE.fullmatch(html)
        attributes = dict(_ATTRIBUTE.findall(picture[1])) if picture else {}
        if "&" in html or not attributes.get("alt", "").strip():
            raise _UncertainError
        src, caption = attributes["src"], attributes.pop("title", "")
        if not _EXTERNAL.fullmatch(src):
            attributes["src"] = _led(src, source_path, links, is_image=True)
        attributes |= {"loading": "lazy", "decoding": "async"}
        image = "".join(f' {key}="{value}"' for key, value in attributes.items())
        figure = f"<figure><img{image}><figcaption>{caption}</figcaption></figure>"
        pieces[place] = figure if caption else f"<p><img{image}></p>"
    return links


def _led(href: str, source_path: str, links: list[Link], *, is_image: bool = False) -> str:
    """Note an address that stays within the site; give what stands in its place."""
    if not _INTERNAL.fullmatch(href):
        raise _UncertainError
    to = destination(href, source_path)
    links.append(Link(href, to.kind, to.target, is_image=is_image))
    if to.kind not in ("source", "site"):
        return href
    if not _SAFE_TARGET.fullmatch(to.target):
        raise _UncertainError
    return f"{REF}{to.target}"


def _mend_headings(pieces: list[str]) -> tuple[Heading, ...]:
    """Let headings start at h2 and give each an anchor of its own."""
    places = [place for place, html in enumerate(pieces) if html.startswith("<h")]
    if not places:
        return ()
    shift = 2 - min(int(pieces[place][2]) for place in places)
    anchors = Anchors()
    headings = []
    for place in places:
        level = min(int(pieces[place][2]) + shift, 6)
        inside = pieces[place][4:-5]
        title = _text_of(inside)
        anchor = anchors.take(slug_of(title) or "section")
        pieces[place] = f'<h{level} id="{anchor}">{inside}</h{level}>'
        headings.append(Heading(level, anchor, title))
    return tuple(headings)


def _frame_tables(pieces: list[str]) -> None:
    """Let a wide table scroll inside itself, named by the heading above."""
    above = ""
    for place, html in enumerate(pieces):
        if html.startswith("<h"):
            above = html
        elif html.startswith("<table"):
            label = _text_of(above)
            if '"' in label or "&" in label:
                raise _UncertainError
            frame = " ".join(f'{key}="{value}"' for key, value in table_frame(label).items())
            cells = _ALIGNED.sub(r'<\1 style="text-align:\2">', html) if "style=" in html else html
            cells = _EMPTY_HEAD.sub(r"<td\1></td>", cells)
            pieces[place] = f"<div {frame}>{cells}</div>"


def _text_of(html: str) -> str:
    """Read the text off common HTML."""
    return " ".join(_words_of(html))


def _words_of(html: str) -> list[str]:
    """Read the words off common HTML, in which a line ends where a block does."""
    text = _TAG.sub("", html)
    return (text.replace(_AND, "&") if "&" in text else text).split()
