"""Related posts chosen again where nothing but words of some posts changed.

To do so takes as long as to load and compile what makes the pages. So where nobody listens, a
process beside this one does it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from autoblog.build_beside import beside
from autoblog.build_relate import Boxes, Relating
from autoblog.cache import Cache
from autoblog.digest import Digest, decode, encode
from autoblog.report import Show
from autoblog.workers import Team


class Choice(NamedTuple):
    """What was chosen."""

    boxes: dict[str, tuple[str, ...]]  # source path -> source paths of the related posts
    others: list[str]  # the posts that have others now
    ground: Digest  # of all that they were chosen by


def choose(
    relating: Relating, before: Boxes, ground: Digest, terms: Mapping[str, str]
) -> Choice | None:
    """Choose again; None where that is better done by looking at all posts.

    before, ground: the last choice, and what it was made by. terms: of the posts that are compared
    with others by other words now, by source path.
    """
    if not terms:
        return Choice(dict(before), [], ground)
    related = relating.with_terms(ground, terms)
    if related is None:
        return None
    others = [path for path, box in related.items() if box != before.get(path)]
    return Choice(dict(related), others, relating.ground)


@contextmanager
def choosing(
    cache_path: Path,
    team: Team,
    show: Show,
    *,
    changed: Sequence[str],
    ground: Digest,
    terms: Mapping[str, str],
) -> Iterator[Callable[[], Choice | None]]:
    """Begin to do what `choose` does; what is yielded waits for its end.

    changed: the posts whose texts changed. Only the boxes of these, and of posts that have others
    now, are told.
    """

    def work() -> bytes:
        cache = Cache(cache_path)  # of its own: no connection may be used by two processes
        try:
            relating = Relating(cache, team, show)
            before = relating.recall(ground)
            found = None if before is None else choose(relating, before, ground, terms)
            return encode([] if found is None else [_told(found, changed)])
        finally:
            cache.close()

    with beside(work) as answer:
        yield lambda: next(iter(decode(answer(), list[Choice])), None)


def _told(choice: Choice, changed: Sequence[str]) -> Choice:
    boxes = {
        path: choice.boxes[path] for path in (*changed, *choice.others) if path in choice.boxes
    }
    return choice._replace(boxes=boxes)
