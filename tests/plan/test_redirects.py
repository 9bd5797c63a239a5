"""Redirects: pages at old addresses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autoblog.model import Page, Post, Site
from autoblog.parts import Alias
from autoblog.plan.contexts import RedirectContext
from autoblog.plan.redirects import alias_output_path, plan_redirects
from autoblog.problems import Place

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def alias(url: str) -> Alias:
    return Alias(url, Place(6, 11))


def test_each_alias_of_a_post_or_page_is_a_page_that_leads_to_it(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", aliases=(alias("/2019/a/"), alias("/old.html"))),
        make_post("pages/about", aliases=(alias("/us"),)),
    )

    assert list(plan_redirects(site)) == [
        Page(path, "redirect.html", RedirectContext(title, target), f"content/{source}.md")
        for path, title, target, source in (
            ("2019/a/index.html", "A", "/knowledge/a/", "knowledge/a"),
            ("old.html", "A", "/knowledge/a/", "knowledge/a"),
            ("us/index.html", "About", "/about/", "pages/about"),
        )
    ]


def test_a_post_that_is_held_back_takes_no_address(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post(is_draft=True, aliases=(alias("/old/"),)))

    assert list(plan_redirects(site)) == []


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("/old", "old/index.html"),
        ("/old/", "old/index.html"),
        ("/a/b.html", "a/b.html"),
        ("/a/b.htm", "a/b.htm"),
        ("/v1.2/notes", "v1.2/notes/index.html"),
        ("/旧/", "旧/index.html"),
    ],
)
def test_the_file_of_an_alias_is_the_one_that_a_host_serves_there(url: str, path: str) -> None:
    assert alias_output_path(url) == path
