"""The nouns of autoblog: what each stage hands to the next.

content/ -> Source -> Post + Body -> Site -> Page | Asset -> Output -> public/

All are frozen and complete when made. Collections are tuples or mappings that nobody changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from autoblog.digest import Digest, Shared
from autoblog.parts import (
    Alias,
    Heading,
    Hosting,
    KeywordLink,
    LeadImage,
    LedgerLine,
    MenuItem,
    Picture,
    Pin,
    Reference,
    Renditions,
    Silence,
)
from autoblog.problems import Place, Problem
from autoblog.report import HeldBack


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the site's folders."""

    path: str  # relative to the site's folder, with "/", e.g. "content/knowledge/cells.md"
    digest: Digest


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file of the theme's `static/` folder."""

    path: str  # relative to `static/`, e.g. "css/site.css"
    digest: Digest
    css: str | None  # the text of a style sheet, whose addresses the plan rewrites


@dataclass(frozen=True, slots=True)
class Body:
    """The article: what only its own page and the feeds show."""

    html: str  # safe; internal links and pictures are ref: tokens
    toc: tuple[Heading, ...]  # in document order; empty below three headings


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that posts may show."""

    source_path: str
    digest: Digest
    path: str  # its URL path, with a content hash, "/images/cells.0f3a9c1b.svg"
    width_px: int
    height_px: int
    renditions: Renditions | None = None  # None: it is published as it is
    stamp: str = ""  # the digest of all that shapes its renditions


@dataclass(frozen=True, slots=True)
class Teaser:
    """What other pages may show of a post."""

    permalink: str
    title: str
    summary: str
    section: str  # its slug
    published_at: datetime  # aware, in the site's time zone
    published_on: date  # the same day, in the site's time zone
    reading_minutes: int
    status: str  # "published", "draft", "scheduled" or "expired"
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Post:
    """The index card of an article; the long text is a Body behind a digest."""

    source_path: str
    section: str  # its slug
    slug: str
    permalink: str
    title: str
    title_place: Place
    summary: str
    published_at: datetime  # aware, in the site's time zone
    updated_at: datetime | None
    expires_at: datetime | None
    keywords: tuple[str, ...]
    author: str | None
    image: LeadImage | None
    aliases: tuple[Alias, ...]
    pins: tuple[Pin, ...]
    is_draft: bool
    is_listed: bool  # False: a standalone page
    has_noindex: bool
    extra: Mapping[str, Any]  # keys the site declares: str, tuples and mappings of str
    word_count: int
    anchors: tuple[str, ...]
    references: tuple[Reference, ...]
    terms: str  # "term weight term weight …", by falling weight, for related posts
    body: Digest
    warnings: tuple[Problem, ...]
    silences: tuple[Silence, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A source whose problems leave no post; what it links to is judged all the same."""

    source_path: str
    slug: str  # as its file's name has it
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the site's sections."""

    name: str
    slug: str
    summary: str
    permalink: str


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword that enough posts share to have a page."""

    name: str
    slug: str
    permalink: str
    posts: tuple[Post, ...]  # newest first


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote some of the posts."""

    name: str
    slug: str
    permalink: str
    posts: tuple[Post, ...]  # newest first


@dataclass(frozen=True, slots=True)
class SiteInfo:
    """`site` in every template. It holds nothing volatile: all pages hang on it."""

    title: str
    tagline: str
    summary: str
    base_url: str  # absolute, ends with "/"
    base_path: str  # the path of base_url, starts and ends with "/"
    language: str  # BCP 47
    time_zone: str  # IANA name
    publisher: str
    sections: tuple[Section, ...]
    pages: tuple[MenuItem, ...]  # standalone pages
    extra: Mapping[str, Any]
    has_search: bool = False  # whether there is an index to search


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """The settings that planners follow."""

    page_size: int  # teasers of a list page
    sidebar_per_section: int  # posts of a sidebar group
    feed_limit: int  # entries of a feed
    card_stamp: str = ""  # the digest of all that shapes how cards look; "" where there are none
    news_sections: tuple[str, ...] = ()  # slugs of the sections in the sitemap of news
    has_llms: bool = False  # whether there is an llms.txt
    has_twins: bool = False  # whether posts are there as Markdown too
    hosting: Hosting = Hosting()  # noqa: RUF009 - frozen, so all may share it


@dataclass(frozen=True, slots=True)
class Site:
    """Everything, arranged."""

    info: SiteInfo
    posts: Sequence[Post]  # listed ones, newest first
    pages: tuple[Post, ...]  # standalone ones, by permalink
    by_section: Mapping[str, Sequence[Post]]  # section slug -> newest first
    keywords: tuple[Keyword, ...]  # those with a page, by slug
    keyword_links: Mapping[str, KeywordLink]  # by spelling; all posts share them
    teasers: Mapping[str, Teaser]  # source path -> teaser
    related: Mapping[str, tuple[str, ...]]  # source path -> source paths, best first
    images: Mapping[str, Image]  # source path -> picture
    static_files: tuple[StaticFile, ...]  # by path
    downloads: Mapping[str, Digest]  # other files of content/ that bodies link to
    held_back: tuple[HeldBack, ...]
    settings: PlanSettings
    ledger: tuple[LedgerLine, ...] = ()  # by URL
    authors: tuple[Author, ...] = ()  # by slug
    author_paths: Mapping[str, str] = field(default_factory=dict)  # spelling -> path of the page
    news: tuple[str, ...] = ()  # source paths of the posts that are news, newest first
    inline_hashes: tuple[str, ...] = ()  # of the theme's own scripts within pages, for a CSP


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside a page's own text, as a template of its own makes it.

    The page's template sees only that it is there, as `aside`. So where nothing else changed, all
    that stands around it in the old file is still what it was.
    """

    template: str
    context: Any  # a frozen record, as a page's


@dataclass(frozen=True, slots=True)
class Page:
    """One planned file that a template makes."""

    output_path: str  # relative to the output folder, e.g. "knowledge/cells/index.html"
    template: str  # relative to the template folder
    context: Any  # a frozen record of plan.contexts: all that the template may see but `site`
    source_path: str | None = None  # whom to name when two pages meet at one path
    aside: Aside | None = None


@dataclass(frozen=True, slots=True)
class Rendition:
    """One picture to be made out of another."""

    source: Digest  # of the picture that it is made of
    format: str  # "avif", "webp", "jpg" or "png"
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Card:
    """What a social card shows."""

    title: str
    section: str  # its name
    date: date
    site: str  # its title


@dataclass(frozen=True, slots=True)
class Asset:
    """One planned copy of a file, a rendition of it, or a file whose whole content is planned."""

    output_path: str
    source_path: str
    digest: Digest  # of what will be written; of all that shapes a rendition
    data: bytes | None = None  # None: the source's bytes
    rendition: Rendition | None = None
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """One written file."""

    path: str
    digest: Digest
    size_bytes: int
    aside: tuple[int, int] | None = None  # where in it the page's aside begins, and its size


Planned = Page | Asset
"""A file of the output folder, before it is made."""

Planner = Callable[[Site], Iterable[Page | Asset]]
"""Makes the pages and assets of one feature. Pure; called once per build, with every post."""

SharedTeasers = Shared[tuple[Teaser, ...]]
"""A list of teasers that many pages show."""
