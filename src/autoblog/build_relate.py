"""Related posts, chosen by several processes, and not again where nothing about them changed.

Three notes for each way of showing a site: the choice itself; the candidates that it was made of,
which are large and may be of any age; and a `Drift`, which says in what posts differ from those.
A choice and its drift have one key, `Relating.ground`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from autoblog.arrange.boxes import Row, fill_boxes
from autoblog.arrange.related import Ground, ground_of, look
from autoblog.arrange.renewal import Memory, Renewal, remember, renew, renew_terms
from autoblog.cache import Cache
from autoblog.digest import Digest, code_digest, decode, digest, encode
from autoblog.model import Post
from autoblog.report import Show
from autoblog.workers import Team

WORTH_NOTING = 0.05
"""Where a smaller share was chosen anew, doing so next time costs less than noting it now."""
WORTH_NOTING_HELD = 1.0
"""The same, added up over builds, in a process that holds the candidates anyway."""

Boxes = Mapping[str, tuple[str, ...]]
"""Source path -> source paths of the related posts, best first."""


@dataclass(frozen=True, slots=True)
class Drift:
    """What a choice was made of besides the candidates that are noted."""

    terms: dict[str, str]  # source path -> terms, of the posts that have others now
    sections: list[str]  # of each post, in the order of the candidates
    pins: dict[str, tuple[str, ...]]
    count: int


@dataclass(frozen=True, slots=True)
class _Held:
    """A choice as the process that made it still holds it, candidates and all."""

    ground: Digest
    drift: Drift  # from what is noted
    memory: Memory  # from which nothing differs
    chosen: int  # posts whose candidates are others than those noted, counted each time


class _Placed(NamedTuple):
    source_path: str
    section: str


class Relating:
    """A `relate` that recalls its last choice, and renews it where something changed."""

    def __init__(self, cache: Cache, team: Team, show: Show) -> None:
        """show: what is shown; a preview and a build, in turn, forget nothing of each other."""
        self.ground = Digest("")  # what the last choice was made of
        self._cache, self._team = cache, team
        shown = digest(show)
        self._choice, self._candidates = f"related {shown}", f"candidates {shown}"
        self._drift = f"drift {shown}"

    def __call__(
        self, posts: Sequence[Post], *, pins: Mapping[str, tuple[str, ...]], count: int
    ) -> Boxes:
        """Choose them."""
        ground = [(post.source_path, post.section, post.published_at, post.terms) for post in posts]
        key = self.ground = digest((code_digest(), ground, pins, count))
        noted = self._cache.note(self._choice, key)
        if noted is not None:
            return decode(noted, dict[str, tuple[str, ...]])
        self._cache.forget_note(self._drift)  # candidates of another age may follow
        found, terms = self._find(posts)
        related = fill_boxes(posts, found, pins=pins, count=count)
        self._cache.remember_note(self._choice, key, encode(related))
        drift = Drift(terms, [post.section for post in posts], dict(pins), count)
        self._cache.remember_note(self._drift, key, encode(drift))
        return related

    def recall(self, ground: Digest) -> Boxes | None:
        """Recall the choice that was made of that."""
        noted = self._cache.note(self._choice, ground)
        return None if noted is None else decode(noted, dict[str, tuple[str, ...]])

    def with_terms(self, ground: Digest, terms: Mapping[str, str]) -> Boxes | None:
        """Choose anew where some posts got other terms, and nothing else changed.

        ground: what the choice before was made of. terms: by source path. Returns None where the
        choice is better made by looking at all posts.
        """
        held = self._at_hand(ground)
        worth = WORTH_NOTING if held is None else WORTH_NOTING_HELD
        held = held or self._noted(ground)
        if held is None:
            return None
        drift, old = held.drift, held.memory
        now = [terms.get(*pair) for pair in zip(old.paths, old.terms, strict=True)]
        renewal = renew_terms(now, old)
        if renewal is None:
            return None
        posts = [_Placed(*pair) for pair in zip(old.paths, drift.sections, strict=True)]
        found = renewal.memory.found()
        related = fill_boxes(posts, found, pins=drift.pins, count=drift.count)
        key = self.ground = digest((ground, sorted(terms.items())))
        drift = replace(drift, terms={**drift.terms, **terms})
        chosen = held.chosen + renewal.chosen
        self._cache.forget_note(self._drift)
        if chosen >= worth * len(posts):
            self._cache.remember_note(self._candidates, code_digest(), encode(renewal.memory))
            drift, chosen = replace(drift, terms={}), 0
        self._cache.remember_note(self._choice, key, encode(related))
        self._cache.remember_note(self._drift, key, encode(drift))
        self._cache.hold(self._drift, _Held(key, drift, renewal.memory, chosen))
        return related

    def _at_hand(self, ground: Digest) -> _Held | None:
        held = self._cache.held(self._drift)
        return held if isinstance(held, _Held) and held.ground == ground else None

    def _noted(self, ground: Digest) -> _Held | None:
        """Recall a choice with its candidates, and bring these up to date."""
        noted = self._cache.note(self._drift, ground)
        memory = self._cache.note(self._candidates, code_digest())
        if noted is None or memory is None:
            return None
        drift, old = decode(noted, Drift), decode(memory, Memory)
        now = [drift.terms.get(*pair) for pair in zip(old.paths, old.terms, strict=True)]
        renewal = renew_terms(now, old) if drift.terms else Renewal(old, 0)
        return _Held(ground, drift, renewal.memory, renewal.chosen) if renewal else None

    def _find(self, posts: Sequence[Post]) -> tuple[Iterable[Row], dict[str, str]]:
        """Find the candidates of all posts; those that cannot be others than before are recalled.

        Returns them, and the terms of posts that are not noted with them.
        """
        noted = self._cache.note(self._candidates, code_digest())
        renewal = renew(posts, decode(noted, Memory)) if noted is not None else None
        if renewal and renewal.has_old_order and renewal.chosen < WORTH_NOTING * len(posts):
            fresh = [posts[number] for number in renewal.fresh]
            return renewal.memory.found(), {post.source_path: post.terms for post in fresh}
        memory = renewal.memory if renewal else self._find_anew(posts)
        self._cache.remember_note(self._candidates, code_digest(), encode(memory))
        return memory.found(), {}

    def _find_anew(self, posts: Sequence[Post]) -> Memory:
        ground = ground_of(posts)
        setup = partial(_itself, ground)  # workers that are forked have it already
        looks = self._team.map("Relating", look, range(len(posts)), setup=setup)
        return remember(posts, ground, looks)


def _itself(ground: Ground) -> Ground:
    return ground
