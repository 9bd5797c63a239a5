"""`autoblog`: the group of commands, and what becomes of their errors."""

from __future__ import annotations

import gc
import importlib
import signal
import sys
from collections.abc import Sequence

import click

from autoblog import __version__
from autoblog.cli.show import print_error
from autoblog.problems import AutoblogError, escaped
from autoblog.workers import STOPS

COMMANDS = {
    "build": "build",
    "check": "check",
    "serve": "serve",
    "audit": "audit",
    "explain": "explain",
    "new": "new",
    "mv": "mv",
    "related": "related",
    "permalinks": "permalinks",
    "deploy": "deploy",
    "rollback": "deploy",
    "stats": "stats",
    "import": "import_",
    "init": "init",
    "schema": "schema",
    "completion": "completion",
}
"""Command -> the module here that holds it, as `NAME_command`."""


class _Commands(click.Group):
    """Loads a command when it is asked for, so that none waits for the libraries of another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"autoblog.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="autoblog")
def autoblog() -> None:
    """Build an automotive blog from Markdown posts.

    \b
    autoblog build              build the site in this folder into public/
    autoblog check              list all problems, write nothing
    autoblog new "A title" --section knowledge
    autoblog init my-site       lay out a new site that builds at once
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; say errors in plain words, and end with their exit code.

    0: done. 1: the site has problems. 2: the settings, a flag or a folder is wrong. 3: another
    build holds the site. 130: stopped from the keyboard. 143: told to end by the system.

    arguments: those of the command line when they are not given.
    """
    # Those who call it with arguments have an end of their own; what a shell begins in the
    # background hears no Ctrl+C.
    usual = (signal.default_int_handler, signal.SIG_DFL)
    heard = [] if arguments is not None else [n for n in STOPS if signal.getsignal(n) in usual]
    try:
        for number in heard:
            signal.signal(number, _stop_once)
        status = _status_of(arguments)
        for number in heard:
            signal.signal(number, signal.SIG_IGN)
    except (click.Abort, KeyboardInterrupt) as error:
        if isinstance(error, click.Abort) and error.__cause__ is None:
            click.echo(err=True)  # it broke off a question, whose line has no end
        click.echo("autoblog: stopped; what was published before is as it was", err=True)
        told = (error.__cause__ or error).args  # click hides what it was
        status = 128 + (told[0] if told else signal.SIGINT)
    if arguments is None:
        gc.freeze()  # all goes with the process: to look for garbage first takes longer than that
    sys.exit(status)


def _status_of(arguments: Sequence[str] | None) -> int:
    try:
        # What a command left by way of `Context.exit` arrives here as a plain number.
        return autoblog.main(arguments, prog_name="autoblog", standalone_mode=False) or 0
    except AutoblogError as error:
        print_error(error)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        click.echo(escaped(f"autoblog: {error.strerror or error}{where}"), err=True)
        return 2


def _stop_once(number: int, _frame: object) -> None:
    """Hear no second Ctrl+C: it would break off the clearing away, and bring a traceback."""
    for each in STOPS:
        signal.signal(each, signal.SIG_IGN)
    raise KeyboardInterrupt(number)
