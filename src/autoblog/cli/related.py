"""`autoblog related`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from autoblog.arrange.reasons import Reason, reasons
from autoblog.build_site import Survey
from autoblog.cli.candidates import complete_post
from autoblog.cli.looking import errors_told, look_at, root_option
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.model import Post
from autoblog.moving.targets import find_post
from autoblog.problems import ConfigError, escaped
from autoblog.report import Show

EVERYTHING = Show(drafts=True, scheduled=True, expired=True)


@click.command("related")
@click.argument("post", shell_complete=complete_post)
@click.option("--json", "as_json", is_flag=True, help="Print it for machines.")
@root_option
def related_command(post: str, as_json: bool, root: Path) -> None:
    """Say why the related posts of POST were chosen.

    POST is its path, its address or its slug. Each related post comes with its score, and with the
    terms that both share: how many per cent of their likeness each term makes up. A post that is
    not shown now is judged as if all posts were.

    \b
    autoblog related lease-or-buy
    """
    with errors_told(root):
        config = load_config(root)
        seen, found = _look_for(post, root, config)
    by_path = {one.source_path: one for one in seen.site.posts}
    others = [by_path[path] for path in seen.site.related[found.source_path]]
    told = reasons(seen.site.posts, found, others)
    if as_json:
        value = [asdict(one) | {"score": one.score} for one in told]
        click.echo(json.dumps(value, indent=2, ensure_ascii=False))
        return
    if not told:
        click.echo("no related posts: it is the only one")
    for one in told:
        click.echo(_lines_about(one, by_path[one.source_path]))


def _look_for(name: str, root: Path, config: Config) -> tuple[Survey, Post]:
    """Find a post among those shown, or else among all."""
    seen = look_at(root)
    post = find_post(seen.posts, name)
    if not post.is_listed:
        raise ConfigError(f"{post.source_path} is a standalone page, which has no related posts")
    if post.source_path not in seen.site.related:
        seen = look_at(root, show=EVERYTHING)
    return seen, post


def _lines_about(reason: Reason, post: Post) -> str:
    """Say in two lines what was chosen and why."""
    push = round(100 * (reason.push - 1))
    parts = [f"score {reason.score:.2f}"]
    if reason.is_pinned:
        parts.append("named by the author")
    if push:
        parts.append(f"{abs(push)} % {'more' if push > 0 else 'less'} for its date")
    terms = [f"{one.term.replace('_', ' ')} {one.per_cent:.0f} %" for one in reason.terms]
    shared = ", ".join(terms) or "no term in common; it fills up the list"
    about = f"{post.title} ({post.source_path}): {', '.join(parts)}"
    return f"{escaped(about)}\n    {escaped(shared)}"
