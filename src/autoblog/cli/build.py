"""`autoblog build` and what the other commands share of it."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from autoblog.arrange.site import Show
from autoblog.build import Request, build
from autoblog.build_pictures import forget_renditions
from autoblog.build_verify import differing_files
from autoblog.cache import FILE, FOLDER, Cache, lock
from autoblog.cli.show import moment_text, print_error, print_problems, print_report, progress_bar
from autoblog.config import FOLDERS, Config
from autoblog.config_file import load_config
from autoblog.model import Report
from autoblog.problems import AutoblogError, ConfigError, Problem, escaped
from autoblog.render.output import guard
from autoblog.search import pagefind_version
from autoblog.zones import in_zone

WAIT_S = 600

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
        config = load_config(root, base_url=base_url)
        request = Request(
            root=root,
            output=output,
            home=home_folder(),
            now=moment_of(as_of, config),
            show=Show(drafts=drafts, scheduled=future),
            workers=workers or processors(),
        )
        report = locked_build(
            request, config, fresh=fresh, wait_s=wait, is_quiet=as_json, verify=verify
        )
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
    config: Config,
    *,
    fresh: bool,
    wait_s: float,
    is_quiet: bool,
    verify: bool = False,
) -> Report:
    """Build a site while no other build does.

    is_quiet: no bar shows how far it is. Raises as `build` does, and LockedError.
    """
    try:
        # Before the cache's folder is made.
        guard(request.output, request.root, FOLDERS, home=request.home)
        with (
            _memory(request.root / FOLDER) as folder,
            lock(folder, tell=lambda line: click.echo(line, err=True), wait_s=wait_s),
        ):
            cache = Cache(folder / FILE)
            if fresh:
                cache.wipe()
                forget_renditions(cache.path)
            try:
                with progress_bar(is_wanted=not is_quiet) as progress:
                    report = build(request, config, cache, progress=progress)
                    differing = verify and differing_files(
                        request, config, beside=folder, progress=progress
                    )
            finally:
                if cache.notice:
                    click.echo(f"autoblog: {cache.notice}", err=True)
                cache.close()
            if config.search.enabled and pagefind_version() is None:
                line = "the site has no search: `pip install 'autoblog[search]'`, or set"
                click.echo(f"autoblog: {line} search.enabled to false", err=True)
            if differing:
                count = (
                    "1 file differs" if len(differing) == 1 else f"{len(differing)} files differ"
                )
                raise AutoblogError(
                    f"{count} from a build from nothing, the first is"
                    f" {differing[0]}; build with --fresh, and please report this"
                )
            return report
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise ConfigError(f"{error.strerror or error}{where}") from error


@contextmanager
def _memory(folder: Path) -> Iterator[Path]:
    """Lend the folder that a build remembers in: a scratch one where that cannot be written.

    Sources may be mounted so that nobody can change them; the site goes elsewhere then.
    """
    reason = "Permission denied"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        can_write = os.access(folder, os.W_OK | os.X_OK)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        can_write, reason = False, error.strerror or reason
    if can_write:
        yield folder
        return
    line = f"autoblog: {folder} cannot be written ({reason}); nothing is remembered"
    click.echo(escaped(line), err=True)
    with tempfile.TemporaryDirectory() as scratch:
        yield Path(scratch)


def moment_of(as_of: str | None, config: Config) -> datetime:
    """Read `--as-of`; without it, tell the time."""
    if as_of is None:
        return in_zone(datetime.now(UTC), config.time_zone)
    try:
        return in_zone(datetime.fromisoformat(as_of), config.time_zone)
    except (ValueError, OverflowError) as error:
        message = f"{as_of!r} is not a moment; expected 2026-01-31 or 2026-01-31T09:00"
        raise click.BadParameter(message, param_hint="--as-of") from error


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
