"""Pages that list posts: home, sections, keywords, authors and the archive; and the 404 page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autoblog.model import Page, Post, Section, Site, Teaser
from autoblog.parts import MenuItem
from autoblog.plan.contexts import (
    CountedLink,
    DirectoryContext,
    HomeContext,
    HomeSection,
    ListContext,
    NotFoundContext,
    PageMeta,
)
from autoblog.plan.pagination import paginate
from autoblog.plan.views import HOME, crumbs_of, feed_links, output_path_of

NEWEST_ON_HOME = 6
NEWEST_OF_SECTION = 5
NEWEST_ON_NOT_FOUND = 5


def plan_home(site: Site) -> Iterator[Page]:
    """Plan the home page."""
    lead, *newest = _teasers(site, site.posts[: NEWEST_ON_HOME + 1]) or (None,)
    context = HomeContext(
        page=list_meta(site, "home", site.info.tagline or site.info.title, "/", site.info.summary),
        lead=lead,
        newest=tuple(teaser for teaser in newest if teaser),
        sections=tuple(
            HomeSection(
                section=section,
                count=len(site.by_section[section.slug]),
                teasers=_teasers(site, site.by_section[section.slug][:NEWEST_OF_SECTION]),
            )
            for section in site.info.sections
        ),
    )
    yield Page("index.html", "home.html", context)


def plan_sections(site: Site) -> Iterator[Page]:
    """Plan the list of each section."""
    for section in site.info.sections:
        yield from _plan_list(
            site,
            site.by_section[section.slug],
            template="section.html",
            meta=list_meta(
                site, "section", section.name, section.permalink, section.summary, section=section
            ),
        )


def plan_keywords(site: Site) -> Iterator[Page]:
    """Plan the list of each shared keyword, and the directory of them all."""
    crumbs = (HOME, MenuItem("Keywords", "/keywords/"))
    for keyword in site.keywords:
        summary = f"Articles about {keyword.name} on {site.info.title}."
        yield from _plan_list(
            site,
            keyword.posts,
            template="keyword.html",
            meta=list_meta(
                site, "keyword", keyword.name, keyword.permalink, summary, crumbs=crumbs
            ),
        )
    meta = list_meta(
        site, "keywords", "Keywords", "/keywords/", f"All subjects of {site.info.title}."
    )
    yield Page("keywords/index.html", "keywords.html", DirectoryContext(meta, keyword_links(site)))


def plan_authors(site: Site) -> Iterator[Page]:
    """Plan the list of each author's posts, and the directory of all authors, if there are any."""
    crumbs = (HOME, MenuItem("Authors", "/authors/"))
    for author in site.authors:
        summary = f"Articles by {author.name} on {site.info.title}."
        meta = list_meta(site, "author", author.name, author.permalink, summary, crumbs=crumbs)
        yield from _plan_list(site, author.posts, template="author.html", meta=meta)
    if site.authors:
        summary = f"All who write for {site.info.title}."
        meta = list_meta(site, "authors", "Authors", "/authors/", summary)
        links = tuple(
            CountedLink(author.name, author.permalink, len(author.posts))
            for author in sorted(site.authors, key=lambda a: (a.name.casefold(), a.slug))
        )
        yield Page("authors/index.html", "authors.html", DirectoryContext(meta, links))


def plan_archive(site: Site) -> Iterator[Page]:
    """Plan the archive: the years, and the list of each."""
    years: dict[int, list[Post]] = {}
    for post in site.posts:
        years.setdefault(post.published_at.year, []).append(post)
    crumbs = (HOME, MenuItem("Archive", "/archive/"))
    links = []
    for year, posts in sorted(years.items(), reverse=True):
        path = f"/archive/{year}/"
        links.append(CountedLink(str(year), path, len(posts)))
        summary = f"All articles of {site.info.title} from {year}."
        meta = list_meta(site, "year", f"Archive {year}", path, summary, crumbs=crumbs)
        yield from _plan_list(site, posts, template="year.html", meta=meta)
    summary = f"All articles of {site.info.title}, year by year."
    meta = list_meta(site, "archive", "Archive", "/archive/", summary)
    yield Page("archive/index.html", "archive.html", DirectoryContext(meta, tuple(links)))


def plan_not_found(site: Site) -> Iterator[Page]:
    """Plan the page that a host shows for an address that leads nowhere."""
    meta = list_meta(site, "404", "Page not found", "/404.html", "")
    newest = _teasers(site, site.posts[:NEWEST_ON_NOT_FOUND])
    yield Page("404.html", "404.html", NotFoundContext(meta, newest))


def _plan_list(
    site: Site, posts: Sequence[Post], *, template: str, meta: PageMeta
) -> Iterator[Page]:
    for page in paginate(posts, meta.permalink, site.settings.page_size):
        number = page.pager.number
        title = meta.title if number is None else f"{meta.title}, page {number}"
        crumbs = meta.crumbs
        if number is not None:
            crumbs = (*crumbs, MenuItem(meta.title, meta.permalink))
        context = ListContext(
            page=PageMeta(
                kind=meta.kind,
                title=title,
                summary=meta.summary if number is None else f"{title} of {site.info.title}.",
                permalink=page.permalink,
                section=meta.section,
                crumbs=crumbs,
                feeds=meta.feeds,
            ),
            heading=title,
            summary=meta.summary if number is None else "",
            teasers=_teasers(site, page.posts),
            pager=page.pager,
        )
        yield Page(output_path_of(page.permalink), template, context)


def list_meta(
    site: Site,
    kind: str,
    title: str,
    permalink: str,
    summary: str,
    *,
    section: Section | None = None,
    crumbs: tuple[MenuItem, ...] | None = None,
) -> PageMeta:
    """Describe a page that is no article."""
    if crumbs is None:
        crumbs = () if permalink == "/" else crumbs_of(None)
    return PageMeta(
        kind=kind,
        title=title,
        summary=summary,
        permalink=permalink,
        section=section.slug if section else None,
        crumbs=crumbs,
        feeds=feed_links(site, section),
        has_noindex=False,
    )


def keyword_links(site: Site) -> tuple[CountedLink, ...]:
    """List the keywords that have a page, by name."""
    return tuple(
        CountedLink(keyword.name, keyword.permalink, len(keyword.posts))
        for keyword in sorted(site.keywords, key=lambda k: (k.name.casefold(), k.slug))
    )


def _teasers(site: Site, posts: Sequence[Post]) -> tuple[Teaser, ...]:
    return tuple(site.teasers[post.source_path] for post in posts)
