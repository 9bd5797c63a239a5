"""What templates may see: one record for each page template, and the parts they share.

The fields of a page's record are the variables of its template, beside `site` (`model.SiteInfo`).
This module is the manual of whoever writes templates; `docs/templates.md` lists the filters.
Paths start with "/" and lack the site's base path: the filter `url` adds it, `absolute` the host.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from autoblog.digest import Digest
from autoblog.model import Section, SharedTeasers, Teaser
from autoblog.parts import KeywordLink, MenuItem, Picture, Renditions


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page announces."""

    title: str
    path: str
    media_type: str  # "application/rss+xml", "application/atom+xml" or "application/feed+json"


@dataclass(frozen=True, slots=True)
class PageMeta:
    """`page`, in every HTML template: what the frame, `base.html`, needs to know."""

    kind: str  # home section keyword keywords author authors archive year post plain search
    # 404 gone
    title: str  # plain text, without the site's name
    summary: str  # plain text for search engines, may be ""
    permalink: str
    section: str | None  # slug of the section it belongs to
    crumbs: tuple[MenuItem, ...]  # from the home page down, without the page itself
    feeds: tuple[FeedLink, ...]
    picture: Picture | None = None
    card: Picture | None = None  # what networks show; None: what the theme has for all pages
    has_noindex: bool = False
    published_at: datetime | None = None  # of a post
    updated_at: datetime | None = None
    twin: str | None = None  # path of a post's text as Markdown


@dataclass(frozen=True, slots=True)
class Target:
    """What a `ref:` token of a body becomes."""

    path: str  # URL path, with an anchor where the link has one
    width_px: int = 0  # of a picture
    height_px: int = 0
    renditions: Renditions | None = None  # of a picture that has some


@dataclass(frozen=True, slots=True)
class BodyUse:
    """An article's text, for the filters `html` and `toc`."""

    digest: Digest
    permalink: str  # of the post
    targets: Mapping[str, Target]  # by token; a token without a target leads nowhere yet


@dataclass(frozen=True, slots=True)
class PostView:
    """`post`: an article, but for its body."""

    title: str
    summary: str
    permalink: str
    section: Section | None  # None: a standalone page
    published_at: datetime
    published_on: date
    updated_on: date | None
    author: str | None
    author_path: str | None  # of the author's page
    keywords: tuple[KeywordLink, ...]
    picture: Picture | None
    reading_minutes: int
    word_count: int
    status: str  # "published"; in previews also "draft", "scheduled", "expired"
    extra: Mapping[str, Any]  # keys of `front_matter.extra`


@dataclass(frozen=True, slots=True)
class SidebarGroup:
    """One section's list in *Related Information*."""

    section: Section
    count: int  # posts of the whole section
    posts: SharedTeasers  # the newest, always shown; render it with the filter `fragment`
    current: Teaser | None  # the page's own post, where it is not among `posts`
    more: SharedTeasers  # those that follow, newest first, without `current`


@dataclass(frozen=True, slots=True)
class PostContext:
    """post.html."""

    page: PageMeta
    post: PostView
    body: BodyUse
    newer: Teaser | None  # neighbours within the section
    older: Teaser | None


@dataclass(frozen=True, slots=True)
class AsideContext:
    """aside.html: *Related Information*, which post.html shows as `aside`."""

    section: str  # slug of the section that the post belongs to
    permalink: str  # of the post
    related: tuple[Teaser, ...]  # best first
    sidebar: tuple[SidebarGroup, ...]  # in the order of site.yaml


@dataclass(frozen=True, slots=True)
class PlainContext:
    """plain.html: a standalone page."""

    page: PageMeta
    post: PostView
    body: BodyUse


@dataclass(frozen=True, slots=True)
class Pager:
    """Links between list pages. Numbered pages count from the oldest, so full ones never change."""

    number: int | None  # None: the front page of the list
    newer: str | None  # paths
    older: str | None


@dataclass(frozen=True, slots=True)
class ListContext:
    """section.html, keyword.html, author.html and year.html: a page of teasers, newest first."""

    page: PageMeta
    heading: str
    summary: str
    teasers: tuple[Teaser, ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A section's newest posts on the home page."""

    section: Section
    count: int
    teasers: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class HomeContext:
    """home.html."""

    page: PageMeta
    lead: Teaser | None  # the newest post; None in a site without posts
    newest: tuple[Teaser, ...]  # of all sections, after the lead
    sections: tuple[HomeSection, ...]  # in the order of site.yaml


@dataclass(frozen=True, slots=True)
class CountedLink:
    """A keyword, an author or a year, and how many posts it has."""

    title: str
    path: str
    count: int


@dataclass(frozen=True, slots=True)
class DirectoryContext:
    """keywords.html and authors.html (by name), archive.html (years, newest first)."""

    page: PageMeta
    links: tuple[CountedLink, ...]


@dataclass(frozen=True, slots=True)
class SearchContext:
    """search.html: what can be found without a script."""

    page: PageMeta
    sections: tuple[CountedLink, ...]  # in the order of site.yaml
    keywords: tuple[CountedLink, ...]  # by name


@dataclass(frozen=True, slots=True)
class NotFoundContext:
    """404.html."""

    page: PageMeta
    newest: tuple[Teaser, ...]


@dataclass(frozen=True, slots=True)
class GoneContext:
    """gone.html: the page at an address whose article was taken down."""

    page: PageMeta


@dataclass(frozen=True, slots=True)
class RedirectContext:
    """redirect.html: the page at an alias."""

    title: str
    target: str  # path


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One item of a feed, with its full text."""

    post: PostView
    body: BodyUse
    updated_at: datetime
    card: Picture | None = None  # what programs show beside the entry: never an SVG


@dataclass(frozen=True, slots=True)
class FeedContext:
    """feeds/rss.xml, feeds/atom.xml and feeds/feed.json."""

    title: str
    summary: str
    path: str  # of the feed itself
    home: str  # path of the page it stands for
    updated_at: datetime | None  # of its newest change; None without entries
    entries: tuple[FeedEntry, ...]  # newest first


@dataclass(frozen=True, slots=True)
class TwinContext:
    """post.md: a post as Markdown."""

    post: PostView
    body: BodyUse
