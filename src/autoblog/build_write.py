"""The second half of the flow, with its memory: planned pages -> files of the output folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from autoblog.build_bodies import StoredBodies
from autoblog.build_manifest import FileRow, asset_fingerprints, recall_manifest, remember_manifest
from autoblog.build_pictures import (
    changed_meanwhile,
    shelf_of,
    tidy_shelf,
    write_cards,
    write_renditions,
)
from autoblog.cache import Cache
from autoblog.digest import code_digest, digest, digest_bytes
from autoblog.model import Asset, Output, Page, SiteInfo
from autoblog.plan.site import Planned
from autoblog.problems import ContentError, Problem, TemplateError, in_order
from autoblog.read.sources import read_bytes
from autoblog.render.output import (
    Published,
    digest_file,
    discard,
    discard_left,
    is_complete,
    publish,
    staging_folder,
)
from autoblog.render.output_guard import OWNED_LIST
from autoblog.render.pages import write_asset, write_page
from autoblog.render.template_faults import slow_problem
from autoblog.render.templates import Closure, Renderer
from autoblog.render.trees import Entries, State, find_entries, find_some, plain_files
from autoblog.workers import Team, TimeLimitError, time_limit

PARTS = ("the code of autoblog", "its template", "the site's settings", "what it shows")
"""What a page's fingerprint is made of, in its order."""

SECONDS_AFTER = 1.0
"""What a page may take once another one took too long."""

TRIES = 4


@dataclass(frozen=True, slots=True)
class Theme:
    """All that pages are rendered with, besides what each carries itself."""

    texts: Mapping[str, str]  # templates by name
    closures: Mapping[str, Closure]
    info: SiteInfo
    static_urls: Mapping[str, str]
    seconds_per_page: int  # the longest time that rendering one may take


@dataclass(frozen=True, slots=True)
class Written:
    """What the second half did."""

    published: Published
    reasons: Mapping[str, str]  # output path -> why it was made again
    states: Mapping[str, State]  # of all files that are now in the output folder


def write_site(
    output: Path,
    planned: Sequence[Planned],
    theme: Theme,
    cache: Cache,
    team: Team,
    *,
    root: Path,
) -> Written:
    """Make what is stale, and let the output folder show the new site in one step.

    output: resolved by `render.output_guard`. Raises TemplateError when a page cannot be made; the
    output folder is then as it was.
    """
    fingerprints = dict(_fingerprints(planned, theme))
    found = find_entries(output)
    fresh, reasons = _compare(cache, output, fingerprints, found)
    if not reasons and is_complete(output, fingerprints):
        discard_left(output)
        return Written(Published((), (), len(fingerprints)), {}, plain_files(found))
    stale = [item for item in planned if item.output_path in reasons]
    folder, staging = cache.name_of(output), staging_folder(output)
    try:
        made = _make(stale, theme, cache, staging, team, root=root)
        kept = {path: Output(path, row.digest, row.size_bytes) for path, row in fresh.items()}
        # Forget before publishing: an interrupted build, then a revert, would otherwise look fresh.
        remember_manifest(cache, folder, fresh)
        published = publish(output, staging, {**kept, **made}, found)
    finally:
        discard(staging)
    states = plain_files(find_some(output, (*made, OWNED_LIST)))
    rows = {
        path: FileRow(fingerprints[path], one.digest, one.size_bytes, states[path][1])
        for path, one in made.items()
        if path in states
    }
    remember_manifest(cache, folder, {**fresh, **rows})
    if shelf_of(cache.path).is_dir():
        tidy_shelf(shelf_of(cache.path), asset_fingerprints(cache))
    gone = frozenset(published.removed)
    left = {path: state for path, state in plain_files(found).items() if path not in gone}
    return Written(published, reasons, {**left, **states})


def _fingerprints(planned: Sequence[Planned], theme: Theme) -> Iterator[tuple[str, str]]:
    """Digest all that shapes each file, part by part."""
    code, site = code_digest(), digest(theme.info)
    templates = {
        name: digest((closure.digest, tuple(theme.static_urls[p] for p in closure.static_files)))
        for name, closure in theme.closures.items()
    }
    for item in planned:
        if isinstance(item, Asset):
            yield item.output_path, item.digest
        else:
            context = digest(item.context)
            yield item.output_path, ".".join((code, templates[item.template], site, context))


