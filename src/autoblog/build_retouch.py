"""What a listener to builds knows of a site, kept whole where only texts changed.

`build_site` surveys the whole site; `build_again` says in a `Retouch` what became of the last one.
A survey that is retouched equals one that is made anew, and a test says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from autoblog.build_again import Retouch
from autoblog.build_site import Survey
from autoblog.model import Post

Hear = Callable[[Survey | Retouch], None]
"""Told what a build is about to write, or why it writes nothing; not where nothing changed."""


def retouched(survey: Survey, found: Retouch) -> Survey | None:
    """Bring a survey up to date; None where it is not that of the build before."""
    if survey.key != found.before:
        return None
    site, pages = survey.site, {page.output_path: page for page in found.pages}

    def now(posts: Iterable[Post]) -> tuple[Post, ...]:
        return tuple(found.posts.get(post.source_path, post) for post in posts)

    def some(posts: Iterable[Post]) -> tuple[Post, ...]:
        # Hundreds of keywords name thousands of posts; most of them name none that changed.
        known = tuple(posts)
        return now(known) if any(one.source_path in found.posts for one in known) else known

    sections: Mapping[str, tuple[Post, ...]] = {
        slug: some(posts) for slug, posts in site.by_section.items()
    }
    site = replace(
        site,
        posts=now(site.posts),
        pages=now(site.pages),
        by_section=sections,
        keywords=tuple(replace(one, posts=some(one.posts)) for one in site.keywords),
        authors=tuple(replace(one, posts=some(one.posts)) for one in site.authors),
        related=found.related,
    )
    return replace(
        survey,
        site=site,
        posts=now(survey.posts),
        planned=[pages.get(item.output_path, item) for item in survey.planned],
        ground=found.ground,
        key=found.key,
    )
