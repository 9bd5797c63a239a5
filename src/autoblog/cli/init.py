"""`autoblog init`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from autoblog.scaffold import lay_out_site


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def init_command(folder: Path) -> None:
    """Lay out a new site that builds at once.

    \b
    autoblog init my-site
    cd my-site && autoblog build
    """
    lay_out_site(folder)
    click.echo(f"{folder} is laid out; next: cd {shlex.quote(str(folder))} && autoblog build")
