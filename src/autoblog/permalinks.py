"""The ledger of published addresses, brought up to date with what a site serves now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from autoblog.config import ReadingSettings
from autoblog.editing.changes import Change
from autoblog.editing.edits import edited, lines_of
from autoblog.editing.keys import added_to_list
from autoblog.layout import LEDGER_FILE
from autoblog.model import Post, Site
from autoblog.parts import LedgerLine
from autoblog.plan.ledger import addresses
from autoblog.problems import Place
from autoblog.read.front_matter import split_source
from autoblog.read.ledger import format_ledger
from autoblog.read.posts import read_post
from autoblog.yaml_nodes import Keys


def brought_up_to_date(site: Site) -> Mapping[str, LedgerLine]:
    """Say what the ledger should hold of a site that is published now: URL path -> line.

    Nothing is ever dropped. An address that a page has again is no longer gone or moved.
    """
    lines = {line.url: line for line in site.ledger}
    for url, source in addresses(site).items():
        lines[url] = LedgerLine(url, source, None, Place(1, 1))
    return lines


def record(root: Path, site: Site) -> tuple[str, ...]:
    """Write the new addresses of a site into its ledger, in one step.

    Returns them, sorted. A ledger that says all of it already is left alone. Raises OSError when
    the file cannot be written.
    """
    known = {line.url for line in site.ledger}
    lines = brought_up_to_date(site)
    text, path = format_ledger(lines.values()), root / LEDGER_FILE
    if lines and not (path.is_file() and path.read_text("utf-8") == text):
        aside = path.with_name(f".{LEDGER_FILE}.new")
        aside.write_text(text, "utf-8", newline="\n")
        aside.replace(path)
    return tuple(sorted(lines.keys() - known))


def given_back(
    lost: Iterable[LedgerLine],
    posts: Sequence[Post],
    *,
    settings: ReadingSettings,
    read: Callable[[str], bytes],
    old_bytes: Callable[[str], bytes | None],
    renamed_to: Callable[[str], str | None],
) -> tuple[Change, ...]:
    """Give lost addresses, as aliases, to the posts that surely took their place.

    lost: lines of the ledger. posts: those that are shown. Sure is the same file under another
    address, a file that git saw renamed, or one with the same text below its front matter.
    old_bytes, renamed_to: what the history says of a file that is gone.
    """
    by_path = {post.source_path: post for post in posts}
    aliases: dict[str, list[str]] = {}
    for line in lost:
        if line.source is None or not line.source.endswith(".md"):
            continue
        is_there = line.source in by_path
        path = (
            line.source
            if is_there
            else successor(
                line.source, by_path, read=read, old_bytes=old_bytes, renamed_to=renamed_to
            )
        )
        if path is not None:
            aliases.setdefault(path, []).append(line.url)
    changes = (_with_aliases(path, read(path), aliases[path], settings) for path in sorted(aliases))
    return tuple(change for change in changes if change)


def successor(
    path: str,
    paths: Collection[str],
    *,
    read: Callable[[str], bytes],
    old_bytes: Callable[[str], bytes | None],
    renamed_to: Callable[[str], str | None],
) -> str | None:
    """Find the post that a file which is gone surely became, among some; None where none is."""
    found = renamed_to(path)
    return found if found in paths else _same_text(old_bytes(path), paths, read)


def _same_text(old: bytes | None, paths: Iterable[str], read: Callable[[str], bytes]) -> str | None:
    """Find the one post with a given text below its front matter; None where none or several."""
    text = _body(old) if old is not None else ""
    found = [path for path in paths if text and _body(read(path)) == text]
    return found[0] if len(found) == 1 else None


def _body(data: bytes) -> str:
    split, _ = split_source("\n".join(lines_of(data)), "", limit_kib=1 << 20)
    return split.body.strip() if split else ""


def _with_aliases(
    path: str, data: bytes, urls: Iterable[str], settings: ReadingSettings
) -> Change | None:
    after = data
    for url in urls:
        lines = lines_of(after)
        split, _ = split_source("\n".join(lines), path, limit_kib=1 << 20)
        if split is None or not isinstance(split.node, Keys):
            return None
        edit = added_to_list(split.node, "aliases", url, lines, split.body_line)
        after = edited(after, [edit])
    post = read_post(path, after, settings).post
    # What is written back must say exactly what it shall.
    if post is None or not set(urls) <= {alias.url for alias in post.aliases}:
        return None
    return Change(path, path, data, after)
