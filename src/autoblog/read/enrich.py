"""What autoblog adds to an engine's HTML: the door to nh3 (cleaning) and lxml (the tree).

1. `clean` keeps what an allow-list names.
2. `enrich` gives headings their level and anchor, tables a frame, pictures a figure; turns links
   and pictures of the site into `ref:` tokens; and reads off contents, anchors and plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import nh3
from lxml import etree

from autoblog.parts import Heading
from autoblog.problems import FORBIDDEN, find_forbidden
from autoblog.read.enriched import REF, TOC_FROM_HEADINGS, Anchors, Enriched, Link, table_frame
from autoblog.read.figures import draw_charts
from autoblog.read.notes import mend_notes
from autoblog.read.plain import plain_words
from autoblog.read.urls import destination, slug_of

ADDED_TAGS = {"figcaption", "figure", "section", "small", "mark", "kbd", "samp", "var", "time"}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_ALIGNED = {"td", "th"}
_DECORATIVE = re.compile(r"\{:? *\.decorative *\}")
_DEEP = tuple(f"<{tag}" for tag in "blockquote ul ol div dl details table span em strong".split())
# An author's own HTML may close more than it opened; nobody closes this.
_ROOT = "autoblog-body"
_DOCUMENT_TAG = re.compile(r"</?(?:html|body)\b[^<>]*>", re.IGNORECASE)
_CHARACTER = re.compile(r"&#(?:[xX]0*([0-9a-fA-F]{1,8})[0-9a-fA-F]*|0*([0-9]{1,9})[0-9]*);?")
_RAW_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)>")
_DANGEROUS = re.compile(r"\s(on[a-z]+)\s*=|(javascript|vbscript):", re.IGNORECASE)


def clean(html: str) -> str:
    """Keep the tags and attributes of an allow-list; scripts go with what they hold."""
    return _cleaner().clean(html)


def removed_by_cleaning(html: str) -> tuple[str, ...]:
    """Name what `clean` would take out of an engine's HTML: tags, handlers, script addresses."""
    if "<" not in html:
        return ()
    found: list[str] = []
    allowed = _allowed_tags()
    for match in _RAW_TAG.finditer(html):
        if match[1].lower() not in allowed:
            found.append(f"<{match[1]}")
        if match[2]:
            # Only the names of attributes count, not what their values say.
            bare = re.sub(r"=\s*(\"[^\"]*\"|'[^']*')", _keep_scheme, match[2])
            found += [next(filter(None, hit.groups())) for hit in _DANGEROUS.finditer(bare)]
    return tuple(dict.fromkeys(found))


def depth_exceeds(html: str, limit: int) -> bool:
    """Tell whether elements nest deeper than the limit, without a tree, which has limits too."""
    if html.count("<") <= limit or sum(map(html.count, _DEEP)) <= limit:
        return False
    depth = 0
    for match in re.finditer(r"<(/?)([a-z][a-z0-9]*)", html):
        if match[2] in ("area", "br", "col", "hr", "img", "input", "wbr"):
            continue
        depth += -1 if match[1] else 1
        if depth > limit:
            return True
    return False


def enrich(html: str, source_path: str) -> Enriched:
    """Add to clean HTML all that autoblog adds. Pure; the same for every engine."""
    inside = _DOCUMENT_TAG.sub("", _without_controls(html))
    root = etree.HTML(f"<html><body><{_ROOT}>{inside}</{_ROOT}></body></html>", _parser())[0][0]
    mend_notes(root, inside)
    chart_faults = draw_charts(root, inside)
    headings = _mend_headings(root)
    anchors = dict.fromkeys(_ids(root))
    links = [*_mend_links(root, source_path), *_mend_pictures(root, source_path)]
    if "<table" in inside or "language-chart" in inside:
        _frame_tables(root)
    inner = etree.tostring(root, encoding="unicode", method="html")
    inner = inner[len(f"<{_ROOT}>") : -len(f"</{_ROOT}>")].strip()
    return Enriched(
        html=inner,
        toc=headings if len(headings) >= TOC_FROM_HEADINGS else (),
        words=plain_words(inner),
        anchors=tuple(anchors),
        links=tuple(links),
        chart_faults=chart_faults,
    )


def _without_controls(html: str) -> str:
    """Drop what a page cannot hold, also where it is written as a character reference."""

    def kept(match: re.Match[str]) -> str:
        code = int(match[1], 16) if match[1] else int(match[2])
        if 0x80 <= code < 0xA0:  # HTML reads these as Windows-1252: a dash, a quotation mark
            return match[0]
        return match[0] if code <= 0x10FFFF and not FORBIDDEN.match(chr(code)) else ""

    html = _CHARACTER.sub(kept, html) if "&#" in html else html
    return FORBIDDEN.sub("", html) if find_forbidden(html) else html


