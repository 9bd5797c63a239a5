"""Lists in pages: numbered from the oldest, so that a full page never changes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoblog.model import Post
from autoblog.plan.contexts import Pager
from autoblog.plan.pagination import ListPage, paginate

MakePost = Callable[..., Post]

COUNTS = st.integers(0, 120)
SIZES = st.integers(1, 12)


@pytest.fixture(scope="session")
def archive(make_post: MakePost) -> tuple[Post, ...]:
    """Make posts, oldest first: those of a list are the last ones, reversed."""
    return tuple(make_post(f"knowledge/{number:03}") for number in range(160))


def pages_of(archive: tuple[Post, ...], count: int, size: int) -> tuple[ListPage, ...]:
    return paginate(archive[:count][::-1], "/knowledge/", size)


@given(count=COUNTS, size=SIZES)
def test_pages_hold_every_post_once_newest_first(
    count: int, size: int, archive: tuple[Post, ...]
) -> None:
    pages = pages_of(archive, count, size)

    assert [post for page in pages for post in page.posts] == [*archive[:count]][::-1]


@given(count=COUNTS, size=SIZES)
def test_numbered_pages_are_full_and_the_front_page_holds_size_to_twice_size_less_one(
    count: int, size: int, archive: tuple[Post, ...]
) -> None:
    front, *numbered = pages_of(archive, count, size)

    assert all(len(page.posts) == size for page in numbered)
    assert min(count, size) <= len(front.posts) <= 2 * size - 1


@given(count=COUNTS, size=SIZES, more=st.integers(1, 40))
def test_a_full_page_never_changes_when_posts_are_added(
    count: int, size: int, more: int, archive: tuple[Post, ...]
) -> None:
    _, *before = pages_of(archive, count, size)
    after = {page.permalink: page for page in pages_of(archive, count + more, size)}

    for page in before:
        later = after[page.permalink]
        assert later.posts == page.posts
        assert (later.pager.number, later.pager.older) == (page.pager.number, page.pager.older)
        assert later.pager.newer == page.pager.newer or page is before[0]


@given(count=COUNTS, size=SIZES)
def test_the_pager_leads_through_all_pages_and_back(
    count: int, size: int, archive: tuple[Post, ...]
) -> None:
    pages = {page.permalink: page for page in pages_of(archive, count, size)}

    down, at = [], pages["/knowledge/"]
    while at.pager.older:
        down.append(at.permalink)
        assert pages[at.pager.older].pager.newer == at.permalink
        at = pages[at.pager.older]

    assert [*down, at.permalink] == list(pages)
    assert pages["/knowledge/"].pager.newer is None


@pytest.mark.parametrize(
    ("count", "held"),
    [
        pytest.param(0, {"/knowledge/": []}, id="none"),
        pytest.param(1, {"/knowledge/": [0]}, id="one"),
        pytest.param(3, {"/knowledge/": [2, 1, 0]}, id="twice the size, less one"),
        pytest.param(4, {"/knowledge/": [3, 2], "/knowledge/page/1/": [1, 0]}, id="twice the size"),
        pytest.param(
            7,
            {
                "/knowledge/": [6, 5, 4],
                "/knowledge/page/2/": [3, 2],
                "/knowledge/page/1/": [1, 0],
            },
            id="seven",
        ),
    ],
)
def test_page_one_holds_the_oldest(
    count: int, held: dict[str, list[int]], archive: tuple[Post, ...]
) -> None:
    pages = pages_of(archive, count, 2)

    assert {page.permalink: [int(p.slug) for p in page.posts] for page in pages} == held


def test_pages_know_their_number_and_their_neighbours(archive: tuple[Post, ...]) -> None:
    pages = pages_of(archive, 6, 2)

    assert [page.pager for page in pages] == [
        Pager(None, None, "/knowledge/page/2/"),
        Pager(2, "/knowledge/", "/knowledge/page/1/"),
        Pager(1, "/knowledge/page/2/", None),
    ]
