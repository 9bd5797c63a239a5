"""`autoblog check`."""

from __future__ import annotations

from functools import partial
from typing import Any, get_args

import click

from autoblog.build import Request
from autoblog.build_compare import compare_engines
from autoblog.cache import FOLDER
from autoblog.cli.build import run_build, shared_options
from autoblog.cli.show import print_error, print_held_back, print_problems
from autoblog.config import Config, Engine
from autoblog.config_file import missing_engine
from autoblog.problems import AutoblogError, ConfigError, Problem, summary_of
from autoblog.workers import Team

REHEARSAL = "check"
"""The folder, below the cache's, into which a check builds."""


@click.command("check")
@click.option(
    "--engine",
    type=click.Choice(get_args(Engine)),
    help="Warn also of what this Markdown engine would read differently from the site's own.",
)
@shared_options
def check_command(engine: Engine | None, **options: Any) -> None:
    """List all problems and warnings; publish nothing.

    It is a build into a folder of its own, below .autoblog/, so that templates are judged by the
    pages that they make. The exit status is 1 when there is a problem that would stop a build.

    \b
    autoblog check
    autoblog check --json
    autoblog check --engine commonmark
    """
    judge = partial(_compare, engine) if engine else None
    try:
        report = run_build(options["root"] / FOLDER / REHEARSAL, judge=judge, **options)
    except AutoblogError as error:
        print_error(error, to_stderr=not error.problems)
        click.get_current_context().exit(error.exit_code)
    if options["as_json"]:
        return
    print_problems(report.warnings, options["root"], to_stderr=False)
    print_held_back(report)
    click.echo(f"{summary_of(report.warnings)}" if report.warnings else "no problems")


def _compare(engine: Engine, request: Request, config: Config) -> tuple[Problem, ...]:
    missing = missing_engine(engine)
    if missing is not None:
        raise ConfigError(f"--engine: {missing.message}; {missing.hint}")
    team = Team(request.workers, request.pool_from_items, lambda *_: None)
    return compare_engines(request.root, config.reading, engine, team)
