"""What autoblog adds to an engine's HTML."""

from __future__ import annotations

import pytest

from autoblog.parts import Heading
from autoblog.read.enrich import depth_exceeds, enrich
from autoblog.read.enriched import Enriched, Link

SOURCE = "content/knowledge/a.md"


def enriched(html: str) -> Enriched:
    return enrich(html, SOURCE)


def html_of(html: str) -> str:
    return enriched(html).html


@pytest.mark.parametrize(
    ("html", "levels"),
    [
        pytest.param("<h1>A</h1><h2>B</h2>", [2, 3], id="from h1"),
        pytest.param("<h2>A</h2><h3>B</h3>", [2, 3], id="from h2"),
        pytest.param("<h4>A</h4><h5>B</h5>", [2, 3], id="from h4"),
        pytest.param("<h3>A</h3><h1>B</h1>", [4, 2], id="a higher one later"),
        pytest.param("<h1>A</h1><h6>B</h6>", [2, 6], id="no h7"),
    ],
)
def test_headings_start_at_h2(html: str, levels: list[int]) -> None:
    found = enriched(html + "<h6>C</h6>")

    assert [heading.level for heading in found.toc[:2]] == levels
    assert "<h1" not in found.html


def test_each_heading_gets_an_anchor_of_its_own() -> None:
    found = enriched("<h2>Price</h2><h2>Price</h2><h2>固态</h2><h2>!</h2><h2>!</h2>")

    assert found.anchors == ("price", "price-2", "gu-tai", "section", "section-2")
    assert '<h2 id="price-2">Price</h2>' in found.html


def test_an_anchor_of_the_authors_stays_and_is_not_given_twice() -> None:
    found = enriched('<p id="price">x</p><h2 id="own">A</h2><h2>Price</h2>')

    assert found.anchors == ("price", "own", "price-2")


@pytest.mark.parametrize(
    ("count", "expected"),
    [(2, ()), (3, tuple(Heading(2, f"h-{n}", f"H {n}") for n in range(3)))],
    ids=["two", "three"],
)
def test_a_table_of_contents_is_due_from_three_headings(
    count: int, expected: tuple[Heading, ...]
) -> None:
    assert enriched("".join(f"<h2>H <em>{n}</em></h2>" for n in range(count))).toc == expected


@pytest.mark.parametrize(
    ("href", "token", "link"),
    [
        pytest.param(
            "../x/b.md#p", "ref:content/x/b.md#p",
            Link("../x/b.md#p", "source", "content/x/b.md#p", False), id="source",
        ),
        pytest.param("/a/", "ref:/a/", Link("/a/", "site", "/a/", False), id="address of the site"),
        pytest.param("#p", "#p", Link("#p", "anchor", "p", False), id="anchor"),
        pytest.param(
            "../../x", "../../x", Link("../../x", "outside", "../../x", False), id="outside"
        ),
    ],
)  # fmt: skip
def test_links_of_the_site_become_tokens(href: str, token: str, link: Link) -> None:
    found = enriched(f'<p><a href="{href}">x</a></p>')

    assert found.html == f'<p><a href="{token}">x</a></p>'
    assert found.links == (link,)


@pytest.mark.parametrize("href", ["https://x.example/", "HTTP://x.example/", "//x.example/"])
def test_an_external_link_opens_no_door_back(href: str) -> None:
    found = enriched(f'<p><a href="{href}">x</a></p>')

    assert found.html == f'<p><a href="{href}" rel="noopener">x</a></p>'
    assert found.links == ()


def test_a_mail_address_is_left_alone() -> None:
    assert html_of('<a href="mailto:a@b.example">x</a>') == '<a href="mailto:a@b.example">x</a>'


def test_an_anchor_without_an_address_is_no_link() -> None:
    assert enriched('<p><a id="x">y</a></p>') == Enriched(
        '<p><a id="x">y</a></p>', (), ["y"], ("x",), ()
    )


@pytest.mark.parametrize("href", ["data:text/html,x", "DATA:text/html,x"])
def test_a_link_holds_no_data(href: str) -> None:
    assert html_of(f'<p><a href="{href}">x</a></p>') == "<p><a>x</a></p>"


@pytest.mark.parametrize(
    ("src", "shown"),
    [
        ("data:image/png;base64,AA", ' src="data:image/png;base64,AA"'),
        ("data:text/html,x", ""),
        ("DATA:text/html,x", ""),
    ],
)
def test_a_picture_holds_no_data_but_an_image(src: str, shown: str) -> None:
    assert html_of(f'<p><img alt="" src="{src}"></p>') == (
        f'<p><img alt=""{shown} loading="lazy" decoding="async"></p>'
    )


def test_a_picture_by_its_address_in_the_site_becomes_a_token() -> None:
    assert 'src="ref:/images/a.png"' in html_of('<p><img alt="" src="/images/a.png"></p>')


def test_a_picture_of_another_site_is_none_of_ours() -> None:
    assert enriched('<p><img alt="A" src="https://x.example/a.png"></p>').links == ()


