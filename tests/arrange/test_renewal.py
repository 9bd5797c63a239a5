"""A choice of related posts that is brought up to date equals one that is made anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoblog.arrange.boxes import fill_boxes
from autoblog.arrange.related import ground_of, look, relate
from autoblog.arrange.renewal import Memory, remember, renew
from autoblog.arrange.site import newest_first
from autoblog.model import Post

MakePost = Callable[..., Post]
EXAMPLES = settings().max_examples  # more with --hypothesis-profile=campaign
WORDS = [f"w{number}" for number in range(40)]
"""So few that most are held by more posts than a look sees, and that posts stop before the last."""


def chosen_anew(posts: Sequence[Post]) -> Memory:
    ground = ground_of(posts)
    return remember(posts, ground, [look(ground, n) for n in range(len(posts))])


def some_terms(chance: random.Random) -> str:
    words = chance.sample(WORDS, chance.randint(0, 24))
    # Few of them are very rare, so that frequencies of one and two occur as well.
    rare = [f"r{chance.randrange(300)}" for _ in range(chance.randint(0, 3))]
    return " ".join(
        f"{word} {chance.choice((60, 100, 250))}" for word in dict.fromkeys(words + rare)
    )


def some_archive(chance: random.Random, make_post: MakePost, count: int) -> tuple[Post, ...]:
    return newest_first(
        make_post(f"knowledge/{number:03}", date=some_date(chance), terms=some_terms(chance))
        for number in range(count)
    )


def some_date(chance: random.Random) -> str:
    return f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02}-05"


def edited(posts: Sequence[Post], chance: random.Random, make_post: MakePost) -> tuple[Post, ...]:
    """Make one edit as authors do; now and then it changes nothing that counts."""
    changed = list(posts)
    place = chance.randrange(len(changed) + 1)
    old = changed.pop(place) if place < len(changed) else None
    action = chance.choice(("words", "one word", "date", "remove", "rename", "add"))
    if old is None or action == "add":
        name = f"knowledge/new{chance.randrange(10**6)}"
        changed += [
            make_post(name, date=some_date(chance), terms=some_terms(chance)),
            *([old] if old else []),
        ]
    elif action == "words":
        changed.append(replace(old, terms=some_terms(chance)))
    elif action == "one word":
        word = f"{chance.choice(WORDS)}x 100"
        changed.append(replace(old, terms=" ".join([*old.terms.split(" ")[2:], word])))
    elif action == "date":
        days = timedelta(days=chance.choice((0, 1, -1, 400, -2000)))
        changed.append(replace(old, published_at=old.published_at + days))
    elif action == "rename":
        changed.append(replace(old, source_path=old.source_path + "2"))
    return newest_first(changed)


@settings(max_examples=EXAMPLES // 5)
@given(seed=st.integers(0, 2**32), count=st.sampled_from((3, 40, 400)))
def test_a_choice_brought_up_to_date_equals_one_made_anew(
    seed: int, count: int, make_post: MakePost
) -> None:
    chance = random.Random(seed)
    posts = some_archive(chance, make_post, count)
    memory = chosen_anew(posts)

    for _ in range(3):
        for _ in range(chance.choice((1, 1, 3))):
            posts = edited(posts, chance, make_post)
        renewal = renew(posts, memory)
        anew = chosen_anew(posts)

        assert renewal is None or renewal.memory == anew
        memory = renewal.memory if renewal and chance.random() < 0.5 else memory


def test_an_edit_makes_few_posts_be_chosen_anew(make_post: MakePost) -> None:
    posts = some_archive(random.Random(1), make_post, 300)
    first, *others = posts
    changed = (replace(first, terms=" ".join(first.terms.split(" ")[2:])), *others)

    renewal = renew(changed, chosen_anew(posts))

    assert renewal is not None
    assert 0 < renewal.chosen < 150
    boxes = fill_boxes(changed, renewal.memory.found(), pins={}, count=3)
    assert boxes == relate(changed, pins={}, count=3)


def test_nothing_is_chosen_anew_where_nothing_changed(make_post: MakePost) -> None:
    posts = some_archive(random.Random(1), make_post, 50)

    renewal = renew(posts, chosen_anew(posts))

    assert renewal is not None
    assert renewal.chosen == 0


@pytest.mark.parametrize("kept", [0, 10], ids=["another site", "a fifth of it"])
def test_all_is_chosen_anew_where_most_changed(kept: int, make_post: MakePost) -> None:
    posts = some_archive(random.Random(1), make_post, 50)
    others = [
        replace(post, source_path=f"{post.source_path}2") if number >= kept else post
        for number, post in enumerate(posts)
    ]

    assert renew(newest_first(others), chosen_anew(posts)) is None
