"""`autoblog check --external`: links to other sites, asked and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from autoblog.build_site import Survey
from autoblog.checks.outside_memory import read_memory, write_memory
from autoblog.cli.judging import Verdict
from autoblog.cli.looking import look_at
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.problems import ConfigError, Problem, counted, in_order, unsilenced
from autoblog.read.front_matter import split_source
from autoblog.read.sources import plain_text, read_bytes
from autoblog.report import Show
from autoblog.silence import hushed
from autoblog.zones import in_zone

_NEEDS = (
    "--external: addresses are asked by a library that is not installed;"
    " run: python3 -m pip install 'autoblog[links]'"
)


def with_outside(verdict: Verdict, root: Path, options: dict[str, Any]) -> Verdict:
    """Add what is to be said of links to other sites; the exit status stays."""
    config = load_config(root, base_url=options["base_url"])
    seen = look_at(
        root,
        base_url=options["base_url"],
        show=Show(drafts=options["drafts"], scheduled=options["future"]),
    )
    found = look_outside(root, config, seen)
    return replace(verdict, problems=in_order((*verdict.problems, *found)))


def look_outside(root: Path, config: Config, seen: Survey) -> tuple[Problem, ...]:
    """Ask the links of all posts to other sites, but for those that were asked lately.

    Raises ConfigError where the library for it is not installed.
    """
    try:
        # Only those who ask need the library.
        from autoblog.checks.outside_links import Found, ask_all, due, judged, links_out
    except ImportError as error:
        raise ConfigError(_NEEDS) from error

    def links() -> Iterator[Found]:
        host = urlsplit(config.base_url).hostname or ""
        limits = config.limits
        for post in seen.posts:
            path = post.source_path
            text, _ = plain_text(read_bytes(root, path), path, limit_kib=limits.post_kib)
            split, _ = split_source(text or "", path, limit_kib=limits.front_matter_kib)
            if split is not None:
                yield from links_out(path, split.body, split.body_line, host)

    found = list(links())
    today = in_zone(datetime.now(UTC), config.time_zone).date()
    known = dict(read_memory(root))
    asked = due((one.address for one in found), known, today)
    if asked:
        click.echo(f"asking {counted(len(asked), 'outside link')}", err=True)
    known |= ask_all(asked, known, today)
    used = {one.address for one in found}
    known = {address: heard for address, heard in known.items() if address in used}
    if known:
        write_memory(root, known)
    silences = {post.source_path: post.silences for post in seen.posts if post.silences}
    return tuple(unsilenced(hushed(judged(found, known), silences)))
