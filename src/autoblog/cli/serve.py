"""`autoblog serve`."""

from __future__ import annotations

import sys
import threading
import webbrowser
from datetime import datetime
from pathlib import Path

import click

from autoblog.build_site import Survey
from autoblog.checks.desk import Outline
from autoblog.checks.lint import lint
from autoblog.cli.build import home_folder, processors
from autoblog.cli.looking import root_option
from autoblog.cli.show import progress_bar
from autoblog.digest import Digest
from autoblog.layout import FOLDERS, LEDGER_FILE, SETTINGS_FILE
from autoblog.manual import explanations, read_page
from autoblog.preview.bar import DESK
from autoblog.preview.files import STYLE_SUFFIX
from autoblog.preview.guard import is_loopback
from autoblog.preview.keep import keep_up
from autoblog.preview.ports import Listening, bind, port_of
from autoblog.preview.rebuild import Outcome, Place, Rebuilder
from autoblog.preview.reload import Hub
from autoblog.problems import ConfigError, Problem, counted, escaped, summary_of
from autoblog.workers import end_after_stop

DEFAULT_PORT = 8000
LONGEST_END_S = 10.0
SWITCH_EVERY_S = 0.001


@click.command("serve")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    help=f"Where to listen; the next free port if it is taken. Default: {DEFAULT_PORT}.",
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    help="Let other machines in, which can read drafts then: 0.0.0.0. Default: this machine only.",
)
@click.option("--open", "is_opening", is_flag=True, help="Open the site in the browser.")
@click.option("--base-url", help="Where the site will be read, instead of site.yaml's.")
@root_option
def serve_command(port: int, host: str, is_opening: bool, base_url: str | None, root: Path) -> None:
    """Show the site while it is written, drafts and scheduled posts included.

    Each saved file is built at once, below .autoblog/, and the browser shows it. public/ stays as
    it is. Problems lie over the last good page until they are mended. Ctrl+C ends it.

    \b
    autoblog serve --open
    autoblog serve --port 9000
    """
    if not (root / SETTINGS_FILE).exists():
        raise ConfigError(
            f"there is no {SETTINGS_FILE} in {root}; run autoblog in a site's folder,"
            " name one with --root, or make one with `autoblog init FOLDER`"
        )
    try:
        with _listening(host, port) as listening:
            _serve(Place(root, home_folder(), base_url, processors()), host, listening, is_opening)
    except KeyboardInterrupt:
        click.echo("\nautoblog: the preview has ended")


def _listening(host: str, port: int) -> Listening:
    try:
        listening = bind(host, port)
    except OSError as error:
        reason = f"--host {host} --port {port}: {error.strerror or error}"
        raise ConfigError(reason) from error
    taken = port_of(listening)
    if port and taken != port:
        click.echo(f"port {port} is taken; port {taken} is used instead")
    if not is_loopback(host):
        click.echo("other machines are let in, and can read drafts and scheduled posts")
    return listening


def _serve(place: Place, host: str, listening: Listening, is_opening: bool) -> None:
    # The other commands need not load the web server and the watch: they take 0.1 s.
    from autoblog.preview.server import Server
    from autoblog.preview.watch import Watch

    hub = Hub()
    codes = explanations(read_page("problems.md"))
    known: dict[Digest, Outline] = {}

    def judge(seen: Survey) -> tuple[Problem, ...]:
        return lint(place.root, seen, codes=codes, known=known).problems

    rebuilder = Rebuilder(place, hub, judge)
    # Before there are threads: this first build may share its work among forked processes.
    with progress_bar() as rebuilder.progress:
        first = rebuilder.rebuild()
    _tell(first, None)
    rebuilder.progress = lambda *_: None
    # After that build: what its forked processes hear is not for this one. Nothing can be lost: the
    # folder of the preview is made anew by the next one.
    end_after_stop(LONGEST_END_S)
    watched = Watch(place.root, folders=FOLDERS, files=(SETTINGS_FILE, LEDGER_FILE))
    # An answer takes several turns of its thread, and a build would let it have one each 5 ms.
    sys.setswitchinterval(SWITCH_EVERY_S)
    with Server(hub, place.output, listening, host=host), watched as watch:
        name = f"[{host}]" if ":" in host else host
        top = f"http://{name}:{port_of(listening)}"
        address = top + hub.state.base_path
        click.echo(f"{address} shows the site, {top}{DESK} the desk; Ctrl+C ends it")
        if is_opening:
            # In a thread, because a browser of the terminal would hold up the builds.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

        def rebuild() -> Outcome:
            outcome = rebuilder.rebuild()
            watch.follow(rebuilder.followed)
            return outcome

        def show_styles() -> None:
            while watch.wait_for(STYLE_SUFFIX):
                rebuilder.hand_out_styles()

        rebuilder.follow = watch.follow
        rebuilder.is_overtaken = lambda: watch.wait(0)
        watch.follow(rebuilder.followed)
        threading.Thread(target=show_styles, daemon=True).start()
        keep_up(rebuild, watch, first=first, tell=_tell, warn=_warn, calm=rebuilder.advise)


def _tell(outcome: Outcome, took_s: float | None) -> None:
    """Print what a rebuild did, a line where all is well."""
    for text in outcome.stopped_by:
        click.echo(text, err=True)
    if outcome.error:
        click.echo(f"autoblog: {escaped(outcome.error)}", err=True)
    if outcome.report is None:
        click.echo("the last good pages stay until that is mended", err=True)
        return
    report, warnings = outcome.report, outcome.warnings
    parts = [counted(len(report.written), "file") + " written" if report.written else "no change"]
    if report.removed:
        parts.append(f"{len(report.removed)} removed")
    if warnings:
        parts.append(summary_of(warnings))
    took = "" if took_s is None else f" in {took_s:.2f} s"
    click.echo(f"{datetime.now():%H:%M:%S} built{took}: {', '.join(parts)}")


def _warn(line: str) -> None:
    click.echo(f"autoblog: {escaped(line)}", err=True)
