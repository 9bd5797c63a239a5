"""Saved HTML pages -> their lines, each as plain text and as Markdown. See `importers.html`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from autoblog.importers.converter import BLOCKS, convert_tag, prepared
from autoblog.importers.lines import Line, Report

_WHOLE = ("blockquote", "dl", "figure", "ol", "pre", "table", "ul")
"""Blocks that are one line of a text, however many they take on the page."""


def lines_of_html(html: str, report: Report, *, split_below: str) -> Iterator[Line]:
    """Cut a page into its lines, in their order; what is never shown is left out.

    split_below: below a line of these words, folded, the items of lists are lines of their own.
    """
    soup = prepared(html, report)
    seen: list[str] = []
    for tag in _pieces(soup, soup.body or soup, lambda: split_below in seen):
        text = " ".join(tag.get_text(" ").split())
        if not text and not tag.find("img"):
            continue
        seen.append(text.casefold())
        is_title = tag.name == "h1" or tag.find_parent("h1") is not None
        yield Line(_line_of(tag), text, convert_tag(tag, report), is_title)


def _pieces(soup: BeautifulSoup, root: Tag, is_split: Callable[[], bool]) -> Iterator[Tag]:
    """Yield what makes a line each; text between blocks is wrapped into a paragraph."""
    run: list[PageElement] = []
    for child in list(root.children):
        if isinstance(child, Tag) and child.name == "br":
            yield from _wrapped(soup, run)
            run = []
        elif isinstance(child, Tag) and (child.name in BLOCKS or child.find(BLOCKS)):
            yield from _wrapped(soup, run)
            run = []
            yield from _block(soup, child, is_split)
        else:
            run.append(child)
    yield from _wrapped(soup, run)


def _block(soup: BeautifulSoup, tag: Tag, is_split: Callable[[], bool]) -> Iterator[Tag]:
    whole = tag.name in _WHOLE and not is_split()
    if whole or (not tag.find(BLOCKS) and not tag.find("br")):
        yield tag
    else:
        yield from _pieces(soup, tag, is_split)


def _wrapped(soup: BeautifulSoup, run: list[PageElement]) -> Iterator[Tag]:
    if not any(isinstance(node, Tag) or str(node).strip() for node in run):
        return
    number = next((node.sourceline for node in run if isinstance(node, Tag)), None)
    parent = run[0].parent
    block = soup.new_tag("p")
    block.sourceline = number or (parent.sourceline if parent else None) or 1
    run[0].insert_before(block)
    for node in run:
        block.append(node.extract())
    yield block


def _line_of(tag: Tag) -> int:
    return tag.sourceline or next((one.sourceline for one in tag.parents if one.sourceline), 1) or 1
