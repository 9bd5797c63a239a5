"""Related posts: what the issue promises of them, as properties and small cases.

How near they are to an editor's choice is measured in test_related_quality.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoblog.arrange.boxes import fill_boxes
from autoblog.arrange.related import as_row, best_candidates, ground_of, relate
from autoblog.arrange.site import newest_first
from autoblog.model import Post

MakePost = Callable[..., Post]
Pins = Mapping[str, tuple[str, ...]]

WORDS = ("cell", "pack", "sedan", "coupe", "lease", "ship", "yard", "tyre")


@st.composite
def archives(draw: st.DrawFn, make_post: MakePost) -> tuple[tuple[Post, ...], Pins, int]:
    """Draw posts, newest first, of a few words and days each; pins among them; and a count."""
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(["knowledge", "company-blog"]),
                st.integers(1, 28),
                st.dictionaries(st.sampled_from(WORDS), st.integers(1, 400), max_size=4),
            ),
            max_size=14,
        )
    )
    posts = newest_first(
        make_post(f"{section}/{number}", date=f"2025-06-{day:02}", terms=terms_of(weights))
        for number, (section, day, weights) in enumerate(drawn)
    )
    names = [post.source_path for post in posts]
    pins = {
        name: tuple(draw(st.lists(st.sampled_from(others), unique=True, max_size=3)))
        for name in draw(st.lists(st.sampled_from(names), unique=True, max_size=2))
        if (others := [other for other in names if other != name])
    } if names else {}  # fmt: skip
    return posts, pins, draw(st.integers(1, 5))


def terms_of(weights: Mapping[str, int]) -> str:
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return " ".join(f"{term} {weight}" for term, weight in ordered)


def names_of(paths: Sequence[str]) -> list[str]:
    return [path.rpartition("/")[2].removesuffix(".md") for path in paths]


def box_of(name: str, posts: Sequence[Post], *, count: int, pins: Pins | None = None) -> list[str]:
    """Relate posts; the names in the box of one of them."""
    boxes = relate(newest_first(posts), pins=pins or {}, count=count)
    return names_of(boxes[f"content/knowledge/{name}.md"])


@given(data=st.data())
def test_a_box_is_full_of_other_posts_pins_first(data: st.DataObject, make_post: MakePost) -> None:
    posts, pins, count = data.draw(archives(make_post))

    boxes = relate(posts, pins=pins, count=count)

    names = {post.source_path for post in posts}
    assert boxes.keys() == names
    for name, box in boxes.items():
        assert set(box) <= names - {name}
        assert len(set(box)) == len(box) == min(count, len(posts) - 1)
        pinned = pins.get(name, ())[:count]
        assert box[: len(pinned)] == pinned


@given(data=st.data())
def test_a_choice_does_not_depend_on_the_order_or_the_place_of_the_work(
    data: st.DataObject, make_post: MakePost
) -> None:
    posts, pins, count = data.draw(archives(make_post))
    numbers = data.draw(st.permutations(range(len(posts))))

    found = {number: as_row(best_candidates(ground_of(posts), number)) for number in numbers}
    boxes = fill_boxes(posts, [found[n] for n in range(len(posts))], pins=pins, count=count)

    assert boxes == relate(posts, pins=pins, count=count)


@pytest.mark.parametrize("count", [1, 2])
def test_no_post_gets_into_more_than_five_times_its_fair_share_of_boxes(
    count: int, make_post: MakePost
) -> None:
    """Everyone is like the hub and like nobody else."""
    own = [f"t{number}" for number in range(40)]
    posts = [make_post(f"knowledge/{term}", terms=f"{term} 100") for term in own]
    hub = make_post("knowledge/hub", terms=terms_of(dict.fromkeys(own, 100)))

    boxes = relate(newest_first([hub, *posts]), pins={}, count=count)

    uses = Counter(name for box in boxes.values() for name in names_of(box))
    assert uses["hub"] == 5 * count
    assert max(uses.values()) == 5 * count
    assert {len(box) for box in boxes.values()} == {count}


def test_a_pin_stands_whatever_the_share(make_post: MakePost) -> None:
    posts = newest_first([make_post(f"knowledge/{n:02}") for n in range(20)])
    first, *others = (post.source_path for post in posts)

    boxes = relate(posts, pins=dict.fromkeys(others, (first,)), count=2)

    assert all(boxes[name][0] == first for name in others)


def test_more_words_in_common_come_first(make_post: MakePost) -> None:
    posts = [
        make_post("knowledge/a", terms="cell 100 pack 100 lease 100"),
        make_post("knowledge/one", terms="cell 100 sedan 100 coupe 100"),
        make_post("knowledge/two", terms="cell 100 pack 100 coupe 100"),
        make_post("knowledge/none", terms="sedan 100 coupe 100"),
    ]

    assert box_of("a", posts, count=2) == ["two", "one"]


def test_a_rare_word_in_common_weighs_more_than_a_frequent_one(make_post: MakePost) -> None:
    posts = [
        make_post("knowledge/a", terms="cell 100 sedan 100"),
        make_post("knowledge/rare", terms="cell 100 lease 100"),
        make_post("knowledge/frequent", terms="sedan 100 lease 100"),
        *(make_post(f"knowledge/{n}", terms="sedan 100 ship 300 yard 300") for n in range(5)),
    ]

    assert box_of("a", posts, count=2) == ["rare", "frequent"]


def test_of_equals_the_newer_one_comes_first(make_post: MakePost) -> None:
    posts = [
        make_post("knowledge/a", date="2025-06-01", terms="cell 100 pack 100"),
        make_post("knowledge/old", date="2024-06-01", terms="cell 100 pack 100"),
        make_post("knowledge/new", date="2025-12-01", terms="cell 100 pack 100"),
    ]

    assert box_of("a", posts, count=2) == ["new", "old"]


def test_being_new_does_not_outweigh_being_alike(make_post: MakePost) -> None:
    posts = [
        make_post("knowledge/a", date="2025-06-01", terms="cell 100 pack 100"),
        make_post("knowledge/alike", date="2020-06-01", terms="cell 100 pack 100"),
        make_post("knowledge/new", date="2025-12-01", terms="cell 100 ship 100 yard 100"),
        make_post("knowledge/other", date="2025-12-01", terms="ship 100 yard 100"),
    ]

    assert box_of("a", posts, count=1) == ["alike"]


def test_a_box_is_filled_with_the_newest_of_the_section_then_of_all(make_post: MakePost) -> None:
    posts = [
        make_post("knowledge/a", date="2025-06-01", terms="cell 100"),
        make_post("knowledge/alike", date="2025-01-01", terms="cell 100"),
        make_post("knowledge/older", date="2025-02-01"),
        make_post("knowledge/newer", date="2025-03-01"),
        make_post("company-blog/older", date="2025-11-01"),
        make_post("company-blog/newest", date="2025-12-01"),
    ]

    filled = box_of("a", posts, count=4)

    assert filled == ["alike", "newer", "older", "newest"]


@pytest.mark.parametrize(("size", "count"), [(0, 4), (1, 4), (2, 4), (3, 1)])
def test_a_small_site_gives_what_it_has(size: int, count: int, make_post: MakePost) -> None:
    posts = [make_post(f"knowledge/{number}", terms="cell 100") for number in range(size)]

    boxes = relate(posts, pins={}, count=count)

    assert [len(box) for box in boxes.values()] == [min(count, size - 1)] * size


def test_in_a_large_archive_a_post_finds_its_like_among_many_strangers(
    make_post: MakePost,
) -> None:
    """The lists of candidates are bounded; the rare words must not fall off them."""
    crowd = [
        make_post(
            f"knowledge/{n:03}", date=f"2025-{1 + n % 12:02}-01", terms=f"car 300 w{n % 90} 90"
        )
        for n in range(400)
    ]
    pair = [
        make_post(f"knowledge/{name}", date=date, terms="car 300 anode 200 cathode 200")
        for name, date in (("early", "2020-01-01"), ("late", "2025-12-31"))
    ]

    boxes = relate(newest_first([*crowd, *pair]), pins={}, count=1)

    assert names_of(boxes["content/knowledge/early.md"]) == ["late"]
    assert names_of(boxes["content/knowledge/late.md"]) == ["early"]
