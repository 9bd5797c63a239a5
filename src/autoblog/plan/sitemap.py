"""sitemap.xml, split where it grows too large, the sitemap of news, and robots.txt.

Sources: the sitemaps protocol 0.9, which allows 50,000 URLs a file; for news
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap, 1,000.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from autoblog.model import Page, Post, Site
from autoblog.plan.machine_contexts import (
    NewsContext,
    NewsEntry,
    RobotsContext,
    SitemapContext,
    SitemapEntry,
    SitemapIndexContext,
)

MOST_URLS = 50_000
MOST_NEWS = 1_000
NEWS_SITEMAP = "news-sitemap.xml"


def plan_sitemap(site: Site) -> Iterator[Page]:
    """Plan the sitemap of all pages that search engines shall know."""
    entries = tuple(_entries(site))
    if len(entries) <= MOST_URLS:
        yield Page("sitemap.xml", "sitemap.xml", SitemapContext(entries))
        return
    paths: list[str] = []
    for start in range(0, len(entries), MOST_URLS):
        path = f"sitemap-{len(paths) + 1}.xml"
        paths.append(f"/{path}")
        yield Page(path, "sitemap.xml", SitemapContext(entries[start : start + MOST_URLS]))
    yield Page("sitemap.xml", "sitemap_index.xml", SitemapIndexContext(tuple(paths)))


def plan_robots(site: Site) -> Iterator[Page]:
    """Plan robots.txt, which names the sitemaps."""
    news = f"/{NEWS_SITEMAP}" if site.settings.news_sections else None
    yield Page("robots.txt", "robots.txt", RobotsContext("/sitemap.xml", news))


def plan_news(site: Site) -> Iterator[Page]:
    """Plan the sitemap of news, also where nothing is news now: its address shall stay."""
    if site.settings.news_sections:
        teasers = [site.teasers[path] for path in site.news[:MOST_NEWS]]
        entries = tuple(NewsEntry(t.permalink, t.title, t.published_at) for t in teasers)
        context = NewsContext(entries, news_language(site.info.language))
        yield Page(NEWS_SITEMAP, "news_sitemap.xml", context)


def news_language(language: str) -> str:
    """Write a language as news sitemaps want it: ISO 639, but zh-cn and zh-tw for Chinese."""
    first, *more = language.lower().split("-")
    if first != "zh":
        return first
    return "zh-tw" if {"hant", "tw", "hk", "mo"}.intersection(more) else "zh-cn"


def _entries(site: Site) -> Iterator[SitemapEntry]:
    """List home, sections, keywords, authors, posts from the oldest on, then standalone pages."""
    changed = {
        post.source_path: (post.updated_at or post.published_at).date() for post in site.posts
    }

    def newest(posts: Sequence[Post]) -> date | None:
        return max((changed[post.source_path] for post in posts), default=None)

    yield SitemapEntry("/", newest(site.posts))
    for section in site.info.sections:
        yield SitemapEntry(section.permalink, newest(site.by_section[section.slug]))
    for keyword in site.keywords:
        yield SitemapEntry(keyword.permalink, newest(keyword.posts))
    for author in site.authors:
        yield SitemapEntry(author.permalink, newest(author.posts))
    for post in reversed(site.posts):
        if not post.has_noindex:
            picture = site.teasers[post.source_path].picture
            path = picture.path if picture else None
            yield SitemapEntry(post.permalink, changed[post.source_path], path)
    for page in site.pages:
        if not page.has_noindex:
            yield SitemapEntry(page.permalink, page.updated_at.date() if page.updated_at else None)
