"""Which record each page template gets: what the documentation and the theme are held against.

No build needs the whole list.
"""

from __future__ import annotations

from collections.abc import Mapping

from autoblog.plan.contexts import (
    AsideContext,
    DirectoryContext,
    FeedContext,
    GoneContext,
    HomeContext,
    ListContext,
    NotFoundContext,
    PlainContext,
    PostContext,
    RedirectContext,
    SearchContext,
    TwinContext,
)
from autoblog.plan.machine_contexts import (
    ManifestContext,
    NewsContext,
    RobotsContext,
    SitemapContext,
    SitemapIndexContext,
)

CONTEXTS: Mapping[str, type] = {
    "home.html": HomeContext,
    "section.html": ListContext,
    "keyword.html": ListContext,
    "author.html": ListContext,
    "year.html": ListContext,
    "keywords.html": DirectoryContext,
    "authors.html": DirectoryContext,
    "archive.html": DirectoryContext,
    "search.html": SearchContext,
    "post.html": PostContext,
    "aside.html": AsideContext,
    "post.md": TwinContext,
    "plain.html": PlainContext,
    "404.html": NotFoundContext,
    "gone.html": GoneContext,
    "redirect.html": RedirectContext,
    "feeds/rss.xml": FeedContext,
    "feeds/atom.xml": FeedContext,
    "feeds/feed.json": FeedContext,
    "sitemap.xml": SitemapContext,
    "sitemap_index.xml": SitemapIndexContext,
    "news_sitemap.xml": NewsContext,
    "robots.txt": RobotsContext,
    "site.webmanifest": ManifestContext,
}
"""The record of each page template."""
