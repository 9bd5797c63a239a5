"""Who has a page as an author, and under which name."""

from __future__ import annotations

from collections.abc import Callable

from autoblog.arrange.authors import authors_of
from autoblog.model import Post, Site

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def test_spellings_with_one_slug_are_one_author_named_by_the_most_used(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", date="2025-06-01", author="lin yao"),
        make_post("knowledge/b", date="2025-06-02", author="Lin Yao"),
        make_post("knowledge/c", date="2025-06-03", author="Lin Yao"),
    )

    (author,) = site.authors
    assert (author.name, author.slug, author.permalink) == (
        "Lin Yao", "lin-yao", "/authors/lin-yao/",
    )  # fmt: skip
    assert [post.slug for post in author.posts] == ["c", "b", "a"]
    assert site.author_paths == dict.fromkeys(("Lin Yao", "lin yao"), "/authors/lin-yao/")


def test_a_name_that_leaves_no_slug_has_no_page(make_post: MakePost) -> None:
    post = make_post("knowledge/a", author="★")

    assert authors_of([post], lambda _: "") == ((), {})


def test_the_author_of_what_is_held_back_is_not_shown(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", author="Lin", is_draft=True),
        make_post("knowledge/b", author="Chen", date="2030-01-01"),
    )

    assert (site.authors, site.author_paths) == ((), {})