def _compare(
    cache: Cache, output: Path, fingerprints: Mapping[str, str], found: Entries
) -> tuple[Mapping[str, FileRow], Mapping[str, str]]:
    """Tell what is fresh, and why the rest is not.

    A file counts as the one that was written when its size and time say so, or else its bytes.
    """
    folder = cache.name_of(output)
    rows = recall_manifest(cache, folder)
    fresh: dict[str, FileRow] = {}
    touched: dict[str, FileRow] = {}
    reasons: dict[str, str] = {}
    for path, fingerprint in fingerprints.items():
        row, state = rows.get(path), found.get(path)
        if row is None:
            reasons[path] = "it is new, or nothing is known of it"
        elif row.fingerprint != fingerprint:
            reasons[path] = _difference(row.fingerprint, fingerprint)
        elif state is None:
            reasons[path] = "its file is gone"
        elif state == (row.size_bytes, row.mtime_ns):
            fresh[path] = row
        elif digest_file(output / path) == row.digest:
            fresh[path] = touched[path] = row._replace(mtime_ns=state[1])
        else:
            reasons[path] = "its file was changed by something else"
    if touched:
        remember_manifest(cache, folder, {**rows, **touched})
    return fresh, reasons


def _difference(old: str, new: str) -> str:
    before, after = old.split("."), new.split(".")
    if len(before) != len(PARTS) or len(after) != len(PARTS):
        return "its content changed"
    changed = [part for part, one, two in zip(PARTS, before, after, strict=True) if one != two]
    return f"changed: {', '.join(changed)}"


def _make(
    stale: Sequence[Planned],
    theme: Theme,
    cache: Cache,
    staging: Path,
    team: Team,
    *,
    root: Path,
) -> Mapping[str, Output]:
    """Write stale pages and assets into the staging tree."""
    pages = [item for item in stale if isinstance(item, Page)]
    setup = partial(_Rendering, theme, cache.path, staging)
    made: dict[str, Output] = {}
    problems: list[Problem] = []
    for result in team.map("Rendering", _render_one, pages, setup=setup):
        if isinstance(result, Output):
            made[result.path] = result
        else:
            problems += result
    if problems:
        raise TemplateError("templates have problems", in_order(problems))
    assets = [item for item in stale if isinstance(item, Asset)]
    for item in assets:
        if item.rendition is None and item.card is None:
            data = read_bytes(root, item.source_path) if item.data is None else item.data
            if digest_bytes(data) != item.digest:
                raise ContentError("a file changed", [changed_meanwhile(item.source_path)])
            made[item.output_path] = write_asset(item, data, staging)
    renditions = [item for item in assets if item.rendition is not None]
    cards = [item for item in assets if item.card is not None]
    made |= write_cards(cards, shelf_of(cache.path), staging, team)
    made |= write_renditions(renditions, shelf_of(cache.path), staging, team, root=root)
    return made


class _Rendering:
    """A process's renderer, and where it writes."""

    def __init__(self, theme: Theme, cache_path: Path, staging: Path) -> None:
        self.staging = staging
        self.seconds: float = theme.seconds_per_page
        self.slow: set[str] = set()  # templates that took too long
        self.renderer = Renderer(
            theme.texts,
            theme.info,
            static_urls=theme.static_urls,
            bodies=StoredBodies(cache_path),
        )


def _render_one(state: _Rendering, page: Page) -> Output | tuple[Problem, ...]:
    if page.template in state.slow:
        return ()
    try:
        with time_limit(state.seconds):
            return write_page(page, state.renderer, state.staging)
    except TemplateError as error:
        return error.problems
    except TimeLimitError:
        return _slow(state, page)


def _slow(state: _Rendering, page: Page) -> tuple[Problem, ...]:
    """Say of the first page that takes too long where its time goes.

    The build fails then: pages of other templates get a second, so that their problems are told.
    Jinja's own code is asked, because its lines are those of the files; again, where the time was
    up between two pieces of the page.
    """
    is_first, seconds = not state.slow, state.seconds
    state.slow.add(page.template)
    state.seconds = SECONDS_AFTER
    if not is_first:
        return ()
    problem = slow_problem(page, seconds)
    for _ in range(TRIES):
        try:
            with time_limit(SECONDS_AFTER):
                state.renderer.render_plainly(page)
        except TemplateError as error:
            return error.problems
        except TimeLimitError as error:
            problem = slow_problem(page, seconds, error)
        if problem.line:
            break
    return (problem,)
