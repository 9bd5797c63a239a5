"""The cleaning of raw HTML: what an allow-list does not name is gone."""

from __future__ import annotations

import pytest

from autoblog.read.enrich import clean, removed_by_cleaning


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<script>alert(1)</script>a", "a", id="script"),
        pytest.param("<SCRIPT SRC=//x>alert(1)</SCRIPT>a", "a", id="upper case"),
        pytest.param("<script/x>alert(1)</script>a", "a", id="slash"),
        pytest.param("<scr<script>ipt>a", "ipt&gt;a", id="nested"),
        pytest.param("<style>*{}</style>a", "a", id="style"),
        pytest.param('<p style="background:url(//x)">a</p>', "<p>a</p>", id="style attribute"),
        pytest.param('<td style="text-align:left;color:red">', "", id="a cell alone"),
        pytest.param("<img src=x onerror=alert(1)>", '<img src="x">', id="handler"),
        pytest.param('<img src=x\nOnError\n=\n"x">', '<img src="x">', id="spread handler"),
        pytest.param("<svg/onload=alert(1)>a</svg>", "a", id="svg"),
        pytest.param("<math><mi>a</mi></math>b", "b", id="math"),
        pytest.param("<iframe src=//x></iframe>a", "a", id="iframe"),
        pytest.param("<object data=//x></object>a", "a", id="object"),
        pytest.param("<embed src=//x>a", "a", id="embed"),
        pytest.param("<form action=//x><input><button>a</button></form>", "a", id="form"),
        pytest.param('<meta http-equiv=refresh content="0;url=//x">a', "a", id="refresh"),
        pytest.param("<base href=//x>a", "a", id="base"),
        pytest.param("<link rel=stylesheet href=//x>a", "a", id="link"),
        pytest.param("<video autoplay src=x></video>a", "a", id="video"),
        pytest.param("<!-- a -->b", "b", id="comment"),
        pytest.param("<!--[if IE]><script>x</script><![endif]-->b", "b", id="conditional"),
        pytest.param('<p class="a" id="b" onclick="c">d</p>', '<p class="a" id="b">d</p>', id="p"),
        pytest.param('<a href="x" target="_blank" ping="y">a</a>', '<a href="x">a</a>', id="a"),
        pytest.param('<q cite="javascript:x">a</q>', "<q>a</q>", id="cite"),
        pytest.param('<img srcset="x 2x" src="y">', '<img src="y">', id="srcset"),
    ],
)
def test_what_could_run_or_fetch_is_gone(html: str, expected: str) -> None:
    assert clean(html) == expected


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
        "java&#10;script:alert(1)", "java&Tab;script:alert(1)", "&#1;javascript:alert(1)",
        "javascript&colon;alert(1)", "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)",
        "vbscript:x", "file:///etc/passwd", "blob:x", "ref:content/a.md", "feed:javascript:x",
        "view-source:javascript:x",
    ],
)  # fmt: skip
@pytest.mark.parametrize("html", ['<a href="{}">a</a>', '<img src="{}">'], ids=["link", "picture"])
def test_an_address_of_another_scheme_is_gone(html: str, address: str) -> None:
    assert clean(html.format(address)) == html.replace(' href="{}"', "").replace(' src="{}"', "")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://x.example/?a=1&amp;b=2#c">a</a>',
        '<a href="../knowledge/a.md">a</a>',
        '<a href="mailto:a@b.example">a</a>',
        '<img src="data:image/png;base64,AA" alt="a" width="1" height="2">',
        '<h2 id="a" class="b" lang="de" dir="rtl" title="c">d</h2>',
        '<table><tbody><tr><td style="text-align:right" colspan="2">a</td></tr></tbody></table>',
        '<figure><img src="a.png"><figcaption>a</figcaption></figure>',
        '<details open=""><summary>a</summary>b</details>',
        '<time datetime="2025-06-01">a</time>',
        "<kbd>a</kbd><mark>b</mark><samp>c</samp><sub>d</sub><sup>e</sup>",
        "<dl><dt>a</dt><dd>b</dd></dl>",
        '<abbr title="a">b</abbr>',
        "<section>a</section><small>b</small><var>c</var>",
        '<table><tbody><tr><th scope="col">a</th></tr></tbody></table>',
        '<a href="http://x.example/" hreflang="de">a</a><a href="tel:123">b</a>',
        '<div class="admonition note"><p>a</p></div>',
    ],
)
def test_what_articles_are_made_of_stays(html: str) -> None:
    assert clean(html) == html


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<script>x</script>", ("<script",), id="tag"),
        pytest.param("<SCRIPT>x</SCRIPT>", ("<SCRIPT",), id="as written"),
        pytest.param('<p onclick="x">', ("onclick",), id="handler"),
        pytest.param('<a href="javascript:x">', ("javascript",), id="address"),
        pytest.param("<a href=' VBScript:x'>", ("javascript",), id="another address"),
        pytest.param("<b><script></script><script></script>", ("<script",), id="once"),
        pytest.param("<iframe></iframe><p onload=x>", ("<iframe", "onload"), id="several"),
        pytest.param('<p title="onclick=x">', (), id="a value that says so"),
        pytest.param('<p>set onclick = "x"</p>', (), id="text that says so"),
        pytest.param("<code>&lt;script&gt;</code>", (), id="code"),
        pytest.param("a &lt; b", (), id="no tag"),
    ],
)
def test_authors_are_told_what_is_taken_out(html: str, expected: tuple[str, ...]) -> None:
    assert removed_by_cleaning(html) == expected
