from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from autoblog.digest import Digest
from autoblog.model import Body, SiteInfo
from autoblog.parts import Heading
from autoblog.plan.contexts import Target
from autoblog.problems import MissingBodyError
from autoblog.render.filters import (
    iso,
    long_date,
    make_filters,
    resolved,
    rfc822,
    rfc3339,
    xml,
)

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = timezone(timedelta(hours=8))

ONE = Digest("one")


@dataclass(frozen=True)
class Use:
    digest: Digest = ONE
    permalink: str = "/knowledge/cells/"
    targets: Mapping[str, Target] = field(default_factory=dict)


def filters(base_path: str = "/", html: str = "") -> Mapping[str, Callable[..., Any]]:
    base_url = f"https://test.example{base_path}"
    info = SiteInfo("T", "", "", base_url, base_path, "en", "UTC", "", (), (), {})
    bodies = {ONE: Body(html, (Heading(2, "anode", "Anode"),))}
    return make_filters(info, {"css/site.css": "/assets/css/site.0a.css"}, bodies)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/", "/blog/"),
        ("/knowledge/cells/", "/blog/knowledge/cells/"),
        ("/knowledge/cells/#anode", "/blog/knowledge/cells/#anode"),
        ("/files/50% off, “now”.pdf", "/blog/files/50%25%20off,%20%E2%80%9Cnow%E2%80%9D.pdf"),
        ("/关于/", "/blog/%E5%85%B3%E4%BA%8E/"),
        ('/a"b<c>/', "/blog/a%22b%3Cc%3E/"),
    ],
)
def test_url_adds_the_base_path_and_escapes(path: str, url: str) -> None:
    assert filters("/blog/")["url"](path) == url
    assert filters("/blog/")["absolute"](path) == f"https://test.example{url}"
    assert filters("/")["url"](path) == url.removeprefix("/blog")


def test_asset_names_the_published_file() -> None:
    assert filters("/blog/")["asset"]("css/site.css") == "/blog/assets/css/site.0a.css"


def test_asset_of_an_unknown_file_is_an_error() -> None:
    with pytest.raises(LookupError, match=r"no static file 'css/sit\.css'"):
        filters()["asset"]("css/sit.css")


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<a href="ref:content/b.md">b</a>', '<a href="/blog/k/b/">b</a>'),
        ('<a href="ref:content/b.md#x">b</a>', '<a href="/blog/k/b/#x">b</a>'),
        ('<a title="t" href="ref:content/b.md">b</a>', '<a title="t" href="/blog/k/b/">b</a>'),
        ('<a href="ref:content/held.md" class="c">b</a>', '<a class="c">b</a>'),
        (
            '<img alt="" src="ref:content/p.png">',
            '<img alt="" src="/blog/images/p.0a.png" width="4" height="3">',
        ),
        (
            '<img width="9" src="ref:content/p.png">',
            '<img width="9" src="/blog/images/p.0a.png">',
        ),
        ('<a href="ref:content/%E7%94%B5.md">b</a>', '<a href="/blog/k/dian/">b</a>'),
        ('<a href="ref:content/a&amp;b.pdf">b</a>', '<a href="/blog/a&amp;b.pdf">b</a>'),
        ('<code>href="ref:content/b.md"</code>', '<code>href="ref:content/b.md"</code>'),
        ("<p>&lt;a href=\"ref:content/b.md\"</p>", "<p>&lt;a href=\"ref:content/b.md\"</p>"),
        ('<a href="https://x.example/?ref:content/b.md">b</a>',) * 2,
    ],
    ids=[
        "link", "anchor", "after another attribute", "held back", "picture", "own width",
        "Chinese", "ampersand", "code", "escaped", "elsewhere",
    ],
)  # fmt: skip
def test_html_resolves_tokens_and_nothing_else(html: str, shown: str) -> None:
    targets = {
        "content/b.md": Target("/k/b/"),
        "content/b.md#x": Target("/k/b/#x"),
        "content/p.png": Target("/images/p.0a.png", 4, 3),
        "content/电.md": Target("/k/dian/"),
        "content/a&b.pdf": Target("/a&b.pdf"),
    }

    assert filters("/blog/", html)["html"](Use(targets=targets)) == Markup(shown)


