"""Related posts: whom a reader of one article should meet next.

1. Each post is a vector of its weightiest terms, weighed by their rarity; likeness is the cosine
   of two vectors, with a light push for what is newer.
2. Candidates come from bounded lists: for each of its weightiest terms, the posts near in date
   that hold it, most of them newer. So the cost grows with the number of posts and not with its
   square, a new post changes few boxes, and old posts do not all point to the newest.
3. `boxes` fills the boxes with them.

All sums are of whole numbers, so that they do not depend on their order.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from operator import itemgetter, mul
from sys import intern

from autoblog.arrange.boxes import Row, fill_boxes
from autoblog.model import Post

# TERMS and LOOKS: near the smallest that cost no precision on the labelled set of the tests.
TERMS = 48  # of a post's vector
LOOKS = 400  # postings looked at for a post, its weightiest terms first
NEAR = 32  # posts looked at for a term, those near in date that hold it
NEWER = 24  # of these, how many are newer, where there are so many
BEST = 12  # candidates of a post that may get into its box
# The labelled set spans ten months: it says only that less than 4 years would cost precision.
YEARS_TO_E = 12.0  # a post newer by so many years weighs e times as much

Vector = tuple[tuple[str, int], ...]
"""Terms by falling weight, with weights in thousandths of the vector's length."""

Holders = dict[str, tuple[list[int], list[int]]]
"""Of each term, the numbers of the posts that hold it, in their order, and its weight in each."""

Candidates = list[tuple[int, int]]
"""Posts as (number, likeness), best first."""


def relate(
    posts: Sequence[Post], *, pins: Mapping[str, tuple[str, ...]], count: int
) -> Mapping[str, tuple[str, ...]]:
    """Choose the related posts of each post: `count` of them, fewer only in a smaller site.

    posts: newest first. pins: source path -> source paths that come first.
    Returns source path -> source paths, best first.
    """
    ground = ground_of(posts)
    found = [as_row(best_candidates(ground, number)) for number in range(len(posts))]
    return fill_boxes(posts, found, pins=pins, count=count)


class _Packed:
    """A vector in a fifth of the room: a large site has as many of them as posts."""

    __slots__ = ("_terms", "_weights")

    def __init__(self, terms: Sequence[str], weights: Sequence[int]) -> None:
        self._terms, self._weights = tuple(terms), array("H", weights)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self._terms, self._weights, strict=True)


@dataclass(frozen=True, slots=True)
class Ground:
    """What posts are compared on."""

    vectors: Mapping[int, Iterable[tuple[str, int]]]  # of those whose candidates are asked for
    days: Sequence[float]  # of publication
    holders: Holders
    frequency: dict[str, int]  # how many posts hold each term


def ground_of(posts: Sequence[Post]) -> Ground:
    """Lay the ground of all posts.

    posts: newest first.
    """
    frequency = frequencies([post.terms for post in posts])
    rarity = _rarities(frequency, len(posts))
    vectors: dict[int, _Packed] = {}
    holders: Holders = {}
    for number, post in enumerate(posts):
        terms, weights = _weigh(post.terms, rarity)
        vectors[number] = _Packed(terms, weights)
        for term, weight in zip(terms, weights, strict=True):
            held = holders.get(term)
            if held is None:
                held = holders[term] = [], []
            held[0].append(number)
            held[1].append(weight)
    return Ground(vectors, days_of(posts), holders, frequency)


def days_of(posts: Sequence[Post]) -> list[float]:
    """Tell of each post on which day it was published, as far as likeness looks at it."""
    return [post.published_at.timestamp() / 86400 for post in posts]


def first_near(rank: int, count: int) -> int:
    """Tell which of a term's `count` holders is the first that the one of that rank looks at."""
    return max(0, min(rank - NEWER, count - NEAR))


def best_candidates(ground: Ground, number: int) -> Candidates:
    """Find a post's best candidates."""
    return look(ground, number)[0]


def as_row(candidates: Candidates) -> Row:
    """Part candidates from their likeness, as boxes are filled with them."""
    return [other for other, _ in candidates], [likeness for _, likeness in candidates]


def look(ground: Ground, number: int) -> tuple[Candidates, int]:
    """Find a post's best candidates, and the weight of the last term it looked at for them."""
    likeness: dict[int, int] = {}
    liked = likeness.get
    looks = weight = 0
    for term, weight in ground.vectors[number]:
        numbers, weights = ground.holders[term]
        first = first_near(bisect_left(numbers, number), len(numbers))
        near = numbers[first : first + NEAR]
        for other, theirs in zip(near, weights[first : first + NEAR], strict=True):
            likeness[other] = liked(other, 0) + weight * theirs
        looks += len(near)
        if looks > LOOKS:
            break
    likeness.pop(number, None)
    days, own_day = ground.days, ground.days[number]
    found = [
        (other, round(score * math.exp((days[other] - own_day) / 365.25 / YEARS_TO_E)))
        for other, score in nlargest(2 * BEST, likeness.items(), key=itemgetter(1))
    ]
    found.sort(key=lambda item: (-item[1], item[0]))
    return found[:BEST], weight


def rarities(all_terms: Sequence[str]) -> Mapping[str, int]:
    """Weigh each term by how few of the posts hold it; those that only one holds are left out."""
    return _rarities(frequencies(all_terms), len(all_terms))


def _rarities(frequency: Mapping[str, int], count: int) -> Mapping[str, int]:
    return {term: rarity_of(times, count) for term, times in frequency.items() if times > 1}


def frequencies(all_terms: Iterable[str]) -> Counter[str]:
    """Count the posts that hold each term."""
    frequency = Counter[str]()
    for terms in all_terms:
        frequency.update(terms.split(" ")[::2] if terms else ())
    return frequency


def rarity_of(times: int, count: int) -> int:
    """Weigh a term that so many of the posts hold."""
    return round(4 * math.log2(1 + max(times, archive_size(count)) / times))


def archive_size(count: int) -> int:
    """Round the number of posts down, by 3 % at most.

    Else one post more would change the rarity of so many terms that a fifth of all posts would have
    to choose anew.
    """
    step = 1 << max(0, count.bit_length() - 6)
    return count // step * step


def term_vector(terms: str, rarity: Mapping[str, int]) -> Vector:
    """Make the vector of a post's `terms`; those that no other post holds are left out.

    Of terms that weigh the same, the one that stands first goes first.
    """
    return tuple(zip(*_weigh(terms, rarity), strict=True))


def _weigh(terms: str, rarity: Mapping[str, int]) -> tuple[list[str], list[int]]:
    """Make a vector as two rows, which takes half as long."""
    line = terms.split(" ") if terms else []
    names = line[::2]
    rare = [rarity.get(name, 0) for name in names]
    weighed = list(map(mul, map(int, line[1::2]), rare))
    order = sorted(range(len(names)), key=weighed.__getitem__, reverse=True)[:TERMS]
    order = [place for place in order if rare[place]]
    weights = [weighed[place] for place in order]
    length = math.isqrt(sum(map(mul, weights, weights))) or 1
    # One text for all that hold a term.
    return [intern(names[place]) for place in order], [1000 * one // length for one in weights]
