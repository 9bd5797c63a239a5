"""One source becomes one post and its body, or all its problems."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.digest import digest
from autoblog.model import Post, Section
from autoblog.parts import Alias, LeadImage, Pin, Reference
from autoblog.problems import Place, Severity
from autoblog.read.posts import ReadPost, read_post
from autoblog.zones import zone

SETTINGS = ReadingSettings(
    sections=(
        Section("Knowledge", "knowledge", "", "/knowledge/"),
        Section("Industry Blog", "industry-blog", "", "/industry-blog/"),
    ),
    time_zone="Asia/Shanghai",
    raw_html="clean",
    extra_keys=("mood",),
    limits=LimitsConfig(),
)
SOURCE = "content/knowledge/2025-06-01-solid-cells.md"


def read(text: str | bytes, path: str = SOURCE, settings: ReadingSettings = SETTINGS) -> ReadPost:
    return read_post(path, text if isinstance(text, bytes) else text.encode(), settings)


def good(text: str, path: str = SOURCE) -> Post:
    found = read(text, path)
    assert found.problems == ()
    assert found.post is not None
    return found.post


def codes_of(found: ReadPost) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in found.problems]


def test_a_post_is_the_index_card_of_its_source(post: Callable[..., str]) -> None:
    text = post(
        "Cells",
        body="# A\n\nSome [text](b.md).\n",
        more="keywords: cell, car\nauthor: A. Author\nupdated: 2025-06-02T08:00Z\nmood: calm\n"
        "expires: 2026-01-01\nnoindex: true\n",
    )

    found = read(text)

    assert found.problems == ()
    assert found.body is not None
    assert found.post == Post(
        source_path=SOURCE,
        section="knowledge",
        slug="solid-cells",
        permalink="/knowledge/solid-cells/",
        title="Cells",
        title_place=Place(2, 8),
        summary="What Cells is about.",
        published_at=datetime(2025, 6, 1, tzinfo=zone("Asia/Shanghai")),
        updated_at=datetime(2025, 6, 2, 16, tzinfo=zone("Asia/Shanghai")),
        expires_at=datetime(2026, 1, 1, tzinfo=zone("Asia/Shanghai")),
        keywords=("cell", "car"),
        author="A. Author",
        image=None,
        aliases=(),
        pins=(),
        is_draft=False,
        is_listed=True,
        has_noindex=True,
        extra={"mood": "calm"},
        word_count=3,
        anchors=("a",),
        references=(Reference("content/knowledge/b.md", Place(16, 13)),),
        terms=found.post.terms if found.post else "",
        body=digest(found.body),
        warnings=(),
    )
    assert found.post.terms.startswith("cell ")
    assert found.post.published_at.utcoffset() == timedelta(hours=8)


def test_a_standalone_page_stands_at_the_top_and_in_no_list() -> None:
    page = good("---\ntitle: About\n---\nText.\n", "content/pages/about.md")

    assert (page.permalink, page.section, page.is_listed) == ("/about/", "", False)


def test_reading_is_a_function_of_its_arguments(post: Callable[..., str]) -> None:
    text = post(body="# A\n\n[^1] x\n\n[^1]: note\n\n*[B]: c\n")
    first = read(text)
    read(post("Other", body="# A\n\n*[x]: y\n\n[^1]: other\n"))

    assert read(text) == first


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda data: b"\xef\xbb\xbf" + data, id="byte order mark"),
        pytest.param(lambda data: data.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda data: data.replace(b"\n", b"\r"), id="CR"),
    ],
)
def test_what_editors_do_to_a_file_changes_no_post(
    post: Callable[..., str], change: Callable[[bytes], bytes]
) -> None:
    data = post(body="# A\n\n```\nb\n```\n\n[c](d.md)\n").encode()

    assert read(change(data)) == read(data)


def test_the_case_of_a_category_is_forgiven_with_a_warning(post: Callable[..., str]) -> None:
    found = read(post(category="industry blog"))

    assert [(p.line, p.column, p.code, p.severity) for p in found.problems] == [
        (3, 11, "category-case", Severity.WARNING)
    ]
    assert '"Industry Blog"' in found.problems[0].message
    assert found.post is not None
    assert found.post.section == "industry-blog"
    assert found.post.warnings == found.problems


def test_an_unknown_category_names_the_sections_and_the_nearest(post: Callable[..., str]) -> None:
    found = read(post(category="Knowlege"))

    assert found.post is None
    assert codes_of(found) == [(3, "unknown-category")]
    assert "Knowledge or Industry Blog" in found.problems[0].message
    assert '"Knowledge"' in found.problems[0].hint


def test_a_missing_category_is_one_problem(post: Callable[..., str]) -> None:
    found = read(post().replace("category: Knowledge\n", ""))

    assert [problem.code for problem in found.problems] == ["missing-key"]


def test_front_matter_that_cannot_be_read_is_not_called_empty(post: Callable[..., str]) -> None:
    found = read(post(more=f"mood: {'[' * 30}\n", body="[a](#b)\n"))

    assert codes_of(found) == [(6, "yaml-depth"), (9, "unknown-anchor")]


def test_the_folder_of_a_post_is_not_its_section(post: Callable[..., str]) -> None:
    assert good(post(category="Industry Blog")).permalink == "/industry-blog/solid-cells/"


@pytest.mark.parametrize(
    ("more", "name", "slug"),
    [
        pytest.param("slug: own\n", "2025-06-01-a.md", "own", id="own"),
        pytest.param("", "2025-06-01-a.md", "a", id="name without date"),
        pytest.param("", "固态电池.md", "gu-tai-dian-chi", id="Chinese"),
        pytest.param("", "Éclairs & Co.md", "eclairs-co", id="accents"),
    ],
)
def test_the_slug_is_the_authors_or_the_files(
    post: Callable[..., str], more: str, name: str, slug: str
) -> None:
    assert good(post(more=more), f"content/knowledge/{name}").slug == slug


def test_a_name_that_gives_no_slug_gets_a_digest_with_a_warning(post: Callable[..., str]) -> None:
    found = read(post(), "content/knowledge/🚗.md")

    assert [(p.code, p.severity) for p in found.problems] == [("slug-digest", Severity.WARNING)]
    assert found.post is not None
    assert len(found.post.slug) == 10
    assert found.post.slug in found.problems[0].message


def test_aliases_keep_their_places(post: Callable[..., str]) -> None:
    assert good(post(more="aliases:\n  - /2024/old/\n  - /旧/ page.html\n")).aliases == (
        Alias("/2024/old/", Place(7, 5)),
        Alias("/旧/ page.html", Place(8, 5)),
    )


@pytest.mark.parametrize(
    "alias",
    [
        "old", "/", "https://x.example/a", "//x.example/a", "/a/../b", "/../../etc/passwd", "/./a",
        "/a?b", "'/a#b'", "/a\\b", "/a//b", "/" + "a" * 256, "/" + "a/" * 501, r'"/a\x00b"',
        r'"/a\nb\x1b"',
    ],
)  # fmt: skip
def test_what_is_no_old_address_is_a_problem(post: Callable[..., str], alias: str) -> None:
    found = read(post(more=f"aliases: [{alias}]\n"))

    assert found.post is None
    assert [(p.line, p.column) for p in found.problems] == [(6, 11)]
    assert found.problems[0].code in ("bad-alias", "control-character")


def test_pins_are_source_paths_or_slugs(post: Callable[..., str]) -> None:
    text = post(more="related: [b.md, ../industry-blog/c.md, some-slug, https://x.example/d.md]\n")

    assert good(text).pins == (
        Pin("content/knowledge/b.md", Place(6, 11)),
        Pin("content/industry-blog/c.md", Place(6, 17)),
        Pin("some-slug", Place(6, 40)),
        Pin("https://x.example/d.md", Place(6, 51)),
    )


def test_the_lead_image_is_a_picture_of_the_site(post: Callable[..., str]) -> None:
    text = post(more="image:\n  src: ../images/a.PNG\n  alt: ' A  car '\n")

    assert good(text).image == LeadImage("content/images/a.PNG", "A car", Place(7, 8))


@pytest.mark.parametrize(
    "src", ["https://x.example/a.png", "../../a.png", "a.txt", "/a.png", "'#a'", "a%00.png"]
)
def test_what_is_no_picture_of_the_site_cannot_lead(post: Callable[..., str], src: str) -> None:
    found = read(post(more=f"image: {{src: {src}, alt: A}}\n"))

    assert found.post is None
    assert codes_of(found) == [(6, "bad-image")]


@pytest.mark.parametrize(
    ("body", "count"),
    [("one two *three*", 3), ("固态电池汽车", 4), ("", 0), ("# a\n\n- b\n- c", 3)],
    ids=["words", "characters count half", "none", "blocks"],
)
def test_words_are_counted_as_reading_takes(
    post: Callable[..., str], body: str, count: int
) -> None:
    assert good(post(body=body)).word_count == count


def test_problems_of_front_matter_and_body_come_at_once(post: Callable[..., str]) -> None:
    text = post(
        category="Knowlege", date="soon", more="slug: A B\n", body="[a](#b)\n\n[c](../../d)\n"
    )

    assert sorted(codes_of(read(text))) == [
        (3, "unknown-category"),
        (4, "bad-value"),
        (6, "bad-value"),
        (9, "unknown-anchor"),
        (11, "link-outside"),
    ]


def test_an_unquoted_colon_is_told_how_to_be_quoted(post: Callable[..., str]) -> None:
    title = "Coupes vs. Sedans: Which Car Style Suits Your Lifestyle Better?"

    found = read(post().replace('"A post"', title))

    assert codes_of(found) == [(2, "yaml-colon")]
    assert found.problems[0].hint.endswith(f'title: "{title}"')


def test_a_post_with_warnings_keeps_them(post: Callable[..., str]) -> None:
    found = read(post(body="<script>x</script>\n", more="author: A #1\n"))

    assert codes_of(found) == [(6, "yaml-comment"), (9, "html-removed")]
    assert found.post is not None
    assert found.post.warnings == found.problems


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (LimitsConfig(post_kib=1), "too-large"),
        (LimitsConfig(front_matter_kib=1), "too-large"),
        (LimitsConfig(title_characters=5), "too-long"),
        (LimitsConfig(nesting=3), "too-deep"),
    ],
    ids=["post", "front matter", "title", "nesting"],
)
def test_limits_can_be_set(post: Callable[..., str], limits: LimitsConfig, code: str) -> None:
    text = post("A title", more=f"author: {'x' * 1100}\n", body="> > > > a\n")

    found = read(text, settings=replace(SETTINGS, limits=limits))

    assert [problem.code for problem in found.problems] == [code]
    assert found.post is None
    assert read(text).post is not None
