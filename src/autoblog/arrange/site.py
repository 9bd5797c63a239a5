"""Posts -> Site: who is shown, in which order, under which keyword, beside whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from autoblog.arrange.authors import authors_of
from autoblog.arrange.news import news_of
from autoblog.config import ArrangeSettings
from autoblog.digest import Digest
from autoblog.model import (
    Image,
    Keyword,
    PlanSettings,
    Post,
    Site,
    SiteInfo,
    StaticFile,
    Teaser,
    Unread,
)
from autoblog.parts import KeywordLink, LedgerLine, MenuItem, Picture
from autoblog.problems import Problem, nearest, problem_at, shown
from autoblog.report import HeldBack, Show

WORDS_PER_MINUTE = 230
KEYWORDS = "/keywords/"
"""The URL path below which each keyword has its page."""


class Relate(Protocol):
    """Chooses related posts; `arrange.related.relate` says how."""

    def __call__(
        self, posts: Sequence[Post], *, pins: Mapping[str, tuple[str, ...]], count: int
    ) -> Mapping[str, tuple[str, ...]]:
        """Choose them: source path -> source paths, best first."""


@dataclass(frozen=True, slots=True)
class Material:
    """What reading gave."""

    posts: Sequence[Post]  # standalone pages among them
    images: Mapping[str, Image]  # source path -> picture
    downloads: Mapping[str, Digest]  # source path -> digest, of all other files of content/
    static_files: tuple[StaticFile, ...]
    unread: tuple[Unread, ...] = ()  # sources whose problems left no post
    ledger: tuple[LedgerLine, ...] = ()
    inline_hashes: tuple[str, ...] = ()  # of scripts that templates hold


def arrange(
    material: Material,
    info: SiteInfo,
    *,
    settings: ArrangeSettings,
    planning: PlanSettings,
    slug_of: Callable[[str], str],
    relate: Relate,
    now: datetime,
    show: Show,
) -> tuple[Site, tuple[Problem, ...]]:
    """Arrange posts into a site as it is to be seen at a moment.

    now: aware; the only clock of a build. Problems: what only the whole site can show.
    """
    status = {post.source_path: status_of(post, now) for post in material.posts}
    visible = [post for post in material.posts if _is_shown(status[post.source_path], show)]
    posts = newest_first(post for post in visible if post.is_listed)
    pages = tuple(sorted((p for p in visible if not p.is_listed), key=lambda p: p.permalink))
    unread = {name for source in material.unread for name in (source.source_path, source.slug)}
    pins, problems = _resolve_pins(posts, material.posts, unread=unread)
    published = {line.url for line in material.ledger if line.source}
    keywords, keyword_links = _keywords(
        posts, settings.keyword_min_posts, slug_of, published=published
    )
    authors, author_paths = authors_of(posts, slug_of)
    by_section: dict[str, list[Post]] = {section.slug: [] for section in info.sections}
    for post in posts:
        by_section[post.section].append(post)
    menu = tuple(MenuItem(page.title, page.permalink) for page in pages)
    site = Site(
        info=replace(info, pages=menu),
        posts=posts,
        pages=pages,
        by_section={slug: tuple(members) for slug, members in by_section.items()},
        keywords=keywords,
        keyword_links=keyword_links,
        teasers={
            post.source_path: teaser_of(post, status[post.source_path], material.images)
            for post in (*posts, *pages)
        },
        related=relate(posts, pins=pins, count=settings.related_count),
        images=material.images,
        static_files=material.static_files,
        downloads=material.downloads,
        held_back=tuple(_held_back(material.posts, status)),
        settings=planning,
        ledger=material.ledger,
        authors=authors,
        author_paths=author_paths,
        news=news_of(posts, status, sections=settings.news_sections, now=now),
        inline_hashes=material.inline_hashes,
    )
    return site, tuple(problems)


def newest_first(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Order posts by date, newest first; equal dates by source path, so that the order is total."""
    by_path = sorted(posts, key=lambda post: post.source_path)
    return tuple(sorted(by_path, key=lambda post: post.published_at, reverse=True))


def status_of(post: Post, now: datetime) -> str:
    """Tell whether a post is "published", "draft", "scheduled" or "expired" at a moment."""
    if post.is_draft:
        return "draft"
    if post.published_at > now:
        return "scheduled"
    if post.expires_at is not None and post.expires_at <= now:
        return "expired"
    return "published"


