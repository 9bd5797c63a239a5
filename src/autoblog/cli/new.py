"""`autoblog new`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from autoblog.cli.show import print_error
from autoblog.config import in_zone, load_config
from autoblog.problems import AutoblogError
from autoblog.scaffold import new_post


@click.command("new")
@click.argument("title")
@click.option("--section", required=True, help="Name or slug of the post's section.")
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The site's folder. Default: this folder.",
)
def new_command(title: str, section: str, root: Path) -> None:
    """Begin a post: a file with its front matter filled in, as a draft.

    \b
    autoblog new "Five questions before an auction" --section knowledge
    """
    try:
        config = load_config(root)
        today = in_zone(datetime.now(UTC), config.time_zone).date()
        path = new_post(root, config, title, section=section, today=today)
    except AutoblogError as error:
        print_error(error)
        click.get_current_context().exit(error.exit_code)
    click.echo(path)
