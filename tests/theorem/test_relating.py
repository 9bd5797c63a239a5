"""Related posts that are chosen again by the words that changed equal a choice made anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autoblog.arrange.related import relate
from autoblog.arrange.site import newest_first
from autoblog.build_choose import choose, choosing
from autoblog.build_relate import Relating
from autoblog.cache import Cache
from autoblog.digest import Digest
from autoblog.model import Post
from autoblog.report import Show
from autoblog.workers import Team

pytestmark = pytest.mark.slow

COUNT = 200
TEAM = Team(workers=1, pool_from_items=1000, progress=lambda *_: None)
WORDS = [f"w{number}" for number in range(40)]


def some_terms(chance: random.Random, count: int = 20) -> str:
    words = sorted(chance.sample(WORDS, count))
    return " ".join(f"{word} {chance.choice((60, 100, 250))}" for word in words)


def some_posts(chance: random.Random, make_post: Callable[..., Post]) -> tuple[Post, ...]:
    return newest_first(
        make_post(
            f"knowledge/{number:03}",
            date=f"20{10 + number // 12:02}-{1 + number % 12:02}-01",
            terms=some_terms(chance),
        )
        for number in range(COUNT)
    )


@pytest.mark.parametrize("seed", range(4))
def test_after_edits_of_words_the_choice_is_that_of_all_posts(
    seed: int, tmp_path: Path, make_post: Callable[..., Post]
) -> None:
    chance = random.Random(seed)
    posts = some_posts(chance, make_post)
    pins = {posts[5].source_path: (posts[40].source_path,)}
    cache = Cache(tmp_path / "cache.sqlite")
    relating = Relating(cache, TEAM, Show())
    relating(posts, pins=pins, count=3)
    answers = 0

    for _ in range(25):
        edited = chance.sample(range(COUNT), chance.choice((1, 1, 2)))
        # Few words at times, so that few others look on, and the candidates are left as they are.
        words = {n: some_terms(chance, chance.choice((0, 1, 20))) for n in edited}
        posts = tuple(
            replace(post, terms=words[number]) if number in words else post
            for number, post in enumerate(posts)
        )
        chosen = Relating(cache, TEAM, Show())
        found = chosen.with_terms(
            relating.ground, {posts[number].source_path: terms for number, terms in words.items()}
        )

        if found is None:  # a word became so much rarer or commoner that too many hold it
            found = chosen(posts, pins=pins, count=3)
        else:
            answers += 1
        assert found == relate(posts, pins=pins, count=3)
        relating = chosen
    assert answers >= 3
    cache.close()


def test_a_process_beside_chooses_the_same_and_notes_it(
    tmp_path: Path, make_post: Callable[..., Post]
) -> None:
    posts = some_posts(random.Random(1), make_post)
    path = posts[9].source_path
    terms = {path: posts[9].terms.replace(" 60", " 250")}
    caches = [Cache(tmp_path / name / "cache.sqlite") for name in "ab"]
    one, two = (Relating(cache, TEAM, Show()) for cache in caches)
    boxes, _ = (relating(posts, pins={}, count=3) for relating in (one, two))
    ground = two.ground
    expected = choose(one, boxes, ground, terms)

    with choosing(
        caches[1].path, TEAM, Show(), changed=[path], ground=ground, terms=terms
    ) as answer:
        found = answer()

    assert expected is not None
    assert found == expected._replace(
        boxes={name: expected.boxes[name] for name in (path, *expected.others)}
    )
    assert two.recall(expected.ground) == expected.boxes
    for cache in caches:
        cache.close()


def test_a_choice_that_is_not_noted_is_not_made_beside(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")

    with choosing(
        cache.path, TEAM, Show(), changed=["a"], ground=Digest(""), terms={"a": "x 1"}
    ) as answer:
        found = answer()

    assert found is None
    cache.close()
