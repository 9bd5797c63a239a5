"""Why a post is related to another, said in the terms that weighed."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from autoblog.arrange.reasons import reasons
from autoblog.arrange.related import best_candidates, ground_of
from autoblog.arrange.site import newest_first
from autoblog.model import Post
from autoblog.parts import Pin
from autoblog.problems import Place

MakePost = Callable[..., Post]


def test_the_terms_that_two_posts_share_are_named_heaviest_first(make_post: MakePost) -> None:
    one = make_post("knowledge/one", terms="cell 400 charger 200 ship 100")
    other = make_post("knowledge/other", terms="charger 300 cell 300 yard 100")
    third = make_post("knowledge/third", terms="ship 100 yard 100")

    (reason,) = reasons([one, other, third], one, [other])

    assert [shared.term for shared in reason.terms] == ["cell", "charger"]
    assert reason.terms[0].per_cent == pytest.approx(100 * 2 / 3, abs=0.2)
    assert sum(shared.per_cent for shared in reason.terms) == pytest.approx(100)
    assert reason.source_path == other.source_path
    assert not reason.is_pinned


def test_a_rare_term_weighs_more_than_a_frequent_one(make_post: MakePost) -> None:
    one, other = (make_post(f"knowledge/{n}", terms="car 100 cell 100") for n in ("one", "other"))
    crowd = [make_post(f"knowledge/crowd{number}", terms="car 100") for number in range(30)]

    (reason,) = reasons([one, other, *crowd], one, [other])

    assert [shared.term for shared in reason.terms] == ["cell", "car"]


def test_the_score_is_what_posts_are_ranked_by(make_post: MakePost) -> None:
    posts = newest_first(
        [
            make_post("knowledge/one", date="2023-01-01", terms="cell 400 charger 200 ship 100"),
            make_post("knowledge/other", date="2025-01-01", terms="charger 300 cell 300"),
            make_post("knowledge/third", date="2021-01-01", terms="ship 100 cell 200"),
        ]
    )
    one = posts[1]

    found = reasons(posts, one, [posts[0], posts[2]])

    ranked = best_candidates(ground_of(posts), 1)
    assert [posts[number] for number, _ in ranked] == [posts[0], posts[2]]
    for reason, (_, score) in zip(found, ranked, strict=True):
        assert reason.score * 1_000_000 == pytest.approx(score, abs=1)
    assert found[0].push == pytest.approx(math.exp(2 / 12), rel=0.01)
    assert found[1].push < 1


@pytest.mark.parametrize("target", ["content/knowledge/other.md", "other"])
def test_a_pinned_post_says_so(target: str, make_post: MakePost) -> None:
    one = make_post("knowledge/one", terms="cell 400", pins=(Pin(target, Place(5, 3)),))
    other = make_post("knowledge/other", terms="yard 100")

    (reason,) = reasons([one, other], one, [other])

    assert reason.is_pinned


def test_a_post_that_fills_up_a_box_shares_no_terms(make_post: MakePost) -> None:
    one, other = make_post("knowledge/one", terms="cell 1"), make_post("knowledge/other")

    (reason,) = reasons([one, other], one, [other])

    assert (reason.likeness, reason.terms) == (0, ())


def test_only_the_terms_that_matter_are_named(make_post: MakePost) -> None:
    terms = " ".join(f"term{number:02} {100 - number}" for number in range(20))
    one, other = (make_post(f"knowledge/{name}", terms=terms) for name in ("one", "other"))

    (reason,) = reasons([one, other], one, [other])

    assert [shared.term for shared in reason.terms] == [f"term{n:02}" for n in range(8)]
    assert reason.likeness == pytest.approx(1, abs=0.01)
