"""The quick way through common Markdown says what Python-Markdown says, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.read.engine import make_educator, make_engine
from autoblog.read.markup import EXTENSIONS
from autoblog.read.quick import quick_html

CONTENT = Path(__file__).parents[2] / "content"
PLAIN = markdown.Markdown(extensions=list(EXTENSIONS), output_format="html")
ENGINE = make_engine(EXTENSIONS)
EDUCATE = make_educator(ENGINE)

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
DOCUMENTS = st.lists(st.tuples(BLOCKS, SEPARATORS), max_size=6).map(
    lambda pairs: "".join(block + separator for block, separator in pairs)
)


def quick(text: str) -> str:
    return quick_html(text, lambda part: ENGINE.reset().convert(part), EDUCATE)


@settings(derandomize=True, deadline=None, max_examples=1200)
@given(DOCUMENTS)
@example("- a\n\n- b\n\ntext")
@example("1. a\n\n    more\n\n2. b")
@example("> a\n\n> b")
@example("Term\n\n: meaning")
@example("text\n\n    code\n\n\n    code")
@example("a [link](x 'y') *b* **c**\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nend")
@example("\ufdd0\n\n<b>")
def test_the_quick_way_changes_nothing(text: str) -> None:
    wanted = PLAIN.reset().convert(text)
    # Python-Markdown itself loses its place over some unbalanced stars; nothing can equal that.
    if "zzwxh" not in wanted:
        assert quick(text) == wanted


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md"))[1::4], ids=lambda path: path.name)
def test_the_quick_way_changes_nothing_of_the_real_posts(path: Path) -> None:
    body = re.split(r"^---$", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)[2]

    assert quick(body) == PLAIN.reset().convert(body)


@pytest.mark.parametrize(
    "text",
    [
        "A **plain** paragraph with [a link](b.md), it's *short*.",
        "## A heading",
        "- one\n- **two.** words\n- `three`",
        "1. one\n2. two",
        "> A quotation.",
        "| a | b |\n|:--|--:|\n| 1 | 2 |",
    ],
    ids=["paragraph", "heading", "bullets", "numbers", "quotation", "table"],
)
def test_common_blocks_need_no_engine(text: str) -> None:
    def refuse(part: str) -> str:
        raise AssertionError(part)

    assert quick_html(text, refuse, EDUCATE) == PLAIN.reset().convert(text)


def test_the_engine_gets_only_what_is_not_common() -> None:
    asked: list[str] = []

    def convert(part: str) -> str:
        asked.append(part)
        return ENGINE.reset().convert(part)

    quick_html("One.\n\n![a](b.svg)\n\nTwo.\n\n***\n\nThree.", convert, EDUCATE)

    assert asked == ["![a](b.svg)\n\n\ufdd0\n\n***"]
