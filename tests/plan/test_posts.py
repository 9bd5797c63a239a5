"""The pages of posts: the sidebar, neighbours, related posts; and standalone pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autoblog.digest import Digest
from autoblog.model import Image, Page, Post, Site
from autoblog.parts import MenuItem, Reference
from autoblog.plan.contexts import AsideContext, PlainContext, PostContext, SidebarGroup, Target
from autoblog.plan.posts import plan_plain_pages, plan_posts
from autoblog.problems import Place

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def dated(make_post: MakePost, section: str, count: int) -> list[Post]:
    """Make posts 1, 2, 3 … of a section, one a day."""
    return [make_post(f"{section}/{day}", date=f"2025-06-{day:02}") for day in range(1, count + 1)]


def contexts_of(site: Site) -> dict[str, PostContext]:
    return {page.output_path.removesuffix("/index.html"): page.context for page in plan_posts(site)}


def asides_of(site: Site) -> dict[str, AsideContext]:
    return {
        page.output_path.removesuffix("/index.html"): page.aside.context
        for page in plan_posts(site)
        if page.aside is not None
    }


def titles(group: SidebarGroup) -> list[str]:
    return [teaser.title for teaser in group.posts.value]


def test_each_post_is_a_page_at_its_permalink(make_post: MakePost, make_site: MakeSite) -> None:
    pages = list(plan_posts(make_site(make_post("knowledge/a"), make_post("company-blog/b"))))

    assert [(page.output_path, page.template, page.source_path) for page in pages] == [
        ("knowledge/a/index.html", "post.html", "content/knowledge/a.md"),
        ("company-blog/b/index.html", "post.html", "content/company-blog/b.md"),
    ]


def test_the_sidebar_has_a_group_for_each_section_in_the_order_of_the_settings(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(*dated(make_post, "industry-blog", 2), *dated(make_post, "knowledge", 3))

    groups = asides_of(site)["knowledge/2"].sidebar

    assert [(g.section.name, g.count, titles(g), g.current) for g in groups] == [
        ("Knowledge", 3, ["3", "2"], None),
        ("Company Blog", 0, [], None),
        ("Industry Blog", 2, ["2", "1"], None),
    ]


@pytest.mark.parametrize(
    ("name", "shown", "current", "folded"),
    [
        pytest.param("5", ["5", "4"], None, ["3"], id="newest"),
        pytest.param("4", ["5", "4"], None, ["3"], id="last of those shown"),
        pytest.param("3", ["5"], "3", ["4"], id="in the fold"),
        pytest.param("2", ["5"], "2", ["4"], id="just below"),
        pytest.param("1", ["5"], "1", ["4"], id="oldest"),
    ],
)
def test_a_post_stays_in_the_list_of_its_section_and_the_list_keeps_its_length(
    name: str,
    shown: list[str],
    current: str | None,
    folded: list[str],
    make_post: MakePost,
    make_site: MakeSite,
) -> None:
    posts = dated(make_post, "knowledge", 5), dated(make_post, "company-blog", 4)
    site = make_site(*posts[0], *posts[1], sidebar_per_section=3)

    own, other, _ = asides_of(site)[f"knowledge/{name}"].sidebar

    assert titles(own) == shown
    assert (own.current.title if own.current else None) == current
    assert [teaser.title for teaser in own.more.value] == folded
    assert own.count == 5
    assert (titles(other), other.current, other.count) == (["4", "3"], None, 4)


def test_a_group_may_show_fifty_posts(make_post: MakePost, make_site: MakeSite) -> None:
    posts = [
        make_post(f"knowledge/{n:02}", date=f"2025-{1 + n // 28:02}-{1 + n % 28:02}")
        for n in range(60)
    ]

    group = asides_of(make_site(*posts, sidebar_per_section=50))["knowledge/59"].sidebar[0]

    listed = titles(group) + [teaser.title for teaser in group.more.value]
    assert listed == [f"{n:02}" for n in range(59, 9, -1)]


def test_a_post_in_the_fold_of_its_list_is_shown_and_leaves_the_fold(
    make_post: MakePost, make_site: MakeSite
) -> None:
    contexts = asides_of(make_site(*dated(make_post, "knowledge", 9), sidebar_per_section=6))

    found = {
        name: (titles(group), group.current and group.current.title, fold)
        for name, context in contexts.items()
        for group in context.sidebar[:1]
        for fold in [[teaser.title for teaser in group.more.value]]
    }

    assert found["knowledge/8"] == (["9", "8"], None, ["7", "6", "5", "4"])
    assert found["knowledge/7"] == (["9"], "7", ["8", "6", "5", "4"])
    assert found["knowledge/5"] == (["9"], "5", ["8", "7", "6", "4"])
    assert found["knowledge/2"] == (["9"], "2", ["8", "7", "6", "5"])


def test_a_group_of_one_post_shows_the_post_itself(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(*dated(make_post, "knowledge", 3), sidebar_per_section=1)

    group = asides_of(site)["knowledge/1"].sidebar[0]

    assert (titles(group), group.current and group.current.title) == ([], "1")


def test_equal_lists_of_a_section_are_one_value(make_post: MakePost, make_site: MakeSite) -> None:
    contexts = asides_of(make_site(*dated(make_post, "knowledge", 5), sidebar_per_section=3))

    lists = {name: context.sidebar[0].posts.digest for name, context in contexts.items()}

    assert lists["knowledge/5"] == lists["knowledge/4"]
    assert lists["knowledge/3"] == lists["knowledge/1"] != lists["knowledge/4"]


def test_neighbours_are_those_of_the_section(make_post: MakePost, make_site: MakeSite) -> None:
    site = make_site(
        make_post("knowledge/old", date="2025-06-01"),
        make_post("company-blog/between", date="2025-06-02"),
        make_post("knowledge/middle", date="2025-06-03"),
        make_post("knowledge/draft", date="2025-06-04", is_draft=True),
        make_post("knowledge/new", date="2025-06-05"),
    )

    found = {
        name: tuple(teaser.title if teaser else None for teaser in (one.newer, one.older))
        for name, one in contexts_of(site).items()
    }

    assert found == {
        "knowledge/new": (None, "Middle"),
        "knowledge/middle": ("New", "Old"),
        "knowledge/old": ("Middle", None),
        "company-blog/between": (None, None),
    }


def test_related_posts_come_best_first(make_post: MakePost, make_site: MakeSite) -> None:
    site = make_site(
        make_post("knowledge/a", terms="cell 100 pack 100"),
        make_post("knowledge/near", terms="cell 100 pack 100"),
        make_post("company-blog/far", terms="cell 100 ship 100"),
        make_post("company-blog/other", terms="ship 100"),
        count=2,
    )

    related = asides_of(site)["knowledge/a"].related

    assert [teaser.permalink for teaser in related] == ["/knowledge/near/", "/company-blog/far/"]


def test_a_post_names_its_section_and_links_the_keywords_that_have_a_page(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", keywords=("sedan", "coupe")),
        make_post("knowledge/b", keywords=("Sedan",)),
    )

    context = contexts_of(site)["knowledge/a"]

    assert context.post.section == site.info.sections[0]
    assert [(word.name, word.path) for word in context.post.keywords] == [
        ("sedan", "/keywords/sedan/"),
        ("coupe", None),
    ]
    assert context.page.crumbs == (MenuItem("Home", "/"), MenuItem("Knowledge", "/knowledge/"))
    assert [feed.path for feed in context.page.feeds] == [
        "/knowledge/feed.xml", "/knowledge/atom.xml", "/knowledge/feed.json",
        "/feed.xml", "/atom.xml", "/feed.json",
    ]  # fmt: skip


def test_a_body_knows_where_its_links_lead_now(make_post: MakePost, make_site: MakeSite) -> None:
    targets = (
        "content/knowledge/b.md#anode", "content/knowledge/draft.md", "content/images/x.svg",
        "content/files/list.pdf", "/archive/2025/",
    )  # fmt: skip
    references = tuple(Reference(target, Place(8, 1)) for target in targets)
    image = Image("content/images/x.svg", Digest("0"), "/images/x.0.svg", 4, 3)
    site = make_site(
        make_post("knowledge/a", references=references),
        make_post("knowledge/b", slug="bee", permalink="/knowledge/bee/"),
        make_post("knowledge/draft", is_draft=True),
        images={"content/images/x.svg": image},
        downloads={"content/files/list.pdf": Digest("1")},
    )

    body = contexts_of(site)["knowledge/a"].body

    assert body.targets == {
        "content/knowledge/b.md#anode": Target("/knowledge/bee/#anode"),
        "content/images/x.svg": Target("/images/x.0.svg", 4, 3),
        "content/files/list.pdf": Target("/files/list.pdf"),
        "/archive/2025/": Target("/archive/2025/"),
    }


def test_a_standalone_page_has_no_section_and_no_date(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post("pages/about"), make_post("knowledge/a"))

    (page,) = plan_plain_pages(site)

    context = page.context
    assert isinstance(context, PlainContext)
    assert page == Page("about/index.html", "plain.html", context, "content/pages/about.md")
    assert (context.post.section, context.page.section, context.page.published_at) == (
        None, None, None,
    )  # fmt: skip
    assert context.page.crumbs == (MenuItem("Home", "/"),)
