"""`autoblog check --fix`: what has one right answer, shown and written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from autoblog.checks.mend import mended, reader_of
from autoblog.cli.judging import look_over
from autoblog.cli.looking import look_at
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.editing.changes import Change, diff_of
from autoblog.editing.files import changed
from autoblog.history import old_bytes, renamed_to
from autoblog.layout import SETTINGS_FILE
from autoblog.moving.renamed import files_missed, links_led
from autoblog.permalinks import given_back, successor
from autoblog.plan.ledger import lost_lines
from autoblog.problems import ConfigError, Problem, counted
from autoblog.read.sources import read_bytes

MOST_ROUNDS = 3
"""Advice is given of posts that can be read: a mended one may get some that can be followed."""


def mend(root: Path, options: dict[str, Any], *, is_dry: bool, is_quiet: bool) -> None:
    """Show as a diff what has one right answer, then write it, unless only that was asked.

    Raises ConfigError when a file was changed meanwhile.
    """
    try:
        config = load_config(root, base_url=options["base_url"])
    except ConfigError as fault:
        changes = _of_settings(root, fault.problems)
        _write(root, changes, is_dry=is_dry, is_quiet=is_quiet)
        if is_dry or not changes:
            return
        config = load_config(root, base_url=options["base_url"])
    for _ in range(MOST_ROUNDS):
        changes = _of_sources(root, config, options)
        _write(root, changes, is_dry=is_dry, is_quiet=is_quiet)
        if is_dry or not changes:
            break
    _write(root, _addresses(root, config, options), is_dry=is_dry, is_quiet=is_quiet)
    _write(root, _links(root, config, options), is_dry=is_dry, is_quiet=is_quiet)


def _of_sources(root: Path, config: Config, options: dict[str, Any]) -> list[Change]:
    """Mend what was found in sources, settings and templates."""
    first = look_over(root, config, options).problems
    before = {path: read_bytes(root, path) for path in _fixable(first)}
    # Found anew, so that what is written back was read before it was judged.
    problems = look_over(root, config, options).problems
    return [
        change
        for path, data in before.items()
        if (change := mended(path, data, (p for p in problems if p.path == path),
                             reader_of(path, config.reading)))
    ]  # fmt: skip


def _addresses(root: Path, config: Config, options: dict[str, Any]) -> tuple[Change, ...]:
    """Give lost addresses back to the posts that surely took their place."""
    seen = look_at(root, base_url=options["base_url"], wait_s=options["wait"])
    files = {item.output_path for item in seen.planned}
    return given_back(
        lost_lines(seen.site, files),
        (*seen.site.posts, *seen.site.pages),
        settings=config.reading,
        read=partial(read_bytes, root),
        old_bytes=partial(old_bytes, root),
        renamed_to=partial(renamed_to, root),
    )


def _links(root: Path, config: Config, options: dict[str, Any]) -> tuple[Change, ...]:
    """Lead links to files that were renamed by hand to where these surely are."""
    seen = look_at(root, base_url=options["base_url"], wait_s=options["wait"])
    paths = {post.source_path for post in seen.posts}
    read = partial(read_bytes, root)
    now: dict[str, str] = {}
    for path in sorted(
        files_missed(seen.posts, {*paths, *(one.source_path for one in seen.unread)})
    ):
        found = successor(
            path,
            paths,
            read=read,
            old_bytes=partial(old_bytes, root),
            renamed_to=partial(renamed_to, root),
        )
        if found is not None:
            now[path] = found
    return links_led(seen.posts, now, read=read, settings=config.reading)


def _fixable(problems: Iterable[Problem]) -> list[str]:
    return sorted({problem.path for problem in problems if problem.fix})


def _of_settings(root: Path, problems: Iterable[Problem]) -> list[Change]:
    """Mend the settings alone, without which nothing else can be read."""
    found = [problem for problem in problems if problem.path == SETTINGS_FILE and problem.fix]
    if not found:
        return []
    read = reader_of(SETTINGS_FILE, None)
    change = mended(SETTINGS_FILE, read_bytes(root, SETTINGS_FILE), found, read)
    return [change] if change else []


def _write(root: Path, changes: Sequence[Change], *, is_dry: bool, is_quiet: bool) -> None:
    click.echo(diff_of(changes), nl=False, err=is_quiet)
    if changes and not is_dry:
        with changed(root, changes):
            click.echo(f"mended {counted(len(changes), 'file')}", err=True)
