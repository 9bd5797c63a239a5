"""What commands print: problems with their lines, reports, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from autoblog.problems import AutoblogError, Problem, counted, escaped, summary_of
from autoblog.read.sources import with_source_lines
from autoblog.report import HeldBack, Report
from autoblog.workers import Progress


def print_problems(problems: Iterable[Problem], root: Path, *, to_stderr: bool = True) -> None:
    """Print problems, each with the line that it is about and a caret below."""
    for _, text in with_source_lines(problems, root):
        click.echo(text, err=to_stderr)


def print_error(error: AutoblogError, *, root: Path | None = None, to_stderr: bool = True) -> None:
    """Print an error's problems, then how many there are or what it says itself."""
    if not error.problems:
        click.echo(f"autoblog: {escaped(str(error))}", err=to_stderr)
        return
    print_problems(error.problems, root or error_root(), to_stderr=to_stderr)
    click.echo(summary_of(error.problems), err=to_stderr)


def error_root() -> Path:
    """Find the site's folder that the command was given."""
    context = click.get_current_context(silent=True)
    return Path(context.params.get("root", ".")) if context else Path()


def print_report(report: Report, output: Path, *, explain: bool) -> None:
    """Print what a build did."""
    if explain:
        for path, reason in sorted(report.reasons.items()):
            click.echo(f"{escaped(path)}: {reason}")
    print_held_back(report)
    changes = [counted(len(report.written), "file") + " written"]
    if report.removed:
        changes.append(f"{len(report.removed)} removed")
    changes.append(f"{report.kept} kept")
    click.echo(
        f"{counted(report.posts, 'post')}, {counted(report.pages, 'page')}:"
        f" {', '.join(changes)} in {escaped(str(output))}"
    )


def print_held_back(report: Report) -> None:
    """Name the posts that are not published, and the next moment one falls due."""
    for held in report.held_back:
        click.echo(f"held back ({_state(held)}): {escaped(held.source_path)}")
    if report.next_due_at is not None:
        click.echo(f"next build due: {report.next_due_at.isoformat(timespec='minutes')}")


@contextmanager
def progress_bar(*, is_wanted: bool = True) -> Iterator[Progress]:
    """Show a bar on a terminal; nothing elsewhere."""
    if not is_wanted or not sys.stderr.isatty():
        yield lambda *_: None
        return
    # Rich takes 60 ms to load, which builds in CI and in editors' hooks need not pay.
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def show(name: str, done: int, count: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(name, total=count)
            bar.update(tasks[name], completed=done)

        yield show


def moment_text(moment: datetime | None) -> str | None:
    """Write a moment for machines (RFC 3339), or None."""
    return moment.isoformat() if moment else None


def _state(held: HeldBack) -> str:
    if held.due_at is None:
        return held.status
    return f"{held.status} for {held.due_at.isoformat(sep=' ', timespec='minutes')}"