def test_a_picture_of_the_site_becomes_a_token_and_has_an_alt() -> None:
    found = enriched('<p>x <img src="../images/a.png"></p>')

    assert found.html == (
        '<p>x <img src="ref:content/images/a.png" loading="lazy" decoding="async" alt=""></p>'
    )
    assert found.links == (
        Link("../images/a.png", "source", "content/images/a.png", True, is_undescribed=True),
    )


def test_a_titled_picture_alone_in_a_paragraph_is_a_figure() -> None:
    html = html_of('<p><img alt="a" src="https://x.example/a.png" title="A &lt;b&gt; c"></p>')

    assert html == (
        '<figure><img alt="a" src="https://x.example/a.png" loading="lazy" decoding="async">'
        "<figcaption>A &lt;b&gt; c</figcaption></figure>"
    )


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<p>text <img alt="" src="#" title="t"></p>', id="text before"),
        pytest.param('<p><img alt="" src="#" title="t"> text</p>', id="text behind"),
        pytest.param('<p><img alt="" src="#"></p>', id="no title"),
        pytest.param('<li><img alt="" src="#" title="t"></li>', id="no paragraph"),
    ],
)
def test_other_pictures_are_no_figures(html: str) -> None:
    assert "<figure" not in html_of(html)


def test_a_table_scrolls_in_a_frame_named_by_its_heading() -> None:
    html = html_of("<h2>Costs</h2><table><tr><th>a</th><th></th></tr></table> behind")

    assert (
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table: Costs"><table>'
        in html
    )
    assert html.endswith("</table></div> behind")
    assert "<th>a</th><td></td>" in html


def test_a_table_below_no_heading_is_a_table() -> None:
    assert 'aria-label="Table"' in html_of("<table><tr><td>1</td></tr></table>")


def test_a_tables_own_caption_names_it() -> None:
    html = html_of("<h2>A</h2><table><caption>Own</caption><tr><td>1</td></tr></table>")

    assert 'aria-label="Table: Own"' in html


def test_the_plain_text_has_a_space_where_a_block_ends() -> None:
    found = enriched(
        "<h2>A</h2><p>b<br>c <em>d</em>e</p><ul><li>f</li><li>g</li></ul>"
        "<blockquote><p>q</p>r</blockquote>"
        '<p>h<sup><a class="footnote-ref" href="#fn:1">1</a></sup></p>'
        '<p id="fn:1">i<a class="footnote-backref" href="#fn:1">↩</a></p>'
    )

    assert found.words == "A b c de f g q r h i".split()


def test_an_authors_own_html_may_close_what_it_did_not_open() -> None:
    found = enriched("<p>a</p></div></section><p>b</p></body></html><p>c</p>")

    assert found.html == "<p>a</p><p>b</p><p>c</p>"
    assert found.words == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param("<p>a&#8;b&#x1B;c&#0;d</p>", "abcd", id="references"),
        pytest.param("<p>a\x08b\x0b</p>", "ab", id="as they are"),
        pytest.param("<p>a&#xFFFE;b&#x110000;c&#99999999999;d</p>", "abcd", id="no characters"),
        pytest.param("<p>a&#150;b&#8212;c&#x7535;&#128;</p>", "a–b—c电€", id="good ones stay"),
        pytest.param("<p>a&amp;#8;b</p>", "a&#8;b", id="text about references stays"),
        pytest.param("<h2>a&#8;b</h2>", "ab", id="in a heading"),
        pytest.param("<table><caption>a&#8;b</caption></table>", "ab", id="in a caption"),
    ],
)
def test_what_no_page_can_hold_is_dropped(html: str, text: str) -> None:
    assert enriched(html).words == [text]


def test_a_caption_holds_no_control_character() -> None:
    assert "<figcaption>ab<" in html_of('<p><img alt="" src="#" title="a&#8;b"></p>')


def test_nothing_is_made_of_nothing() -> None:
    assert enriched("") == Enriched("", (), [], (), ())


@pytest.mark.parametrize(
    "tag", ["blockquote", "ul", "ol", "div", "dl", "details", "table", "span", "em", "strong"]
)
def test_each_element_that_authors_nest_counts(tag: str) -> None:
    assert depth_exceeds(f"<{tag}>" * 6 + f"</{tag}>" * 6, 5)


@pytest.mark.parametrize(
    ("html", "exceeds"),
    [
        pytest.param("<div>" * 5 + "</div>" * 5, False, id="at the limit"),
        pytest.param("<div>" * 6 + "</div>" * 6, True, id="above"),
        pytest.param("<ul><li>" * 6 + "</li></ul>" * 6, True, id="lists"),
        pytest.param("<div></div>" * 50, False, id="side by side"),
        pytest.param("<p></p>" + "<div></div>" * 9 + "<div>" * 5 + "</div>" * 5, False, id="both"),
        pytest.param("<p></p>" + "<div></div>" * 9 + "<div>" * 6 + "</div>" * 6, True, id="later"),
        pytest.param("<div><br><img><hr><wbr><col><input><area></div>" * 9, False, id="void"),
        pytest.param("<pre>" + "&lt;div&gt;" * 50 + "</pre>", False, id="text about elements"),
    ],
)
def test_depth_is_counted_without_a_tree(html: str, exceeds: bool) -> None:
    assert depth_exceeds(html, 5) is exceeds
