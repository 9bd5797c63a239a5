"""Related posts: whom a reader of one article should meet next.

1. Each post is a vector of its weightiest terms, weighed by their rarity; likeness is the cosine
   of two vectors, with a light push for what is newer.
2. Candidates come from bounded lists, rare terms first, so that the cost grows with the number
   of posts and not with its square.
3. Boxes are filled over the whole site, the best pair first, and no post gets into more than
   five times its fair share of them: hubs kill such boxes.

All sums are of whole numbers, so that they do not depend on their order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from operator import itemgetter

from autoblog.model import Post

FAIR_SHARES = 5
TERMS = 32  # of a post's vector
NEWEST_OF_TERM = 64  # posts looked at for a term, the newest that hold it
LOOKS = 900  # postings looked at for a post, its rarest terms first
BEST = 12  # candidates of a post that may get into its box
YEARS_TO_E = 12.0  # a post newer by so many years weighs e times as much

Vector = tuple[tuple[str, int], ...]
"""Terms by falling rarity, with weights in thousandths of the vector's length."""


def relate(
    posts: Sequence[Post], *, pins: Mapping[str, tuple[str, ...]], count: int
) -> Mapping[str, tuple[str, ...]]:
    """Choose the related posts of each post: `count` of them, fewer only in a smaller site.

    posts: newest first. pins: source path -> source paths that come first.
    Returns source path -> source paths, best first. The same for any number of workers.
    """
    vectors = term_vectors([post.terms for post in posts])
    days = [post.published_at.timestamp() / 86400 for post in posts]
    boxes = _pinned(posts, pins, count)
    uses = [0] * len(posts)
    for box in boxes:
        for other in box:
            uses[other] += 1
    most = FAIR_SHARES * count
    # A pair as one number sorts ten times faster: likeness, then the newer post, then the other.
    bits = max(1, len(posts)).bit_length()
    mask = (1 << bits) - 1
    pairs = [
        (score << 2 * bits) | (mask - number << bits) | (mask - other)
        for number, found in enumerate(candidates(vectors, days))
        for other, score in found
    ]
    pairs.sort(reverse=True)
    for pair in pairs:
        number, other = mask - (pair >> bits & mask), mask - (pair & mask)
        box = boxes[number]
        if len(box) < count and uses[other] < most and other not in box:
            box.append(other)
            uses[other] += 1
    _fill(posts, boxes, uses, count=count, most=most)
    paths = [post.source_path for post in posts]
    return {
        path: tuple(paths[other] for other in box) for path, box in zip(paths, boxes, strict=True)
    }


def term_vectors(all_terms: Sequence[str]) -> Sequence[Vector]:
    """Make a vector of each post's `terms`; those that no other post holds are left out."""
    words = [terms.split(" ") if terms else [] for terms in all_terms]
    frequency = Counter[str]()
    for line in words:
        frequency.update(line[::2])
    count = len(words)
    rarity = {
        term: round(4 * math.log2(1 + count / times))
        for term, times in frequency.items()
        if times > 1
    }
    return [tuple(_vector(line, rarity)) for line in words]


def candidates(vectors: Sequence[Vector], days: Sequence[float]) -> Iterator[list[tuple[int, int]]]:
    """Yield each post's best candidates as (number, likeness), best first.

    days: when each was published, newest first.
    """
    holders: dict[str, tuple[list[int], list[int]]] = {}
    for number, vector in enumerate(vectors):
        for term, weight in vector:
            numbers, weights = holders.setdefault(term, ([], []))
            if len(numbers) < NEWEST_OF_TERM:
                numbers.append(number)
                weights.append(weight)
    for number, vector in enumerate(vectors):
        likeness: dict[int, int] = {}
        looks = 0
        for term, weight in vector:
            numbers, weights = holders[term]
            for other, theirs in zip(numbers, weights, strict=True):
                likeness[other] = likeness.get(other, 0) + weight * theirs
            looks += len(numbers)
            if looks > LOOKS:
                break
        likeness.pop(number, None)
        own_day = days[number]
        found = [
            (other, round(score * math.exp((days[other] - own_day) / 365.25 / YEARS_TO_E)))
            for other, score in nlargest(2 * BEST, likeness.items(), key=itemgetter(1))
        ]
        found.sort(key=lambda item: (-item[1], item[0]))
        yield found[:BEST]


def _vector(line: Sequence[str], rarity: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    weighed = [
        (int(weight) * rarity[term], rarity[term], term)
        for term, weight in zip(line[::2], line[1::2], strict=True)
        if term in rarity
    ]
    weighed.sort(reverse=True)
    length = math.sqrt(sum(weight * weight for weight, _, _ in weighed[:TERMS])) or 1.0
    for weight, _, term in sorted(weighed[:TERMS], key=lambda item: (-item[1], item[2])):
        yield term, round(1000 * weight / length)


def _pinned(
    posts: Sequence[Post], pins: Mapping[str, tuple[str, ...]], count: int
) -> list[list[int]]:
    number_of = {post.source_path: number for number, post in enumerate(posts)} if pins else {}
    return [
        [number_of[target] for target in pins.get(post.source_path, ())[:count]] for post in posts
    ]


def _fill(
    posts: Sequence[Post], boxes: Sequence[list[int]], uses: list[int], *, count: int, most: int
) -> None:
    """Fill up short boxes with the newest of the section, then of all, as long as there are any."""
    wanted = min(count, len(posts) - 1)
    by_section: dict[str, list[int]] = {}
    for number, post in enumerate(posts):
        by_section.setdefault(post.section, []).append(number)
    for number, box in enumerate(boxes):
        if len(box) >= wanted:
            continue
        for limit in (most, len(posts) * count):
            for other in (*by_section[posts[number].section], *range(len(posts))):
                if len(box) >= wanted:
                    break
                if other != number and other not in box and uses[other] < limit:
                    box.append(other)
                    uses[other] += 1
