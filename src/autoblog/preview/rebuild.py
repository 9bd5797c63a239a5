"""One rebuild: the ordinary build into the preview's own folder, and what it left as a state."""

from __future__ import annotations

import contextlib
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from autoblog.arrange.news import moments_of
from autoblog.build import Request, build
from autoblog.build_again import Retouch
from autoblog.build_retouch import retouched
from autoblog.build_site import Survey, survey
from autoblog.cache import FILE, FOLDER, Cache
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.extensions import places_of
from autoblog.garbage import spare_what_stays
from autoblog.lock import lock
from autoblog.preview.early import early_pages
from autoblog.preview.files import file_of
from autoblog.preview.insight import Insight
from autoblog.preview.reload import Hub, State, Told
from autoblog.preview.styles import Styles
from autoblog.problems import AutoblogError, Problem, errors_of
from autoblog.read.sources import with_source_lines
from autoblog.report import Report, Show
from autoblog.workers import Progress
from autoblog.zones import in_zone

OUTPUT = "preview"
"""The folder, below the cache's, that the preview shows."""
EVERYTHING = Show(drafts=True, scheduled=True, expired=True)
LOCK_WAIT_S = 600
CHANGED = "changed-meanwhile"

RENDERING = "Rendering"
"""What builds call the part that takes long when all pages change."""

