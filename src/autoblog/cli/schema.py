"""`autoblog schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast, get_args

import click

from autoblog.cli.looking import errors_told, root_option
from autoblog.config_file import load_config
from autoblog.manual import read_page
from autoblog.schemas import Subject, schema_of


@click.command("schema")
@click.argument("subject", type=click.Choice(get_args(Subject)), default="front-matter")
@root_option
def schema_command(subject: str, root: Path) -> None:
    """Print the JSON Schema of front matter, of a page's, or of site.yaml.

    \b
    autoblog schema > .vscode/schemas/front-matter.json
    autoblog schema site > .vscode/schemas/site.json
    """
    with errors_told(root):
        config = None if subject == "site" else load_config(root)
    schema = schema_of(cast(Subject, subject), config, read_page("authoring.md"))
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
