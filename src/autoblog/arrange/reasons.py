"""Why one post is in another's box: the terms that weighed, or the author who pinned it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoblog.arrange.related import YEARS_TO_E, Vector, rarities, term_vector
from autoblog.model import Post

MOST_TERMS = 8
"""Terms named of a pair: what comes after these weighs next to nothing."""


@dataclass(frozen=True, slots=True)
class SharedTerm:
    """A term that two posts hold, and what it adds to their likeness."""

    term: str  # as `Post.terms` has it: small letters, singular, "_" between words of a keyword
    per_cent: float  # of the whole likeness of the two


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a post is related to another."""

    source_path: str  # of the related post
    is_pinned: bool  # the author named it under `related`
    likeness: float  # cosine of the two, 0 to 1, before the push for what is newer
    push: float  # what the likeness is multiplied by, for the dates: above 1 where it is newer
    terms: tuple[SharedTerm, ...]  # by falling weight; none: it fills up a short box

    @property
    def score(self) -> float:
        """What it was ranked by."""
        return self.likeness * self.push


def reasons(posts: Sequence[Post], post: Post, others: Sequence[Post]) -> tuple[Reason, ...]:
    """Say of each of `others` why it is related to `post`.

    posts: all that were compared, `Site.posts`, because a term weighs by its rarity among them.
    """
    return reasons_by(rarities([one.terms for one in posts]), post, others)


def reasons_by(rarity: Mapping[str, int], post: Post, others: Sequence[Post]) -> tuple[Reason, ...]:
    """Say the same where the rarities of all terms are known already."""
    pinned = {pin.target for pin in post.pins}
    own = term_vector(post.terms, rarity)
    return tuple(
        _reason(
            post,
            other,
            is_pinned=not pinned.isdisjoint((other.source_path, other.slug)),
            shared=shared_weights(own, term_vector(other.terms, rarity)),
        )
        for other in others
    )


def shared_weights(one: Vector, other: Vector) -> tuple[tuple[str, int], ...]:
    """List the terms of both with what each adds to their likeness, in millionths, heaviest first.

    Their sum is the cosine of the two vectors.
    """
    theirs = dict(other)
    shared = [(term, weight * theirs[term]) for term, weight in one if term in theirs]
    return tuple(sorted(shared, key=lambda item: (-item[1], item[0])))


def _reason(
    post: Post, other: Post, *, is_pinned: bool, shared: Sequence[tuple[str, int]]
) -> Reason:
    whole = sum(weight for _, weight in shared)
    days = (other.published_at - post.published_at).total_seconds() / 86400
    return Reason(
        source_path=other.source_path,
        is_pinned=is_pinned,
        likeness=whole / 1_000_000,
        push=math.exp(days / 365.25 / YEARS_TO_E),
        terms=tuple(
            SharedTerm(term, 100 * weight / whole) for term, weight in shared[:MOST_TERMS] if weight
        ),
    )
