"""What templates may see that machines alone read: more of `contexts`, which says the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One URL of a sitemap."""

    path: str
    updated_on: date | None
    picture: str | None = None  # path of the picture that stands for a post


@dataclass(frozen=True, slots=True)
class SitemapContext:
    """sitemap.xml."""

    entries: tuple[SitemapEntry, ...]


@dataclass(frozen=True, slots=True)
class SitemapIndexContext:
    """sitemap_index.xml: where one sitemap would hold more than 50,000 URLs."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """One article of a news sitemap."""

    path: str
    title: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class NewsContext:
    """news_sitemap.xml: the posts of the last 48 hours."""

    entries: tuple[NewsEntry, ...]  # newest first
    language: str  # as news sitemaps want it: en, zh-cn, zh-tw


@dataclass(frozen=True, slots=True)
class RobotsContext:
    """robots.txt."""

    sitemap: str  # path
    news: str | None = None  # path of the news sitemap; None: there is none


@dataclass(frozen=True, slots=True)
class ManifestContext:
    """site.webmanifest."""

    start: str  # path of the page that it opens
