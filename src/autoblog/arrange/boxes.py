"""Boxes of related posts, filled over the whole site: the best pair first.

No post gets into more than five times its fair share of boxes: hubs kill such boxes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Protocol

FAIR_SHARES = 5

Row = tuple[Sequence[int], Sequence[int]]
"""A post's candidates by number, best first, of equals the newer; and how like it each is."""


class Placed(Protocol):
    """What boxes are filled by: whose it is, and where it stands."""

    @property
    def source_path(self) -> str:
        """The source of the post."""

    @property
    def section(self) -> str:
        """The slug of its section."""


def fill_boxes(
    posts: Sequence[Placed],
    found: Iterable[Row],
    *,
    pins: Mapping[str, tuple[str, ...]],
    count: int,
) -> Mapping[str, tuple[str, ...]]:
    """Give each post its box: pins first, then the best pairs of the whole site in turn.

    Most boxes are filled at once, because nobody in them is scarce. Only the others take turns.
    """
    boxes = _pinned(posts, pins, count)
    candidates = list(found)
    uses = Counter(chain.from_iterable(boxes))
    most = FAIR_SHARES * count
    others = [others for others, _ in candidates]
    wishes, scarce = _wishes(boxes, others, uses, count=count, most=most)
    takers = {n for n, wish in enumerate(wishes) if not scarce.isdisjoint(wish)}
    for number, wish in enumerate(wishes):
        if number not in takers:
            boxes[number] += wish
    uses = Counter(chain.from_iterable(boxes))
    # A pair as one number sorts ten times faster: likeness, then the newer post, then the other.
    bits = max(1, len(posts)).bit_length()
    mask = (1 << bits) - 1
    pairs = [
        (score << 2 * bits) | (mask - number << bits) | (mask - other)
        for number in takers
        for other, score in zip(*candidates[number], strict=True)
        if other in wishes[number]
    ]
    pairs.sort(reverse=True)
    for pair in pairs:
        number, other = mask - (pair >> bits & mask), mask - (pair & mask)
        box = boxes[number]
        if len(box) < count and uses[other] < most:
            box.append(other)
            uses[other] += 1
    _fill(posts, boxes, uses, count=count, most=most)
    paths = [post.source_path for post in posts]
    return {
        path: tuple([paths[other] for other in box]) for path, box in zip(paths, boxes, strict=True)
    }


def _wishes(
    boxes: Sequence[list[int]],
    candidates: Sequence[Sequence[int]],
    uses: Mapping[int, int],
    *,
    count: int,
    most: int,
) -> tuple[Sequence[Sequence[int]], set[int]]:
    """Tell which candidates the taking of turns can bring each post to, and who of them is scarce.

    Scarce is who is wished for more often than it may be used; nobody else is ever refused. So a
    post goes through its candidates no further than until its box would be full of others.
    """
    rows = [
        [other for other in some if other not in box] if box else some
        for some, box in zip(candidates, boxes, strict=True)
    ]
    wishes = [row[: count - len(box)] for row, box in zip(rows, boxes, strict=True)]
    scarce: set[int] = set()
    while True:
        wished = Counter(uses)
        wished.update(chain.from_iterable(wishes))
        more = {other for other, times in wished.items() if times > most} - scarce
        if not more:
            return wishes, scarce
        scarce |= more
        for number, wish in enumerate(wishes):
            if not more.isdisjoint(wish):
                wishes[number] = _until(rows[number], count - len(boxes[number]), scarce)


def _until(row: Sequence[int], wanted: int, scarce: set[int]) -> Sequence[int]:
    """Cut a row off where it holds as many as are wanted who are not scarce."""
    for end, other in enumerate(row, start=1):
        wanted -= other not in scarce
        if not wanted:
            return row[:end]
    return row


def _pinned(
    posts: Sequence[Placed], pins: Mapping[str, tuple[str, ...]], count: int
) -> list[list[int]]:
    number_of = {post.source_path: number for number, post in enumerate(posts)} if pins else {}
    return [
        [number_of[target] for target in pins.get(post.source_path, ())[:count]] for post in posts
    ]


def _fill(
    posts: Sequence[Placed],
    boxes: Sequence[list[int]],
    uses: Counter[int],
    *,
    count: int,
    most: int,
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
