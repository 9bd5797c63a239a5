"""Markdown as authors write it, at random: common blocks, with odd ones among them."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "a cell, the word. 3.5 (see co-op) é Größe 車輛 rocker's \"said\" it's '90s don't"
    " 'quoted' '\"x\"' -- --- ... — **bold** *em* **two words** **End.** *an em* (*em*) `code`"
    " `a*b` `x y` [link](b.md) [a b](http://x.e/a_b#c) [link](b.md). : ! x_y"
).split(" ")
ODD = (
    "\\* & &amp; | # > 1. 1) - + * _em_ __s__ *a b* **b**- *e*; [*a*](b) [a](b 'c') [x] [ref]"
    " ``c`d`` <b> <http://a.b> ![i](p.svg) {: .x } **a *b* c** `` - -- = $5 [^1]"
).split(" ")

TEXT = st.lists(st.sampled_from(WORDS * 6 + ODD), min_size=1, max_size=8).map(" ".join)
LINES = st.lists(TEXT, min_size=1, max_size=3).map("\n".join)


def _marked(*markers: str) -> st.SearchStrategy[str]:
    marker = st.sampled_from(markers)
    items = st.lists(TEXT, min_size=1, max_size=4)
    return st.builds(lambda mark, texts: "\n".join(mark + text for text in texts), marker, items)


ROWS = st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=3).map(
    lambda rows: "\n".join(f"| {one} | {two} |" for one, two in rows)
)
BLOCKS = st.one_of(
    LINES,
    LINES,
    TEXT.map("# {}".format),
    TEXT.map("### {} #".format),
    _marked("- ", "* ", "-  ", " - "),
    _marked("1. ", "2. "),
    _marked("> ", ">", "> > "),
    st.builds("| {} | b |\n|---|:-:|\n{}".format, TEXT, ROWS),
    TEXT.map(": {}".format),
    TEXT.map("    {}".format),
    TEXT.map('!!! note "t"\n    {}'.format),
    TEXT.map("[ref]: http://x.example\n\n{}".format),
    st.sampled_from(
        ["---", "***", "```\nx\n```", "a\n===", "a\n# b", "*[cell]: Long", "[^1]: note"]
    ),
)
SEPARATORS = st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n \n", "\n"])
DOCUMENTS: st.SearchStrategy[str] = st.lists(st.tuples(BLOCKS, SEPARATORS), max_size=6).map(
    lambda pairs: "".join(block + separator for block, separator in pairs)
)
