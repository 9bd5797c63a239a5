"""The second half of the flow, with its memory: planned pages -> files of the output folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from autoblog.build_bodies import StoredBodies
from autoblog.build_fresh import (
    Compared,
    Theme,
    compare,
    fingerprints_of,
    is_same_but_aside,
    page_prints,
)
from autoblog.build_manifest import FileRow, amend_manifest, recall_manifest
from autoblog.build_walk import Walk
from autoblog.cache import Cache
from autoblog.layout import SHELF
from autoblog.model import Asset, Output, Page, Planned
from autoblog.problems import Problem, TemplateError, in_order
from autoblog.render.output import (
    Published,
    discard,
    discard_left,
    is_complete,
    publish,
    staging_folder,
)
from autoblog.render.output_guard import OWNED_LIST
from autoblog.render.pages import Old, write_page
from autoblog.render.template_faults import slow_problem
from autoblog.render.templates import Renderer
from autoblog.render.trees import State, find_entries, find_some, plain_files
from autoblog.workers import Team, TimeLimitError, time_limit

SECONDS_AFTER = 1.0
"""What a page may take once another one took too long."""

TRIES = 4


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
    known = recall_manifest(cache, cache.name_of(output))
    fingerprints = dict(fingerprints_of(planned, theme, known))
    compared = compare(cache, output, fingerprints, known, find_entries(output))
    return _publish(output, planned, theme, cache, team, compared=compared, root=root)


def write_some(
    output: Path,
    planned: Sequence[Planned],
    theme: Theme,
    cache: Cache,
    team: Team,
    *,
    files: int,
    walk: Walk,
    root: Path,
) -> Written | None:
    """Do what `write_site` does where all but some files are planned as they were.

    planned: those that may not be. files: how many the whole site has. Returns None, and does
    nothing, where others must be made as well, or are not all known.
    """
    known = recall_manifest(cache, cache.name_of(output))
    some = dict(fingerprints_of(planned, theme, known))
    if len(known) != files or not known.keys() >= some.keys():
        return None
    fingerprints = {**{path: row.fingerprint for path, row in known.items()}, **some}
    compared = compare(cache, output, fingerprints, known, walk())
    if not compared.reasons.keys() <= some.keys():
        return None
    return _publish(output, planned, theme, cache, team, compared=compared, root=root)


def prepare(theme: Theme, templates: Iterable[str]) -> None:
    """Load and compile, before its pages are known, what they are made with."""
    renderer = Renderer(
        theme.texts,
        theme.info,
        static_urls=theme.static_urls,
        bodies={},
        extensions=theme.extensions,
    )
    renderer.prepare(templates)


def _publish(
    output: Path,
    planned: Sequence[Planned],
    theme: Theme,
    cache: Cache,
    team: Team,
    *,
    compared: Compared,
    root: Path,
) -> Written:
    fingerprints, found = compared.fingerprints, compared.found
    fresh, reasons = compared.fresh, compared.reasons
    if not reasons and is_complete(output, fingerprints):
        discard_left(output)
        return Written(Published((), (), len(fingerprints)), {}, plain_files(found))
    stale = [item for item in planned if item.output_path in reasons]
    folder, staging = cache.name_of(output), staging_folder(output)
    try:
        setup = partial(_Rendering, theme, cache.path, staging, output, compared)
        made, prints = _make(stale, setup, cache, staging, team, root=root)
        # Forget before publishing: an interrupted build, then a revert, would otherwise look fresh.
        lost = compared.known.keys() - fresh.keys()
        amend_manifest(cache, folder, dict.fromkeys(lost), whole=fresh)
        published = publish(output, staging, {**fresh, **made}, found, new=made)
    finally:
        discard(staging)
    states = plain_files(find_some(output, (*made, OWNED_LIST)))
    rows = {
        path: FileRow(prints[path], one.digest, one.size_bytes, states[path][1], one.aside)
        for path, one in made.items()
        if path in states
    }
    amend_manifest(cache, folder, rows, whole={**fresh, **rows})
    if cache.path.with_name(SHELF).is_dir():
        # The same: a site without pictures has no shelf.
        from autoblog.build_assets import tidy

        tidy(cache)
    gone = frozenset(published.removed)
    left = {path: state for path, state in plain_files(found).items() if path not in gone}
    return Written(published, reasons, {**left, **states})


def _make(
    stale: Sequence[Planned],
    setup: Callable[[], _Rendering],
    cache: Cache,
    staging: Path,
    team: Team,
    *,
    root: Path,
) -> tuple[Mapping[str, Output], Mapping[str, str]]:
    """Write stale pages and assets into the staging tree.

    Returns them and their fingerprints, each by path.
    """
    pages = [item for item in stale if isinstance(item, Page)]
    made: dict[str, Output] = {}
    prints: dict[str, str] = {}
    problems: list[Problem] = []
    for result in team.map("Rendering", _render_one, pages, setup=setup):
        if isinstance(result, _Made):
            made[result.output.path] = result.output
            prints[result.output.path] = result.fingerprint
        else:
            problems += result
    if problems:
        raise TemplateError("templates have problems", in_order(problems))
    assets = [item for item in stale if isinstance(item, Asset)]
    if assets:
        # Who changed no picture does not wait for their libraries to load.
        from autoblog.build_assets import write_assets

        made |= write_assets(assets, cache, staging, team, root=root)
        prints |= {item.output_path: item.digest for item in assets}
    return made, prints


class _Made(NamedTuple):
    output: Output
    fingerprint: str


class _Rendering:
    """A process's renderer, where it writes, and what it need not make again."""

    def __init__(
        self,
        theme: Theme,
        cache_path: Path,
        staging: Path,
        output: Path,
        compared: Compared,
    ) -> None:
        self.staging, self.output, self.compared = staging, output, compared
        self.seconds: float = theme.seconds_per_page
        self.slow: set[str] = set()  # templates that took too long
        self.print_of = page_prints(theme)
        self.renderer = Renderer(
            theme.texts,
            theme.info,
            static_urls=theme.static_urls,
            bodies=StoredBodies(cache_path),
            extensions=theme.extensions,
        )

    def old_of(self, page: Page) -> Old | None:
        """Find the file of a page of which nothing changed but its aside."""
        path, seen = page.output_path, self.compared
        row, now = seen.known.get(path), seen.fingerprints[path]
        if page.aside is None or row is None or row.aside is None or now is None:
            return None
        if seen.found.get(path) is None or not is_same_but_aside(row.fingerprint, now):
            return None
        return Old(self.output, Output(path, row.digest, row.size_bytes, row.aside))


def _render_one(state: _Rendering, page: Page) -> _Made | tuple[Problem, ...]:
    if page.template in state.slow:
        return ()
    try:
        with time_limit(state.seconds):
            written = write_page(page, state.renderer, state.staging, state.old_of(page))
            known = state.compared.fingerprints[page.output_path]
            return _Made(written, known or state.print_of(page))
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
