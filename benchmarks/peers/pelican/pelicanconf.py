"""Pelican's settings. What does not change from page to page is rendered once, or made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

SITENAME = "Benchmark"
SITEURL = "https://bench.example"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
LOCALE = ("C",)
THEME = "theme"
PATH = "content"
OUTPUT_PATH = "public"
PAGE_PATHS: tuple[str, ...] = ()
STATIC_PATHS: tuple[str, ...] = ()
PLUGINS: tuple[str, ...] = ()
FORMATTED_FIELDS: tuple[str, ...] = ()  # summaries are plain text
# The default without codehilite and meta, which these posts do not need.
MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}}, "output_format": "html5"}

ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "keywords/{slug}/"
TAG_SAVE_AS = "keywords/{slug}/index.html"
AUTHOR_SAVE_AS = ""
DIRECT_TEMPLATES = ("index", "tags", "sitemap")
TAGS_SAVE_AS = "keywords/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"index": 20, "category": 20, "tag": 20}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_ALL_RSS = "feed.xml"
CATEGORY_FEED_RSS = "{slug}/feed.xml"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False

GZIP_CACHE = False  # faster to read, where CACHE_CONTENT is on

_rendered: dict[str, str] = {}
_neighbours: dict[str, tuple[Any, Any]] = {}


def once(name: str, caller: Callable[[], str]) -> str:
    """Render a block of a template once a build (`{% call once("sidebar") %}`)."""
    if name not in _rendered:
        _rendered[name] = caller()
    return _rendered[name]


def neighbours(article: Any, categories: Iterable[tuple[Any, list[Any]]]) -> tuple[Any, Any]:
    """Find the newer and the older article of an article's category."""
    if not _neighbours:
        for _, articles in categories:
            for newer, one, older in zip(
                [None, *articles], articles, [*articles[1:], None], strict=False
            ):
                _neighbours[one.url] = (newer, older)
    return _neighbours[article.url]


JINJA_GLOBALS = {"once": once, "neighbours": neighbours}
