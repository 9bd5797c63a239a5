"""The pages that list posts: home, sections, keywords, authors, the archive; and the 404 page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from autoblog.model import Page, Planner, Post, Site, Teaser
from autoblog.parts import MenuItem
from autoblog.plan.contexts import CountedLink
from autoblog.plan.lists import (
    plan_archive,
    plan_authors,
    plan_home,
    plan_keywords,
    plan_not_found,
    plan_sections,
)

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def titles(teasers: Iterable[Teaser]) -> list[str]:
    return [teaser.title for teaser in teasers]


def pages_of(site: Site, planner: Planner) -> dict[str, Page]:
    return {page.output_path: page for page in planner(site) if isinstance(page, Page)}


def numbered(make_post: MakePost, section: str, count: int, month: int = 6) -> list[Post]:
    """Make posts 1, 2, 3 … of a section, one a day."""
    return [
        make_post(f"{section}/{day}", date=f"2025-{month:02}-{day:02}")
        for day in range(1, count + 1)
    ]


def test_home_leads_with_the_newest_post_of_all_and_lists_six_more(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        *numbered(make_post, "knowledge", 6),
        *numbered(make_post, "company-blog", 4, month=7),
    )

    home = pages_of(site, plan_home)["index.html"].context

    assert home.lead == site.teasers["content/company-blog/4.md"]
    assert titles(home.newest) == ["3", "2", "1", "6", "5", "4"]


def test_home_shows_the_newest_five_of_each_section_in_the_order_of_the_settings(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(*numbered(make_post, "industry-blog", 2), *numbered(make_post, "knowledge", 7))

    home = pages_of(site, plan_home)["index.html"].context

    assert [(one.section.slug, one.count, titles(one.teasers)) for one in home.sections] == [
        ("knowledge", 7, ["7", "6", "5", "4", "3"]),
        ("company-blog", 0, []),
        ("industry-blog", 2, ["2", "1"]),
    ]


@pytest.mark.parametrize(("count", "newest"), [(0, 0), (1, 0), (2, 1)])
def test_a_small_site_has_a_home_page(
    count: int, newest: int, make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(*numbered(make_post, "knowledge", count))

    home = pages_of(site, plan_home)["index.html"].context

    assert (home.lead is None, len(home.newest)) == (count == 0, newest)


def test_a_section_has_a_front_page_and_numbered_ones(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(*numbered(make_post, "knowledge", 5), page_size=2)

    pages = pages_of(site, plan_sections)

    assert {path: titles(page.context.teasers) for path, page in pages.items()} == {
        "knowledge/index.html": ["5", "4", "3"],
        "knowledge/page/1/index.html": ["2", "1"],
        "company-blog/index.html": [],
        "industry-blog/index.html": [],
    }
    assert {page.template for page in pages.values()} == {"section.html"}


def test_a_numbered_page_says_its_number_and_the_way_back(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(*numbered(make_post, "knowledge", 4), page_size=2)

    pages = pages_of(site, plan_sections)
    front, first = (pages[f"knowledge/{p}index.html"].context for p in ("", "page/1/"))

    assert (front.heading, first.heading) == ("Knowledge", "Knowledge, page 1")
    assert (front.page.permalink, first.page.permalink) == ("/knowledge/", "/knowledge/page/1/")
    home = MenuItem("Home", "/")
    assert front.page.crumbs == (home,)
    assert first.page.crumbs == (home, MenuItem("Knowledge", "/knowledge/"))
    assert first.page.section == "knowledge"


def test_the_newest_post_changes_no_full_page_of_its_section(
    make_post: MakePost, make_site: MakeSite
) -> None:
    before, after = (
        pages_of(make_site(*numbered(make_post, "knowledge", n), page_size=2), plan_sections)
        for n in (6, 7)
    )

    changed = [path for path in before if before[path] != after[path]]
    assert changed == ["knowledge/index.html"]


def test_a_keyword_has_a_list_and_the_directory_counts_them_by_name(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", date="2025-06-01", keywords=("Sedan", "coupe", "rare")),
        make_post("company-blog/b", date="2025-06-02", keywords=("Sedan", "coupe")),
        make_post("knowledge/c", date="2025-06-03", keywords=("Sedan",)),
    )

    pages = pages_of(site, plan_keywords)

    assert pages.pop("keywords/index.html").context.links == (
        CountedLink("coupe", "/keywords/coupe/", 2),
        CountedLink("Sedan", "/keywords/sedan/", 3),
    )
    assert {path: titles(page.context.teasers) for path, page in pages.items()} == {
        "keywords/coupe/index.html": ["B", "A"],
        "keywords/sedan/index.html": ["C", "B", "A"],
    }


def test_the_archive_lists_years_newest_first_and_the_posts_of_each(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/new", date="2025-01-01"),
        make_post("company-blog/eve", date="2024-12-31T23:59"),
        make_post("knowledge/old", date="2024-01-01"),
        make_post("knowledge/first", date="2022-05-01"),
    )

    pages = pages_of(site, plan_archive)

    assert pages.pop("archive/index.html").context.links == (
        CountedLink("2025", "/archive/2025/", 1),
        CountedLink("2024", "/archive/2024/", 2),
        CountedLink("2022", "/archive/2022/", 1),
    )
    assert {path: titles(page.context.teasers) for path, page in pages.items()} == {
        "archive/2025/index.html": ["New"],
        "archive/2024/index.html": ["Eve", "Old"],
        "archive/2022/index.html": ["First"],
    }


def test_a_long_year_is_paged(make_post: MakePost, make_site: MakeSite) -> None:
    site = make_site(*numbered(make_post, "knowledge", 5), page_size=2)

    pages = pages_of(site, plan_archive)

    assert sorted(pages) == [
        "archive/2025/index.html", "archive/2025/page/1/index.html", "archive/index.html"
    ]  # fmt: skip


def test_the_page_for_lost_readers_shows_the_newest_posts(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(*numbered(make_post, "knowledge", 7))

    (page,) = plan_not_found(site)

    assert isinstance(page, Page)
    assert (page.output_path, page.template) == ("404.html", "404.html")
    assert titles(page.context.newest) == ["7", "6", "5", "4", "3"]


@pytest.mark.parametrize("planner", [plan_home, plan_sections, plan_keywords, plan_archive])
def test_no_list_shows_a_standalone_page_or_a_draft(
    planner: Planner, make_post: MakePost, make_site: MakeSite
) -> None:
    hidden = make_post("pages/about"), make_post("knowledge/draft", is_draft=True)
    shown = numbered(make_post, "knowledge", 2)

    with_them = pages_of(make_site(*shown, *hidden), planner)

    assert with_them == pages_of(make_site(*shown), planner)


def test_an_author_has_a_page_and_the_directory_counts_their_posts(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/1", date="2025-06-01", author="Lin Yao"),
        make_post("company-blog/2", date="2025-06-02", author="Lin Yao"),
        make_post("company-blog/3", date="2025-06-03", author="chen bo"),
        make_post("knowledge/4", date="2025-06-04"),
    )

    pages = pages_of(site, plan_authors)

    assert [*pages] == [
        "authors/chen-bo/index.html", "authors/lin-yao/index.html", "authors/index.html",
    ]  # fmt: skip
    lin = pages["authors/lin-yao/index.html"].context
    assert (lin.heading, titles(lin.teasers), lin.page.kind) == ("Lin Yao", ["2", "1"], "author")
    assert lin.page.crumbs == (MenuItem("Home", "/"), MenuItem("Authors", "/authors/"))
    assert pages["authors/index.html"].context.links == (
        CountedLink("chen bo", "/authors/chen-bo/", 1),
        CountedLink("Lin Yao", "/authors/lin-yao/", 2),
    )


def test_the_page_of_an_author_of_many_posts_goes_on(
    make_post: MakePost, make_site: MakeSite
) -> None:
    posts = [make_post(f"knowledge/{n}", date=f"2025-06-0{n}", author="Lin") for n in range(1, 6)]

    pages = pages_of(make_site(*posts, page_size=2), plan_authors)

    assert "authors/lin/page/1/index.html" in pages


def test_a_site_without_authors_has_no_pages_for_them(
    make_post: MakePost, make_site: MakeSite
) -> None:
    assert pages_of(make_site(make_post("knowledge/a")), plan_authors) == {}
