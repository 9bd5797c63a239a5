"""Related posts chosen anew only where something that a post looks at changed.

A post's candidates follow from its vector and from the holders that it looks at: of each of its
weightiest terms some, in a row, with the weight of the term in each, and their days. So they stay
as they are where

1. the post is as it was, and so is the rarity of each of its terms;
2. of the entries of holders' lists that went, none lies where the post looked, and of those that
   came, none lies where it would look now, for any term that it looked at.

For then both rows, of each such term, hold only entries that stayed, in one order. A row has more
than NEWER before the post only where it has all that come after it, and fewer only where it has all
that come before. So were the rows different, the one with more before would have all after, of
which the other has more, or the other would have all before, of which the first has more. As the
rows are equal, so is the term after which the post stops. The old choice may be of any age.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autoblog.arrange.boxes import Row
from autoblog.arrange.related import (
    NEAR,
    Candidates,
    Ground,
    Holders,
    Vector,
    archive_size,
    days_of,
    first_near,
    frequencies,
    look,
    rarity_of,
    term_vector,
)
from autoblog.model import Post

MOST_CHANGED = 0.4
"""Where a larger share of the vectors changed, all is chosen anew, which costs less then."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What a choice leaves for the next one. A post's number is its place in the lists."""

    paths: list[str]
    days: list[float]
    terms: list[str]
    frequency: dict[str, int]
    holders: Holders
    others: list[list[int]]  # the numbers of each post's candidates, best first
    likeness: list[list[int]]  # and how like each is; apart, because pairs take long to read
    reach: list[int]  # the weight of the last term that each post looked at

    def found(self) -> Iterator[Row]:
        """Give each post's candidates, as boxes are filled with them."""
        return zip(self.others, self.likeness, strict=True)


@dataclass(frozen=True, slots=True)
class Renewal:
    """A choice brought up to date."""

    memory: Memory
    chosen: int  # posts whose candidates were chosen anew
    fresh: Sequence[int] = ()  # numbers of the posts that are new, or not as they were
    has_old_order: bool = True  # the same posts, in the same order as before


@dataclass(frozen=True, slots=True)
class _Entries:
    """Entries of the holders' lists: of each term, numbers of posts and its weight in each."""

    of_term: defaultdict[str, list[tuple[int, int]]]

    def add(self, number: int, vector: Iterable[tuple[str, int]]) -> None:
        """Add those of a post."""
        for term, weight in vector:
            self.of_term[term].append((number, weight))


def remember(
    posts: Sequence[Post], ground: Ground, looks: Iterable[tuple[Candidates, int]]
) -> Memory:
    """Gather what was chosen.

    ground: of all posts. looks: what `look` says of each.
    """
    numbers = [*range(len(posts))]  # one for all lists that hold it: workers send each anew
    others, likeness, reach = list[list[int]](), list[list[int]](), list[int]()
    for found, last in looks:
        others.append([numbers[other] for other, _ in found])
        likeness.append([score for _, score in found])
        reach.append(last)
    return Memory(
        paths=[post.source_path for post in posts],
        days=list(ground.days),
        terms=[post.terms for post in posts],
        frequency=ground.frequency,
        holders=ground.holders,
        others=others,
        likeness=likeness,
        reach=reach,
    )


def renew(posts: Sequence[Post], old: Memory) -> Renewal | None:
    """Bring a choice up to date, equal to one made anew.

    posts: newest first. Returns None where so much changed that choosing anew is better.
    """
    paths, terms = [post.source_path for post in posts], [post.terms for post in posts]
    return _renew(paths, days_of(posts), terms, old)


def renew_terms(terms: Sequence[str], old: Memory) -> Renewal | None:
    """Bring a choice up to date where nothing but terms changed.

    terms: of all posts, in the order of the old choice. Returns what `renew` does.
    """
    return _renew(old.paths, old.days, list(terms), old)


def _renew(paths: list[str], days: list[float], terms: list[str], old: Memory) -> Renewal | None:
    change = _find_change(paths, days, terms, old)
    kept = change.kept
    vectors_changed = len(change.fresh) + len(change.reweighed)
    if list(kept) != sorted(kept) or vectors_changed > MOST_CHANGED * len(paths):
        return None
    went, came = _moved(terms, old, change)
    holders = _exchange(old.holders, went, came, kept)
    others, likeness = [list[int]()] * len(paths), [list[int]()] * len(paths)
    reach = [0] * len(paths)
    for was, number in kept.items():
        others[number], likeness[number] = old.others[was], old.likeness[was]
        reach[number] = old.reach[was]
    affected = {*change.fresh, *(kept[number] for number in change.reweighed)}
    affected.update(kept[n] for n in _onlookers(old.holders, went, old.reach) if n in kept)
    affected.update(_onlookers(holders, came, reach))
    if _is_renumbered(kept):
        for number in set(kept.values()) - affected:
            others[number] = [kept[other] for other in others[number]]
    vectors = {number: change.now.vector(terms[number]) for number in affected}
    ground = Ground(vectors, days, holders, change.frequency)
    for number in affected:
        found, reach[number] = look(ground, number)
        others[number], likeness[number] = [n for n, _ in found], [score for _, score in found]
    memory = Memory(paths, days, terms, change.frequency, holders, others, likeness, reach)
    has_old_order = paths == old.paths and days == old.days
    return Renewal(memory, len(affected), change.fresh, has_old_order)


