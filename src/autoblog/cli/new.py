"""`autoblog new`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from autoblog.cli.candidates import complete_keywords, complete_section
from autoblog.cli.editor import open_editor
from autoblog.cli.looking import errors_told, look_at, root_option
from autoblog.cli.questions import ask_keywords, ask_section, ask_summary, ask_title
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.read.urls import slug_of
from autoblog.scaffold import find_section, new_post, plain_line
from autoblog.zones import in_zone


@click.command("new")
@click.argument("title", required=False)
@click.option(
    "--section", help="Name or slug of the post's section.", shell_complete=complete_section
)
@click.option("--summary", help="One or two sentences for lists and search engines.")
@click.option(
    "--keywords", help="Subjects, with commas between them.", shell_complete=complete_keywords
)
@click.option("--no-edit", is_flag=True, help="Open no editor.")
@root_option
def new_command(
    title: str | None,
    section: str | None,
    summary: str | None,
    keywords: str | None,
    no_edit: bool,
    root: Path,
) -> None:
    """Begin a post: a file with its front matter filled in, as a draft.

    On a terminal it asks for what the command does not say, and opens the post in the editor that
    VISUAL or EDITOR names.

    \b
    autoblog new
    autoblog new "Five questions before an auction" --section knowledge
    """
    with errors_told(root):
        config = load_config(root)
        can_ask = sys.stdin.isatty() and sys.stderr.isatty()
        if can_ask:
            title = ask_title() if title is None else plain_line(title, "title")
            section = ask_section(config) if section is None else find_section(config, section).slug
            summary = ask_summary() if summary is None else summary
            if keywords is None:
                keywords = ask_keywords(*_known_keywords(root, config))
        path = new_post(
            root,
            config,
            _needed(title, "title"),
            section=_needed(section, "section"),
            today=in_zone(datetime.now(UTC), config.time_zone).date(),
            summary=summary or "",
            keywords=[word for word in (keywords or "").split(",") if word.strip()],
        )
        click.echo(path)
        if can_ask and sys.stdout.isatty() and not no_edit:
            open_editor(path)


def _known_keywords(root: Path, config: Config) -> tuple[list[str], dict[str, str]]:
    """List the keywords of all posts, the most used first, and their spellings by slug."""
    uses: dict[str, int] = {}
    for post in look_at(root).posts:
        for word in post.keywords:
            uses[word] = uses.get(word, 0) + 1
    known = sorted(uses, key=lambda word: (-uses[word], word))
    return known, {slug_of(word): word for word in reversed(known)}


def _needed(value: str | None, name: str) -> str:
    """Return what was given; end as Click does where nothing was."""
    if value is not None:
        return value
    context = click.get_current_context()
    parameter = next(one for one in context.command.params if one.name == name)
    hint = f"'{parameter.opts[0] if isinstance(parameter, click.Option) else name.upper()}'"
    raise click.MissingParameter(ctx=context, param=parameter, param_hint=hint)
