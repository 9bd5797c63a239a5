"""`autoblog import wordpress`: exports, as WordPress writes them."""

from __future__ import annotations

import http.server
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from autoblog.importers.wordpress import read_wordpress
from autoblog.problems import AutoblogError
from serving import answering

Outcome = tuple[int, str, str]
Bring = Callable[..., Outcome]
Content = Callable[[], dict[str, bytes]]
Checked = Callable[[], tuple[int, str]]

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old</title><link>SITE</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>SITE</wp:base_blog_url>
<wp:author><wp:author_login>lin</wp:author_login>
<wp:author_display_name><![CDATA[Lin Yao]]></wp:author_display_name></wp:author>
"""
SITE = "https://old.example"
BLOCKS = """<!-- wp:paragraph -->
<p>Cold rubber is <strong>hard</strong>. See <a href="SITE/2023/10/01/brakes/#pads">brakes</a>,
<a href="/about/">us</a> and <a href="SITE/lost/">a lost one</a>.</p>
<!-- /wp:paragraph -->
<!-- wp:image -->
<figure><img src="SITE/up/tyre.png" alt="A tyre"/><figcaption>A "new" tyre</figcaption></figure>
<!-- /wp:image -->
[gallery ids="1,2"]
<script>x</script>"""
CLASSIC = """First line
second line.

[caption id="a" width="300"]<img src="/up/pad.png" alt="Pad" /> The pad[/caption]

1. No list; 5 * 3

<blockquote>Old words.</blockquote>
After it.

https://video.example/1"""


def item(title: str, body: str = "", *, extra: str = "", **fields: str) -> str:
    values = {
        "post_id": "1", "post_date": "2023-11-02 09:30:00", "post_date_gmt": "2023-11-02 08:30:00",
        "post_name": "a-name", "status": "publish", "post_type": "post",
    } | fields  # fmt: skip
    link = values.pop("link", f"{SITE}/{values['post_name']}/")
    excerpt = values.pop("excerpt", "")
    wp = "".join(f"<wp:{key}><![CDATA[{value}]]></wp:{key}>" for key, value in values.items())
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{link}</link>"
        f"<dc:creator>lin</dc:creator><content:encoded><![CDATA[{body}]]></content:encoded>"
        f"<excerpt:encoded><![CDATA[{excerpt}]]></excerpt:encoded>{wp}{extra}</item>\n"
    )


def category(name: str, domain: str = "category") -> str:
    return f'<category domain="{domain}" nicename="{name.lower()}"><![CDATA[{name}]]></category>'


def meta(key: str, value: str) -> str:
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


EXPORT = (
    item(
        'Winter Tyres: "Now" or Later? (Part 1)', BLOCKS, post_name="winter-tyres",
        link=f"{SITE}/2023/11/02/winter-tyres/", excerpt="When to change &amp; why.",
        post_modified="2023-12-02 09:30:00", post_modified_gmt="2023-12-02 08:30:00",
        extra=category("Tips") + category("Seasons") + category("tyres", "post_tag")
        + meta("_thumbnail_id", "20") + "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>",
    )
    + item(
        "Brakes", CLASSIC, post_name="brakes", link=f"{SITE}/2023/10/01/brakes/", status="draft",
        post_date="2023-10-01 09:30:00", post_date_gmt="0000-00-00 00:00:00",
        extra=category("Tips"),
    )
    + item("About", "<p>We.</p>", post_name="about", post_type="page")
    + item("A menu", post_type="nav_menu_item") + item("A form", post_type="wpcf7_form")
    + item("Gone", status="trash")
    + item(
        "lead", post_type="attachment", post_id="20", attachment_url=f"{SITE}/up/lead.png",
        extra=meta("_wp_attachment_image_alt", "Lead"),
    )
)  # fmt: skip


def export_text(items: str, site: str = SITE) -> str:
    return (HEAD + items + "</channel></rss>\n").replace(SITE, "SITE").replace("SITE", site)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.xml"
    path.write_text(export_text(EXPORT), "utf-8")
    return path


