"""The Markdown twins of posts: which posts have one, where it is, and who is told of it."""

from __future__ import annotations

from collections.abc import Callable

from autoblog.model import Post, Site
from autoblog.plan.contexts import PostContext, TwinContext
from autoblog.plan.llms import plan_llms
from autoblog.plan.posts import plan_posts
from autoblog.plan.twins import plan_twins
from autoblog.report import Show

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def test_a_twin_stands_beside_the_page_and_carries_the_same_body(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post("knowledge/a", title="A"), has_twins=True)

    [twin] = plan_twins(site)
    [page] = [page for page in plan_posts(site) if page.output_path == "knowledge/a/index.html"]

    assert (twin.output_path, twin.template) == ("knowledge/a/index.md", "post.md")
    assert isinstance(twin.context, TwinContext)
    assert isinstance(page.context, PostContext)
    assert twin.context.body == page.context.body
    assert twin.context.post == page.context.post
    assert page.context.page.twin == "/knowledge/a/index.md"


def test_what_is_held_back_or_not_for_search_engines_has_none(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", is_draft=True),
        make_post("knowledge/b", date="2030-01-01"),
        make_post("knowledge/c", has_noindex=True),
        make_post("knowledge/d"),
        show=Show(drafts=True, scheduled=True),
        has_twins=True,
    )

    assert [twin.output_path for twin in plan_twins(site)] == ["knowledge/d/index.md"]


def test_a_list_for_language_models_leads_to_the_twins(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post("knowledge/a"), has_llms=True, has_twins=True)

    [asset] = plan_llms(site)

    assert "(https://test.example/knowledge/a/index.md)" in (asset.data or b"").decode()


def test_a_site_that_does_not_ask_has_none(make_post: MakePost, make_site: MakeSite) -> None:
    site = make_site(make_post("knowledge/a"))

    assert list(plan_twins(site)) == []
    pages = [page.context for page in plan_posts(site)]
    assert {page.page.twin for page in pages if isinstance(page, PostContext)} == {None}
