"""HTML as Markdown: what the Markdown shows is what the HTML showed."""

from __future__ import annotations

import html as entities
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.importers.html import TooTangledError, to_markdown
from autoblog.read.enrich import clean
from autoblog.read.markup import to_html

TEXT = st.text(alphabet='ab1 *_`#[]()<>&!|-+.\\{}~:"', max_size=8).map(entities.escape)
INLINE = st.recursive(
    TEXT,
    lambda inner: st.builds(
        "<{0}>{1}</{0}>".format, st.sampled_from(["b", "em", "sub", "span", "del"]), inner
    ),
    max_leaves=3,
)
BLOCKS = st.builds("<{0}>{1}{2}</{0}>".format, st.sampled_from(["p", "h2", "div"]), INLINE, INLINE)


def silent(line: int, message: str) -> None:
    """Hear nothing."""


def converted(html: str) -> str:
    return to_markdown(html, silent)


def words_of(html: str) -> str:
    """Read a text as it is seen, without white space and typography."""
    text = entities.unescape(re.sub(r"<[^<>]*>", "", html))
    for sign, plain in (("“", '"'), ("”", '"'), ("…", "..."), ("—", "---"), ("–", "--")):
        text = text.replace(sign, plain)
    return re.sub(r"\s+", "", text)


@settings(max_examples=120)
@given(st.lists(BLOCKS, min_size=1, max_size=3).map("".join))
@example("<p><em>1</em><span><em>1</em></span></p>")
@example("<p><span><b>1</b></span><span><span><em>1</em>2</span></span></p>")
@example("<h2>#</h2>")
@example("<h2>1\\#</h2>")
@example("<p><sub></sub>&gt;</p>")
@example("<p><a id='x'> <code></code></a># 1</p>")
def test_no_word_changes(html: str) -> None:
    made = clean(to_html(converted(html), nesting=60))

    assert words_of(made) == words_of(html)


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h2 id='deep'>C#</h2><p>x</p>", "## C\\# {#deep}\n\nx"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n    - b"),
        ("<ol><li>a</li><li><p>b</p><p>c</p></li></ol>", "1. a\n2. b\n\n    c"),
        ("<p>a</p><![if !mso]><p>b</p><![caption 'x'><p>c</p>", "a\n\nb\n\nc"),
        ("<p>a</p><![ ><p>b", "a\n\nb"),
        ("<p>a<br>- b</p>", "a  \n\\- b"),
        ("<p><b></b>&gt; a</p><p><i> <u></u></i># b</p>", "\\> a\n\n\\# b"),
        ("<p>Wow!<a href='/x y/'>z</a></p>", "Wow\\![z](/x%20y/)"),
        ("<pre><code class='language-py'>a\n  b</code></pre>", "```py\na\n  b\n```"),
        ("<figure><img src='a.png' alt='A'><figcaption>C</figcaption></figure>", '![A](a.png "C")'),
        ("<p><b>a</b><i>b</i></p>", "<strong>a</strong><em>b</em>"),
        ("<p>a<b> b </b>c</p>", "a **b** c"),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
        ("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>", "| a |\n| --- |\n| b\\|c |"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<div>a</div>[b]", "a\n\n\\[b]"),
    ],
    ids=lambda value: value[:40],
)  # fmt: skip
def test_elements_become_signs(html: str, markdown: str) -> None:
    assert converted(html) == markdown


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>a</p>\n<script>b</script>", (2, "<script>")),
        ("<form><input></form>", (1, "<form>")),
        ("\n\n<iframe src='https://v.example/'></iframe>", (3, "<iframe>")),
        ("<a href='javascript:x'>y</a>", (1, "script")),
        ("<table><tr><td rowspan='2'>a</td></tr></table>", (1, "spans")),
        ("<img alt='x'>", (1, "without an address")),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_left_out_is_told_with_its_line(html: str, found: tuple[int, str]) -> None:
    told: list[tuple[int, str]] = []

    to_markdown(html, lambda line, message: told.append((line, message)))

    assert [line for line, _ in told] == [found[0]]
    assert found[1] in told[0][1]


def test_html_that_nests_without_end_is_refused() -> None:
    with pytest.raises(TooTangledError):
        converted("<div>" * 5000)
