"""Plain text as Markdown: what a reader sees is what was written."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoblog.importers.escaping import code_span, fenced, paragraph
from autoblog.read.enrich import clean
from autoblog.read.markup import to_html

TYPOGRAPHY = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "—": "---", "–": "--", "…": "...",
}  # fmt: skip
PIECES = st.sampled_from(
    [*"ab1 `*_{}[]()>#+-.!|\\<&;~^:=\"'$%@/é中",
     "&amp;", "http://", "[^1]:", "[x]: ", "1. ", "!!!", "{:", "*[a]: ", "---", "..."]
)  # fmt: skip


def seen(markdown: str) -> list[str]:
    """Read the paragraphs of a text as a reader sees them, but for typography."""
    made = clean(to_html(markdown, nesting=60))
    assert not re.sub(r"<p>.*?</p>", "", made, flags=re.DOTALL).strip(), made
    texts = [html.unescape(text) for text in re.findall("<p>(.*?)</p>", made, re.DOTALL)]
    for sign, plain in TYPOGRAPHY.items():
        texts = [text.replace(sign, plain) for text in texts]
    return texts


@settings(max_examples=150)
@given(st.lists(st.lists(PIECES, min_size=1, max_size=10).map("".join), max_size=4))
def test_lines_of_plain_text_come_through(lines: list[str]) -> None:
    words = [" ".join(line.split()) for line in lines if line.strip()]

    assert seen("\n\n".join(paragraph(line) for line in words)) == [
        re.sub(r"—|–|…", lambda match: TYPOGRAPHY[match[0]], word) for word in words
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Challenge 1: charging at home",
        "1. A number, no list",
        "# 1 in sales",
        "- and yet",
        "+ more",
        "> 50 % of buyers",
        "    indented",
        "A <b>tag</b> & an &copy; entity",
        "[text](address) and ![picture](x.png) and [^1]",
        "snake_case, _private_, *stars*, `ticks`",
        "!!! note",
        "{: .class }",
        "*[VIN]: an abbreviation",
        ":   a definition",
        "a | b",
        "~~~",
        "back\\slash \\* twice",
        "http://example.com/?a=1&b=2",
    ],
)
def test_what_reads_like_markdown_is_text(text: str) -> None:
    assert seen(paragraph(text)) == [" ".join(text.split())]


def test_plain_prose_stays_plain_in_the_source() -> None:
    text = "It's the family's car (a \"sedan\"), isn't it? 10-15 % off; prices: 1.5 to 2.5."

    assert paragraph(text) == text


@pytest.mark.parametrize("text", ["a", "`", "a`b", "``x`", '{{< a "b" >}}', "*a*"])
def test_code_shows_what_it_holds(text: str) -> None:
    made = to_html(code_span(text), nesting=60)

    assert html.unescape(made) == f"<p><code>{text}</code></p>"


def test_a_block_of_code_may_hold_the_fence_of_another() -> None:
    made = to_html(fenced("a\n```\nb\n```", "py"), nesting=60)

    assert "a\n```\nb\n```" in made
