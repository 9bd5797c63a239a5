"""Markdown as authors write it, and the limits of the engine."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoblog.read.markup import TooDeepError, to_html, without_code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("*a* **b**", "<p><em>a</em> <strong>b</strong></p>", id="emphasis"),
        pytest.param("# A", "<h1>A</h1>", id="heading"),
        pytest.param("[a](b.md)", '<p><a href="b.md">a</a></p>', id="link"),
        pytest.param('"a" -- it\'s...', "<p>“a” – it’s…</p>", id="smart punctuation"),
        pytest.param("> a", "<blockquote>\n<p>a</p>\n</blockquote>", id="quotation"),
        pytest.param("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>", id="definition"),
        pytest.param("snake_case_word", "<p>snake_case_word</p>", id="underscores"),
        pytest.param("{{ x }} {% y %}", "<p>{{ x }} {% y %}</p>", id="no template"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_markdown_becomes_html(text: str, expected: str) -> None:
    assert unescape(to_html(text, nesting=60)) == expected


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        pytest.param("|a|b|\n|-|-|\n|1|2|", "<table>", id="table"),
        pytest.param("```\n<b>\n```", "<pre>", id="fenced code"),
        pytest.param("a[^1]\n\n[^1]: note", 'class="footnote"', id="footnote"),
        pytest.param("!!! note\n    a", 'class="admonition note"', id="admonition"),
        pytest.param("# A {#part}", 'id="part"', id="attributes"),
        pytest.param("*[HTML]: Hyper\n\nHTML", "<abbr", id="abbreviation"),
    ],
)
def test_the_extensions_are_there(text: str, tag: str) -> None:
    assert tag in to_html(text, nesting=60)


def test_code_is_escaped() -> None:
    html = to_html("`<script>`\n\n    <script>\n\n```\n<script>\n```\n", nesting=60)

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3


def test_one_text_leaves_nothing_behind_for_the_next() -> None:
    first = to_html("[a]: b.md\n\na[^1]\n\n[^1]: note\n\n*[HTML]: x", nesting=60)

    assert first != ""
    assert to_html("[a] [^1] HTML", nesting=60) == "<p>[a] [^1] HTML</p>"


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        pytest.param("[" * 20_000, 5, id="brackets"),
        pytest.param("a\n\n" + "![" * 5_000, 14, id="pictures"),
        pytest.param("a\n" + ">" * 6 + " x", 2, id="quotations"),
        pytest.param("a\n" + "> " * 6 + "x", 2, id="spaced quotations"),
        pytest.param("".join("    " * n + "* x\n" for n in range(250)), 0, id="lists"),
    ],
)
def test_too_many_levels_are_refused_before_they_cost_time(text: str, offset: int) -> None:
    with pytest.raises(TooDeepError) as raised:
        to_html(text, nesting=5)

    assert raised.value.offset == offset


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[a](b) " * 100, id="many links"),
        pytest.param("[[[[[x]]]]]", id="as deep as allowed"),
        pytest.param("[\n\n" * 50, id="brackets of other paragraphs"),
        pytest.param("> a\n" * 50, id="a long quotation"),
        pytest.param("> " * 5 + "x\n> y", id="quotations as deep as allowed"),
        pytest.param("a > b > c > d > e > f > g", id="comparisons"),
    ],
)
def test_what_is_not_deep_is_not_refused(text: str) -> None:
    assert to_html(text, nesting=5)


def test_code_is_blanked_in_its_place() -> None:
    text = "a `[x](y)` b\n```\n[c](d)\n```\n~~~~\n```\n~~~~\n[e](f)"

    plain = without_code(text)

    assert plain.split("\n") == [
        "a          b", "   ", "      ", "   ", "    ", "   ", "    ", "[e](f)"
    ]  # fmt: skip


def test_a_fence_that_is_never_closed_is_code_to_the_end() -> None:
    assert without_code("```\na\n\nb").strip() == ""


@given(
    st.lists(st.sampled_from(["`", "``", "```", "~~~", "\n", "a", " ", "    ", "é"])).map("".join)
)
def test_positions_stay_when_code_is_blanked(text: str) -> None:
    plain = without_code(text)

    assert len(plain) == len(text)
    assert all(a in (b, " ") for a, b in zip(plain, text, strict=True))
    assert plain.count("\n") == text.count("\n")


def test_a_text_that_was_refused_halfway_leaves_nothing_behind_for_the_next() -> None:
    with pytest.raises(TooDeepError):
        to_html("".join("    " * n + "* x\n" for n in range(250)), nesting=60)

    assert to_html("a\n\nb", nesting=60) == "<p>a</p>\n<p>b</p>"
