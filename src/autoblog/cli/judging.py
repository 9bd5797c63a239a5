"""A verdict on a site: a rehearsal of its build, and advice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autoblog.build import Request
from autoblog.build_again import Retouch
from autoblog.build_compare import compare_engines
from autoblog.build_site import Survey
from autoblog.cache import FOLDER
from autoblog.checks.lint import Findings, lint
from autoblog.cli.build import home_folder, locked_build, moment_of, processors
from autoblog.cli.looking import look_at
from autoblog.config import Config, Engine
from autoblog.config_file import load_config, missing_engine
from autoblog.manual import explanations, read_page
from autoblog.problems import AutoblogError, ConfigError, Problem, in_order, silenced, unsilenced
from autoblog.report import Report, Show
from autoblog.silence import hushed
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
    differing: tuple[Problem, ...] = ()
    heard: list[Survey | Retouch] = []
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
            is_quiet=is_quiet, hear=heard.append,
        )  # fmt: skip
        problems = report.warnings
        if options["engine"]:
            differing = _compare(options["engine"], _request(root, config, options), config)
    except AutoblogError as fault:
        if not fault.problems:
            raise
        problems, error, exit_code = fault.problems, str(fault), fault.exit_code
    is_unseen = report is None and not heard
    if is_unseen or not (has_advice or differing):
        return Verdict(in_order(problems), (), report, error, exit_code)
    surveyed = [one for one in heard if isinstance(one, Survey)]
    seen = surveyed[-1] if surveyed else _survey(root, config, options)
    told = hushed(differing, {post.source_path: post.silences for post in seen.posts})
    hushes = silenced(told)
    problems += unsilenced(told)
    if has_advice:
        found = lint(root, seen, codes=explanations(read_page("problems.md")))
        problems, hushes = (*problems, *found.problems), (*hushes, *found.silenced)
    reasons = {
        (post.source_path, silence.code): silence.reason
        for post in seen.posts
        for silence in post.silences
    }
    reasoned = tuple((one, reasons.get((one.path, one.code), "")) for one in in_order(hushes))
    return Verdict(in_order(problems), reasoned, report, error, exit_code)


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


def look_over(root: Path, config: Config, options: dict[str, Any]) -> Findings:
    """Find all that can be said without rendering a page."""
    seen = _survey(root, config, options)
    return lint(root, seen, codes=explanations(read_page("problems.md")))


def _survey(root: Path, config: Config, options: dict[str, Any]) -> Survey:
    request = _request(root, config, options)
    return look_at(
        root, base_url=request.base_url, show=request.show, now=request.now,
        workers=request.workers, wait_s=options["wait"],
    )  # fmt: skip