def test_posts_pages_and_drafts_come_and_pass_the_check(
    export: Path, bring: Bring, content: Content, checked: Checked
) -> None:
    status, out, err = bring("wordpress", export, "--map", "tips=Knowledge")

    assert status == 0
    assert out.endswith("3 posts imported\n")
    assert content()["knowledge/2023-11-02-winter-tyres.md"].decode() == (
        '---\ntitle: "Winter Tyres: \\"Now\\" or Later? (Part 1)"\ncategory: Knowledge\n'
        'date: 2023-11-02T09:30+01:00\nsummary: "When to change & why."\n'
        "keywords: [tyres, Seasons]\nupdated: 2023-12-02T09:30+01:00\naliases:\n"
        '  - "/2023/11/02/winter-tyres/"\nauthor: "Lin Yao"\n---\n\n'
        "Cold rubber is **hard**. See [brakes](2023-10-01-brakes.md), [us](../pages/about.md) and"
        " [a lost one](https://old.example/lost/).\n\n"
        '![A tyre](https://old.example/up/tyre.png "A &quot;new&quot; tyre")\n\n'
        '\\[gallery ids="1,2"]\n'
    )
    draft = content()["knowledge/2023-10-01-brakes.md"].decode()
    assert "date: 2023-10-01T09:30\n" in draft
    assert "draft: true\n---\n\n" in draft
    assert draft.partition("---\n\n")[2] == (
        "First line  \nsecond line.\n\n"
        '![Pad](https://old.example/up/pad.png "The pad")\n\n'
        "1\\. No list; 5 \\* 3\n\n> Old words.\n\nAfter it.\n\n"
        "[https://video.example/1](https://video.example/1)\n"
    )
    assert content()["pages/about.md"].decode() == '---\ntitle: "About"\n---\n\nWe.\n'
    for code in ("shortcode", "comments", "link", "picture", "html", "kind"):
        assert f"import-{code}:" in err, code
    assert checked()[0] == 0


def test_a_second_run_changes_nothing(export: Path, bring: Bring, content: Content) -> None:
    bring("wordpress", export, "--map", "tips=Knowledge")
    before = content()

    status, out, _ = bring("wordpress", export, "--map", "tips=Knowledge")

    assert (status, out.splitlines()[-1]) == (0, "0 posts imported, 3 there already")
    assert content() == before


def test_an_old_address_leads_to_the_post(
    export: Path, bring: Bring, checked: Checked, site: Path
) -> None:
    bring("wordpress", export, "--map", "*=industry-blog")
    checked()

    page = site / ".autoblog/check/2023/11/02/winter-tyres/index.html"
    assert "/industry-blog/winter-tyres/" in page.read_text("utf-8")


NOTES = '[{"content":"Measured by <em>us</em>.","id":"f-2"},{"content":"On ice.","id":"f-1"}]'
MARKED = (
    "<!-- wp:paragraph -->\n<p>A claim"
    '<sup data-fn="{}" class="fn"><a href="#{}" id="{}-link">1</a></sup> of weight.</p>\n'
    "<!-- /wp:paragraph -->\n\n<!-- wp:footnotes /-->"
)


@pytest.mark.parametrize(
    ("notes", "text"),
    [
        (NOTES, "A claim[^1] of weight.\n\n[^1]: Measured by *us*.\n"),
        ("", "A claim<sup>1</sup> of weight.\n"),
        ("{broken", "A claim<sup>1</sup> of weight.\n"),
        ('[{"id": 5}]', "A claim<sup>1</sup> of weight.\n"),
        ("7", "A claim<sup>1</sup> of weight.\n"),
    ],
)
def test_footnotes_of_the_newer_editor_come_along(
    tmp_path: Path, bring: Bring, content: Content, checked: Checked, notes: str, text: str
) -> None:
    path = tmp_path / "notes.xml"
    body = MARKED.format("f-2", "f-2", "f-2")
    extra = category("Knowledge") + meta("footnotes", notes)
    path.write_text(export_text(item("News", body, extra=extra)), "utf-8")

    bring("wordpress", path)

    [post] = content().values()
    assert post.decode().partition("---\n\n")[2] == text
    assert b'summary: "A claim' in post and b"[^" not in post.partition(b"---\n\n")[0]
    assert checked()[0] == 0


def test_a_summary_that_is_made_holds_no_shortcodes(
    tmp_path: Path, bring: Bring, content: Content
) -> None:
    path = tmp_path / "codes.xml"
    body = 'See [gallery ids="1,2"] the cars [in stock].\n\n[contact-form-7 id="5"]\n\nAsk us.'
    path.write_text(export_text(item("News", body, extra=category("Knowledge"))), "utf-8")

    bring("wordpress", path)

    [post] = content().values()
    assert 'summary: "See the cars [in stock]. Ask us."' in post.decode()


def test_a_category_without_a_section_keeps_its_posts_out_and_is_named(
    export: Path, bring: Bring, content: Content
) -> None:
    status, out, err = bring("wordpress", export)

    assert status == 1
    assert out.endswith("1 post imported\n")
    assert err.count("name it with --map 'Tips=SECTION'") == 2
    assert [*content()] == ["pages/about.md"]


def test_posts_alike_but_for_their_address_are_two(
    tmp_path: Path, bring: Bring, content: Content
) -> None:
    path = tmp_path / "two.xml"
    path.write_text(
        export_text(
            item("News", "a", post_name="news", extra=category("Knowledge"))
            + item("News", "b", post_name="news-2", extra=category("Knowledge"))
        ),
        "utf-8",
    )

    for _ in range(2):
        status, _, _ = bring("wordpress", path)

        assert status == 0
        assert [*content()] == ["knowledge/2023-11-02-news-2.md", "knowledge/2023-11-02-news.md"]


