"""The whole plan, and the registry of output paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from autoblog.digest import Digest
from autoblog.model import Aside, Asset, Page, Post, Site, StaticFile
from autoblog.parts import Alias, LedgerLine, Reference
from autoblog.plan.all_contexts import CONTEXTS
from autoblog.plan.site import PLANNERS, find_collisions, find_windows_names, plan
from autoblog.problems import Place, Problem

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]

TITLE = Place(2, 8)


def aliases(*urls: str) -> tuple[Alias, ...]:
    return tuple(Alias(url, Place(6 + line, 5)) for line, url in enumerate(urls))


def collisions(site: Site, *held_back: Post) -> tuple[Problem, ...]:
    planned = plan(site, PLANNERS)
    return find_collisions(planned, (*site.posts, *site.pages, *held_back))


def told(problems: Sequence[Problem]) -> list[tuple[str, int, str, str]]:
    """Show problems briefly: file, line, against whom, and the hint."""
    return [(p.path, p.line, p.message.rpartition(" of ")[2], p.hint) for p in problems]


def test_a_site_is_planned_in_full(make_post: MakePost, make_site: MakeSite) -> None:
    site = make_site(
        make_post("knowledge/a", keywords=("sedan",), aliases=aliases("/old/")),
        make_post("knowledge/b", keywords=("sedan",)),
        make_post("pages/about"),
        static_files=(StaticFile("favicon.svg", Digest("0"), None),),
    )

    planned = plan(site, PLANNERS)

    folders = ("", "knowledge/", "company-blog/", "industry-blog/")
    names = ("index.html", "feed.xml", "atom.xml", "feed.json")
    assert sorted(item.output_path for item in planned) == sorted(
        [f"{folder}{name}" for folder in folders for name in names]
        + [
            "404.html", "about/index.html", "archive/2025/index.html", "archive/index.html",
            "favicon.svg", "keywords/index.html", "keywords/sedan/index.html",
            "knowledge/a/index.html", "knowledge/b/index.html", "old/index.html", "robots.txt",
            "site.webmanifest", "sitemap.xml",
        ]
    )  # fmt: skip


def test_each_page_carries_the_record_of_its_template(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", keywords=("sedan",), aliases=aliases("/old/"), author="Lin"),
        make_post("pages/about"),
        min_posts=1,
        news_sections=("knowledge",),
        has_twins=True,
        ledger=(LedgerLine("/away/", None, None, Place(1, 1)),),
    )

    pages = [item for item in plan(site, PLANNERS) if isinstance(item, Page)]

    parts: list[Page | Aside] = [*pages, *(page.aside for page in pages if page.aside)]
    assert {part.template for part in parts} == CONTEXTS.keys() - {
        "sitemap_index.xml",
        "search.html",
    }
    assert all(type(part.context) is CONTEXTS[part.template] for part in parts)


def test_planners_are_called_in_their_order(make_site: MakeSite) -> None:
    first, second = (Asset(name, name, Digest(name)) for name in "ba")

    planned = plan(make_site(), [lambda _: [first], lambda _: [second]])

    assert planned == (first, second)


def test_a_plan_without_collisions_has_no_problems(
    make_post: MakePost, make_site: MakeSite
) -> None:
    titled = {"title": "Understanding Sedans: A Comprehensive Guide for Professionals"}
    site = make_site(
        make_post("knowledge/sedans", **titled),
        make_post("knowledge/sedans-2", **titled),
        make_post("company-blog/sedans", **titled, aliases=aliases("/sedans/", "/old.html")),
        make_post("pages/sedan"),
    )

    assert collisions(site) == ()


def test_posts_at_one_address_are_told_both_files_and_slugs_that_are_free(
    make_post: MakePost, make_site: MakeSite
) -> None:
    one = {"slug": "cells", "permalink": "/knowledge/cells/"}
    site = make_site(
        make_post("knowledge/a", **one),
        make_post("knowledge/b", **one),
        make_post("knowledge/c", **one),
        make_post("knowledge/cells-2"),
    )

    against = "content/knowledge/a.md"
    assert told(collisions(site)) == [
        ("content/knowledge/b.md", 2, against, "add a line `slug: cells-3` to one of them"),
        ("content/knowledge/c.md", 2, against, "add a line `slug: cells-4` to one of them"),
    ]


def test_a_free_slug_is_no_longer_than_a_slug_may_be(
    make_post: MakePost, make_site: MakeSite
) -> None:
    slug = "-".join(["cells"] * 13 + ["xy"])  # 80 characters
    posts = [
        make_post(f"knowledge/{name}", slug=slug, permalink=f"/knowledge/{slug}/") for name in "ab"
    ]

    (problem,) = collisions(make_site(*posts))

    suggested = problem.hint.split("`")[1].removeprefix("slug: ")
    assert len(suggested) <= 80
    assert suggested.endswith("cells-2")


@pytest.mark.parametrize(
    ("url", "against"),
    [
        pytest.param("/knowledge/b/", "content/knowledge/b.md", id="a post"),
        pytest.param("/Knowledge/B", "content/knowledge/b.md", id="in other case"),
        pytest.param("/knowledge/b/index.html", "content/knowledge/b.md", id="by its file"),
        pytest.param("/STRASSE/", "content/knowledge/b.md", id="case folded"),
        pytest.param("/cafe\u0301/", "content/knowledge/b.md", id="in other Unicode form"),
        pytest.param("/about/", "content/pages/about.md", id="a standalone page"),
        pytest.param("/keywords/", "a page that autoblog makes", id="a generated page"),
        pytest.param("/knowledge/page/1/", "a page that autoblog makes", id="a list page"),
        pytest.param("/404.html", "a page that autoblog makes", id="404"),
        pytest.param("/robots.txt", "a page that autoblog makes", id="a file as folder"),
        pytest.param("/old.html/x", "content/knowledge/b.md", id="below a file"),
        pytest.param("/favicon.svg/x", "static/favicon.svg", id="below a static file"),
        pytest.param("/files/list.pdf", "content/files/list.pdf", id="a download"),
    ],
)
def test_an_alias_at_a_taken_address_is_a_problem_at_its_line(
    url: str, against: str, make_post: MakePost, make_site: MakeSite
) -> None:
    reference = Reference("content/files/list.pdf", Place(9, 1))
    site = make_site(
        make_post("knowledge/a", aliases=aliases("/free/", url), references=(reference,)),
        make_post(
            "knowledge/b",
            date="2025-07-01",
            aliases=aliases("/stra\u00dfe/", "/caf\u00e9/", "/old.html"),
        ),
        make_post("pages/about"),
        static_files=(StaticFile("favicon.svg", Digest("0"), None),),
        downloads={"content/files/list.pdf": Digest("1")},
        page_size=1,
    )

    problems = collisions(site)

    hint = "remove the alias, or move the other page"
    assert told(problems) == [("content/knowledge/a.md", 7, against, hint)]


def test_the_alias_that_is_named_is_the_one_that_collides(
    make_post: MakePost, make_site: MakeSite
) -> None:
    """Not one whose text stands within it."""
    site = make_site(
        make_post("knowledge/a", aliases=aliases("/b/", "/knowledge/b/")), make_post("knowledge/b")
    )

    (problem,) = collisions(site)

    assert problem.line == 7


@pytest.mark.parametrize(
    ("urls", "line"),
    [(("/knowledge/a/",), 6), (("/old/", "/Old"), 7)],
    ids=["the post's own address", "twice in one post"],
)
def test_an_alias_that_leads_there_already_is_to_be_removed(
    urls: tuple[str, ...], line: int, make_post: MakePost, make_site: MakeSite
) -> None:
    (problem,) = collisions(make_site(make_post("knowledge/a", aliases=aliases(*urls))))

    assert (problem.line, problem.hint) == (line, "remove it")
    assert "leads to this article already" in problem.message


def test_a_page_at_the_address_of_a_section_gets_a_slug_of_its_own(
    make_post: MakePost, make_site: MakeSite
) -> None:
    (problem,) = collisions(make_site(make_post("pages/knowledge")))

    assert problem == Problem(
        "address-taken",
        "content/pages/knowledge.md",
        'its address "/knowledge/" is also that of a page that autoblog makes',
        TITLE.line,
        TITLE.column,
        "add a line `slug: knowledge-2`",
    )


def test_files_of_the_theme_that_differ_in_case_alone_are_told(make_site: MakeSite) -> None:
    files = tuple(StaticFile(name, Digest(name), None) for name in ("a.txt", "A.txt"))

    (problem,) = collisions(make_site(static_files=files))

    assert (problem.path, problem.hint) == ("static/A.txt", "give one of them another name")
    assert problem.message == 'its address "/A.txt" is also that of static/a.txt'


@pytest.mark.parametrize("path", ["../a.html", "a/../../b.html", "/a.html", "a//b.html"])
def test_no_planner_leads_out_of_the_output_folder(make_site: MakeSite, path: str) -> None:
    with pytest.raises(ValueError, match="no path below the output folder"):
        plan(make_site(), [lambda _: [Page(path, "404.html", None)]])


def test_a_keyword_that_windows_has_no_folder_for_is_told(
    make_post: MakePost, make_site: MakeSite
) -> None:
    posts = [make_post(f"knowledge/{name}", keywords=("AUX", "Cars")) for name in "ba"]

    (problem,) = find_windows_names(make_site(*posts))

    assert (problem.code, problem.path) == ("windows-name", "content/knowledge/a.md")
    assert '/keywords/aux/", the page of the keyword "AUX"' in problem.message


def test_a_post_that_is_held_back_needs_its_addresses_on_the_day_that_it_falls_due(
    make_post: MakePost, make_site: MakeSite
) -> None:
    later = make_post("knowledge/a", source_path="content/knowledge/later.md", date="2027-01-01",
                      aliases=aliases("/about/", "/free/"))  # fmt: skip
    site = make_site(make_post("knowledge/a"), make_post("pages/about"), later)

    problems = collisions(site, later)

    assert told(problems) == [
        ("content/knowledge/later.md", 2, "content/knowledge/a.md",
         "add a line `slug: a-2` to one of them"),
        ("content/knowledge/later.md", 6, "content/pages/about.md",
         "remove the alias, or move the other page"),
    ]  # fmt: skip
