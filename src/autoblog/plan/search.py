"""The page to search from; without scripts it lists what there is to find."""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.model import Page, Site
from autoblog.plan.contexts import CountedLink, SearchContext
from autoblog.plan.lists import keyword_links, list_meta

PERMALINK = "/search/"


def plan_search(site: Site) -> Iterator[Page]:
    """Plan the search page, for a site with an index."""
    if not site.info.has_search:
        return
    summary = f"Search the articles of {site.info.title}."
    sections = tuple(
        CountedLink(section.name, section.permalink, len(site.by_section[section.slug]))
        for section in site.info.sections
    )
    meta = list_meta(site, "search", "Search", PERMALINK, summary)
    yield Page(
        "search/index.html", "search.html", SearchContext(meta, sections, keyword_links(site))
    )
