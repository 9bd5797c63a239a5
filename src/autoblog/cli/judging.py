"""A verdict on a site: a rehearsal of its build, and advice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoblog.build import Request
from autoblog.build_compare import compare_engines
from autoblog.cache import FOLDER
from autoblog.checks.lint import Findings, lint
from autoblog.cli.build import home_folder, locked_build, moment_of, processors
from autoblog.cli.looking import look_at
from autoblog.config import Config, Engine
from autoblog.config_file import load_config, missing_engine
from autoblog.manual import explanations, read_page
from autoblog.problems import AutoblogError, ConfigError, Problem, in_order
from autoblog.report import Report, Show
from autoblog.workers import Team

REHEARSAL = "check"
"""The folder, below the cache's, into which a check builds."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found."""

    problems: tuple[Problem, ...]
    silenced: tuple[tuple[Problem, str], ...]  # with their reasons
    report: Report | None  # None where something stopped the rehearsal
    error: str
    exit_code: int


def judge(root: Path, options: dict[str, Any], *, has_advice: bool, is_quiet: bool) -> Verdict:
    """Rehearse a build and look at what it would publish.

    Raises AutoblogError where there is nothing to judge.
    """
    report: Report | None = None
    problems: tuple[Problem, ...] = ()
    error, exit_code = "", 0
    try:
        config = load_config(root, base_url=options["base_url"])
    except ConfigError as fault:
        if not fault.problems:
            raise
        return Verdict(fault.problems, (), None, str(fault), fault.exit_code)
    try:
        report = locked_build(
            _request(root, config, options), fresh=options["fresh"], wait_s=options["wait"],
            is_quiet=is_quiet,
        )  # fmt: skip
        problems = report.warnings
        if options["engine"]:
            problems += _compare(options["engine"], _request(root, config, options), config)
    except AutoblogError as fault:
        if not fault.problems:
            raise
        problems, error, exit_code = fault.problems, str(fault), fault.exit_code
    if not has_advice:
        return Verdict(in_order(problems), (), report, error, exit_code)
    found, silenced = look_over(root, config, options)
    return Verdict(in_order((*problems, *found.problems)), silenced, report, error, exit_code)


def _compare(engine: Engine, request: Request, config: Config) -> tuple[Problem, ...]:
    """Find what another Markdown engine would make of the posts."""
    missing = missing_engine(engine)
    if missing is not None:
        raise ConfigError(f"--engine: {missing.message}; {missing.hint}")
    team = Team(request.workers, request.pool_from_items, lambda *_: None)
    return compare_engines(request.root, config.reading, engine, team)


def _request(root: Path, config: Config, options: dict[str, Any]) -> Request:
    return Request(
        root=root,
        output=root / FOLDER / REHEARSAL,
        home=home_folder(),
        now=moment_of(options["as_of"], config.time_zone),
        base_url=options["base_url"],
        show=Show(drafts=options["drafts"], scheduled=options["future"]),
        workers=options["workers"] or processors(),
    )


def look_over(
    root: Path, config: Config, options: dict[str, Any]
) -> tuple[Findings, tuple[tuple[Problem, str], ...]]:
    """Find all that can be said without rendering a page, and what authors let stand."""
    request = _request(root, config, options)
    survey = look_at(
        root, base_url=request.base_url, show=request.show, now=request.now,
        workers=request.workers, wait_s=options["wait"],
    )  # fmt: skip
    found = lint(root, survey, codes=explanations(read_page("problems.md")))
    reasons = {
        (post.source_path, silence.code): silence.reason
        for post in survey.posts
        for silence in post.silences
    }
    told = tuple((one, reasons.get((one.path, one.code), "")) for one in found.silenced)
    return found, told
