"""The flow: content/ -> read -> arrange -> plan -> render -> public/.

Read `build`, `_build` and `_survey` from top to bottom. The two halves with a memory are
`build_read` and `build_write`; these three are the only files that know both the stages and the
cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from autoblog.arrange.site import Show, arrange
from autoblog.build_pictures import card_stamp, find_undrawable
from autoblog.build_read import CLOCK_TOLERANCE_S, Sources, find_sources, gather
from autoblog.build_recall import forget_build, recall_build, remember_build
from autoblog.build_relate import remembering
from autoblog.build_search import plan_index
from autoblog.build_write import Theme, write_site
from autoblog.cache import Cache, CacheDamagedError
from autoblog.config import FOLDERS, Config
from autoblog.digest import code_digest, decode, digest, encode
from autoblog.model import Page, Post, Report, Site, SiteInfo, Unread
from autoblog.plan.assets import static_urls
from autoblog.plan.ledger import find_vanished
from autoblog.plan.links import find_broken_links
from autoblog.plan.site import PLANNERS, Planned, find_collisions, plan
from autoblog.problems import (
    ContentError,
    Problem,
    TemplateError,
    errors_of,
    in_order,
    silenced,
    unsilenced,
)
from autoblog.read.urls import slug_of
from autoblog.render.filters import MissingBodyError
from autoblog.render.inline import inline_hashes
from autoblog.render.output import discard_left, guard
from autoblog.render.templates import Closure, closures, read_templates
from autoblog.search import pagefind_version
from autoblog.silence import hushed
from autoblog.workers import POOL_FROM_ITEMS, Progress, Team


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build, besides the site's settings."""

    root: Path  # the site's folder
    output: Path  # the folder that shall show the site
    home: Path  # the user's home folder, which no build may touch
    now: datetime  # aware
    show: Show = field(default_factory=Show)
    workers: int = 1
    pool_from_items: int = POOL_FROM_ITEMS  # below, a pool costs more than it saves
    clock_tolerance_s: float = CLOCK_TOLERANCE_S


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is known of a site before its first page is written."""

    site: Site
    posts: Sequence[Post]  # all that could be read, those held back included
    planned: Sequence[Planned]
    theme: Theme
    problems: tuple[Problem, ...]  # in order
    silenced: tuple[Problem, ...] = ()
    unread: tuple[Unread, ...] = ()


Hear = Callable[[Survey], None]
"""Told what a build is about to write, or why it writes nothing; not where nothing changed."""


def build(
    request: Request,
    config: Config,
    cache: Cache,
    *,
    progress: Progress = lambda *_: None,
    hear: Hear = lambda _: None,
) -> Report:
    """Build a site; what earlier builds did, as the cache knows, is not done again.

    Raises ContentError or TemplateError with all problems of all files, ConfigError when the
    output folder is not autoblog's; the output folder is then as it was.
    """
    output = guard(request.output, request.root, FOLDERS, home=request.home)
    try:
        return _build(request, config, cache, output, progress, hear)
    except (CacheDamagedError, MissingBodyError):
        cache.notice = "the cache was damaged; everything is built anew"
        cache.wipe()
        return _build(request, config, cache, output, progress, hear)


def survey(request: Request, config: Config, cache: Cache) -> Survey:
    """Read, arrange and plan a site without writing a page: what tools need that look at it.

    Problems are values here, errors among them; nothing is raised for what authors did wrong.
    """
    sources = find_sources(request.root, cache, clock_tolerance_s=request.clock_tolerance_s)
    texts, problems = _templates(request.root)
    team = Team(request.workers, request.pool_from_items, lambda *_: None)
    return _survey(request, config, cache, team, sources=sources, texts=texts, found=problems)


def _build(
    request: Request, config: Config, cache: Cache, output: Path, progress: Progress, hear: Hear
) -> Report:
    team = Team(request.workers, request.pool_from_items, progress)
    sources = find_sources(request.root, cache, clock_tolerance_s=request.clock_tolerance_s)
    texts, problems = _templates(request.root)
    searched_by = pagefind_version() if config.search.enabled else None
    key = digest((code_digest(), config, sources, texts, problems, request.show, searched_by))
    recalled = recall_build(cache, output, key, request.now)
    if recalled is not None:
        discard_left(output)
        return recalled
    seen = _survey(request, config, cache, team, sources=sources, texts=texts, found=problems)
    hear(seen)
    if errors_of(seen.problems):
        raise ContentError("the site has problems", seen.problems)
    site, planned = seen.site, (*seen.planned, *plan_index(seen.site, cache))
    report = Report(
        posts=len(site.posts),
        pages=sum(isinstance(item, Page) for item in planned),
        kept=len(planned),
        held_back=site.held_back,
        next_due_at=min((held.due_at for held in site.held_back if held.due_at), default=None),
        warnings=seen.problems,
    )
    forget_build(cache, output)
    done = write_site(output, planned, seen.theme, cache, team, root=request.root)
    report = replace(
        report,
        written=done.published.written,
        removed=done.published.removed,
        kept=done.published.kept,
        reasons=done.reasons,
    )
    remember_build(cache, output, key, report, posts=seen.posts, now=request.now)
    return report


def _survey(
    request: Request,
    config: Config,
    cache: Cache,
    team: Team,
    *,
    sources: Sources,
    texts: Mapping[str, str],
    found: Sequence[Problem],
) -> Survey:
    """Run the stages up to the plan. found: the problems met so far."""
    material, found_in_files = gather(request.root, config, sources, cache, team)
    site, found_in_site = arrange(
        replace(material, inline_hashes=inline_hashes(texts)),
        site_info(config),
        settings=config.arranging,
        planning=replace(config.planning, card_stamp=card_stamp(is_wanted=config.cards.enabled)),
        slug_of=slug_of,
        relate=remembering(cache, team, request.show),
        now=request.now,
        show=request.show,
    )
    planned = plan(site, PLANNERS)
    paths = {item.output_path for item in planned}
    needed = {item.template for item in planned if isinstance(item, Page)}
    urls = static_urls(site.static_files)
    stands_on, found_in_templates = _closures(cache, texts, urls, needed=needed)
    problems = in_order(
        hushed(
            [
                *found,
                *found_in_files,
                *found_in_site,
                *find_collisions(planned, material.posts),
                *find_undrawable(planned, material.posts, is_wanted=config.cards.enabled),
                *find_broken_links(site, planned, material.posts, material.unread),
                *find_vanished(site, paths, material.posts, material.unread),
                *found_in_templates,
            ],
            {post.source_path: post.silences for post in material.posts if post.silences},
        )
    )
    theme = Theme(texts, stands_on, site.info, urls, config.limits.seconds_per_page)
    return Survey(
        site=site,
        posts=material.posts,
        planned=planned,
        theme=theme,
        problems=unsilenced(problems),
        silenced=silenced(problems),
        unread=material.unread,
    )


def _templates(root: Path) -> tuple[Mapping[str, str], list[Problem]]:
    try:
        return read_templates(root), []
    except TemplateError as error:
        return {}, list(error.problems)


def _closures(
    cache: Cache, texts: Mapping[str, str], urls: Mapping[str, str], *, needed: Iterable[str]
) -> tuple[Mapping[str, Closure], tuple[Problem, ...]]:
    """Work out what the templates stand on, or recall it: parsing them takes 0.1 s."""
    if not texts:
        return {}, ()  # that they could not be read has been said
    required = sorted(needed)
    key = digest((code_digest(), texts, sorted(urls), required))
    noted = cache.note("closures", key)
    if noted is not None:
        return decode(noted, dict[str, Closure]), ()
    try:
        found = closures(texts, required, static_files=urls)
    except TemplateError as error:
        return {}, error.problems
    cache.remember_note("closures", key, encode(found))
    return found, ()


def site_info(config: Config) -> SiteInfo:
    """Say what every template may see of the site; `arrange` adds the standalone pages."""
    return SiteInfo(
        title=config.title,
        tagline=config.tagline,
        summary=config.summary,
        base_url=config.base_url,
        base_path=urlsplit(config.base_url).path or "/",
        language=config.language,
        time_zone=config.time_zone,
        publisher=config.publisher,
        sections=config.section_records,
        pages=(),
        extra=config.extra,
        has_search=config.search.enabled and pagefind_version() is not None,
    )
