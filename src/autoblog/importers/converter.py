"""HTML -> Markdown in this site's dialect: the door to markdownify and its HTML tree."""

from __future__ import annotations

import re
from typing import Any, cast
from urllib.parse import quote

from bs4 import BeautifulSoup
from bs4.element import Comment, NavigableString, Tag
from markdownify import MarkdownConverter

from autoblog.importers.escaping import code_span, fenced, inline, line_start
from autoblog.importers.lines import Report

_DROPPED = (
    "applet base button canvas dialog fieldset form frame frameset input link math meta noscript"
    " script select style svg template textarea"
).split()
_EMBEDDED = ("audio", "embed", "iframe", "object", "video")
BLOCKS = frozenset(
    "[document] address article aside blockquote body center dd details div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
_EMPHASIS = ("b", "em", "i", "strong")
_UNSAFE = re.compile(r"[\s()<>\"'\\\[\]`|*]")
_INDENT = 4  # of what belongs to a list's item; two spaces are not enough in this dialect


def convert(html: str, report: Report) -> str:
    """Turn HTML into Markdown; `report` is told what is left out, by line.

    Raises RecursionError where elements nest too deep.
    """
    return convert_tag(prepared(html, report), report)


# Browsers take `<![x` for a comment as they take `<! x`; the parser ends with an error.
_SECTION = re.compile(r"<!\[(?!cdata\[)", re.IGNORECASE)


def prepared(html: str, report: Report) -> BeautifulSoup:
    """Read HTML into a tree, without what no post may hold."""
    soup = BeautifulSoup(_SECTION.sub("<! [", html), "html.parser")
    _drop(soup, report)
    for figure in soup.find_all("figure"):
        _caption(figure)
    return soup


def convert_tag(tag: Tag, report: Report) -> str:
    """Turn a part of a prepared tree into Markdown."""
    text = _Converter(report).convert_soup(cast(BeautifulSoup, tag))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _drop(soup: BeautifulSoup, report: Report) -> None:
    """Take out what no post may hold, and put a link where something was embedded."""
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(_DROPPED):
        if not tag.decomposed:
            report(tag.sourceline or 1, f"<{tag.name}> is left out; posts hold no such element")
            tag.decompose()
    for tag in soup.find_all(_EMBEDDED):
        if tag.decomposed:
            continue
        source = tag.find("source")
        found = tag.get("src") or tag.get("data") or (source.get("src") if source else None)
        line, address = tag.sourceline or 1, str(found or "").strip()
        report(line, f"<{tag.name}> is not shown in posts; a link to it stands in its place")
        if not address:
            tag.decompose()
            continue
        link = soup.new_tag("a", href=address)
        link.string = address
        block = soup.new_tag("p")
        block.append(link)
        tag.replace_with(block if tag.parent and tag.parent.name != "p" else link)


def _caption(figure: Tag) -> None:
    """Give a figure's picture its caption, as this dialect writes it: the picture's title."""
    caption, images = figure.find("figcaption"), figure.find_all("img")
    if isinstance(caption, Tag) and len(images) == 1 and not figure.find(["table", "p", "pre"]):
        words = " ".join(caption.get_text().split())
        if words:
            images[0]["title"] = words
        caption.decompose()


class _Converter(MarkdownConverter):
    """markdownify, with the escapes and the lists of Python-Markdown."""

    def __init__(self, report: Report) -> None:
        super().__init__(
            heading_style="atx", bullets="-", autolinks=False,
            keep_inline_images_in=["td", "th", "h1", "h2", "h3", "h4", "h5", "h6"],
        )  # fmt: skip
        self.report = report

    def process_text(self, el: NavigableString, parent_tags: Any = None) -> str:
        """Escape what a text would mean, knowing where it stands."""
        tags = parent_tags or set()
        if "pre" in tags:
            return str(el)
        text = re.sub(r"\s+", " ", str(el))
        if _is_line_start(el):
            text = text.lstrip()
        if _is_line_end(el):
            text = text.rstrip()
        if "_noformat" in tags:
            return text
        text = inline(text)
        if tags & {"td", "th"}:
            text = text.replace("|", "\\|")
        if _is_line_start(el):
            text = line_start(text)
        # Before a link it would make a picture of it.
        is_bare = text.endswith("!") and not text.endswith("\\!")
        if is_bare and isinstance(el.next_sibling, Tag):
            text = f"{text[:-1]}\\!"
        return text

    def convert_a(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Write a link; its text stays where its address cannot be one."""
        words = " ".join(text.split())
        href = str(el.get("href") or "").strip()
        if not href or not words or "_noformat" in parent_tags:
            return text
        if re.match(r"(?i)(javascript|vbscript|data):", href):
            self.report(el.sourceline or 1, "a link that runs a script is left out")
            return text
        lead = " " if text[:1].isspace() else ""
        trail = " " if text[-1:].isspace() else ""
        return f"{lead}[{words}]({_address(href)}{_title(el)}){trail}"

    def convert_img(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Write a picture."""
        src = str(el.get("src") or "").strip()
        if not src or src.startswith("data:"):
            src = str(el.get("data-src") or el.get("data-lazy-src") or "").strip()
        if not src or src.startswith("data:"):
            self.report(el.sourceline or 1, "a picture without an address is left out")
            return ""
        alt = inline(" ".join(str(el.get("alt") or "").split())).replace("]", "\\]")
        return f"![{alt}]({_address(src)}{_title(el)})"

    def convert_b(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Write strong text."""
        return _emphasis(el, text, "**", "strong", parent_tags)

    def convert_em(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Write emphasis."""
        return _emphasis(el, text, "*", "em", parent_tags)

    convert_strong, convert_i = convert_b, convert_em

    def convert_code(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Write code within a line."""
        if "_noformat" in parent_tags or not text.strip():
            return text
        return code_span(text)

    convert_samp = convert_tt = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Write a block of code, with its language where a class names it."""
        code = el.find("code")
        classes = " ".join([*_classes(el), *(_classes(code) if isinstance(code, Tag) else [])])
        named = re.search(r"(?:language-|lang-|brush:\s*)([\w+#-]+)", classes)
        return f"\n\n{fenced(el.get_text().strip(chr(10)), named[1] if named else '')}\n\n"

    # markdownify looks the name up.
    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: Any) -> str:  # noqa: N802
        """Write a heading, with the anchor that it had."""
        words = " ".join(text.split())
        if not words or "_inline" in parent_tags:
            return words
        words = re.sub(r"(?<!\\)((?:\\\\)*)#$", r"\1\\#", words)  # unless it is escaped
        anchor = str(el.get("id") or "")
        mark = f" {{#{anchor}}}" if re.fullmatch(r"[A-Za-z][\w-]*", anchor) else ""
        return f"\n\n{'#' * n} {words}{mark}\n\n"

    def convert_li(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Write an item; what belongs to it is indented by four spaces."""
        words = text.strip()
        if not words:
            return "\n"
        parent, mark = el.parent, "-"
        if parent is not None and parent.name == "ol":
            mark = f"{len(el.find_previous_siblings('li')) + 1}."
        lines = words.split("\n")
        rest = [f"{' ' * _INDENT}{line}" if line.strip() else "" for line in lines[1:]]
        return "\n".join([f"{mark} {lines[0]}", *rest]) + "\n"

    def convert_td(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Write a cell of a table."""
        if str(el.get("rowspan") or "1") != "1" or str(el.get("colspan") or "1") != "1":
            self.report(el.sourceline or 1, "a cell that spans others is no longer so wide")
        span = str(el.get("colspan") or "1")
        width = min(int(span), 100) if re.fullmatch(r"0*[1-9]\d{0,3}", span) else 1
        return f" {' '.join(text.split())} {'|' * width}"

    convert_th = convert_td

    def convert_figure(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Let a block stand alone."""
        if "_inline" in parent_tags:
            return f" {text.strip()} "
        return f"\n\n{text.strip()}\n\n" if text.strip() else ""

    convert_address = convert_aside = convert_center = convert_details = convert_figure
    convert_footer = convert_header = convert_main = convert_nav = convert_summary = convert_figure

    def convert_sub(self, el: Tag, text: str, parent_tags: Any) -> str:
        """Keep an element as it is: this dialect has no sign for it."""
        if "_noformat" in parent_tags or not text.strip():
            return text
        return f"<{el.name}>{text}</{el.name}>"

    convert_del = convert_ins = convert_kbd = convert_mark = convert_s = convert_sub
    convert_small = convert_strike = convert_sup = convert_u = convert_sub


def _emphasis(el: Tag, text: str, mark: str, name: str, parent_tags: Any) -> str:
    same = {"strong", "b"} if name == "strong" else {"em", "i"}
    words = text.strip()
    if not words or "_noformat" in parent_tags or same & set(parent_tags):
        return text
    if "\n\n" in words:
        return text  # emphasis ends with its paragraph
    lead = " " if text[:1].isspace() else ""
    trail = " " if text[-1:].isspace() else ""
    touches = _meets_emphasis(el, "previous_sibling", -1) or _meets_emphasis(el, "next_sibling", 0)
    if touches or "*" in words.strip("*"):
        return f"{lead}<{name}>{words}</{name}>{trail}"
    return f"{lead}{mark}{words}{mark}{trail}"


def _meets_emphasis(el: Tag, side: str, nearest: int) -> bool:
    """Tell whether emphasis stands right beside an element, whatever wraps either of them.

    nearest: the place of the child that stands beside, among those of a neighbour.
    """
    node: Any = el
    while getattr(node, side) is None and node.parent and node.parent.name not in BLOCKS:
        node = node.parent
    other = getattr(node, side)
    while isinstance(other, Tag) and other.name not in _EMPHASIS and other.contents:
        other = other.contents[nearest]
    return isinstance(other, Tag) and other.name in _EMPHASIS


def _address(address: str) -> str:
    return _UNSAFE.sub(lambda match: quote(match[0], safe=""), address)


def _title(el: Tag) -> str:
    words = " ".join(str(el.get("title") or "").split())
    return f' "{inline(words).replace(chr(34), "&quot;")}"' if words else ""


def _classes(el: Tag) -> list[str]:
    found = el.get("class")
    return found.split() if isinstance(found, str) else list(found or ())


def _is_line_start(el: NavigableString) -> bool:
    return _meets_edge(el, "previous_sibling")


def _is_line_end(el: NavigableString) -> bool:
    return _meets_edge(el, "next_sibling")


def _says_nothing(node: Any) -> bool:
    """Tell whether a neighbour leaves no trace: space, or markup of nothing."""
    if isinstance(node, NavigableString):
        return not node.strip()
    is_plain = isinstance(node, Tag) and node.name not in (*BLOCKS, "br", "img")
    return is_plain and all(map(_says_nothing, node))


def _meets_edge(el: NavigableString, side: str) -> bool:
    """Tell whether a text stands at the edge of its block, or at a line break."""
    node: Any = el
    while node is not None:
        other = getattr(node, side)
        while _says_nothing(other):
            other = getattr(other, side)
        if other is not None:
            return isinstance(other, Tag) and (other.name == "br" or other.name in BLOCKS)
        node = node.parent
        if node is not None and node.name in BLOCKS:
            return True
    return True
