"""Boxes that are filled at once are those that turns over the whole site would fill."""

from __future__ import annotations

import random
from collections import Counter
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from autoblog.arrange.boxes import FAIR_SHARES, Row, fill_boxes


class Place(NamedTuple):
    source_path: str
    section: str


def filled_in_turns(found: list[Row], pinned: list[list[int]], count: int) -> list[list[int]]:
    """Take all pairs of the site in turn, the best first."""
    boxes = [list(some) for some in pinned]
    uses = Counter(other for box in boxes for other in box)
    pairs = [
        (-score, number, other)
        for number, row in enumerate(found)
        for other, score in zip(*row, strict=True)
    ]
    for _, number, other in sorted(pairs):
        box = boxes[number]
        if len(box) < count and uses[other] < FAIR_SHARES * count and other not in box:
            box.append(other)
            uses[other] += 1
    return boxes


def some_candidates(chance: random.Random, size: int, hubs: int) -> list[Row]:
    """Choose candidates of which most are among a few hubs."""
    found: list[Row] = []
    for number in range(size):
        others = {
            other % hubs if chance.random() < 0.7 else other
            for other in chance.sample(range(size), min(size, chance.randint(0, 12)))
        } - {number}
        pairs = sorted((-chance.randint(1, 6), other) for other in others)
        found.append(([other for _, other in pairs], [-score for score, _ in pairs]))
    return found


@given(
    seed=st.integers(0, 2**32),
    size=st.integers(0, 120),
    hubs=st.integers(1, 20),
    count=st.integers(0, 4),
)
def test_boxes_are_as_turns_over_the_whole_site_fill_them(
    seed: int, size: int, hubs: int, count: int
) -> None:
    chance = random.Random(seed)
    found = some_candidates(chance, size, hubs)
    places = [Place(f"{number}", chance.choice("abc")) for number in range(size)]
    pinned = [chance.sample(range(size), min(2, size)) if n % 7 == 3 else [] for n in range(size)]
    pinned = [[other for other in some if other != n][:count] for n, some in enumerate(pinned)]
    pins = {f"{n}": tuple(map(str, some)) for n, some in enumerate(pinned) if some}

    boxes = fill_boxes(places, found, pins=pins, count=count)

    for place, expected in zip(places, filled_in_turns(found, pinned, count), strict=True):
        assert list(boxes[place.source_path])[: len(expected)] == list(map(str, expected))