Judge = Callable[[Survey], Sequence[Problem]]
"""Says all that can be said of a site as it would be published."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the previewed site is, and how it is built."""

    root: Path
    home: Path
    base_url: str | None
    workers: int

    @property
    def output(self) -> Path:
        """The folder that is served."""
        return self.root / FOLDER / OUTPUT


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rebuild did, for whoever tells it."""

    report: Report | None  # None: the site could not be built
    stopped_by: tuple[str, ...] = ()  # the problems, as `check` prints them
    error: str = ""
    warnings: tuple[Problem, ...] = ()
    next_change_at: datetime | None = None  # when a post falls due or expires by itself

    @property
    def is_change(self) -> bool:
        """Whether the site that is shown became another one."""
        return self.report is not None and bool(self.report.written or self.report.removed)


class _OvertakenError(Exception):
    """Files changed again while pages were rendered."""


@dataclass(slots=True)
class Rebuilder:
    """Builds again and again, and publishes what came of it."""

    place: Place
    hub: Hub
    judge: Judge = field(default=lambda _: ())
    progress: Progress = field(default=lambda *_: None)
    follow: Callable[[Iterable[str]], None] = field(default=lambda _: None)  # to watch more
    is_overtaken: Callable[[], bool] = field(default=lambda: False)  # by another change
    _heard: Survey | None = None
    _at_hand: dict[str, object] = field(default_factory=dict)  # what the cache keeps decoded
    _followed: tuple[str, ...] = ()
    _is_known: bool = False  # the state's insight is about the pages that are shown
    _styles: Styles = field(init=False)

    def __post_init__(self) -> None:
        """Begin with no style sheet."""
        self._styles = Styles(self.place.root)

    def rebuild(self, *, tries: int = 5) -> Outcome:
        """Build the site as it is now; whatever is wrong with it becomes a part of the state.

        tries: how often it may begin anew because a file was saved meanwhile. Raises nothing that
        an author can bring about.
        """
        with contextlib.suppress(_OvertakenError):
            return self._rebuild(tries)
        return self.rebuild(tries=tries - 1)

    def _rebuild(self, tries: int) -> Outcome:
        self._heard = None
        before = self.hub.state
        try:
            config = load_config(self.place.root, base_url=self.place.base_url)
            self._followed = places_of(config.extensions)
            request = self._request(config)
            self.hand_out_styles()
            self._styles.begin()
            report = self._build(request, may_stop=tries > 1)
        except _OvertakenError:
            raise
        except AutoblogError as error:
            if tries > 1 and {problem.code for problem in error.problems} == {CHANGED}:
                return self.rebuild(
                    tries=tries - 1
                )  # saved once more while it was built: nobody's mistake
            return self._stopped(error.problems, str(error))
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            return self._stopped((), f"{error.strerror or error}{where}")
        except Exception as error:  # the boundary of a process that outlives its own mistakes
            traceback.print_exc()
            text = f"autoblog failed: {type(error).__name__}: {error}; the terminal says more"
            return self._stopped((), text)
        spare_what_stays()
        insight = Insight(self._heard) if self._heard else before.insight
        assert insight is not None  # `_build` surveys the site where the build did not
        self._is_known = True
        self._followed += tuple(insight.survey.theme.extensions.inputs)
        state = self.hub.state
        if self._heard or before.is_stopped:
            state = State(
                number=state.number,
                title=config.title,
                base_path=base_path_of(config),
                insight=insight,
                has_pages=True,
                warnings=self._told(report.warnings),
                advice=state.advice,
            )
        self._styles.end(self.hub, state)
        next_change_at = _next_change(insight.survey, request.now)
        return Outcome(report, warnings=report.warnings, next_change_at=next_change_at)

    def hand_out_styles(self) -> None:
        """Show style sheets that were saved, before anything else is looked at.

        To plan the thousands of pages that name them takes seconds. May be called from any thread.
        """
        self._styles.hand_out(self.hub)

    @property
    def followed(self) -> tuple[str, ...]:
        """What else than a site's own folders is worth a rebuild: of extensions, by path."""
        return self._followed

    def advise(self) -> threading.Thread | None:
        """Begin to look the site over as `check` does, and publish what is found.

        What is held back is left out, as it will be: a post that only a draft links to has no link
        for its readers. Returns the thread, or None where there is no site to judge.
        """
        state = self.hub.state
        if state.insight is None or state.is_stopped:
            return None
        shown = state.insight.survey
        try:
            seen = self._survey_published() if state.insight.held_back else shown
        except (AutoblogError, OSError):
            return None  # the next build says so
        # In a thread, because it takes seconds with thousands of posts, and saves must not wait.
        thread = threading.Thread(target=self._judge, args=(state, shown, seen), daemon=True)
        thread.start()
        return thread

    def _judge(self, state: State, shown: Survey, seen: Survey) -> None:
        known = set(shown.problems)
        found = self._told(one for one in self.judge(seen) if one not in known)
        if found != state.advice:
            self.hub.amend(state, replace(state, advice=found))

    def _survey_published(self) -> Survey:
        config = load_config(self.place.root, base_url=self.place.base_url)
        with self._cache() as cache:
            return survey(replace(self._request(config), show=Show()), cache)

    def _build(self, request: Request, *, may_stop: bool) -> Report:
        def progress(name: str, done: int, count: int) -> None:
            self.progress(name, done, count)
            # Who saves a style sheet again need not wait for all pages to name the one before.
            if may_stop and name == RENDERING and done < count and self.is_overtaken():
                raise _OvertakenError

        with self._cache() as cache:
            report = build(request, cache, progress=progress, hear=self._hear)
            if self._heard is None and not self._is_known:
                self._heard = survey(request, cache)
            return report

    def _request(self, config: Config) -> Request:
        return Request(
            root=self.place.root,
            output=self.place.output,
            home=self.place.home,
            now=in_zone(datetime.now(UTC), config.time_zone),
            base_url=self.place.base_url,
            show=EVERYTHING,
            workers=self.place.workers,
        )

    @property
    def _cache_path(self) -> Path:
        return self.place.root / FOLDER / FILE

    @contextmanager
    def _cache(self) -> Iterator[Cache]:
        path = self._cache_path
        with lock(path.parent, tell=lambda _: None, wait_s=LOCK_WAIT_S):
            cache = Cache(path, self._at_hand)
            try:
                yield cache
            finally:
                cache.close()

    def _hear(self, found: Survey | Retouch) -> None:
        """Learn what is to be written; hand out what open pages need before all is written."""
        state = self.hub.state
        if isinstance(found, Survey):
            seen: Survey | None = found
        else:
            seen = retouched(state.insight.survey, found) if state.insight else None
        self._heard = seen
        if seen is None:  # another preview built the site meanwhile
            self._is_known = False
            return
        # Before anything is shown of it: somebody may change it at once.
        self.follow(seen.theme.extensions.inputs)
        if state.insight is None or not state.has_pages or errors_of(seen.problems):
            return
        pages = [file_of(path.removeprefix(state.base_path)) for path in self.hub.watched]
        early = early_pages(self._cache_path, seen, state.insight.survey, pages)
        self._styles.hear(self.hub, seen, early)

    def _stopped(self, problems: tuple[Problem, ...], error: str) -> Outcome:
        """Keep what was shown, and say why it is not replaced."""
        told = self._told(problems)
        stopped_by = tuple(one for one in told if one.problem.is_error)
        warnings = tuple(one for one in told if not one.problem.is_error)
        before = self.hub.state
        heard = Insight(self._heard) if self._heard else None
        state = replace(
            before,
            insight=before.insight or heard,
            has_pages=before.has_pages or self.place.output.joinpath("index.html").is_file(),
            stopped_by=stopped_by,
            error="" if stopped_by else error,
            warnings=warnings or before.warnings,
            is_building=False,
            early={},
        )
        self._styles.stop(self.hub, state)
        return Outcome(None, tuple(one.text for one in told), state.error)

    def _told(self, problems: Iterable[Problem]) -> tuple[Told, ...]:
        return tuple(Told(*pair) for pair in with_source_lines(problems, self.place.root))


def base_path_of(config: Config) -> str:
    """Find the path at which a site is read, decoded; it starts and ends with "/"."""
    return unquote(urlsplit(config.base_url).path) or "/"


def _next_change(seen: Survey, now: datetime) -> datetime | None:
    news = seen.site.settings.news_sections
    moments = (moment for post in seen.posts for moment in moments_of(post, news_sections=news))
    return min((moment for moment in moments if moment and moment > now), default=None)
