"""Posts -> news: what is young enough for the sitemap of news."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import MAXYEAR, datetime, timedelta

from autoblog.model import Post

NEWS_AGE = timedelta(hours=48)
"""For how long a post is news: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap"""


def news_of(
    posts: Sequence[Post], status: Mapping[str, str], *, sections: Sequence[str], now: datetime
) -> tuple[str, ...]:
    """List the posts of some sections that are news at a moment, in the order given.

    sections: their slugs. Returns source paths.
    """
    return tuple(
        post.source_path
        for post in posts
        if post.section in sections
        and not post.has_noindex
        and status[post.source_path] == "published"
        and now - post.published_at < NEWS_AGE
    )


def moments_of(post: Post, *, news_sections: Sequence[str]) -> Iterator[datetime | None]:
    """List the moments at which a post changes what is shown: it falls due, expires, grows old."""
    yield post.published_at
    yield post.expires_at
    if post.section in news_sections and post.published_at.year < MAXYEAR:
        yield post.published_at + NEWS_AGE
