"""Whatever a source holds: reading it does not fail, and its HTML neither runs nor fetches."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from active_content import Inspector
from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.digest import decode, encode
from autoblog.model import Body, Post, Section
from autoblog.problems import FORBIDDEN, errors_of, format_problem
from autoblog.read.posts import ReadPost, read_post

SETTINGS = ReadingSettings(
    (Section("Knowledge", "knowledge", "", "/knowledge/"),),
    "Asia/Shanghai",
    "clean",
    ("mood",),
    LimitsConfig(),
)
HEAD = "---\ntitle: A\ncategory: Knowledge\ndate: 2025-06-01\nsummary: S.\n---\n"


def read(data: bytes) -> ReadPost:
    return read_post("content/knowledge/a.md", data, SETTINGS)


def dangers_of(body: str) -> list[str]:
    """Read a body, and inspect its HTML; none when there is a problem."""
    found = read((HEAD + body).encode("utf-8", "replace"))
    if found.body is None:
        assert errors_of(found.problems)
        return []
    raw = re.findall(r"<script|<iframe|<svg|<style", found.body.html, re.IGNORECASE)
    return [*Inspector(found.body.html).found, *raw, *FORBIDDEN.findall(found.body.html)]


@pytest.mark.parametrize(
    "html",
    [
        "<script>x</script>",
        '<p onclick="x">a</p>',
        '<a href="javascript:x">a</a>',
        '<a href="/knowledge/">a</a>',
        '<img src="data:text/html,x">',
        '<p style="color:red">a</p>',
        "<!-- a -->",
        "<svg></svg>",
    ],
)
def test_the_inspector_of_this_file_has_eyes(html: str) -> None:
    assert Inspector(html).found


ATTACKS = [
    '<a href="javascript:alert(1)">a</a>',
    "<img src=x onerror=alert(1)//",
    "<svg><g/onload=alert(2)//<p>",
    "<math><p></p><style><!--</style><img src/onerror=alert(1)>--></style></math>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    "<table><td><script>x</script></td><caption onclick=x>",
    "<xmp><p title='</xmp><img src onerror=x>'>",
    "<textarea></textarea><img src onerror=x>",
    "<title><a href='</title><img src onerror=x>'>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>a</a>",
    "[a](javascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](<java\nscript:alert(1)>)",
    "[a](\x01javascript:alert(1))",
    "[a](&#1;javascript:alert(1))",
    "[a][b]\n\n[b]: JaVaScRiPt:alert(1) 'c'",
    "<javascript:alert(1)>",
    "![a](vbscript:x)",
    '![a](x.png" onerror="alert(1))',
    "![a\" onerror=\"alert(1)](b.png 'c\" onload=\"d')",
    '[a](https://x.example/"onmouseover="alert(1))',
    "a\n{: onclick=alert(1) style=color:red }",
    "# a {: #b onclick=c }",
    "```html onclick=x\n<script>\n```",
    "``` { .a onclick=x }\nb\n```",
    "*[a\" onclick=\"b]: c\" onload=\"d\n\na\" onclick=\"b",
    'a[^"><script>]\n\n[^"><script>]: b',
    "!!! note onclick=x \"<script>alert(1)</script>\"\n    a",
    '<div markdown="1" onclick="x">\n[a](javascript:b)\n</div>',
    "<p markdown='span'><script>*a*</script></p>",
    "\x02wzxhzdk:0\x03",
    "wzxhzdk:0 klzzwxh:0000",
    "<!--><script>x</script>-->",
    "<?php <script>x</script> ?>",
    "<![CDATA[<script>x</script>]]>",
    "</autoblog-body><script>x</script>",
    "</div></body></html><script>x</script>",
    "&lt;script&gt;x&lt;/script&gt;",
    "&#60;script&#62;x&#60;/script&#62;",
    "%3Cscript%3Ex%3C/script%3E",
    '<a href="/%00" title="&#0;&#8;">a</a>',
    "<img src='../images/a.png' title='<script>x</script>'>",
    "| a |\n|---|\n| <script>x</script> |",
    '<h1 id="a&quot;onclick=x">a</h1>',
]  # fmt: skip


@pytest.mark.parametrize("body", ATTACKS)
def test_an_attack_comes_to_nothing(body: str) -> None:
    assert dangers_of(body) == []


FRAGMENTS = st.sampled_from(
    [fragment for attack in ATTACKS for fragment in re.findall(r"\w+|\W", attack)]
    + ["<script>", "</script>", "<style>", "<svg>", "<a href=", "<img src=", " onclick=",
       "javascript:", "data:", "&#", "&Tab;", "\n\n", "    ", "> ", "- ", "1. ", "```", "{: ",
       "[^1]: ", "](", "![", "ref:", "{#", "|-|\n", "<div markdown=1>", "\t", "\ufffe", "\x02",
       "\x03", "é", "电"]
)  # fmt: skip


@settings(max_examples=600)
@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_no_mixture_of_attacks_comes_to_anything(body: str) -> None:
    assert dangers_of(body) == []


@settings(max_examples=200)
@given(st.text())
def test_no_text_comes_to_anything(body: str) -> None:
    assert dangers_of(body) == []


KEYS = (
    "title category date summary keywords updated slug aliases draft expires author image related"
)
FRONT = st.lists(
    st.tuples(
        st.sampled_from([*KEYS.split(), "noindex", "mood", "other", "- ", "<<", ""]),
        st.sampled_from([": ", ":", " : ", ":\n  "]),
        st.sampled_from(["Knowledge", "2025-06-01", "0001-01-01T00:00+14:00", "9999-12-31T23:59Z",
                         "{src: a.png, alt: b}", "[a, /b/, ../c.md]", "[[[[[[[[[[", '"\\0\\ud800"',
                         "&a [*a]", "!!python/name:os.system", "true", "#1", "~", "'", '"', "|",
                         "/%2e%2e/", "/..", "\t", "\x1b", "x" * 600, "é: ü", ""]),
    ).map("".join)
).map("\n".join)  # fmt: skip


@settings(max_examples=400)
@given(
    st.binary() | st.text().map(str.encode) | FRONT.map(lambda front: front.encode()), st.booleans()
)
@example(b"", False)
@example(b"title: A\ncategory: Knowledge\ndate: 0001-01-01T00:00+14:00\nsummary: S", True)
def test_no_bytes_stop_the_reader(data: bytes, has_fences: bool) -> None:
    found = read(b"---\n" + data + b"\n---\nText.\n" if has_fences else data)

    assert (found.post is None) is bool(errors_of(found.problems))
    assert (found.post is None) is (found.body is None)
    for problem in found.problems:
        assert format_problem(problem, "a line").split("\n")[0].isprintable()
    if found.post is not None and found.body is not None:
        assert decode(encode(found.post), Post) == found.post
        assert decode(encode(found.body), Body) == found.body
        assert re.fullmatch(r"/knowledge/[a-z0-9-]+/", found.post.permalink)
        assert not FORBIDDEN.search(found.post.title + found.post.summary)
