"""Bodies: where their links lead, line by line, and what they may not hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.model import Body
from autoblog.parts import Heading, Reference
from autoblog.problems import Place, Problem, Severity
from autoblog.read.bodies import References, read_body
from autoblog.read.front_matter import SplitSource
from autoblog.read.plain import plain_text

SOURCE = "content/knowledge/a.md"
SETTINGS = ReadingSettings((), "UTC", "clean", (), LimitsConfig())
TRUSTING = replace(SETTINGS, raw_html="allow")
FIRST_LINE = 7


def read(
    text: str, settings: ReadingSettings = SETTINGS
) -> tuple[Body | None, References, tuple[Problem, ...]]:
    return read_body(SplitSource(None, text, FIRST_LINE), SOURCE, settings)


def html_of(text: str, settings: ReadingSettings = SETTINGS) -> str:
    body, _, problems = read(text, settings)
    assert problems == ()
    assert body is not None
    return body.html


def found_in(text: str, settings: ReadingSettings = SETTINGS) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in read(text, settings)[2]]


def test_a_body_is_its_html_and_its_contents_and_comes_with_its_plain_text() -> None:
    body, references, problems = read("# A\n\nSome *text*.\n\n# B\n\n# C\n")

    assert problems == ()
    assert body == Body(
        '<h2 id="a">A</h2>\n<p>Some <em>text</em>.</p>\n<h2 id="b">B</h2>\n<h2 id="c">C</h2>',
        (Heading(2, "a", "A"), Heading(2, "b", "B"), Heading(2, "c", "C")),
    )
    assert references == References((), ("a", "b", "c"), "A Some text. B C".split())
    assert plain_text(body.html) == "A Some text. B C"


def test_nothing_in_a_body_is_run_as_a_template() -> None:
    assert html_of("{{ 7 * 7 }} {% for x in y %} {# z #}") == (
        "<p>{{ 7 * 7 }} {% for x in y %} {# z #}</p>"
    )


def test_each_reference_knows_where_it_stands() -> None:
    text = "See [a](b.md)\nand ![c](../images/c.png), [d](/knowledge/)\n\n[e](b.md#x) [f](b.md)\n"

    _, references, problems = read(text)

    assert problems == ()
    assert sorted(references.references, key=lambda r: (r.place.line, r.place.column)) == [
        Reference("content/knowledge/b.md", Place(7, 9)),
        Reference("content/images/c.png", Place(8, 10), is_image=True),
        Reference("/knowledge/", Place(8, 32)),
        Reference("content/knowledge/b.md#x", Place(10, 5)),
        Reference("content/knowledge/b.md", Place(10, 17)),
    ]


def test_a_link_is_not_looked_for_in_code() -> None:
    _, references, _ = read("`[a](b.md)`\n\n```\n[a](b.md)\n```\n\n[a](b.md)\n")

    assert references.references == (Reference("content/knowledge/b.md", Place(13, 5)),)


def test_a_link_by_name_stands_where_its_address_does() -> None:
    _, references, _ = read("[a][name]\n\n[name]: b.md\n")

    assert references.references == (Reference("content/knowledge/b.md", Place(9, 9)),)


@pytest.mark.parametrize(
    ("text", "place", "code", "hint"),
    [
        pytest.param("[a](#pric)\n\n# Price", (7, 5), "unknown-anchor", '"#price"', id="anchor"),
        pytest.param("x\n[a](../../site.yaml)", (8, 5), "link-outside", "content/", id="outside"),
        pytest.param("[a](%00.md)", (7, 5), "link-outside", "content/", id="NUL"),
        pytest.param("![a](b.txt)", (7, 6), "not-an-image", "", id="no picture"),
        pytest.param("![a](../b.md)", (7, 6), "not-an-image", "", id="a post as picture"),
        pytest.param("[a](b.html)", (7, 5), "active-file", "raw_html", id="a page of scripts"),
        pytest.param("[a](b.XHTML#c)", (7, 5), "active-file", "raw_html", id="upper case"),
        pytest.param("a\nb\x07c", (8, 2), "control-character", "remove", id="control character"),
        pytest.param("a\x00", (7, 2), "control-character", "remove", id="NUL in text"),
        pytest.param("a\ufffe", (7, 2), "control-character", "remove", id="no character"),
        pytest.param("a\n" + "[" * 99, (8, 61), "too-deep", "flatter", id="brackets"),
        pytest.param("a\n" + ">" * 99, (8, 1), "too-deep", "flatter", id="quotations"),
        pytest.param("<div>" * 99, (7, 1), "too-deep", "flatter", id="elements"),
        pytest.param("<div>" * 50_000, (7, 1), "too-deep", "flatter", id="elements by thousands"),
        pytest.param(
            "<div></div>" * 3_001 + "<x>" * 3_001,
            (7, 1),
            "too-deep",
            "flatter",
            id="elements that would be taken out",
        ),
    ],
)
def test_what_cannot_be_is_a_problem_at_its_place(
    text: str, place: tuple[int, int], code: str, hint: str
) -> None:
    _, _, problems = read(text)

    assert [(p.line, p.column, p.code, p.is_error) for p in problems] == [(*place, code, True)]
    assert hint in problems[0].hint


@pytest.mark.parametrize(
    "suffix", ["htm", "html", "js", "mjs", "svgz", "xht", "xhtml", "xml", "xsl"]
)
def test_a_file_that_a_browser_would_run_is_not_published(suffix: str) -> None:
    assert found_in(f"[a](b.{suffix})") == [(7, 5, "active-file")]


@pytest.mark.parametrize("href", ["b.pdf", "b.csv", "b.zip", "/b.html", "https://x.example/b.js"])
def test_other_files_and_other_sites_may_be_linked_to(href: str) -> None:
    assert found_in(f"[a]({href})") == []


@pytest.mark.parametrize("href", ["", "<>"])
def test_a_link_without_an_address_is_a_problem(href: str) -> None:
    _, _, problems = read(f"x\n\n[a]({href})")

    assert [p.code for p in problems] == ["broken-link"]


@pytest.mark.parametrize(
    "text", ["[a](#)", "[a](#top)", "[a](#b)\n\n# B", '[a](#p) <i id="p"></i>']
)
def test_an_anchor_that_is_there_is_no_problem(text: str) -> None:
    assert found_in(text) == []


def test_one_slip_made_twice_is_two_problems() -> None:
    assert found_in("[a](../../b)\n\nx [a](../../b)\n") == [
        (7, 5, "link-outside"),
        (9, 7, "link-outside"),
    ]


def test_all_problems_of_a_body_come_at_once() -> None:
    text = "[a](#x)\n[b](../../y)\n![c](d.txt)\n<script>e</script>\n"

    assert sorted((line, code) for line, _, code in found_in(text)) == [
        (7, "unknown-anchor"),
        (8, "link-outside"),
        (9, "not-an-image"),
        (10, "html-removed"),
    ]


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        pytest.param("a\n\n<script>x</script>", (9, 1), '"<script"', id="tag"),
        pytest.param('a <b onclick="x">c</b>', (7, 6), '"onclick"', id="handler"),
        pytest.param("[a](javascript:x)", (7, 5), '"javascript"', id="address"),
        pytest.param('a\n{: onclick="x"}', (8, 4), '"onclick"', id="attribute list"),
    ],
)
def test_html_that_is_taken_out_is_a_warning(text: str, place: tuple[int, int], what: str) -> None:
    body, _, problems = read(text)

    assert [(p.line, p.column, p.code, p.severity) for p in problems] == [
        (*place, "html-removed", Severity.WARNING)
    ]
    assert what in problems[0].message
    assert body is not None
    assert what.strip('"') not in body.html


@pytest.mark.parametrize(
    "text",
    [
        "<script>x</script>",
        '<p onclick="x">a</p>',
        '<p><a href="javascript:x">a</a></p>',
        '<iframe src="https://x.example/"></iframe>',
    ],
)
def test_a_site_may_trust_its_own_authors(text: str) -> None:
    assert html_of(text, TRUSTING) == text


def test_a_site_that_trusts_its_authors_publishes_their_pages() -> None:
    assert found_in("[a](b.html)", TRUSTING) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("[a](#x)", "unknown-anchor"), ("[a](../../y)", "link-outside"), ("<div>" * 99, "too-deep")],
)
def test_trust_in_html_is_no_trust_in_links_and_limits(text: str, code: str) -> None:
    assert [found for _, _, found in found_in(text, TRUSTING)] == [code]


def test_the_limit_of_levels_can_be_set() -> None:
    text = "> " * 20 + "x"

    assert found_in(text, replace(SETTINGS, limits=LimitsConfig(nesting=5))) == [(7, 1, "too-deep")]
    assert found_in(text) == []


def test_many_short_elements_are_not_deep() -> None:
    assert found_in("<br>" * 500 + "<li>a" * 500 + "\n\n" + "*a* " * 500) == []


def test_a_shown_token_of_the_authors_leads_nowhere() -> None:
    assert "ref:" not in html_of("[a](ref:content/secret.md)")
