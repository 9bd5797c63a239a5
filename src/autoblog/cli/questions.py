"""Questions to an author at a terminal; they go to standard error, answers come back plain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import click

from autoblog.config import Config
from autoblog.problems import ConfigError, escaped, nearest, shown
from autoblog.read.urls import slug_of
from autoblog.scaffold import find_section, plain_line

MOST_OFFERED = 24

Answer = TypeVar("Answer")


def ask_title() -> str:
    """Ask for a title until there is one."""
    return _ask("Title", lambda text: plain_line(text, "title"))


def ask_section(config: Config) -> str:
    """Show the sections and ask for one by number, name or slug. Returns its slug."""
    sections = config.sections
    if len(sections) == 1:
        return sections[0].slug
    for number, section in enumerate(sections, 1):
        click.echo(f"  {number}  {escaped(section.name)}", err=True)

    def chosen(text: str) -> str:
        if text.isdecimal() and 1 <= int(text) <= len(sections):
            return sections[int(text) - 1].slug
        return find_section(config, text).slug

    return _ask("Section, by number or name", chosen)


def ask_summary() -> str:
    """Ask for a summary; "" when it is to be written later."""
    return _ask(
        "Summary, one or two sentences (Enter: later)",
        lambda text: plain_line(text, "summary") if text else "",
    )


def ask_keywords(known: Sequence[str], by_slug: Mapping[str, str]) -> str:
    """Offer the keywords in use and ask for some, with commas between them.

    by_slug: how a keyword in use is written. A new spelling of one becomes that; a new keyword
    that is nearly one of them is named.
    """
    if known:
        more = f" and {len(known) - MOST_OFFERED} more" if len(known) > MOST_OFFERED else ""
        offered = ", ".join(known[:MOST_OFFERED])
        click.echo(f"  In use: {escaped(offered)}{more}", err=True)

    def chosen(text: str) -> str:
        words = [plain_line(word, "keyword") for word in text.split(",") if word.strip()]
        kept = [by_slug.get(slug_of(word), word) for word in words]
        for word in (word for word in kept if word not in known):
            near = nearest(word, known)
            hint = f"; {shown(near)} is in use" if near else ""
            click.echo(f"  {shown(word)} is a new keyword{hint}", err=True)
        return ", ".join(kept)

    return _ask("Keywords, with commas between (Enter: none)", chosen)


def _ask(question: str, read: Callable[[str], Answer]) -> Answer:
    """Ask until the answer can be read; say each time why not."""
    while True:
        answer = click.prompt(question, default="", show_default=False, err=True)
        try:
            return read(answer.strip())
        except ConfigError as error:
            click.echo(f"  {escaped(str(error))}", err=True)
