"""Links to files that were renamed by hand, led to where these are now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from autoblog.config import ReadingSettings
from autoblog.editing.changes import Change
from autoblog.editing.edits import edited, lines_of
from autoblog.model import Post
from autoblog.moving.keys import pin_edits
from autoblog.moving.links import bare, link_edits
from autoblog.moving.plan import ReadSource, expected_of, front_matter_of, said_by
from autoblog.problems import ConfigError
from autoblog.read.posts import read_post

POST_SUFFIX = ".md"


def files_missed(posts: Iterable[Post], known: Iterable[str]) -> frozenset[str]:
    """Name the sources that posts link to, or name as related, and that are not there.

    known: the paths of all sources that are.
    """
    named = {bare(reference.target) for post in posts for reference in post.references}
    named |= {pin.target for post in posts for pin in post.pins}
    missed = named - set(known)
    return frozenset(
        path for path in missed if path.startswith("content/") and path.endswith(POST_SUFFIX)
    )


def links_led(
    posts: Iterable[Post],
    now: Mapping[str, str],
    *,
    read: ReadSource,
    settings: ReadingSettings,
) -> tuple[Change, ...]:
    """Lead links and `related` of posts to where files are now.

    now: old source path -> new one. A post that cannot be edited safely is left as it is.
    """
    pointing = [
        post
        for post in posts
        if any(bare(reference.target) in now for reference in post.references)
        or any(pin.target in now for pin in post.pins)
    ]
    changes = (_change(post, read(post.source_path), now, settings) for post in pointing)
    return tuple(change for change in changes if change)


def _change(
    post: Post, data: bytes, now: Mapping[str, str], settings: ReadingSettings
) -> Change | None:
    path = post.source_path

    def led(target: str) -> str:
        return now.get(target, target)

    try:
        node, body_line = front_matter_of(data, path, settings)
    except ConfigError:  # it has been changed since it was read
        return None
    edits = list(pin_edits(post, node, lines_of(data), new_path=path, led=led, slugs={}))
    edits += link_edits(
        data,
        body_line,
        old_path=path,
        new_path=path,
        led=led,
        references_of=lambda text: read_post(path, text, settings).references,
    )
    after = edited(data, edits)
    again = read_post(path, after, settings).post
    if again is None or said_by(again) != said_by(expected_of(post, led, {})):
        return None
    return Change(path, path, data, after) if edits else None
