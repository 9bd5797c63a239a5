"""Exactly what must be rendered is rendered, and for the reason that is given.

A site of thirty posts, 0 the oldest, whose structure is plain enough to say by hand which pages an
edit reaches:

- Sections take turns: 0, 3, … 27 are Knowledge, 1, 4, … 28 Company Blog, 2, 5, … 29 Industry Blog.
- Posts 0 to 14 are of 2024, 15 to 29 of 2025.
- 0 and 1 are about one thing, 2 and 3 about another, and so on: each has the other of its pair for
  its one related post.
- Lists have three posts a page, counted from the oldest: a section's ten are 4, 3 and 3, a year's
  fifteen are 3, 3, 3, 3 and 3. Sidebars show a section's newest four, and how many it has; feeds
  hold four. The home page shows the newest five of each section, the 404 page the newest five.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autoblog.build import Request, build
from autoblog.cache import Cache
from autoblog.digest import digest_bytes
from autoblog.plan.styles import squeezed
from autoblog.report import Report

REPOSITORY = Path(__file__).parents[1]
COUNT = 30
NAMES = ("Knowledge", "Company Blog", "Industry Blog")
SLUGS = ("knowledge", "company-blog", "industry-blog")
AXLES, BRAKES = (3, 4, 10, 17, 20, 26), (5, 8, 11, 23)
SITE = """\
title: Sets
base_url: https://sets.example/
time_zone: Asia/Shanghai
cards: {enabled: false}
pagination: {size: 3}
sidebar: {per_section: 4}
related: {count: 1}
feeds: {limit: 4}
search: {enabled: false}
sections:
  - {name: Knowledge, slug: knowledge}
  - {name: Company Blog, slug: company-blog}
  - {name: Industry Blog, slug: industry-blog}
