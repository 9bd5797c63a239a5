"""The pages of posts and of standalone pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autoblog.digest import Shared
from autoblog.model import Aside, Page, Post, SharedTeasers, Site, Teaser
from autoblog.plan.contexts import AsideContext, PlainContext, PostContext, SidebarGroup
from autoblog.plan.views import (
    body_use,
    frames_of,
    output_path_of,
    page_meta,
    post_view,
)

PAGE, ASIDE = TEMPLATES = ("post.html", "aside.html")
ALWAYS_SHOWN = 2
"""Posts of a sidebar group that are not folded, the page's own among them."""


def plan_posts(site: Site) -> Iterator[Page]:
    """Plan one page a post."""
    page_at = post_planner(site)
    for slug, members in site.by_section.items():
        for index in range(len(members)):
            yield page_at(slug, index)


def post_planner(site: Site) -> Callable[[str, int], Page]:
    """Gather what the pages of posts share.

    Returns a function that plans the page of one post, by the slug of its section and its place
    there. It looks at that post, its neighbours, and those that its page shows.
    """
    frames, teasers = frames_of(site), site.teasers
    tops = {slug: _Tops.of(site, slug) for slug in site.by_section}
    groups = _sidebar(site, tops)

    def page_at(slug: str, index: int) -> Page:
        members, frame = site.by_section[slug], frames[slug]
        post, sidebar = members[index], groups
        if index >= len(tops[slug].first.value):
            sidebar = _with_current(groups, tops[slug], teasers[post.source_path], index)
        return Page(
            output_path=output_path_of(post.permalink),
            template=PAGE,
            context=PostContext(
                page=page_meta(site, post, frame, kind="post"),
                post=post_view(site, post, frame.section),
                body=body_use(site, post),
                newer=_neighbour(site, members, index - 1),
                older=_neighbour(site, members, index + 1),
            ),
            source_path=post.source_path,
            aside=Aside(
                template=ASIDE,
                context=AsideContext(
                    section=slug,
                    permalink=post.permalink,
                    related=tuple(teasers[path] for path in site.related[post.source_path]),
                    sidebar=sidebar,
                ),
            ),
        )

    return page_at


def plan_plain_pages(site: Site) -> Iterator[Page]:
    """Plan the standalone pages: about, imprint and their like."""
    frame = frames_of(site)[""]
    for post in site.pages:
        yield Page(
            output_path=output_path_of(post.permalink),
            template="plain.html",
            context=PlainContext(
                page=page_meta(site, post, frame, kind="plain"),
                post=post_view(site, post, None),
                body=body_use(site, post),
            ),
            source_path=post.source_path,
        )


@dataclass(frozen=True, slots=True)
class _Tops:
    """A section's newest posts, gathered once for the sidebars of all pages."""

    first: SharedTeasers  # always shown
    rest: SharedTeasers  # folded
    # A post that is not among the first takes the last place of theirs; one that is older than all
    # of these takes the last place of all.
    first_of_older: SharedTeasers
    rest_of_older: SharedTeasers

    @classmethod
    def of(cls, site: Site, slug: str) -> _Tops:
        """Gather those of a section."""
        size = site.settings.sidebar_per_section
        newest = [site.teasers[post.source_path] for post in site.by_section[slug][:size]]
        first = min(ALWAYS_SHOWN, size)
        older = max(0, first - 1)
        return cls(
            first=Shared(tuple(newest[:first])),
            rest=Shared(tuple(newest[first:])),
            first_of_older=Shared(tuple(newest[:older])),
            rest_of_older=Shared(tuple(newest[older : size - 1])),
        )


def _sidebar(site: Site, tops: Mapping[str, _Tops]) -> tuple[SidebarGroup, ...]:
    return tuple(
        SidebarGroup(section, len(site.by_section[section.slug]), top.first, None, more=top.rest)
        for section in site.info.sections
        for top in [tops[section.slug]]
    )


def _with_current(
    groups: tuple[SidebarGroup, ...], top: _Tops, current: Teaser, index: int
) -> tuple[SidebarGroup, ...]:
    """Show a post that stands in the fold of its section's list, or is too old for it."""
    more = top.rest_of_older
    newest = (*top.first.value, *top.rest.value)
    if index < len(newest):
        folded = newest[len(top.first_of_older.value) :]
        more = Shared(tuple(teaser for teaser in folded if teaser is not current))
    return tuple(
        [
            SidebarGroup(group.section, group.count, top.first_of_older, current, more)
            if group.section.slug == current.section
            else group
            for group in groups
        ]
    )


def _neighbour(site: Site, members: Sequence[Post], index: int) -> Teaser | None:
    in_range = 0 <= index < len(members)
    return site.teasers[members[index].source_path] if in_range else None
