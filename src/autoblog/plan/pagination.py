"""Lists in pages, numbered from the oldest, so that a full page never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from autoblog.model import Post
from autoblog.plan.contexts import Pager


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list."""

    permalink: str
    posts: Sequence[Post]  # newest first
    pager: Pager


def paginate(posts: Sequence[Post], permalink: str, size: int) -> tuple[ListPage, ...]:
    """Cut a list into its front page and numbered pages, `…/page/1/` being the oldest.

    posts: newest first. The front page holds the newest `size` to `2 * size - 1`, every numbered
    page `size`; a new post changes the front page alone, and at times makes one more page.
    """
    numbered = max(0, len(posts) // size - 1)
    paths = [f"{permalink}page/{number}/" for number in range(1, numbered + 1)]
    on_front = len(posts) - numbered * size
    pages = [ListPage(permalink, posts[:on_front], Pager(None, None, paths[-1] if paths else None))]
    for index in range(numbered - 1, -1, -1):
        start = on_front + (numbered - 1 - index) * size
        newer = paths[index + 1] if index + 1 < numbered else permalink
        older = paths[index - 1] if index else None
        pages.append(
            ListPage(paths[index], posts[start : start + size], Pager(index + 1, newer, older))
        )
    return tuple(pages)