def _is_shown(status: str, show: Show) -> bool:
    return {
        "draft": show.drafts, "scheduled": show.scheduled, "expired": show.expired
    }.get(status, True)  # fmt: skip


def _held_back(posts: Sequence[Post], status: Mapping[str, str]) -> Iterator[HeldBack]:
    for post in sorted(posts, key=lambda post: (post.published_at, post.source_path)):
        state = status[post.source_path]
        if state != "published":
            due_at = post.published_at if state == "scheduled" else None
            yield HeldBack(post.source_path, post.title, state, due_at)


def teaser_of(post: Post, status: str, images: Mapping[str, Image]) -> Teaser:
    """Say what other pages may show of a post."""
    image = images.get(post.image.source_path) if post.image else None
    picture = None
    if post.image and image:
        alt = post.image.alt
        picture = Picture(image.path, image.width_px, image.height_px, alt, image.renditions)
    return Teaser(
        permalink=post.permalink,
        title=post.title,
        summary=post.summary,
        section=post.section,
        published_at=post.published_at,
        published_on=post.published_at.date(),
        reading_minutes=max(1, round(post.word_count / WORDS_PER_MINUTE)),
        status=status,
        picture=picture,
    )


def _keywords(
    posts: Sequence[Post],
    min_posts: int,
    slug_of: Callable[[str], str],
    *,
    published: Container[str],
) -> tuple[tuple[Keyword, ...], Mapping[str, KeywordLink]]:
    """Gather the keywords that enough posts share; spellings with one slug are one keyword.

    Its name is the spelling most posts use, the first in the alphabet among equals.
    published: URL paths of the ledger; a keyword with a page of old keeps it for one post, too.
    Returns what posts show of them as well, by spelling.
    """
    members: dict[str, list[Post]] = {}
    spellings: dict[str, Counter[str]] = {}
    slugs: dict[str, str] = {}
    for post in posts:
        for word in post.keywords:
            slug = slugs.get(word) or slugs.setdefault(word, slug_of(word))
            if not slug:
                continue
            spellings.setdefault(slug, Counter())[word] += 1
            group = members.setdefault(slug, [])
            if not group or group[-1] is not post:
                group.append(post)
    shared = {
        slug
        for slug, group in members.items()
        if len(group) >= min_posts or f"{KEYWORDS}{slug}/" in published
    }
    keywords = [
        Keyword(
            name=min(spellings[slug], key=lambda word: (-spellings[slug][word], word)),
            slug=slug,
            permalink=f"{KEYWORDS}{slug}/",
            posts=tuple(members[slug]),
        )
        for slug in sorted(shared)
    ]
    links = {
        word: KeywordLink(word, f"{KEYWORDS}{slug}/" if slug in shared else None)
        for word, slug in sorted(slugs.items())
    }
    return tuple(keywords), links


def _resolve_pins(
    seen: Sequence[Post], everyone: Sequence[Post], *, unread: Container[str]
) -> tuple[Mapping[str, tuple[str, ...]], list[Problem]]:
    """Find the posts that authors pinned, by file or slug. A pin to a held-back post waits.

    unread: files and slugs of posts with problems of their own; a pin to one is none.
    """
    known = {post.source_path: post.source_path for post in everyone if post.is_listed}
    for post in everyone:
        if post.is_listed:
            known.setdefault(post.slug, post.source_path)
    visible = {post.source_path for post in seen}
    pins: dict[str, tuple[str, ...]] = {}
    problems = []
    for post in everyone:
        targets = []
        for pin in post.pins:
            target = known.get(pin.target)
            if target == post.source_path or (target is None and pin.target not in unread):
                message = f'"related" names {shown(pin.target)}, which is no other post'
                near = nearest(
                    pin.target, (name for name in known if known[name] != post.source_path)
                )
                hint = f'did you mean "{near}"?' if near else "write a post's file or slug"
                problems.append(
                    problem_at(pin.place, "unknown-related", post.source_path, message, hint)
                )
            elif target in visible:
                targets.append(target)
        if targets:
            pins[post.source_path] = tuple(dict.fromkeys(targets))
    return pins, problems
