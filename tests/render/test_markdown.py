"""Articles as Markdown: what each part becomes, and that CommonMark reads the same words again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.model import Section
from autoblog.read.enrich import enrich
from autoblog.read.markup import to_html
from autoblog.read.plain import plain_text
from autoblog.read.posts import read_post
from autoblog.render.markdown import escaped, to_markdown

CONTENT = Path(__file__).parents[2] / "content"
SECTIONS = tuple(
    Section(name, name.lower().replace(" ", "-"), "", "")
    for name in ("Knowledge", "Company Blog", "Industry Blog")
)
POSTS = sorted(path.relative_to(CONTENT.parent).as_posix() for path in CONTENT.glob("*/*.md"))


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>A <strong>b</strong>\n<em>c</em></p>", "A **b** *c*"),
        ("<p>one<br>\ntwo</p>", "one\\\ntwo"),
        ("<p>1. 2*3*4 _x_ [y] &lt;b&gt;</p>", "1\\. 2\\*3\\*4 \\_x\\_ \\[y\\] \\<b\\>"),
        ("<p># no - heading</p><p>- no list</p>", "\\# no - heading\n\n\\- no list"),
        ("<p><a href='https://a.example/b'>c</a> <a>d</a></p>", "[c](https://a.example/b) d"),
        ("<p><code>a`b</code></p>", "``a`b``"),
        ('<h2 id="x">Y</h2><hr>', "## Y\n\n---"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n  1. c"),
        ("<ol start='3'><li><p>a</p><p>b</p></li></ol>", "3. a\n\n   b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ('<pre><code class="language-sh">a *b*\n  c\n</code></pre>', "```sh\na *b*\n  c\n```"),
        (
            '<table><thead><tr><th>a</th><th style="text-align: right;">b|c</th></tr></thead>'
            "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
            "| a | b\\|c |\n| --- | ---: |\n| 1 | 2 |",
        ),
        (
            '<figure><img src="x.png" alt="A"><figcaption>B</figcaption></figure>',
            "![A](x.png)\n\nB",
        ),
        (
            '<div class="admonition tip"><p class="admonition-title">A</p><p>B</p></div>',
            "> **A**\n>\n> B",
        ),
        (
            '<p>a<sup id="fnref:n"><a class="footnote-ref" href="https://a.example/#fn:n">1</a></sup>'
            '</p><div class="footnote"><hr><ol><li id="fn:n"><p>b <a class="footnote-backref"'
            ' href="#fnref:n">↩</a></p></li></ol></div>',
            "a[^n]\n\n[^n]: b",
        ),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "**a**\n\n: b"),
        (
            '<figure class="chart"><figcaption>A</figcaption><svg><text>9</text></svg><p>Source: C'
            "</p><details><summary>S</summary><table><caption>A, t</caption><tr><th>x</th></tr>"
            "<tr><td>1</td></tr></table></details></figure>",
            "**A, t**\n\n| x |\n| --- |\n| 1 |\n\nSource: C",
        ),
        ("<p>H<sub>2</sub>O</p>", "H<sub>2</sub>O"),
        ("", ""),
    ],
)
def test_each_part_of_an_article_has_its_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_a_text_is_read_as_the_same_text() -> None:
    text = "1. *No* [link](x) & &amp; <b> `code` # \\ ~~"

    assert plain_text(to_html(escaped(text), nesting=60, engine="commonmark")) == text


@pytest.mark.parametrize("path", POSTS)
def test_commonmark_reads_the_words_of_a_post_again(path: str) -> None:
    settings = ReadingSettings(SECTIONS, "Asia/Shanghai", "clean", (), LimitsConfig())
    body = read_post(path, (CONTENT.parent / path).read_bytes(), settings).body
    assert body is not None
    html = re.sub(r'(?s)<figure class="chart">.*?</figure>', "", body.html)

    again = enrich(to_html(to_markdown(html), nesting=60, engine="commonmark"), path)

    assert words(plain_text(again.html)) == words(plain_text(html))
    assert [heading.title for heading in again.toc] == [heading.title for heading in body.toc]


def words(text: str) -> list[str]:
    """List the words."""
    return re.findall(r"\w+", text)
