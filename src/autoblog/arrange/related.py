"""Related posts: whom a reader of one article should meet next.

1. Each post is a vector of its terms, weighed by their rarity; likeness is the cosine, with a
   light push for what is newer.
2. Candidates come from bounded lists, rare terms first, so that the cost grows with the number
   of posts and not with its square.
3. Boxes are filled over the whole site, the best pair first, and no post gets into more than
   five times its fair share of them: hubs kill such boxes.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence

from autoblog.model import Post

FAIR_SHARES = 5
CANDIDATES_PER_TERM = 160  # the newest posts that hold a term
CANDIDATES = 480  # of one post, gathered from its rarest terms on
BEST = 16  # candidates of a post that may get into its box
YEARS_TO_E = 12.0  # a post newer by so many years weighs e times as much

Vector = Mapping[str, float]


def relate(
    posts: Sequence[Post], *, pins: Mapping[str, tuple[str, ...]], count: int
) -> Mapping[str, tuple[str, ...]]:
    """Choose the related posts of each post: `count` of them, fewer only in a smaller site.

    posts: newest first. pins: source path -> source paths that come first.
    Returns source path -> source paths, best first. Exact: the same for any number of workers.
    """
    vectors = term_vectors(posts)
    pairs = []
    for number, candidates in enumerate(_best_candidates(posts, vectors)):
        pairs += [(-score, number, other) for score, other in candidates]
    pairs.sort()
    boxes: list[list[int]] = [[] for _ in posts]
    uses = [0] * len(posts)
    number_of = {post.source_path: number for number, post in enumerate(posts)}
    for path, targets in pins.items():
        if path in number_of:
            boxes[number_of[path]] = [number_of[target] for target in targets][:count]
    for box in boxes:
        for other in box:
            uses[other] += 1
    most = FAIR_SHARES * count
    for _, number, other in pairs:
        box = boxes[number]
        if len(box) < count and uses[other] < most and other not in box:
            box.append(other)
            uses[other] += 1
    _fill(posts, boxes, uses, count=count, most=most)
    return {
        post.source_path: tuple(posts[other].source_path for other in box)
        for post, box in zip(posts, boxes, strict=True)
    }


def term_vectors(posts: Sequence[Post]) -> tuple[Vector, ...]:
    """Make each post's vector of length 1: its term weights times their rarity in the site.

    Terms that only one post holds are left out: they relate it to nobody.
    """
    raw = []
    frequency: dict[str, int] = {}
    for post in posts:
        words = post.terms.split(" ") if post.terms else []
        weights = dict(zip(words[::2], map(int, words[1::2]), strict=True))
        raw.append(weights)
        for term in weights:
            frequency[term] = frequency.get(term, 0) + 1
    rarity = {
        term: math.log(1 + len(posts) / times) for term, times in frequency.items() if times > 1
    }
    vectors = []
    for weights in raw:
        weighed = {term: weights[term] * rarity[term] for term in weights if term in rarity}
        length = math.sqrt(math.fsum(weight * weight for weight in weighed.values())) or 1.0
        vectors.append({term: weight / length for term, weight in weighed.items()})
    return tuple(vectors)


def _best_candidates(
    posts: Sequence[Post], vectors: Sequence[Vector]
) -> Iterator[list[tuple[float, int]]]:
    """Yield each post's best candidates as (score, number), best first."""
    holders: dict[str, list[int]] = {}
    frequency: dict[str, int] = {}
    for number, vector in enumerate(vectors):
        for term in vector:
            holders.setdefault(term, []).append(number)
    for term, numbers in holders.items():
        frequency[term] = len(numbers)
        del numbers[CANDIDATES_PER_TERM:]
    days = [post.published_at.timestamp() / 86400 for post in posts]
    for number, vector in enumerate(vectors):
        near: dict[int, None] = {}
        for term in sorted(vector, key=lambda term: (frequency[term], term)):
            near.update(dict.fromkeys(holders[term]))
            if len(near) > CANDIDATES:
                break
        near.pop(number, None)
        scored = []
        for other in near:
            theirs = vectors[other]
            small, large = (vector, theirs) if len(vector) < len(theirs) else (theirs, vector)
            likeness = math.fsum(small[term] * large[term] for term in small if term in large)
            push = math.exp((days[other] - days[number]) / 365.25 / YEARS_TO_E)
            scored.append((round(likeness * push, 9), other))
        yield heapq.nsmallest(BEST, scored, key=lambda item: (-item[0], item[1]))


def _fill(
    posts: Sequence[Post], boxes: Sequence[list[int]], uses: list[int], *, count: int, most: int
) -> None:
    """Fill up short boxes with the newest of the section, then of all, as long as there are any."""
    by_section: dict[str, list[int]] = {}
    for number, post in enumerate(posts):
        by_section.setdefault(post.section, []).append(number)
    everyone = range(len(posts))
    for number, box in enumerate(boxes):
        wanted = min(count, len(posts) - 1)
        for limit in (most, len(posts) * count):
            for other in (*by_section[posts[number].section], *everyone):
                if len(box) >= wanted:
                    break
                if other != number and other not in box and uses[other] < limit:
                    box.append(other)
                    uses[other] += 1
