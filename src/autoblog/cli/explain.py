"""`autoblog explain`."""

from __future__ import annotations

import shutil
import textwrap

import click
from click.shell_completion import CompletionItem

from autoblog.manual import explanations, read_page
from autoblog.problems import ConfigError, nearest, shown

PAGE = "problems.md"
WIDEST = 100


def complete_code(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the codes that begin so."""
    codes = explanations(read_page(PAGE))
    return [CompletionItem(code) for code in codes if code.startswith(incomplete)]


@click.command("explain")
@click.argument("code", required=False, shell_complete=complete_code)
def explain_command(code: str | None) -> None:
    """Say what the code of a message means, and how to mend it.

    Without a code, all are listed.

    \b
    autoblog explain yaml-colon
    autoblog explain
    """
    known = explanations(read_page(PAGE))
    width = min(shutil.get_terminal_size().columns, WIDEST)
    if code is None:
        widest = max(map(len, known))
        for name, text in known.items():
            first = textwrap.shorten(text, max(width - widest - 2, 30), placeholder=" …")
            click.echo(f"{name:{widest}}  {first}")
        return
    if code not in known:
        near = nearest(code, known)
        hint = f'did you mean "{near}"?' if near else "`autoblog explain` lists all"
        raise ConfigError(f"{shown(code)} is not a code; {hint}")
    click.echo(f"{code}\n")
    click.echo("\n\n".join(_wrapped(part, width) for part in known[code].split("\n\n")))


def _wrapped(paragraph: str, width: int) -> str:
    """Break a paragraph into lines; what is indented, code, stays as it is."""
    if paragraph.startswith("    "):
        return paragraph
    return textwrap.fill(paragraph, width, break_long_words=False, break_on_hyphens=False)
