"""Findings as `check` and `audit` print them: for people, and for machines of three kinds."""

from __future__ import annotations

import os
from pathlib import Path

import click

from autoblog.cli.annotations import github_line, sarif_log
from autoblog.cli.show import print_problems
from autoblog.manual import explanations, read_page
from autoblog.problems import Problem, escaped, summary_of

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "github", "sarif")),
    default="text",
    help="github: annotations in the pull request's diff; sarif: SARIF 2.1.0. Default: text.",
)


def print_sarif(
    problems: tuple[Problem, ...], silenced: tuple[tuple[Problem, str], ...], root: Path
) -> None:
    """Print a SARIF log. silenced: with their reasons."""
    explained = explanations(read_page("problems.md"))
    click.echo(sarif_log(problems, silenced, explained=explained, folder=_seen_from_here(root)))


def print_findings(problems: tuple[Problem, ...], root: Path, *, form: str) -> None:
    """Print findings as people read them, or as annotations for "github"."""
    if form == "text":
        print_problems(problems, root, to_stderr=False)
        return
    for problem in problems:
        click.echo(github_line(problem, _seen_from_here(root) + problem.path))


def print_summary(problems: tuple[Problem, ...], silenced: int = 0) -> None:
    """Count them. silenced: how many authors let stand."""
    summary = summary_of(problems) if problems else "no problems"
    click.echo(escaped(f"{summary}, {silenced} silenced" if silenced else summary))


def _seen_from_here(root: Path) -> str:
    folder = os.path.relpath(root).replace(os.sep, "/")
    return "" if folder == "." else f"{folder}/"
