"""Charts in an article: code blocks of the language `chart` become figures, whatever the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from autoblog.read.chart_svg import chart_html
from autoblog.read.charts import Fault, read_chart

LANGUAGE = "chart"
_CLASS = f"language-{LANGUAGE}"
_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})[ \t]*([\w-]*)")


def draw_charts(root: etree._Element, html: str) -> tuple[tuple[int, Fault], ...]:
    """Put figures in the place of the blocks; return what is wrong, with the number of its block.

    html: of which the tree was made. A block with faults stays as it is.
    """
    if _CLASS not in html:
        return ()
    faults: list[tuple[int, Fault]] = []
    blocks = [code for code in root.iter("code") if _CLASS in code.get("class", "").split()]
    for number, code in enumerate(blocks, 1):
        block = code.getparent()
        parent = block.getparent() if block is not None else None
        if block is None or block.tag != "pre" or parent is None:
            continue
        chart, found = read_chart("".join(code.itertext()))
        faults += [(number, fault) for fault in found]
        if chart is not None:
            figure = etree.fromstring(chart_html(chart, number))
            figure.tail = block.tail
            parent.replace(block, figure)
    return tuple(faults)


def chart_lines(text: str) -> Iterator[int]:
    """Find the lines on which the charts of a Markdown text begin, counted from 0."""
    fence = ""
    for number, line in enumerate(text.split("\n")):
        match = _FENCE.match(line)
        if match is None:
            continue
        if fence:
            if match[1].startswith(fence) and not line.strip(" >`~"):
                fence = ""
        else:
            fence = match[1]
            if match[2] == LANGUAGE:
                yield number
