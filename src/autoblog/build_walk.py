"""The walk through the output folder: a large one is walked through while sources are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from autoblog.build_beside import beside
from autoblog.digest import decode, encode
from autoblog.render.output_guard import size_of_list
from autoblog.render.trees import Entries, State, find_entries

LARGE = 1 << 17
"""Bytes of a list of two thousand files or so. Below that, to start a process takes longer."""

Walk = Callable[[], Entries]
"""Tells what is in the output folder, as it is found once a build."""


@contextmanager
def walking(output: Path) -> Iterator[Walk]:
    """Begin the walk; what is yielded waits for its end."""
    if size_of_list(output) < LARGE:
        yield cache(partial(find_entries, output))
        return
    with beside(lambda: encode(find_entries(output))) as answer:
        yield cache(lambda: decode(answer(), dict[str, State | None]))
