"""HTML for the preview's own pages: elements from plain values, everything escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable

VOID = ("br", "link", "meta")


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child = str | Iterable["Child"]
"""What an element holds: text, which is escaped; Html, which is not; or more of these."""


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """Write an element.

    attributes: `class_` is `class`, `data_page` is `data-page`; one that is None or False is left
    out, and True stands without a value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(children)}</{name}>")


def joined(children: Iterable[Child]) -> Html:
    """Write children one after the other."""
    return Html("".join(_written(child) for child in children))


def _written(child: Child) -> str:
    if isinstance(child, Html):
        return child
    if isinstance(child, str):
        return html.escape(child)
    return joined(child)


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html.escape(value)}"'