def test_a_target_cannot_break_out_of_its_attribute() -> None:
    html = resolved(
        '<a href="ref:content/x">x</a>', {"content/x": Target('/"><script>')}, lambda path: path
    )

    assert html == '<a href="/&#34;&gt;&lt;script&gt;">x</a>'


@pytest.mark.parametrize(
    ("href", "absolute"),
    [
        ("ref:content/b.md", "https://test.example/blog/k/b/"),
        ("#part", "https://test.example/blog/knowledge/cells/#part"),
        ("/raw/", "https://test.example/raw/"),
        ("//cdn.example/x", "//cdn.example/x"),
        ("https://x.example/", "https://x.example/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_full_html_leaves_no_address_relative(href: str, absolute: str) -> None:
    use = Use(targets={"content/b.md": Target("/k/b/")})

    shown = filters("/blog/", f'<p>/a <a href="{href}">x</a></p>')["full_html"](use)

    assert shown == f'<p>/a <a href="{absolute}">x</a></p>'


def test_full_html_is_text_that_a_feed_escapes() -> None:
    shown = filters("/", "<p>a</p>")["full_html"](Use())

    assert not isinstance(shown, Markup)


@pytest.mark.parametrize("name", ["html", "full_html", "toc"])
def test_a_body_that_is_gone_is_told_apart_from_other_faults(name: str) -> None:
    with pytest.raises(MissingBodyError, match="lost"):
        filters()[name](Use(Digest("lost")))


def test_toc_lists_the_headings() -> None:
    assert filters()["toc"](Use()) == (Heading(2, "anode", "Anode"),)


def test_mark_current_marks_the_own_link_alone() -> None:
    markup = Markup('<a href="/b/k/a/">A</a><a href="/b/k/a/b/">B</a>')

    marked = filters("/b/")["mark_current"](markup, "/k/a/")

    assert marked == '<a href="/b/k/a/" aria-current="page">A</a><a href="/b/k/a/b/">B</a>'
    assert isinstance(marked, Markup)


@given(st.text())
def test_xml_makes_any_text_part_of_a_document(text: str) -> None:
    document = f"<t>{xml(text)}</t>".encode()

    kept = ElementTree.fromstring(document).text or ""

    # A parser turns all line ends into one form (XML 1.0, section 2.11).
    assert set(kept) <= {*text, "\n"}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("a\x00\x08\x0b\x0c\x1fb", "ab"),
        ("a\ud800\ufffe\uffffb", "ab"),
        ("]]>", "]]&gt;"),
        ("<b>&\"'", "&lt;b&gt;&amp;&#34;&#39;"),
        ("tab\tline\n电🚗", "tab\tline\n电🚗"),
    ],
    ids=["control characters", "no characters", "end of CDATA", "markup", "good text"],
)
def test_xml_drops_what_xml_forbids_and_escapes_the_rest(text: str, safe: str) -> None:
    assert xml(text) == Markup(safe)


def test_dates_are_written_alike_on_every_machine() -> None:
    moment = datetime(2025, 12, 5, 7, 30, tzinfo=SHANGHAI)

    written = iso(moment), long_date(moment), rfc3339(moment), rfc822(moment)

    assert written == (
        "2025-12-05",
        "5 December 2025",
        "2025-12-04T23:30:00Z",
        "Thu, 04 Dec 2025 23:30:00 GMT",
    )
    assert iso(date(2025, 3, 1)) == "2025-03-01"


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    moments = [datetime(2025, 10, 26, 2, 30, tzinfo=BERLIN, fold=n) for n in (0, 1)]

    assert [rfc3339(moment) for moment in moments] == [
        "2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z",
    ]  # fmt: skip


@given(st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=st.just(SHANGHAI)))
def test_feed_dates_are_read_back_to_the_second(moment: datetime) -> None:
    second = moment.astimezone(UTC).replace(microsecond=0)

    assert datetime.fromisoformat(rfc3339(moment)) == second
    assert parsedate_to_datetime(rfc822(moment)) == second
