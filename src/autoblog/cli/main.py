"""`autoblog`: the group of commands, and what becomes of their errors."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from autoblog import __version__
from autoblog.cli.audit import audit_command
from autoblog.cli.build import build_command
from autoblog.cli.check import check_command
from autoblog.cli.completion import completion_command
from autoblog.cli.deploy import deploy_command, rollback_command
from autoblog.cli.explain import explain_command
from autoblog.cli.import_ import import_command
from autoblog.cli.init import init_command
from autoblog.cli.mv import mv_command
from autoblog.cli.new import new_command
from autoblog.cli.permalinks import permalinks_command
from autoblog.cli.related import related_command
from autoblog.cli.schema import schema_command
from autoblog.cli.serve import serve_command
from autoblog.cli.show import print_error
from autoblog.cli.stats import stats_command
from autoblog.problems import AutoblogError, escaped


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="autoblog")
def autoblog() -> None:
    """Build an automotive blog from Markdown posts.

    \b
    autoblog build              build the site in this folder into public/
    autoblog check              list all problems, write nothing
    autoblog new "A title" --section knowledge
    autoblog init my-site       lay out a new site that builds at once
    """


COMMANDS = (
    build_command,
    check_command,
    serve_command,
    audit_command,
    explain_command,
    new_command,
    mv_command,
    related_command,
    permalinks_command,
    deploy_command,
    rollback_command,
    stats_command,
    import_command,
    init_command,
    schema_command,
    completion_command,
)

for command in COMMANDS:
    autoblog.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; say errors in plain words, and end with their exit code.

    0: done. 1: the site has problems. 2: the settings, a flag or a folder is wrong. 3: another
    build holds the site. 130: stopped from the keyboard.

    arguments: those of the command line when they are not given.
    """
    try:
        status = autoblog.main(arguments, prog_name="autoblog", standalone_mode=False)
    except AutoblogError as error:
        print_error(error)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("autoblog: stopped; what was published before is as it was", err=True)
        sys.exit(130)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        click.echo(escaped(f"autoblog: {error.strerror or error}{where}"), err=True)
        sys.exit(2)
    # What a command left by way of `Context.exit` arrives here as a plain number.
    sys.exit(status or 0)
