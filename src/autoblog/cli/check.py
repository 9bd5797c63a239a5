"""`autoblog check`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from autoblog.cli.build import print_json, shared_options
from autoblog.cli.forms import form_option, print_findings, print_sarif, print_summary
from autoblog.cli.judging import Verdict, judge
from autoblog.cli.mending import mend
from autoblog.cli.outside import with_outside
from autoblog.cli.show import print_error, print_held_back
from autoblog.config import Engine
from autoblog.problems import AutoblogError


@click.command("check")
@form_option
@click.option(
    "--engine",
    type=click.Choice(get_args(Engine)),
    help="Warn also of what this Markdown engine would read differently from the site's own.",
)
@click.option("--strict", is_flag=True, help="End with status 1 when there is a warning, too.")
@click.option("--external", is_flag=True, help="Ask links to other sites whether they still lead.")
@click.option("--no-advice", is_flag=True, help="Say only what a build would say.")
@click.option("--fix", "is_fixing", is_flag=True, help="Mend what has one right answer.")
@click.option("--diff", "is_diff", is_flag=True, help="Show what --fix would do; do nothing.")
@shared_options
def check_command(
    form: str,
    strict: bool,
    external: bool,
    no_advice: bool,
    is_fixing: bool,
    is_diff: bool,
    **options: Any,
) -> None:
    """List all problems and warnings; publish nothing.

    It is a build into a folder of its own, below .autoblog/, so that templates are judged by the
    pages that they make, and advice besides. The exit status is 1 when there is a problem that
    would stop a build. `autoblog explain CODE` says more about a message.

    \b
    autoblog check
    autoblog check --fix
    autoblog check --format github --strict
    autoblog check --external
    autoblog check --engine commonmark
    """
    root = options["root"]
    form = "json" if options["as_json"] else form
    context = click.get_current_context()
    try:
        if is_fixing or is_diff:
            mend(root, options, is_dry=is_diff, is_quiet=form != "text")
            if is_diff:
                return
        verdict = judge(root, options, has_advice=not no_advice, is_quiet=form != "text")
        if external and verdict.exit_code < 2:  # with settings that can be read
            verdict = with_outside(verdict, root, options)
    except AutoblogError as error:
        if form == "json":
            print_json(None, error.problems, str(error))
        else:
            print_error(error)
        context.exit(error.exit_code)
    _print(verdict, form, root)
    context.exit(verdict.exit_code or int(strict and bool(verdict.problems)))


def _print(verdict: Verdict, form: str, root: Path) -> None:
    if form == "json":
        print_json(verdict.report, verdict.problems, verdict.error)
        return
    if form == "sarif":
        print_sarif(verdict.problems, verdict.silenced, root)
        return
    print_findings(verdict.problems, root, form=form)
    if verdict.report and form == "text":
        print_held_back(verdict.report)
    print_summary(verdict.problems, len(verdict.silenced))
    fixable = sum(problem.fix is not None for problem in verdict.problems)
    if fixable and form == "text":
        click.echo(f"{fixable} of these `autoblog check --fix` can mend")
