"""`autoblog mv`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from autoblog.cli.candidates import complete_place, complete_post
from autoblog.cli.looking import errors_told, look_at, root_option
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.editing.changes import Change, diff_of
from autoblog.editing.files import changed
from autoblog.model import Post
from autoblog.moving.plan import has_slug_key, plan_move
from autoblog.moving.targets import Move, find_post, read_move
from autoblog.problems import ConfigError, ContentError, errors_of, escaped
from autoblog.read.sources import read_bytes


@click.command("mv")
@click.argument("old", shell_complete=complete_post)
@click.argument("new", shell_complete=complete_place)
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@root_option
def mv_command(old: str, new: str, dry_run: bool, root: Path) -> None:
    """Move a post: another file name, slug or section.

    OLD is its path, its address or its slug. NEW is a path, a folder that ends with "/", an
    address, a section or a slug. The old address becomes an alias, and the links of other posts
    are led to the new place. Either all of this is done or nothing.

    \b
    autoblog mv home-charging-basics charging-at-home
    autoblog mv content/knowledge/2025-09-18-ev-battery-health.md industry-blog
    autoblog mv /knowledge/lease-or-buy/ /company-blog/lease-or-buy/ --dry-run
    """
    with errors_told(root):
        config = load_config(root)
        posts = _posts_of(root, config, otherwise="mend these first, so that all links are known")
        post = find_post(posts, _in_site(old, root))
        data = read_bytes(root, post.source_path)
        is_key = has_slug_key(data, post.source_path, config.reading)
        move = read_move(post, _in_site(new, root), config, has_slug_key=is_key)
        if move.path != post.source_path and (root / move.path).exists():
            raise ConfigError(f"{move.path} is there already; nothing was moved")
        changes = plan_move(move, posts, lambda path: read_bytes(root, path), config.reading)
        if dry_run:
            click.echo(diff_of(changes), nl=False)
            return
        with changed(root, changes):
            _posts_of(root, config, otherwise="afterwards the site would have these problems")
        _tell(move, changes)


def _posts_of(root: Path, config: Config, *, otherwise: str) -> Sequence[Post]:
    """Read all posts. Raises ContentError where the site has problems, and says why that counts."""
    seen = look_at(root)
    problems = errors_of(seen.problems)
    if problems:
        click.echo(f"nothing was moved; {otherwise}:", err=True)
        raise ContentError("", problems)
    return seen.posts


def _in_site(text: str, root: Path) -> str:
    """Turn a path as the shell names it into one of the site; leave all else as it is."""
    path = Path(text)
    is_folder = text.endswith("/") and path.is_dir()
    if text.startswith("content/") or not (is_folder or text.endswith(".md")):
        return text
    if "/" not in text and not path.is_file():
        return text  # a file's name alone
    try:
        inside = path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return text
    return inside + ("/" if is_folder else "")


def _tell(move: Move, changes: Sequence[Change]) -> None:
    post = move.post
    if move.path != post.source_path:
        click.echo(f"{escaped(post.source_path)} is now {escaped(move.path)}")
    if move.has_new_address:
        click.echo(f"{post.permalink} is now {move.permalink}, and the old address leads there")
    others = [change.path for change in changes if change.path != post.source_path]
    for path in others:
        click.echo(f"links led there: {escaped(path)}")
