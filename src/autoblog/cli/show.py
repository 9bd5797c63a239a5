"""What commands print: problems with their lines, reports, progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from autoblog.model import HeldBack, Report
from autoblog.problems import AutoblogError, Problem, escaped, format_problem
from autoblog.workers import Progress


def print_problems(problems: Iterable[Problem], root: Path, *, to_stderr: bool = True) -> None:
    """Print problems, each with the line that it is about and a caret below."""
    lines: dict[str, list[str]] = {}
    for problem in problems:
        if problem.line and problem.path not in lines:
            lines[problem.path] = _lines_of(root / problem.path)
        known = lines.get(problem.path, [])
        line = known[problem.line - 1] if 0 < problem.line <= len(known) else ""
        click.echo(format_problem(problem, line), err=to_stderr)


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


def summary_of(problems: Iterable[Problem]) -> str:
    """Count problems and warnings, and the files they are in."""
    found = list(problems)
    errors = sum(problem.is_error for problem in found)
    files = len({problem.path for problem in found})
    parts = [_counted(errors, "problem")] if errors else []
    if len(found) > errors:
        parts.append(_counted(len(found) - errors, "warning"))
    return f"{' and '.join(parts) or 'no problems'} in {_counted(files, 'file')}"


def print_report(report: Report, output: Path, *, explain: bool) -> None:
    """Print what a build did."""
    if explain:
        for path, reason in sorted(report.reasons.items()):
            click.echo(f"{escaped(path)}: {reason}")
    print_held_back(report)
    changes = [_counted(len(report.written), "file") + " written"]
    if report.removed:
        changes.append(f"{len(report.removed)} removed")
    changes.append(f"{report.kept} kept")
    click.echo(
        f"{_counted(report.posts, 'post')}, {_counted(report.pages, 'page')}:"
        f" {', '.join(changes)} in {escaped(str(output))}"
    )


def print_held_back(report: Report) -> None:
    """Name the posts that are not published, and the next moment one falls due."""
    for held in report.held_back:
        click.echo(f"held back ({_state(held)}): {escaped(held.source_path)}")
    if report.next_due_at is not None:
        click.echo(f"next post due: {report.next_due_at.isoformat(timespec='minutes')}")


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


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _lines_of(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig", "replace")
    except OSError:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