def test_what_was_not_public_comes_as_a_draft(
    tmp_path: Path, bring: Bring, content: Content
) -> None:
    path = tmp_path / "private.xml"
    items = item("A", "a", status="private", extra=category("Knowledge"), post_name="a")
    items += item("B", "b", post_password="x", extra=category("Knowledge"), post_name="b")
    items += item("C", "c", status="pending", extra=category("Knowledge"), post_name="c")
    path.write_text(export_text(items), "utf-8")

    bring("wordpress", path)

    assert len(content()) == 3
    assert all(b"draft: true" in text for text in content().values())


BOMB = (
    '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<rss><channel><title>&b;</title></channel></rss>"
)
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (BOMB, "a DOCTYPE or an entity"),
        (OUTSIDE, "a DOCTYPE or an entity"),
        ("", "no element found"),
        ("<rss>", "no element found"),
        ("<html/>", "begins with <html> instead of <rss>"),
        ("<rss><channel/></rss>", "no export of WordPress"),
        (export_text(EXPORT)[:900], "cannot be read"),
        ("<rss>" + "<a>" * 50, "nest more than"),
        ("PK\x03\x04", "cannot be read"),
    ],
    ids=["bomb", "outside", "empty", "open", "html", "rss", "cut", "deep", "zip"],
)
def test_what_is_no_export_is_a_problem(
    text: str, message: str, tmp_path: Path, bring: Bring, content: Content
) -> None:
    path = tmp_path / "bad.xml"
    path.write_text(text, "utf-8")

    status, _, err = bring("wordpress", path)

    assert status == 1
    assert f"{path}:" in err
    assert message in err
    assert "Traceback" not in err
    assert content() == {}


@settings(max_examples=80)
@given(
    st.integers(0, len(export_text(EXPORT))),
    st.sampled_from(["", "<", "]]>", "&", "<item>", "</item>", "\x00", "\xff", "<wp:status>"]),
    st.integers(0, 40),
)
def test_a_damaged_export_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, word: str, cut: int
) -> None:
    text = export_text(EXPORT)
    path = tmp_path_factory.getbasetemp() / "damaged.xml"
    path.write_bytes((text[:at] + word + text[at + cut :]).encode("latin-1", "replace"))

    try:
        export = read_wordpress(path, {"*": "knowledge"})
    except AutoblogError as error:
        assert error.problems
    else:
        assert len(export.entries) <= 4


class _Pictures(http.server.BaseHTTPRequestHandler):
    """An old site that has one picture, one that leads there, and what is none."""

    def do_GET(self) -> None:
        data = BytesIO()
        Image.new("RGB", (4, 3)).save(data, "PNG")
        name = self.path.rpartition("/")[2]
        self.send_response({"tyre.png": 302, "gone.png": 404}.get(name, 200))
        if name == "tyre.png":
            self.send_header("Location", "/up/lead.png")
        self.send_header("Content-Type", "text/html" if name == "page.png" else "image/png")
        self.end_headers()
        self.wfile.write(b"x" * 3_000_000 if name == "large.png" else data.getvalue())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def old_site() -> Iterator[str]:
    with answering(_Pictures) as address:
        yield address


@pytest.mark.slow
def test_pictures_are_fetched_when_that_is_asked(
    tmp_path: Path, old_site: str, bring: Bring, content: Content, checked: Checked, site: Path
) -> None:
    path = tmp_path / "export.xml"
    more = "".join(f'<img src="SITE/up/{n}.png">' for n in ("gone", "page", "large"))
    path.write_text(export_text(EXPORT.replace("[gallery", f"{more}[gallery"), old_site), "utf-8")
    settings_file = site / "site.yaml"
    settings_file.write_text(settings_file.read_text("utf-8") + "limits: {image_kib: 100}\n")

    status, out, err = bring(
        "wordpress", path, "--map", "*=knowledge", "--fetch-images", "--local-network"
    )

    assert status == 0
    assert out.endswith("3 posts imported, 3 other files\n")
    text = content()["knowledge/2023-11-02-winter-tyres.md"].decode()
    assert '![A tyre](../images/tyre.png "A' in text
    assert 'image:\n  src: "../images/lead.png"\n  alt: "Lead"\n' in text
    for reason in ("answers with 404", "no picture but text/html", "more than 100 KiB"):
        assert reason in err
    assert checked()[0] == 0


@pytest.mark.slow
def test_machines_of_a_private_network_are_not_asked(
    tmp_path: Path, old_site: str, bring: Bring, content: Content
) -> None:
    path = tmp_path / "export.xml"
    path.write_text(export_text(EXPORT, old_site), "utf-8")

    status, _, err = bring("wordpress", path, "--map", "*=knowledge", "--fetch-images")

    assert status == 0
    assert "is a machine of a private network" in err
    assert not any(name.startswith("images/") for name in content())