def _mend_headings(root: etree._Element) -> tuple[Heading, ...]:
    """Let headings start at h2 and give each an anchor of its own."""
    elements = list(root.iter(*_HEADINGS))
    shift = 2 - min((_level(element) for element in elements), default=2)
    anchors = Anchors(_ids(root))
    headings = []
    for element in elements:
        level = min(_level(element) + shift, 6)
        element.tag = f"h{level}"
        title = " ".join("".join(element.itertext()).split())
        anchor = element.get("id", "")
        if not anchor or anchors.taken[anchor] > 1:
            anchor = anchors.take(slug_of(title) or "section")
            element.set("id", anchor)
        headings.append(Heading(level, anchor, title))
    return tuple(headings)


def _ids(root: etree._Element) -> list[str]:
    found = root.xpath(".//@id")
    return [str(value) for value in found] if isinstance(found, list) else []


def _level(heading: etree._Element) -> int:
    return int(str(heading.tag)[1])


def _mend_links(root: etree._Element, source_path: str) -> Iterator[Link]:
    for element in root.iter("a"):
        href = element.get("href")
        if href is None:
            continue
        to = destination(href, source_path)
        if to.kind == "external":
            if href.lower().startswith("data:"):
                del element.attrib["href"]
            elif href.lower().startswith(("http:", "https:", "//")):
                element.set("rel", "noopener")
            continue
        if to.kind in ("source", "site"):
            element.set("href", REF + to.target)
        yield Link(href, to.kind, to.target, is_image=False)


def _mend_pictures(root: etree._Element, source_path: str) -> Iterator[Link]:
    for element in list(root.iter("img")):
        src = element.get("src", "")
        to = destination(src, source_path)
        element.set("loading", "lazy")
        element.set("decoding", "async")
        alt = element.get("alt") or ""
        element.set("alt", alt)
        if waiver := _DECORATIVE.match(element.tail or ""):  # for engines without such lists
            element.set("class", "decorative")
            element.tail = (element.tail or "")[waiver.end() :]
        is_undescribed = not alt.strip() and "decorative" not in element.get("class", "").split()
        if to.kind in ("source", "site"):
            element.set("src", REF + to.target)
        elif src.lower().startswith("data:") and not src.lower().startswith("data:image/"):
            del element.attrib["src"]
        if to.kind != "external" or is_undescribed:
            yield Link(src, to.kind, to.target, is_image=True, is_undescribed=is_undescribed)
        _make_figure(element)


def _make_figure(image: etree._Element) -> None:
    """Turn a paragraph that holds one titled picture into a figure with a caption."""
    parent, caption = image.getparent(), image.get("title")
    if parent is None or parent.tag != "p" or not caption:
        return
    # Not by the length of the paragraph, which is counted: it may hold thousands.
    if image.getprevious() is not None or image.getnext() is not None:
        return
    if (parent.text or "").strip() or (image.tail or "").strip():
        return
    parent.tag = "figure"
    parent.text = image.tail = None
    del image.attrib["title"]
    etree.SubElement(parent, "figcaption").text = caption


def _frame_tables(root: etree._Element) -> None:
    """Let a wide table scroll inside itself, also by keyboard, named by the heading above."""
    label = ""
    for element in list(root.iter("table", *_HEADINGS)):
        if element.tag != "table":
            label = " ".join("".join(element.itertext()).split())
            continue
        parent = element.getparent()
        if parent is None:
            continue
        caption = element.find("caption")
        name = "".join(caption.itertext()) if caption is not None else label
        frame = etree.Element("div", table_frame(name))
        frame.tail, element.tail = element.tail, None
        parent.replace(element, frame)
        frame.append(element)
        for cell in element.iter("th"):
            if not cell.get("scope") and not "".join(cell.itertext()).strip():
                cell.tag = "td"  # an empty header cell announces nothing


def _keep_scheme(match: re.Match[str]) -> str:
    value = match[1][1:-1].strip().lower()
    return "=x javascript:" if value.startswith(("javascript:", "vbscript:")) else "=x"


@cache
def _allowed_tags() -> frozenset[str]:
    return frozenset(nh3.ALLOWED_TAGS | ADDED_TAGS)


@cache
def _cleaner() -> nh3.Cleaner:
    # The cleaner does not look into `cite`, which no browser shows.
    attributes = {tag: set(names) - {"cite"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    attributes["*"] = {"class", "id", "lang", "title", "dir"}
    attributes["a"] = {"href", "hreflang"}
    attributes["img"] = {"alt", "height", "src", "width"}
    for tag in _ALIGNED:
        attributes[tag] = {*attributes.get(tag, set()), "style", "scope"}
    attributes["details"] = {"open"}
    attributes["time"] = {"datetime"}
    return nh3.Cleaner(
        tags=set(_allowed_tags()),
        attributes=attributes,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        filter_style_properties={"text-align"},
        link_rel=None,
    )


@cache
def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
