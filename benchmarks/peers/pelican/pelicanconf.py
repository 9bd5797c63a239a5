"""Pelican's settings. What does not change from page to page is rendered once, or made once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

SITENAME = "Benchmark"
SITEURL = "https://bench.example"
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "en"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
LOCALE = ("C",)
THEME = "theme"
THEME_STATIC_DIR = "."  # icons and robots.txt lie at the root
PATH = "content"
OUTPUT_PATH = "public"
PAGE_PATHS: tuple[str, ...] = ()
STATIC_PATHS: tuple[str, ...] = ()
PLUGINS: tuple[str, ...] = ()
FORMATTED_FIELDS: tuple[str, ...] = ()  # summaries are plain text
# The default without codehilite and meta, which these posts do not need; toc gives headings ids.
MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.toc": {}},
    "output_format": "html5",
}

ARTICLE_URL = "{category}/{slug}/"
ARTICLE_SAVE_AS = "{category}/{slug}/index.html"
CATEGORY_URL = "{slug}/"
CATEGORY_SAVE_AS = "{slug}/index.html"
TAG_URL = "keywords/{slug}/"
TAG_SAVE_AS = "keywords/{slug}/index.html"
AUTHOR_SAVE_AS = ""
YEAR_ARCHIVE_URL = "archive/{date:%Y}/"
YEAR_ARCHIVE_SAVE_AS = "archive/{date:%Y}/index.html"
DIRECT_TEMPLATES = ("index", "tags", "archives", "404", "sitemap")
TAGS_SAVE_AS = "keywords/index.html"
ARCHIVES_SAVE_AS = "archive/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
PAGINATED_TEMPLATES = {"category": 20, "tag": 20, "period_archives": 20}
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

FEED_ALL_ATOM = "atom.xml"
CATEGORY_FEED_ATOM = "{slug}/atom.xml"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_ALL_RSS = "feed.xml"
CATEGORY_FEED_RSS = "{slug}/feed.xml"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False

GZIP_CACHE = False  # faster to read, where CACHE_CONTENT is on

WORDS_A_MINUTE = 230

_HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)</h')
_TAG = re.compile("<[^>]*>")
_TABLE = '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>'
_rendered: dict[str, str] = {}
_neighbours: dict[str, tuple[Any, Any]] = {}
_words: dict[str, int] = {}


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


def words(article: Any) -> int:
    """Count an article's words, once a build."""
    if article.url not in _words:
        _words[article.url] = len(_TAG.sub(" ", article.content).split())
    return _words[article.url]


def minutes(article: Any) -> int:
    """Say how long an article takes to read."""
    return max(1, round(words(article) / WORDS_A_MINUTE))


def headings(content: str) -> list[tuple[str, str, str]]:
    """List level, id and HTML of the headings of an article."""
    return _HEADING.findall(content)


def with_scrollers(content: str) -> str:
    """Let tables scroll on narrow screens."""
    return content.replace("<table>", _TABLE).replace("</table>", "</table></div>")


def instant(date: datetime) -> str:
    """Write a moment as Open Graph and schema.org want it."""
    return f"{date.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def day(date: datetime) -> str:
    """Write a date as `<time>` wants it."""
    return f"{date.year}-{date.month:02}-{date.day:02}"


def long_date(date: datetime) -> str:
    """Write a date for readers."""
    return f"{date.day} {date:%B} {date.year}"


JINJA_GLOBALS = {"once": once, "neighbours": neighbours}
JINJA_FILTERS = {
    "words": words,
    "minutes": minutes,
    "headings": headings,
    "with_scrollers": with_scrollers,
    "instant": instant,
    "day": day,
    "long_date": long_date,
}
