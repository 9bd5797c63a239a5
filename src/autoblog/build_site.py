"""The flow through the stages: content/ -> read -> arrange -> plan -> render -> public/.

Read `make_site` and `_survey` from top to bottom. The two halves with a memory are `build_read` and
`build_write`; only these modules know both the stages and the cache.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from autoblog.arrange.news import moments_of
from autoblog.arrange.site import arrange
from autoblog.build_fresh import Theme
from autoblog.build_look import Look, look
from autoblog.build_outline import Outline, bare, remember_outline
from autoblog.build_pictures import card_stamp, find_undrawable
from autoblog.build_read import gather
from autoblog.build_recall import forget_build, remember_build
from autoblog.build_relate import Relating
from autoblog.build_request import Request
from autoblog.build_search import plan_index
from autoblog.build_write import prepare, write_site
from autoblog.cache import Cache
from autoblog.config import Config, ReadingSettings
from autoblog.config_file import parse_config
from autoblog.digest import Digest, code_digest, decode, digest, encode
from autoblog.model import Page, Planned, Post, Site, SiteInfo, Unread
from autoblog.plan.assets import static_urls
from autoblog.plan.ledger import find_vanished
from autoblog.plan.links import find_broken_links
from autoblog.plan.site import (
    PLANNERS,
    find_collisions,
    find_long_names,
    find_windows_names,
    plan,
)
from autoblog.problems import (
    ContentError,
    Problem,
    TemplateError,
    errors_of,
    in_order,
    silenced,
    unsilenced,
)
from autoblog.read.files import read_static
from autoblog.read.urls import slug_of
from autoblog.render.closures import closures, study
from autoblog.render.inline import inline_hashes
from autoblog.render.theme import Closure
from autoblog.report import Report
from autoblog.search import pagefind_version
from autoblog.silence import hushed
from autoblog.workers import Progress, Team


@dataclass(frozen=True, slots=True)
class Survey:
    """All that is known of a site before its first page is written."""

    site: Site
    posts: Sequence[Post]  # all that could be read, those held back included
    planned: Sequence[Planned]
    theme: Theme
    reading: ReadingSettings
    ground: Digest  # of all that related posts were chosen by
    key: Digest  # of all that the site is made of, as `Look` has it
    problems: tuple[Problem, ...]  # in order
    silenced: tuple[Problem, ...] = ()
    unread: tuple[Unread, ...] = ()
    lacks_search: bool = False  # it is wanted, and no program for it is installed


HearSite = Callable[[Survey], None]
"""Told what such a build is about to write, or why it writes nothing."""


def make_site(
    request: Request,
    seen: Look,
    cache: Cache,
    output: Path,
    *,
    progress: Progress,
    hear: HearSite | None,
) -> Report:
    """Make what changed since the last build; the report says what that was.

    output: resolved by `render.output_guard.guard`. Raises what `build` raises.
    """
    team = Team(request.workers, request.pool_from_items, progress)
    found = _survey(request, seen, cache, team)
    if hear is not None:
        hear(found)
    if errors_of(found.problems):
        raise ContentError("the site has problems", found.problems)
    site, planned = found.site, (*found.planned, *plan_index(found.site, cache))
    news = site.settings.news_sections
    moments = [at for post in found.posts for at in moments_of(post, news_sections=news) if at]
    until = min((moment for moment in moments if moment > request.now), default=None)
    report = Report(
        posts=len(site.posts),
        pages=sum(isinstance(item, Page) for item in planned),
        kept=len(planned),
        held_back=site.held_back,
        next_due_at=_next_due(found, request.now),
        warnings=found.problems,
        lacks_search=found.lacks_search,
    )
    outline = Outline(
        report=report,
        since=request.now,
        until=until,
        posts=dict(seen.posts),
        reading=found.reading,
        site=bare(site),
        listed={slug: [p.source_path for p in some] for slug, some in site.by_section.items()},
        newest=[post.source_path for post in site.posts[: site.settings.feed_limit]],
        pages=[post.source_path for post in site.pages],
        ground=found.ground,
        key=seen.key,
        files=len(planned),
        closures=dict(found.theme.closures),
        static_urls=dict(found.theme.static_urls),
        seconds_per_page=found.theme.seconds_per_page,
    )
    theme = found.theme
    del found, site  # a third of all memory, which workers would share out among them
    forget_build(cache, output)
    done = write_site(output, planned, theme, cache, team, root=request.root)
    report = replace(
        report,
        written=done.published.written,
        removed=done.published.removed,
        kept=done.published.kept,
        reasons=done.reasons,
    )
    remember_build(
        cache, output, seen.key, report, states=done.states, now=request.now, until=until
    )
    outline = replace(outline, report=replace(report, written=(), removed=(), reasons={}))
    remember_outline(cache, cache.name_of(output), seen.frame, outline)
    return report


def _next_due(found: Survey, now: datetime) -> datetime | None:
    """Tell when a post next falls due, expires or ceases to be news, and a build is due."""
    news = found.site.settings.news_sections
    posts = (post for post in found.posts if not post.is_draft)
    moments = (at for post in posts for at in moments_of(post, news_sections=news))
    return min((at for at in moments if at and at > now), default=None)


def survey(request: Request, cache: Cache) -> Survey:
    """Read, arrange and plan a site without writing a page: what tools need that look at it.

    Problems of the content are values here, errors among them. Raises ConfigError when the
    settings are wrong.
    """
    team = Team(request.workers, request.pool_from_items, lambda *_: None)
    return _survey(request, look(request, cache), cache, team)


def _survey(request: Request, seen: Look, cache: Cache, team: Team) -> Survey:
    """Run the stages up to the plan."""
    config = parse_config(seen.settings, base_url=request.base_url)
    relating = Relating(cache, team, request.show)
    readers = replace(team, meanwhile=partial(_prepare_ahead, request.root, config, seen))
    material, found_in_files = gather(request.root, config, seen, cache, readers)
    site, found_in_site = arrange(
        replace(material, inline_hashes=inline_hashes(seen.templates)),
        site_info(config),
        settings=config.arranging,
        planning=replace(config.planning, card_stamp=card_stamp(is_wanted=config.cards.enabled)),
        slug_of=slug_of,
        relate=relating,
        now=request.now,
        show=request.show,
    )
    planned = plan(site, (*PLANNERS, seen.extensions.plan))
    paths = {item.output_path for item in planned}
    pages = [item for item in planned if isinstance(item, Page)]
    needed = {page.template for page in pages}
    needed.update(page.aside.template for page in pages if page.aside is not None)
    urls = static_urls(site.static_files)
    stands_on, found_in_templates = _closures(
        cache, seen.templates, urls, needed=needed, filters=seen.extensions.filters
    )
    problems = in_order(
        hushed(
            [
                *seen.problems,
                *found_in_files,
                *found_in_site,
                *find_collisions(planned, material.posts),
                *find_long_names(planned),
                *find_windows_names(site),
                *find_undrawable(planned, material.posts, is_wanted=config.cards.enabled),
                *find_broken_links(site, planned, material.posts, material.unread),
                *find_vanished(site, paths, material.posts, material.unread),
                *found_in_templates,
                *seen.extensions.check(site),
            ],
            {post.source_path: post.silences for post in material.posts if post.silences},
        )
    )
    return Survey(
        site=site,
        posts=material.posts,
        planned=planned,
        theme=Theme(
            seen.templates,
            stands_on,
            site.info,
            urls,
            config.limits.seconds_per_page,
            seen.extensions,
        ),
        reading=config.reading,
        ground=relating.ground,
        key=seen.key,
        problems=unsilenced(problems),
        silenced=silenced(problems),
        unread=material.unread,
        lacks_search=config.search.enabled and not site.info.has_search,
    )


def _prepare_ahead(root: Path, config: Config, seen: Look) -> None:
    """Study and compile the templates; what is wrong with them is said by those who need them."""
    study(seen.templates, seen.extensions.filters)
    static_files, _ = read_static(root, seen.sources.static)
    urls = static_urls(static_files)
    seconds = config.limits.seconds_per_page
    theme = Theme(seen.templates, {}, site_info(config), urls, seconds, seen.extensions)
    prepare(theme, seen.templates)


def _closures(
    cache: Cache,
    texts: Mapping[str, str],
    urls: Mapping[str, str],
    *,
    needed: Iterable[str],
    filters: Iterable[str],
) -> tuple[Mapping[str, Closure], tuple[Problem, ...]]:
    """Work out what the templates stand on, or recall it: parsing them takes 0.1 s."""
    if not texts:
        return {}, ()  # that they could not be read has been said
    required = sorted(needed)
    words = sorted(filters)
    key = digest((code_digest(), texts, sorted(urls), required, words))
    noted = cache.note("closures", key)
    if noted is not None:
        return decode(noted, dict[str, Closure]), ()
    try:
        found = closures(texts, required, static_files=urls, filters=words)
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