"""
SPARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>Spare</title></svg>'
CSS = (REPOSITORY / "static/css/site.css").read_text("utf-8")


def source(number: int) -> str:
    return f"content/posts/p{number:02}.md"


def subject(number: int) -> str:
    """Make up a word for what a pair of posts is about."""
    return f"thing{'abcdefghijklmno'[number // 2]}"


def text(number: int, *, title: str = "", about: str = "", keyword: str = "", end: str = "") -> str:
    """Write a post. Its title is a word of its own, its body eight times its subject."""
    month, day = divmod(number % 15 * 15, 30)
    keyword = keyword or ("Axles" if number in AXLES else "Brakes" if number in BRAKES else "")
    lines = [
        "---",
        f"title: {title or f'name{chr(97 + number // 5)}{chr(97 + number % 5)}'}",
        f"category: {NAMES[number % 3]}",
        f"date: {2024 + number // 15}-{month + 1:02}-{day + 1:02}",
        "summary: About it.",
        *([f"keywords: [{keyword}]"] if keyword else []),
        *(["aliases: [/old/nine/]"] if number == 9 else []),
        "---",
        "",
        f"{(about or subject(number)) + ' '}" * 8 + end,
    ]
    return "\n".join(lines) + "\n"


FILES = {
    "site.yaml": SITE,
    "static/img/spare.svg": SPARE,
    "static/css/site.css": CSS,
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho.\n",
    **{
        f"templates/partials/{name}.html": (
            REPOSITORY / f"templates/partials/{name}.html"
        ).read_text("utf-8")
        for name in ("footer", "pager")
    },
    **{source(number): text(number) for number in range(COUNT)},
}


def pages(*folders: str) -> set[str]:
    return {f"{folder}/index.html" for folder in folders}


def posts(*numbers: int) -> set[str]:
    return pages(*(f"{SLUGS[number % 3]}/p{number:02}" for number in numbers))


def numbered(folder: str, *numbers: int) -> set[str]:
    return pages(*(f"{folder}/page/{number}" for number in numbers))


def feeds(*folders: str) -> set[str]:
    return {
        f"{folder}{name}" for folder in folders for name in ("atom.xml", "feed.json", "feed.xml")
    }


ALL_POSTS = posts(*range(COUNT))
LISTS = {
    slug: pages(slug) | numbered(slug, 1, 2) for slug in SLUGS
} | {
    year: pages(year) | numbered(year, 1, 2, 3, 4) for year in ("archive/2024", "archive/2025")
} | {
    "keywords/axles": pages("keywords/axles") | numbered("keywords/axles", 1),
    "keywords/brakes": pages("keywords/brakes"),
}  # fmt: skip
ALL_LISTS = set().union(*LISTS.values())
DIRECTORIES = pages("archive", "keywords")
FRAMED = {*ALL_POSTS, *ALL_LISTS, *DIRECTORIES, *pages("about"), "index.html", "404.html"}
ALL_FEEDS = feeds("", *(f"{slug}/" for slug in SLUGS))
UNFRAMED = {*pages("old/nine"), "sitemap.xml", "robots.txt", "site.webmanifest"}

ICONS = ("favicon", "icon-", "apple-touch-icon", "card.png")

SHOWS = "changed: what it shows"
TEMPLATE = "changed: its template"
SETTINGS = "changed: the site's settings"
BOTH = "changed: the site's settings, what it shows"
BESIDE = "changed: what stands beside its text"
WHOLE = "changed: what it shows, what stands beside its text"
NEW = "it is new, or nothing is known of it"


def hashed(path: str, content: str) -> str:
    """Name a static file as it is published."""
    stem, suffix = path.rsplit(".", 1)
    content = squeezed(content) if suffix == "css" else content
    return f"assets/{stem}.{digest_bytes(content.encode())[:8]}.{suffix}"


@dataclass(frozen=True, slots=True)
class Case:
    """An edit, and all that it reaches."""

    files: Mapping[str, str | None]  # what is written; None: removed
    rendered: Mapping[str, Iterable[str]]  # reason -> output paths
    same: Iterable[str] = ()  # of these, those whose bytes come out as they were
    removed: Iterable[str] = ()


CASES = {
    "a typo in an old body": Case({source(8): text(8, end="Teh end.")}, {SHOWS: posts(8)}),
    "a typo in the newest body": Case(
        {source(29): text(29, end="Teh end.")},
        {SHOWS: posts(29) | feeds("", "industry-blog/")},
    ),
    # 6 joins 0 and 1, of which it is the newest: both have it now, and it has 1. 7 is left alone,
    # and falls back on the newest of its section.
    "a body about something else": Case(
        {source(6): text(6, about=subject(0))}, {WHOLE: posts(6), BESIDE: posts(7, 0, 1)}
    ),
    # Neighbours in the section are 5 and 11; its page of the section is 8, 5, 2, that of the year
    # 8, 7, 6. It is too old for sidebars, feeds and the home page.
    "an old title": Case(
        {source(8): text(8, title="other")},
        {
            WHOLE: posts(8),
            BESIDE: posts(9),
            SHOWS: posts(5, 11)
            | numbered("industry-blog", 1)
            | numbered("archive/2024", 3)
            | pages("keywords/brakes")
        },
    ),
    # It stands in the sidebar of every post; its neighbour is 26.
    "the newest title": Case(
        {source(29): text(29, title="other")},
        {
            WHOLE: posts(26, 29),
            BESIDE: ALL_POSTS - posts(26, 29),
            SHOWS: pages("industry-blog", "archive/2025")
            | {"index.html", "404.html"}
            | feeds("", "industry-blog/")
        },
    ),
    # All front pages have room for it; no full page changes. Its neighbour is 27.
    "a new post": Case(
        {
            source(30): text(27, title="newest", about="novelty", keyword="Axles")
            .replace("2025-07-01", "2025-12-01")
        },
        {
            NEW: posts(30),
            WHOLE: posts(27),
            BESIDE: ALL_POSTS - posts(27),
            SHOWS: pages("knowledge", "archive/2025", "keywords/axles")
            | DIRECTORIES
            | {"index.html", "404.html", "sitemap.xml"}
            | feeds("", "knowledge/"),
        },
    ),
    # Brakes keeps three; of the seven of Axles 8, 4, 3 are the full page, and 10 is on the front.
    "a keyword": Case(
        {source(8): text(8, keyword="Axles")},
        {
            SHOWS: posts(8)
            | pages("keywords", "keywords/brakes", "keywords/axles")
            | numbered("keywords/axles", 1)
        },
    ),
    # Sidebars and the home page count the posts of its section. The section's nine are 29, 26, 23;
    # 20, 17, 14; 11, 5, 2. The year's fourteen have a page less: 9, 7, 6 are now the last one.
    "a deletion": Case(
        {source(8): None},
        {
            WHOLE: posts(5, 11),
            BESIDE: ALL_POSTS - posts(5, 8, 11),
            SHOWS: LISTS["industry-blog"]
            | pages("archive/2024")
            | numbered("archive/2024", 3)
            | pages("keywords/brakes")
            | DIRECTORIES
            | {"index.html", "sitemap.xml"}
        },
        removed=posts(8) | numbered("archive/2024", 4),
    ),
    "a partial of all pages": Case(
        {
            "templates/partials/footer.html": FILES["templates/partials/footer.html"].replace(
                "</footer>", "<p>Fin.</p></footer>"
            )
        },
        {TEMPLATE: FRAMED},
    ),
    # The oldest page of a list has no link to an older one.
    "a partial of some pages": Case(
        {
            "templates/partials/pager.html": FILES["templates/partials/pager.html"].replace(
                "Older", "Earlier"
            )
        },
        {TEMPLATE: ALL_LISTS},
        same=LISTS["keywords/brakes"].union(*(numbered(folder, 1) & ALL_LISTS for folder in LISTS)),
    ),
    "the style sheet": Case(
        {"static/css/site.css": f"{CSS}\nhr {{color: red}}\n"},
        {NEW: [hashed("css/site.css", f"{CSS}\nhr {{color: red}}\n")], TEMPLATE: FRAMED},
        removed=[hashed("css/site.css", CSS)],
    ),
    "a static picture that nothing names": Case(
        {"static/img/spare.svg": SPARE.replace("9", "8")},
        {NEW: [hashed("img/spare.svg", SPARE.replace("9", "8"))]},
        removed=[hashed("img/spare.svg", SPARE)],
    ),
    # Frames and feeds carry it as text of their own too: pages announce feeds by the site's title.
    "the site's title": Case(
        {"site.yaml": SITE.replace("title: Sets", "title: Families")},
        {BOTH: FRAMED | ALL_FEEDS, SETTINGS: UNFRAMED},
        same=UNFRAMED - {"site.webmanifest"},
    ),
    # Every header names it. Sidebars, the home page, the section's own pages and feeds, and the
    # site's feeds (27 is in them) carry it; of those, Atom and JSON do not show it.
    "a section's name": Case(
        {
            "site.yaml": SITE.replace("name: Knowledge", "name: Lore"),
            **{source(n): text(n).replace("Knowledge", "Lore") for n in range(0, COUNT, 3)},
        },
        {
            f"{BOTH}, what stands beside its text": posts(*range(0, COUNT, 3)),
            f"{SETTINGS}, what stands beside its text": ALL_POSTS - posts(*range(0, COUNT, 3)),
            BOTH: LISTS["knowledge"] | {"index.html"} | feeds("", "knowledge/"),
            SETTINGS: (FRAMED - ALL_POSTS - LISTS["knowledge"] - {"index.html"})
            | feeds("company-blog/", "industry-blog/")
            | UNFRAMED,
        },
        same={"atom.xml", "feed.json", *feeds("company-blog/", "industry-blog/"), *UNFRAMED},
    ),
}  # fmt: skip


def run(root: Path) -> Report:
    """Build a site as the command does."""
    cache = Cache(root / ".autoblog" / "cache.sqlite")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    try:
        return build(Request(root, root / "public", root.parent, now), cache)
    finally:
        cache.close()


def write(root: Path, files: Mapping[str, str | None]) -> None:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True) if content is None else path.write_text(content, "utf-8")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the site and build it, once."""
    root = tmp_path_factory.mktemp("sets") / "site"
    for name in ("templates", "static"):
        shutil.copytree(REPOSITORY / name, root / name)
    write(root, FILES)
    run(root)
    return root


@pytest.fixture
def site(built: Path) -> Iterator[Path]:
    """Lend the built site; put it back as it was."""
    yield built
    write(built, {source(COUNT): None, **FILES})
    run(built)


def test_the_site_is_what_the_cases_reason_from(site: Path) -> None:
    files = {path.relative_to(site / "public").as_posix() for path in site.rglob("public/**/*.*")}

    assert {path for path in files if not path.startswith((".", "assets/", *ICONS))} == {
        *FRAMED, *ALL_FEEDS, *UNFRAMED
    }  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_an_edit_renders_what_it_reaches_and_says_why(site: Path, name: str) -> None:
    case = CASES[name]
    write(site, case.files)

    report = run(site)

    expected = {path: reason for reason, paths in case.rendered.items() for path in paths}
    assert dict(report.reasons) == expected
    assert {*report.written} == expected.keys() - {*case.same}
    assert {*report.removed} == {*case.removed}