class _Weigher:
    """Makes vectors by the rarity of terms, each of which is worked out when it is met."""

    def __init__(self, frequency: Mapping[str, int], count: int) -> None:
        self._frequency, self._count = frequency, count
        self._known: dict[str, int] = {}

    def rarity(self, term: str) -> int | None:
        """Weigh a term; None where it is in one post at most."""
        times = self._frequency.get(term, 0)
        return rarity_of(times, self._count) if times > 1 else None

    def vector(self, terms: str) -> Vector:
        """Make the vector of a post's terms."""
        for term in terms.split(" ")[::2]:
            if term not in self._known and (rarity := self.rarity(term)) is not None:
                self._known[term] = rarity
        return term_vector(terms, self._known)


@dataclass(frozen=True, slots=True)
class _Change:
    kept: Mapping[int, int]  # posts that are as they were: old number -> number
    fresh: Sequence[int]  # numbers of all others
    dropped: Sequence[int]  # old numbers of those that are no more, or no more as they were
    reweighed: Sequence[int]  # old numbers of kept ones that hold a term of another rarity
    frequency: dict[str, int]
    was: _Weigher  # by the old rarities
    now: _Weigher


def _find_change(
    paths: Sequence[str], days: Sequence[float], terms: Sequence[str], old: Memory
) -> _Change:
    number_of = {path: number for number, path in enumerate(old.paths)}
    kept: dict[int, int] = {}
    fresh: list[int] = []
    for number, path in enumerate(paths):
        one = number_of.get(path)
        if one is not None and old.days[one] == days[number] and old.terms[one] == terms[number]:
            kept[one] = number
        else:
            fresh.append(number)
    dropped = [number for number in range(len(old.paths)) if number not in kept]
    came = frequencies([terms[number] for number in fresh])
    came.subtract(frequencies([old.terms[number] for number in dropped]))
    frequency = dict(old.frequency)
    for term, times in came.items():
        frequency[term] = frequency.get(term, 0) + times
        if not frequency[term]:
            del frequency[term]
    was, now = _Weigher(old.frequency, len(old.paths)), _Weigher(frequency, len(paths))
    # Where the archive counts as large as before, only terms of posts that changed may be rarer.
    is_as_large = archive_size(len(paths)) == archive_size(len(old.paths))
    some = came if is_as_large else {**old.frequency, **frequency}
    shifted = [term for term in some if was.rarity(term) != now.rarity(term)]
    reweighed = [number for number in _holding(shifted, old.terms) if number in kept]
    return _Change(kept, fresh, dropped, reweighed, frequency, was, now)


def _moved(terms: Sequence[str], old: Memory, change: _Change) -> tuple[_Entries, _Entries]:
    """List the entries that went, by old numbers, and those that came."""
    went, came = _Entries(defaultdict(list)), _Entries(defaultdict(list))
    for number in change.dropped:
        went.add(number, change.was.vector(old.terms[number]))
    for number in change.fresh:
        came.add(number, change.now.vector(terms[number]))
    for number in change.reweighed:
        one, two = (by.vector(old.terms[number]) for by in (change.was, change.now))
        went.add(number, [entry for entry in one if entry not in two])
        came.add(change.kept[number], [entry for entry in two if entry not in one])
    return went, came


def _holding(wanted: Sequence[str], all_terms: Sequence[str]) -> Iterator[int]:
    """Find the posts in whose `terms` some of the wanted ones stand."""
    sought = [f"{term} " for term in wanted]  # finds parts of words too, which does no harm
    for number, terms in enumerate(all_terms):
        for term in sought:
            if term in terms:
                yield number
                break


def _exchange(holders: Holders, went: _Entries, came: _Entries, kept: Mapping[int, int]) -> Holders:
    """Take the entries that went from the lists, number the others anew, and put in what came."""
    changed = dict(holders)
    for term, entries in went.of_term.items():
        numbers, weights = map(list, holders[term])
        for number, _ in entries:
            place = bisect_left(numbers, number)
            del numbers[place], weights[place]
        changed[term] = numbers, weights
    if _is_renumbered(kept):
        changed = {
            term: ([kept[number] for number in numbers], weights)
            for term, (numbers, weights) in changed.items()
        }
    for term, entries in came.of_term.items():
        numbers, weights = map(list, changed.get(term, ((), ())))
        for number, weight in entries:
            place = bisect_left(numbers, number)
            numbers.insert(place, number)
            weights.insert(place, weight)
        changed[term] = numbers, weights
    return {term: lists for term, lists in changed.items() if lists[0]}


def _is_renumbered(kept: Mapping[int, int]) -> bool:
    return any(one != two for one, two in kept.items())


def _onlookers(holders: Holders, entries: _Entries, reach: Sequence[int]) -> Iterator[int]:
    """Find the posts that look at any of these entries."""
    for term, some in entries.of_term.items():
        numbers, weights = holders[term]
        count = len(numbers)
        for entry, _ in some:
            place = bisect_left(numbers, entry)
            for rank in range(max(0, place - NEAR + 1), min(count, place + NEAR)):
                is_seen = 0 <= place - first_near(rank, count) < NEAR
                if is_seen and weights[rank] >= reach[numbers[rank]]:
                    yield numbers[rank]
