"""`autoblog build` and what the other commands share of it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from autoblog.build import Request, build
from autoblog.cli.memory import WAIT_S, open_cache
from autoblog.cli.show import moment_text, print_error, print_problems, print_report, progress_bar
from autoblog.layout import FOLDERS
from autoblog.problems import AutoblogError, ConfigError, Problem
from autoblog.render.output_guard import guard
from autoblog.report import Report, Show
from autoblog.settings_file import settings_text
from autoblog.workers import Progress

if TYPE_CHECKING:  # a build with nothing to do loads none of the stages
    from autoblog.build_retouch import Hear

Command = TypeVar("Command", bound=Callable[..., Any])


def shared_options(command: Command) -> Command:
    """Add the options of all commands that judge a site."""
    for option in reversed(
        (
            click.option(
                "--root",
                type=click.Path(path_type=Path, file_okay=False),
                default=Path(),
                help="The site's folder, which holds site.yaml. Default: this folder.",
            ),
            click.option("--base-url", help="Where the site will be read, instead of site.yaml's."),
            click.option("--drafts", is_flag=True, help="Show drafts."),
            click.option("--future", is_flag=True, help="Show scheduled posts."),
            click.option(
                "--as-of",
                metavar="MOMENT",
                help="Build as if it were that moment in the site's time zone: 2026-01-31T09:00.",
            ),
            click.option(
                "--workers",
                type=click.IntRange(1, 64),
                default=None,
                help="Processes at work. Default: one for each processor.",
            ),
            click.option("--fresh", is_flag=True, help="Take nothing from earlier builds."),
            click.option(
                "--wait",
                type=click.IntRange(0, 86_400),
                metavar="SECONDS",
                default=WAIT_S,
                help=f"How long to wait for another build of this site. Default: {WAIT_S}.",
            ),
            click.option("--json", "as_json", is_flag=True, help="Print a report for machines."),
        )
    ):
        command = option(command)
    return command


@click.command("build")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=None,
    help="Where the built site goes. Default: public/ in the site's folder.",
)
@click.option("--explain", is_flag=True, help="Say for each page why it was made again.")
@click.option("--verify", is_flag=True, help="Build anew aside as well, and compare the two.")
@shared_options
def build_command(output: Path | None, explain: bool, verify: bool, **options: Any) -> None:
    """Build the site into public/.

    The folder shows the old site or the new one, never a mixture. With any problem in any file it
    stays as it is, all problems are listed, and the exit status is 1.

    \b
    autoblog build
    autoblog build --drafts --future --output preview
    autoblog build --base-url https://staging.example.com/blog/ --as-of 2026-01-31T09:00
    """
    root = options["root"]
    target = output if output is not None else root / "public"
    try:
        report = run_build(target, verify=verify, **options)
    except AutoblogError as error:
        print_error(error)
        click.get_current_context().exit(error.exit_code)
    if options["as_json"]:
        return
    print_problems(report.warnings, root)
    print_report(report, target, explain=explain)
    if verify:
        click.echo("verified: a build from nothing gives the same bytes")


def run_build(
    output: Path,
    *,
    root: Path,
    base_url: str | None,
    drafts: bool,
    future: bool,
    as_of: str | None,
    workers: int | None,
    fresh: bool,
    wait: int,
    as_json: bool,
    verify: bool = False,
) -> Report:
    """Build a site; print the report for machines if that is asked."""
    try:
        settings_text(root)  # a folder without them is no site, and gets no cache
        request = Request(
            root=root,
            output=output,
            home=home_folder(),
            now=datetime.now(UTC) if as_of is None else _moment_there(as_of, root),
            base_url=base_url,
            show=Show(drafts=drafts, scheduled=future),
            workers=workers or processors(),
        )
        report = locked_build(request, fresh=fresh, wait_s=wait, is_quiet=as_json, verify=verify)
    except AutoblogError as error:
        if as_json:
            print_json(None, error.problems, str(error))
            click.get_current_context().exit(error.exit_code)
        raise
    if as_json:
        print_json(report, report.warnings, "")
    return report


def locked_build(
    request: Request,
    *,
    fresh: bool,
    wait_s: float,
    is_quiet: bool,
    verify: bool = False,
    hear: Hear | None = None,
) -> Report:
    """Build a site while no other build does.

    hear: told what the build is about to write. is_quiet: no bar shows how far
    it is. Raises as `build` does, and LockedError.
    """
    try:
        # Before the cache's folder is made.
        guard(request.output, request.root, FOLDERS, home=request.home)
        with (
            open_cache(request.root, wait_s=wait_s) as cache,
            progress_bar(is_wanted=not is_quiet) as progress,
        ):
            if fresh:
                cache.wipe()
                _forget_renditions(cache.path)
            report = build(request, cache, progress=progress, hear=hear)
            if report.lacks_search:
                line = "the site has no search: `pip install 'autoblog[search]'`, or set"
                click.echo(f"autoblog: {line} search.enabled to false", err=True)
            if verify:
                _verify(request, beside=cache.path.parent, progress=progress)
            return report
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise ConfigError(f"{error.strerror or error}{where}") from error


def _verify(request: Request, *, beside: Path, progress: Progress) -> None:
    # Only who wants it waits for it to load.
    from autoblog.build_verify import differing_files

    differing = differing_files(request, beside=beside, progress=progress)
    if differing:
        count = "1 file differs" if len(differing) == 1 else f"{len(differing)} files differ"
        raise AutoblogError(
            f"{count} from a build from nothing, the first is {differing[0]}; build with --fresh,"
            " and please report this"
        )


def moment_of(as_of: str | None, time_zone: str) -> datetime:
    """Read `--as-of`; without it, tell the time."""
    if as_of is None:
        return datetime.now(UTC)
    # Who asks about now need not wait for time zones to load.
    from autoblog.zones import in_zone

    try:
        return in_zone(datetime.fromisoformat(as_of), time_zone)
    except (ValueError, OverflowError) as error:
        message = f"{as_of!r} is not a moment; expected 2026-01-31 or 2026-01-31T09:00"
        raise click.BadParameter(message, param_hint="--as-of") from error


def _moment_there(as_of: str, root: Path) -> datetime:
    # Only this needs the settings before the build looks at them.
    from autoblog.config_file import load_config

    return moment_of(as_of, load_config(root).time_zone)


def _forget_renditions(cache_path: Path) -> None:
    # Only who starts afresh waits for the libraries of pictures to load.
    from autoblog.build_pictures import forget_renditions

    forget_renditions(cache_path)


def home_folder() -> Path:
    """Find the user's home folder. Raises ConfigError when the system does not tell it."""
    try:
        return Path.home()
    except RuntimeError as error:  # a user without a name, as containers have them
        raise ConfigError("your home folder is not known; set HOME") from error


def processors() -> int:
    """Count the processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def print_json(report: Report | None, problems: tuple[Problem, ...], error: str) -> None:
    """Print a report for machines; without one, what stopped the build."""
    # Only reports for machines wait for it to load.
    import json

    value: dict[str, Any] = {
        "ok": report is not None,
        "error": error or None,
        "problems": [asdict(problem) for problem in problems],
    }
    if report is not None:
        value |= {
            "posts": report.posts,
            "pages": report.pages,
            "written": list(report.written),
            "removed": list(report.removed),
            "kept": report.kept,
            "held_back": [
                {
                    "path": held.source_path,
                    "title": held.title,
                    "status": held.status,
                    "due_at": moment_text(held.due_at),
                }
                for held in report.held_back
            ],
            "next_due_at": moment_text(report.next_due_at),
            "reasons": dict(sorted(report.reasons.items())),
        }
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
