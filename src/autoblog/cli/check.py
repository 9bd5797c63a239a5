"""`autoblog check`."""

from __future__ import annotations

from typing import Any

import click

from autoblog.cache import FOLDER
from autoblog.cli.build import run_build, shared_options
from autoblog.cli.show import print_error, print_held_back, print_problems
from autoblog.problems import AutoblogError, summary_of

REHEARSAL = "check"
"""The folder, below the cache's, into which a check builds."""


@click.command("check")
@shared_options
def check_command(**options: Any) -> None:
    """List all problems and warnings; publish nothing.

    It is a build into a folder of its own, below .autoblog/, so that templates are judged by the
    pages that they make. The exit status is 1 when there is a problem that would stop a build.

    \b
    autoblog check
    autoblog check --json
    """
    try:
        report = run_build(options["root"] / FOLDER / REHEARSAL, **options)
    except AutoblogError as error:
        print_error(error, to_stderr=not error.problems)
        click.get_current_context().exit(error.exit_code)
    if options["as_json"]:
        return
    print_problems(report.warnings, options["root"], to_stderr=False)
    print_held_back(report)
    click.echo(f"{summary_of(report.warnings)}" if report.warnings else "no problems")
