"""The sitemap, split where it grows too large, and robots.txt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from autoblog.model import Page, Post, Site
from autoblog.plan.machine_contexts import (
    NewsContext,
    NewsEntry,
    RobotsContext,
    SitemapEntry,
)
from autoblog.plan.sitemap import news_language, plan_news, plan_robots, plan_sitemap

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]

ZONE = timezone(timedelta(hours=8))
FIXED = 4  # home and three sections


def entries_of(site: Site) -> tuple[SitemapEntry, ...]:
    (page,) = plan_sitemap(site)
    entries: tuple[SitemapEntry, ...] = page.context.entries
    return entries


def test_a_sitemap_lists_lists_then_posts_from_the_oldest_then_pages(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/old", date="2025-06-01", keywords=("sedan",)),
        make_post("company-blog/new", date="2025-06-03", keywords=("sedan",)),
        make_post("pages/about"),
    )

    assert entries_of(site) == (
        SitemapEntry("/", date(2025, 6, 3)),
        SitemapEntry("/knowledge/", date(2025, 6, 1)),
        SitemapEntry("/company-blog/", date(2025, 6, 3)),
        SitemapEntry("/industry-blog/", None),
        SitemapEntry("/keywords/sedan/", date(2025, 6, 3)),
        SitemapEntry("/knowledge/old/", date(2025, 6, 1)),
        SitemapEntry("/company-blog/new/", date(2025, 6, 3)),
        SitemapEntry("/about/", None),
    )


def test_an_update_dates_a_post_and_the_lists_that_hold_it(
    make_post: MakePost, make_site: MakeSite
) -> None:
    moment = datetime(2025, 9, 1, 23, 59, tzinfo=ZONE)
    site = make_site(
        make_post("knowledge/a", date="2025-06-01", updated_at=moment),
        make_post("company-blog/b", date="2025-07-01"),
        make_post("pages/about", updated_at=moment),
    )

    dates = {entry.path: entry.updated_on for entry in entries_of(site)}

    day = date(2025, 9, 1)
    assert dates == {
        "/": day, "/knowledge/": day, "/knowledge/a/": day, "/about/": day,
        "/company-blog/": date(2025, 7, 1), "/company-blog/b/": date(2025, 7, 1),
        "/industry-blog/": None,
    }  # fmt: skip


def test_what_is_not_for_search_engines_is_left_out(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", has_noindex=True), make_post("pages/about", has_noindex=True)
    )

    assert len(entries_of(site)) == FIXED


def site_of(count: int, make_post: MakePost, make_site: MakeSite) -> Site:
    """Make a site of so many posts without relating them, which takes long."""
    post = make_post()
    posts = tuple(replace(post, permalink=f"/knowledge/{n:05}/") for n in range(count, 0, -1))
    return replace(make_site(post), posts=posts)


@pytest.mark.parametrize(
    ("posts", "files"),
    [
        pytest.param(50_000 - FIXED, {"sitemap.xml": 50_000}, id="full"),
        pytest.param(50_001 - FIXED, {"sitemap-1.xml": 50_000, "sitemap-2.xml": 1}, id="one more"),
    ],
)
def test_a_sitemap_is_split_at_fifty_thousand(
    posts: int, files: dict[str, int], make_post: MakePost, make_site: MakeSite
) -> None:
    pages = list(plan_sitemap(site_of(posts, make_post, make_site)))

    maps = {page.output_path: page for page in pages if page.template == "sitemap.xml"}
    assert {path: len(page.context.entries) for path, page in maps.items()} == files
    paths = [entry.path for page in maps.values() for entry in page.context.entries]
    assert len(set(paths)) == len(paths) == posts + FIXED
    if len(files) > 1:
        index = pages[-1]
        assert (index.output_path, index.template) == ("sitemap.xml", "sitemap_index.xml")
        assert index.context.paths == tuple(f"/{path}" for path in files)


def test_a_new_post_changes_the_last_part_alone(make_post: MakePost, make_site: MakeSite) -> None:
    before, after = (
        {page.output_path: page for page in plan_sitemap(site_of(n, make_post, make_site))}
        for n in (50_100, 50_101)
    )

    changed = [path for path in after if after[path] != before.get(path)]

    assert changed == ["sitemap-2.xml"]


def test_robots_txt_names_the_sitemap(make_site: MakeSite) -> None:
    assert list(plan_robots(make_site())) == [
        Page("robots.txt", "robots.txt", RobotsContext("/sitemap.xml"))
    ]


def test_news_are_the_posts_of_chosen_sections(make_post: MakePost, make_site: MakeSite) -> None:
    site = make_site(
        make_post("knowledge/a", date="2025-06-09", title="A"),
        make_post("company-blog/b", date="2025-06-09"),
        make_post("knowledge/old", date="2025-06-01"),
        now="2025-06-10",
        news_sections=("knowledge",),
    )

    entry = NewsEntry("/knowledge/a/", "A", datetime(2025, 6, 9, tzinfo=ZONE))
    assert list(plan_news(site)) == [
        Page("news-sitemap.xml", "news_sitemap.xml", NewsContext((entry,), "en"))
    ]
    (robots,) = plan_robots(site)
    assert robots.context == RobotsContext("/sitemap.xml", "/news-sitemap.xml")


def test_the_address_of_a_news_sitemap_stays_when_nothing_is_news(make_site: MakeSite) -> None:
    (page,) = plan_news(make_site(news_sections=("knowledge",)))

    assert page.context.entries == ()


def test_a_site_that_chooses_no_section_has_no_news_sitemap(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post("knowledge/a", date="2025-06-09"), now="2025-06-10")

    assert list(plan_news(site)) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("en-GB", "en"), ("zh", "zh-cn"), ("zh-Hans-CN", "zh-cn"), ("zh-Hant", "zh-tw")],
)
def test_a_news_sitemap_names_languages_in_its_own_way(language: str, said: str) -> None:
    assert news_language(language) == said
