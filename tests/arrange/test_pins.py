"""Pins: the posts that an author wants first among the related ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autoblog.model import Post, Site, Unread
from autoblog.parts import Pin
from autoblog.problems import Place, Problem

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]
Arranged = Callable[..., tuple[Site, tuple[Problem, ...]]]


def pin(target: str) -> Pin:
    return Pin(target, Place(6, 11))


@pytest.mark.parametrize("target", ["content/knowledge/b.md", "b"], ids=["file", "slug"])
def test_a_pin_comes_first_among_the_related(
    target: str, make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", pins=(pin(target), pin("c"), pin("b")), terms="cell 100"),
        make_post("knowledge/b", terms="pack 100"),
        make_post("knowledge/c", terms="pack 100"),
        make_post("knowledge/d", terms="cell 100"),
    )

    assert site.related["content/knowledge/a.md"] == (
        "content/knowledge/b.md", "content/knowledge/c.md", "content/knowledge/d.md"
    )  # fmt: skip


def test_a_pin_to_a_post_that_is_held_back_waits(make_post: MakePost, make_site: MakeSite) -> None:
    posts = (
        make_post("knowledge/a", pins=(pin("b"),)),
        make_post("knowledge/b", date="2026-02-01"),
        make_post("knowledge/c"),
    )

    before, after = (make_site(*posts, now=now, count=1) for now in ("2026-01-01", "2026-02-01"))

    assert before.related["content/knowledge/a.md"] == ("content/knowledge/c.md",)
    assert after.related["content/knowledge/a.md"] == ("content/knowledge/b.md",)


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        pytest.param("cels", 'did you mean "cells"?', id="misspelt"),
        pytest.param("a", "write a post's file or slug", id="itself"),
        pytest.param("zzz", "write a post's file or slug", id="like none"),
        pytest.param("about", "write a post's file or slug", id="a standalone page"),
    ],
)
def test_a_pin_to_no_other_post_is_a_problem_at_its_place(
    target: str, hint: str, make_post: MakePost, arranged: Arranged
) -> None:
    posts = make_post("knowledge/a", pins=(pin(target),)), make_post("knowledge/cells")

    _, problems = arranged(*posts, make_post("pages/about"))

    message = f'"related" names "{target}", which is no other post'
    assert problems == (Problem("unknown-related", "content/knowledge/a.md", message, 6, 11, hint),)


@pytest.mark.parametrize("target", ["content/knowledge/broken.md", "broken"], ids=["file", "slug"])
def test_a_pin_to_a_post_that_has_problems_of_its_own_is_none(
    target: str, make_post: MakePost, arranged: Arranged
) -> None:
    post = make_post("knowledge/a", pins=(pin(target),))

    _, problems = arranged(post, unread=(Unread("content/knowledge/broken.md", "broken", ()),))

    assert problems == ()
