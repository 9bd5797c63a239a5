"""A move -> the files that change, each judged before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from autoblog.config import ReadingSettings
from autoblog.editing.changes import Change
from autoblog.editing.edits import edited, lines_of
from autoblog.model import Post
from autoblog.moving.keys import own_edits, pin_edits
from autoblog.moving.links import Led, bare, link_edits
from autoblog.moving.targets import Move
from autoblog.plan.redirects import alias_output_path
from autoblog.problems import ConfigError, shown
from autoblog.read.front_matter import split_source
from autoblog.read.posts import read_post
from autoblog.yaml_nodes import Keys

ReadSource = Callable[[str], bytes]
"""Reads a source by its path."""


def plan_move(
    move: Move, posts: Sequence[Post], read: ReadSource, settings: ReadingSettings
) -> tuple[Change, ...]:
    """Find all that changes: the post itself first, then the posts that point to it.

    posts: all of the site. Raises ConfigError when the new address is taken, or where an edit
    would not do exactly what it should.
    """
    _judge_address(move, posts)
    shape = _Rewriter(move, posts, settings)
    moved = move.post.source_path
    others = [p for p in posts if p.source_path != moved and shape.points_there(p)]
    changes = [
        shape.change(post, read(post.source_path))
        for post in (move.post, *sorted(others, key=lambda post: post.source_path))
    ]
    return tuple(one for one in changes if (one.before, one.path) != (one.after, one.new_path))


def has_slug_key(data: bytes, path: str, settings: ReadingSettings) -> bool:
    """Tell whether a post's front matter names its slug."""
    node, _ = front_matter_of(data, path, settings)
    return getattr(node.nodes.get("slug"), "text", None) is not None


def _judge_address(move: Move, posts: Sequence[Post]) -> None:
    taken = alias_output_path(move.permalink).casefold()
    for post in posts:
        if post.source_path == move.post.source_path:
            continue
        if alias_output_path(post.permalink).casefold() == taken:
            raise ConfigError(f"{move.permalink} is the address of {post.source_path}")
        if any(alias_output_path(alias.url).casefold() == taken for alias in post.aliases):
            raise ConfigError(f"{move.permalink} is an old address of {post.source_path}")


class _Rewriter:
    """What a move means for each post."""

    def __init__(self, move: Move, posts: Sequence[Post], settings: ReadingSettings) -> None:
        self.move = move
        self.settings = settings
        old = move.post
        self.now = {old.source_path: move.path, old.permalink: move.permalink}
        self.slugs = _slugs_now(move, posts)

    def led(self, target: str) -> str:
        return self.now.get(target, target)

    def points_there(self, post: Post) -> bool:
        """Tell whether a post names the moved one in its body or under `related`."""
        named = [bare(reference.target) for reference in post.references]
        named += [pin.target for pin in post.pins]
        return any(name in self.now or name in self.slugs for name in named)

    def change(self, post: Post, data: bytes) -> Change:
        """Edit a post; read it again and see that it says what it must."""
        path = post.source_path
        is_moved = path == self.move.post.source_path
        new_path = self.move.path if is_moved else path
        node, body_line = front_matter_of(data, path, self.settings)
        lines = lines_of(data)
        edits = list(
            pin_edits(post, node, lines, new_path=new_path, led=self.led, slugs=self.slugs)
        )
        if is_moved:
            edits += own_edits(self.move, node, lines, body_line)
        edits += link_edits(
            data,
            body_line,
            old_path=path,
            new_path=new_path,
            led=self.led,
            references_of=lambda text: read_post(path, text, self.settings).references,
        )
        after = edited(data, edits)
        self.judge(post, new_path, after, is_moved=is_moved)
        return Change(path, new_path, data, after)

    def judge(self, post: Post, new_path: str, after: bytes, *, is_moved: bool) -> None:
        """Compare what the edited post says with what it said. Raises ConfigError."""
        read = read_post(new_path, after, self.settings)
        if read.post is None or said_by(read.post) != self.expected(post, is_moved=is_moved):
            raise ConfigError(
                f"{post.source_path} is written in a way that cannot be edited safely; nothing was"
                " changed. Write its links and its front matter in a plainer form, and try again"
            )

    def expected(self, post: Post, *, is_moved: bool) -> tuple[object, ...]:
        """Say what the edited post must say."""
        move = self.move
        after = expected_of(post, self.led, self.slugs)
        if not is_moved:
            return said_by(after)
        told = list(said_by(replace(after, section=move.section.slug if move.section else "",
                                     slug=move.slug, permalink=move.permalink)))  # fmt: skip
        if move.has_new_address:
            aliases = {alias_output_path(alias.url) for alias in post.aliases}
            aliases -= {alias_output_path(move.permalink)}
            told[-1] = sorted({*aliases, alias_output_path(post.permalink)})
        return tuple(told)


def _slugs_now(move: Move, posts: Sequence[Post]) -> dict[str, str]:
    """Say what names the moved post under `related` where its old slug did: slug or path."""
    # A slug stands for the first post that has it.
    named = [post.source_path for post in posts if post.slug == move.post.slug and post.is_listed]
    if move.slug == move.post.slug or named[:1] != [move.post.source_path]:
        return {}
    others = (post for post in posts if post.source_path != move.post.source_path)
    is_free = all(post.slug != move.slug for post in others)
    return {move.post.slug: move.slug if is_free else move.path}


def expected_of(post: Post, led: Led, slugs: Mapping[str, str]) -> Post:
    """Say what a post must be once its links and `related` are led elsewhere.

    slugs: what else names a post under `related`, and what names it now.
    """
    references = tuple(
        replace(one, target=led(bare(one.target)) + one.target[len(bare(one.target)) :])
        for one in post.references
    )
    pins = tuple(replace(pin, target=slugs.get(pin.target, led(pin.target))) for pin in post.pins)
    return replace(post, references=references, pins=pins)


def said_by(post: Post) -> tuple[object, ...]:
    """List what a post says, without where it says so."""
    return (
        post.section, post.slug, post.permalink, post.title, post.summary, post.published_at,
        post.updated_at, post.expires_at, post.keywords, post.author, post.is_draft,
        post.has_noindex, post.extra, post.word_count, post.anchors, post.terms,
        [(one.target, one.is_image) for one in post.references],
        [pin.target for pin in post.pins],
        post.image and (post.image.source_path, post.image.alt),
        sorted(alias_output_path(alias.url) for alias in post.aliases),
    )  # fmt: skip


def front_matter_of(data: bytes, path: str, settings: ReadingSettings) -> tuple[Keys, int]:
    """Read a source's front matter, and on which line its body begins.

    Raises ConfigError where there is none that can be read.
    """
    text = "\n".join(lines_of(data))
    split, _ = split_source(text, path, limit_kib=settings.limits.front_matter_kib)
    if split is None or not isinstance(split.node, Keys):
        raise ConfigError(f"{shown(path)} has no front matter that can be read")
    return split.node, split.body_line
