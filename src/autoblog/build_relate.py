"""Related posts, chosen by several processes, and not again where nothing about them changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from autoblog.arrange.related import Ground, fill_boxes, ground_of, look
from autoblog.arrange.renewal import Memory, remember, renew
from autoblog.arrange.site import Relate
from autoblog.cache import Cache
from autoblog.digest import code_digest, decode, digest, encode
from autoblog.model import Post
from autoblog.report import Show
from autoblog.workers import Team

WORTH_NOTING = 0.05
"""Where a smaller share was chosen anew, doing so next time costs less than noting it now."""


def remembering(cache: Cache, team: Team, show: Show) -> Relate:
    """Make a `relate` that recalls its last choice, and renews it where something changed.

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
        found = _candidates(posts, cache, team, f"candidates {digest(show)}")
        related = fill_boxes(posts, found, pins=pins, count=count)
        cache.remember_note(name, key, encode(related))
        return related

    return relate


def _candidates(
    posts: Sequence[Post], cache: Cache, team: Team, name: str
) -> Iterable[Iterable[tuple[int, int]]]:
    """Find the candidates of all posts; those that cannot be others than before are recalled."""
    noted = cache.note(name, code_digest())
    renewal = renew(posts, decode(noted, Memory)) if noted is not None else None
    if renewal and renewal.chosen < WORTH_NOTING * len(posts):
        return renewal.memory.found()
    if renewal:
        memory = renewal.memory
    else:
        ground = ground_of(posts)
        setup = partial(_itself, ground)  # workers that are forked have it already
        looks = team.map("Relating", look, range(len(posts)), setup=setup)
        memory = remember(posts, ground.holders, looks)
    cache.remember_note(name, code_digest(), encode(memory))
    return memory.found()


def _itself(ground: Ground) -> Ground:
    return ground
