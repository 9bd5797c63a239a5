"""An article's HTML as Markdown, for programs that would rather read that.

It is made of the clean HTML and not of the author's file: comments, what cleaning took out and
links to posts that are held back are gone already, links and pictures lead where readers are led,
and both engines make the same. The dialect is CommonMark, with tables and footnotes as forges read
them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from lxml import etree

from autoblog.fences import block_fence, span_fence

_BLOCKS = frozenset(
    "address article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3"
    " h4 h5 h6 header hr li nav ol p pre section summary table ul".split()
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "del": "~~", "s": "~~"}
_KEPT_TAGS = ("sub", "sup")
_SPECIAL = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
_BEGINS_BLOCK = re.compile(r"(?m)^(#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|\d{1,9}(?=[.)](?:\s|$)))")
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")
_RULES = {"left": ":---", "right": "---:", "center": ":---:", "": "---"}


def to_markdown(html: str) -> str:
    """Turn the HTML of an article into Markdown, its blocks parted by empty lines."""
    root = etree.HTML(f"<html><body><div>{html}</div></body></html>", _parser())[0][0]
    return "\n\n".join(_blocks(root))


def escaped(text: str) -> str:
    """Write a text so that Markdown reads the same text."""
    plain = _SPECIAL.sub(lambda match: f"\\{match[0]}", " ".join(text.split()))
    return _guarded(plain)


def _blocks(parent: etree._Element) -> Iterator[str]:
    """Write what an element holds, block by block; text between blocks is a paragraph."""
    run = [_text(parent.text)]
    for child in parent:
        if isinstance(child.tag, str) and (child.tag in _BLOCKS or child.find(".//p") is not None):
            yield from _paragraph(run)
            run = []
            yield from _WRITERS.get(child.tag, _blocks)(child)
        else:
            run.append(_inline(child))
        run.append(_text(child.tail))
    yield from _paragraph(run)


def _paragraph(run: list[str]) -> Iterator[str]:
    text = _trimmed("".join(run))
    if text:
        yield _guarded(text)


def _heading(element: etree._Element) -> Iterator[str]:
    yield f"{'#' * int(str(element.tag)[1])} {_line(element)}".rstrip()


def _strong(element: etree._Element) -> Iterator[str]:
    text = _line(element)
    if text:
        yield f"**{text}**"


def _rule(_: etree._Element) -> Iterator[str]:
    yield "---"


def _list(element: etree._Element) -> Iterator[str]:
    start = element.get("start", "1")
    number = int(start) if start.isdigit() else 1
    items = [list(_blocks(item)) for item in element if item.tag == "li"]
    is_loose = element.find("li/p") is not None
    lines = []
    for at, blocks in enumerate(items, number):
        mark = "- " if element.tag == "ul" else f"{at}. "
        lines.append(_indented(mark, ("\n\n" if is_loose else "\n").join(blocks)))
    yield ("\n\n" if is_loose else "\n").join(lines)


def _quotation(element: etree._Element) -> Iterator[str]:
    text = "\n\n".join(_blocks(element))
    yield "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _code(element: etree._Element) -> Iterator[str]:
    code = element.find("code")
    names = code.get("class", "").split() if code is not None else []
    language = next((n.removeprefix("language-") for n in names if n.startswith("language-")), "")
    text = "".join(str(part) for part in element.itertext()).rstrip("\n")
    fence = block_fence(text)
    yield f"{fence}{language}\n{text}\n{fence}"


def _table(element: etree._Element) -> Iterator[str]:
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    if not rows:
        return
    caption = element.find("caption")
    if caption is not None:
        yield from _strong(caption)
    width = max(map(len, rows))
    lines = [[_line(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    sides = [_ALIGN.search(cell.get("style", "")) for cell in rows[0]]
    rule = [_RULES[side[1] if side else ""] for side in sides] + ["---"] * (width - len(sides))
    yield "\n".join(f"| {' | '.join(cells)} |" for cells in (lines[0], rule, *lines[1:]))


def _division(element: etree._Element) -> Iterator[str]:
    kinds = element.get("class", "").split()
    if "footnote" in kinds:
        for note in element.iter("li"):
            mark = f"[^{_note_name(note.get('id', ''))}]: "
            yield _indented(mark, "\n\n".join(_blocks(note)), width=4)
    elif "admonition" in kinds:
        yield from _quotation(element)
    else:
        yield from _blocks(element)


def _figure(element: etree._Element) -> Iterator[str]:
    if "chart" in element.get("class", "").split():  # its figures say what the drawing says
        for table in element.iter("table"):
            yield from _table(table)
        for source in element.iter("p"):
            yield from _blocks(source)
    else:
        yield from _blocks(element)


def _paragraph_of(element: etree._Element) -> Iterator[str]:
    if element.get("class") == "admonition-title":
        yield from _strong(element)
    else:
        yield from _blocks(element)


def _meaning(element: etree._Element) -> Iterator[str]:
    yield _indented(": ", "\n\n".join(_blocks(element)))


_WRITERS: dict[str, Callable[[etree._Element], Iterator[str]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("ul", "ol"), _list),
    **dict.fromkeys(("dt", "summary"), _strong),
    "blockquote": _quotation, "dd": _meaning, "div": _division, "figure": _figure, "hr": _rule,
    "p": _paragraph_of, "pre": _code, "table": _table,
}  # fmt: skip


def _inline(element: etree._Element) -> str:
    tag = element.tag
    if not isinstance(tag, str) or tag == "svg":
        return ""
    if tag == "br":
        return "\\\n"
    if tag == "img":
        return f"![{_text(element.get('alt'))}]({_address(element.get('src', ''))})"
    if tag in ("code", "kbd", "samp"):
        return _span("".join(str(part) for part in element.itertext()))
    kinds = element.get("class", "").split()
    if "footnote-backref" in kinds:
        return ""
    if "footnote-ref" in kinds:
        return f"[^{_note_name(element.get('href', '').rpartition('#')[2])}]"
    inside = _text(element.text) + "".join(_inline(one) + _text(one.tail) for one in element)
    if tag == "a" and element.get("href"):
        return f"[{inside.strip()}]({_address(element.get('href', ''))})"
    if tag in _KEPT_TAGS and element.find("a") is None:
        return f"<{tag}>{inside}</{tag}>"
    mark = _MARKS.get(tag, "")
    core = inside.strip()
    if not mark or not core:
        return inside
    before, _, after = inside.partition(core)
    return f"{before}{mark}{core}{mark}{after}"


def _line(element: etree._Element) -> str:
    """Write what an element holds as one line."""
    inside = _text(element.text) + "".join(_inline(one) + _text(one.tail) for one in element)
    return _trimmed(inside.replace("\\\n", " ")).replace("\n", " ")


def _text(text: str | None) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match[0]}", re.sub(r"\s+", " ", text or ""))


def _trimmed(text: str) -> str:
    text = re.sub(r" *\n *", "\n", re.sub(r"(?<!\\) {2,}", " ", text)).strip()
    return text.removesuffix("\\\n").removesuffix("\\") if text.endswith("\\\n") else text


def _guarded(text: str) -> str:
    """Keep a line from being read as the beginning of a heading or list."""
    return _BEGINS_BLOCK.sub(_guard, text)


def _guard(match: re.Match[str]) -> str:
    # Of a number it is the full stop behind it that makes a list.
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"


def _indented(mark: str, text: str, *, width: int = 0) -> str:
    space = " " * (width or len(mark))
    first, *rest = text.split("\n")
    return "\n".join([f"{mark}{first}".rstrip(), *(f"{space}{line}".rstrip() for line in rest)])


def _span(code: str) -> str:
    code = " ".join(code.split())
    fence = span_fence(code)
    pad = " " if code[:1] == "`" or code[-1:] == "`" else ""
    return f"{fence}{pad}{code}{pad}{fence}" if code else ""


def _address(address: str) -> str:
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _note_name(anchor: str) -> str:
    return re.sub(r"[^\w-]", "-", anchor.removeprefix("fn:"))


@cache
def _parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
