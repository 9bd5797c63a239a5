"""Pictures as pages show them: each browser takes the size and the format that suit it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

from markupsafe import Markup, escape

from autoblog.parts import Renditions

_THUMBNAIL_PX = 192  # the least width of renditions
_AFTER = r"((?: [^\s=<>\"]+(?:=\"[^\"]*\")?)*>)"
IMAGE_TAG = re.compile(rf'(<img(?: [^\s=<>"]+="[^"]*")*?) src="ref:([^"]*)"{_AFTER}')
"""A picture as the serialiser writes it: what stands before its token, the token, the rest."""


class Shown(Protocol):
    """A picture of a body or a teaser."""

    @property
    def path(self) -> str:
        """Its URL path, for browsers of old."""

    @property
    def width_px(self) -> int:
        """Its own width; a page may show it smaller."""

    @property
    def height_px(self) -> int:
        """Its own height."""

    @property
    def renditions(self) -> Renditions | None:
        """In which sizes and formats it is there."""


def picture_html(
    shown: Shown, *, before: str, after: str, sizes: str, url: Callable[[str], str]
) -> str:
    """Write a picture.

    before, after: its tag up to the address, and behind it, as HTML. sizes: how wide the layout
    shows it, in the words of the attribute `sizes`; "" for programs that know no such thing.
    """
    size = "" if " width=" in before else f' width="{shown.width_px}" height="{shown.height_px}"'
    tint = ""
    one = shown.renditions
    if sizes and one is not None and one.tint:
        tint = f' data-tint="{one.tint}"'
    image = f'{before} src="{escape(url(shown.path))}"{size if shown.width_px else ""}{tint}{after}'
    if not sizes or one is None:
        return image
    return f"<picture>{sources_html(one, sizes, url)}{image}</picture>"


def sources_html(
    one: Renditions, sizes: str, url: Callable[[str], str], *, widest_px: int | None = None
) -> Markup:
    """Write the `<source>` elements of a picture; widest_px: none is wider, but the smallest.

    Without a limit it is an article's picture, which no window shows as small as a thumbnail.
    """
    if widest_px is None:
        widths = [width for width in one.widths if width > _THUMBNAIL_PX]
    else:
        widths = [width for width in one.widths if width <= widest_px]
    widths = widths or [*one.widths[:1]]
    return Markup("").join(
        Markup('<source type="image/{}" srcset="{}" sizes="{}">').format(
            kind,
            ", ".join(f"{url(f'{one.stem}-{width}.{kind}')} {width}w" for width in widths),
            sizes,
        )
        for kind in one.formats
    )


def replace_pictures(
    html: str, target_of: Callable[[str], Any], url: Callable[[str], str], sizes: str
) -> str:
    """Put pictures in the place of a body's tokens; one whose file is not known stays as it is."""

    def replace(match: re.Match[str]) -> str:
        target = target_of(match[2])
        if target is None or not target.width_px:
            return match[0]
        return picture_html(target, before=match[1], after=match[3], sizes=sizes, url=url)

    return IMAGE_TAG.sub(replace, html)
