"""Posts -> authors: who wrote what, each with a page of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from autoblog.model import Author, Post

AUTHORS = "/authors/"
"""The URL path below which each author has a page."""


def authors_of(
    posts: Sequence[Post], slug_of: Callable[[str], str]
) -> tuple[tuple[Author, ...], Mapping[str, str]]:
    """Gather the authors of posts, by slug; spellings with one slug are one author.

    The name is the spelling most posts use, the first in the alphabet among equals. Returns the
    paths of their pages by spelling as well; a name that leaves no slug has none.
    """
    members: dict[str, list[Post]] = {}
    spellings: dict[str, Counter[str]] = {}
    paths: dict[str, str] = {}
    for post in posts:
        slug = slug_of(post.author) if post.author else ""
        if post.author and slug:
            spellings.setdefault(slug, Counter())[post.author] += 1
            members.setdefault(slug, []).append(post)
            paths[post.author] = f"{AUTHORS}{slug}/"
    authors = tuple(
        Author(
            name=min(spellings[slug], key=lambda name: (-spellings[slug][name], name)),
            slug=slug,
            permalink=f"{AUTHORS}{slug}/",
            posts=tuple(members[slug]),
        )
        for slug in sorted(members)
    )
    return authors, dict(sorted(paths.items()))
