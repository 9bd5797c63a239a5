"""From posts to what templates see of them: the pieces that planners share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from autoblog.model import Post, Section, Site
from autoblog.parts import MenuItem
from autoblog.plan.cards import network_picture
from autoblog.plan.contexts import BodyUse, FeedLink, PageMeta, PostView, Target

HOME = MenuItem("Home", "/")
_FORMATS = (
    ("RSS", "feed.xml", "application/rss+xml"),
    ("Atom", "atom.xml", "application/atom+xml"),
    ("JSON Feed", "feed.json", "application/feed+json"),
)


def output_path_of(permalink: str) -> str:
    """Name the file that a URL path is served from: `/a/` is `a/index.html`."""
    path = permalink.lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of a section share."""

    section: Section | None  # None: standalone pages
    crumbs: tuple[MenuItem, ...]
    feeds: tuple[FeedLink, ...]


def frames_of(site: Site) -> Mapping[str, Frame]:
    """Make the frame of each section, by slug; that of standalone pages is under ""."""
    sections = {section.slug: section for section in site.info.sections}
    return {
        slug: Frame(section, crumbs_of(section), feed_links(site, section))
        for slug, section in (*sections.items(), ("", None))
    }


def feed_links(site: Site, section: Section | None) -> tuple[FeedLink, ...]:
    """List the feeds that a page announces: the section's, where it has one, and the site's."""
    homes = [(site.info.title, "/")]
    if section is not None:
        homes.insert(0, (f"{site.info.title}: {section.name}", section.permalink))
    return tuple(
        FeedLink(f"{name} ({label})", home + path, media_type)
        for name, home in homes
        for label, path, media_type in _FORMATS
    )


def crumbs_of(section: Section | None) -> tuple[MenuItem, ...]:
    """List the way from the home page down to a page of a section."""
    return (HOME, MenuItem(section.name, section.permalink)) if section else (HOME,)


def post_view(site: Site, post: Post, section: Section | None) -> PostView:
    """Show a post, but for its body."""
    teaser = site.teasers[post.source_path]
    return PostView(
        title=post.title,
        summary=post.summary,
        permalink=post.permalink,
        section=section,
        published_at=post.published_at,
        published_on=teaser.published_on,
        updated_on=post.updated_at.date() if post.updated_at else None,
        author=post.author,
        author_path=site.author_paths.get(post.author or ""),
        keywords=tuple([site.keyword_links[word] for word in post.keywords]),
        picture=teaser.picture,
        reading_minutes=teaser.reading_minutes,
        word_count=post.word_count,
        status=teaser.status,
        extra=post.extra,
    )


def page_meta(site: Site, post: Post, frame: Frame, *, kind: str) -> PageMeta:
    """Describe the page of a post or of a standalone page."""
    return PageMeta(
        kind=kind,
        title=post.title,
        summary=post.summary,
        permalink=post.permalink,
        section=frame.section.slug if frame.section else None,
        crumbs=frame.crumbs,
        feeds=frame.feeds,
        picture=site.teasers[post.source_path].picture,
        card=network_picture(site, post),
        has_noindex=post.has_noindex,
        published_at=post.published_at if post.is_listed else None,
        updated_at=post.updated_at,
        twin=twin_path(site, post),
    )


def twin_path(site: Site, post: Post) -> str | None:
    """Name the path of a post's Markdown twin; None where it has none, as drafts and their like."""
    if not site.settings.has_twins or not post.is_listed or post.has_noindex:
        return None
    is_published = site.teasers[post.source_path].status == "published"
    return f"{post.permalink}index.md" if is_published else None


def body_use(site: Site, post: Post) -> BodyUse:
    """Say what the `ref:` tokens of a post's body become.

    A link to a post that is held back has no target: it is shown as plain text until then.
    """
    targets: dict[str, Target] = {}
    for reference in post.references:
        path, hash_, anchor = reference.target.partition("#")
        if path.startswith("/"):
            targets[reference.target] = Target(unquote(reference.target))
        elif path in site.images:
            image = site.images[path]
            size = image.width_px, image.height_px
            targets[reference.target] = Target(image.path, *size, image.renditions)
        elif path in site.teasers:
            targets[reference.target] = Target(site.teasers[path].permalink + hash_ + anchor)
        elif path in site.downloads:
            targets[reference.target] = Target(download_path(path) + hash_ + anchor)
    return BodyUse(post.body, post.permalink, targets)


def download_path(source_path: str) -> str:
    """Name the URL path of a file of content/ that bodies link to."""
    return "/" + source_path.removeprefix("content/")
