"""Related posts, chosen by several processes, and not again while nothing about them changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from autoblog.arrange.related import Ground, best_candidates, fill_boxes
from autoblog.arrange.site import Relate
from autoblog.cache import Cache
from autoblog.digest import code_digest, decode, digest, encode
from autoblog.model import Post
from autoblog.report import Show
from autoblog.workers import Team


def remembering(cache: Cache, team: Team, show: Show) -> Relate:
    """Make a `relate` that recalls its last choice.

    show: what is shown; a preview and a build, one after the other, forget nothing of each other.
    """
    name = f"related {digest(show)}"

    def relate(
        posts: Sequence[Post], *, pins: Mapping[str, tuple[str, ...]], count: int
    ) -> Mapping[str, tuple[str, ...]]:
        ground = [(post.source_path, post.section, post.published_at, post.terms) for post in posts]
        key = digest((code_digest(), ground, pins, count))
        noted = cache.note(name, key)
        if noted is not None:
            return decode(noted, dict[str, tuple[str, ...]])
        numbers = range(len(posts))
        found = team.map("Relating", best_candidates, numbers, setup=partial(Ground, posts))
        related = fill_boxes(posts, list(found), pins=pins, count=count)
        cache.remember_note(name, key, encode(related))
        return related

    return relate
