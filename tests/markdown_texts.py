"""Markdown as authors write it, at random: common blocks, with odd ones among them."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = (
    "a cell, the word. 3.5 (see co-op) é Größe 車輛 rocker's \"said\" it's '90s don't"
    " 'quoted' '\"x\"' -- --- ... — **bold** *em* **two words** **End.** *an em* (*em*) `code`"
    " `a*b` `x y` [link](b.md) [a b](http://x.e/a_b#c) [link](b.md). : ! x_y & R&D a\u00a0b"
).split(" ")
ODD = (
    "\\* &amp; &copy; &copy &#9; &#9 | # > 1. 1) - + * _em_ __s__ *a b* **b**- *e*; [*a*](b)"
    " [a](b 'c') [x] [ref] ``c`d`` <b> <http://a.b> ![i](p.svg) {: .x } **a *b* c** `` - --"
    " = $5 [^1] [a](b?c&d)"
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
PICTURES = st.builds(
    "![{}]({}{})".format,
    TEXT,
    st.sampled_from(["p.svg", "../images/a-b_c.png", "http://x.example/p.jpg", "é.png", "a&b", ""]),
    st.one_of(st.just(""), TEXT.map(' "{}"'.format)),
)
NOTES = st.builds(
    "!!! {}\n{}".format,
    st.sampled_from(["note", "tip", "note x", "Note", ""])
    | st.builds('{} "{}"'.format, st.sampled_from(["note", "warning"]), TEXT),
    LINES.map(lambda text: "    " + text.replace("\n", "\n    ")),
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
    st.builds("|  | {} |\n|--:|:--|\n{}".format, TEXT, ROWS),
    PICTURES,
    NOTES,
    TEXT.map(": {}".format),
    TEXT.map("    {}".format),
    TEXT.map("[ref]: http://x.example\n\n{}".format),
    st.sampled_from(
        ["---", "***", "```\nx\n```", "a\n===", "a\n# b", "*[cell]: Long", "[^1]: note"]
    ),
)
SEPARATORS = st.sampled_from(["\n\n", "\n\n", "\n\n\n", "\n \n", "\n"])
DOCUMENTS: st.SearchStrategy[str] = st.lists(st.tuples(BLOCKS, SEPARATORS), max_size=6).map(
    lambda pairs: "".join(block + separator for block, separator in pairs)
)
