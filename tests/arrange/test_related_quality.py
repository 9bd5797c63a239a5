"""Related posts of the real content/, against what an editor would choose (related_labels.yaml)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import pytest
import yaml

from autoblog.arrange.related import relate
from autoblog.arrange.site import newest_first
from autoblog.config_file import load_config
from autoblog.model import Post
from autoblog.read.plain import plain_text
from autoblog.read.posts import read_post

REPOSITORY = Path(__file__).parents[2]
LABELS = Path(__file__).with_name("related_labels.yaml")
COUNT = 4

Boxes = Mapping[str, Sequence[str]]
"""Source path -> source paths, best first."""


@pytest.fixture(scope="module")
def archive() -> tuple[tuple[Post, ...], Mapping[str, str]]:
    """Read the real posts: newest first, and the plain text of each one's body."""
    settings = load_config(REPOSITORY).reading
    posts, texts = [], {}
    for file in sorted((REPOSITORY / "content").rglob("*.md")):
        path = file.relative_to(REPOSITORY).as_posix()
        read = read_post(path, file.read_bytes(), settings)
        assert read.post and read.body, read.problems
        if read.post.is_listed and not read.post.is_draft:
            posts.append(read.post)
            texts[path] = plain_text(read.body.html)
    return newest_first(posts), texts


@pytest.fixture(scope="module")
def labels() -> Mapping[str, Sequence[str]]:
    """Read the editor's choice: file name -> file names, best first."""
    chosen: dict[str, list[str]] = yaml.safe_load(LABELS.read_text("utf-8"))
    return chosen


def test_the_labels_name_four_to_six_other_posts_for_thirty_posts_and_more(
    archive: tuple[Sequence[Post], Mapping[str, str]], labels: Mapping[str, Sequence[str]]
) -> None:
    names = [PurePosixPath(post.source_path).name for post in archive[0]]

    wrong = [
        name
        for name, chosen in labels.items()
        if not 4 <= len(set(chosen)) == len(chosen) <= 6
        or name in chosen
        or not {name, *chosen} <= set(names)
    ]

    assert len(set(names)) == len(names)
    assert len(labels) >= 30
    assert not wrong


def test_related_posts_are_nearer_to_an_editors_choice_than_simpler_ways(
    archive: tuple[Sequence[Post], Mapping[str, str]], labels: Mapping[str, Sequence[str]]
) -> None:
    posts, texts = archive

    ours = precision(relate(posts, pins={}, count=COUNT), labels)
    newest = precision(newest_of_the_section(posts), labels)
    keywords = precision(most_shared_keywords(posts), labels)
    tf_idf = precision(nearest_by_tf_idf(texts), labels)

    print(
        f"\nprecision@{COUNT} over {len(labels)} labelled posts of {len(posts)}:"
        f"\n  autoblog              {ours:.3f}"
        f"\n  newest of the section {newest:.3f}"
        f"\n  most shared keywords  {keywords:.3f}"
        f"\n  TF-IDF of the body    {tf_idf:.3f}"
    )
    assert ours > newest
    assert ours > keywords
    assert ours >= tf_idf


def precision(boxes: Boxes, labels: Mapping[str, Sequence[str]]) -> float:
    """Tell which share of the boxes' places holds a post that the editor chose."""
    by_name = {
        PurePosixPath(path).name: [PurePosixPath(other).name for other in box[:COUNT]]
        for path, box in boxes.items()
    }
    hits = sum(len(set(by_name[name]) & set(chosen)) for name, chosen in labels.items())
    return hits / (COUNT * len(labels))


def newest_of_the_section(posts: Sequence[Post]) -> Boxes:
    return {
        post.source_path: [
            other.source_path
            for other in posts
            if other.section == post.section and other is not post
        ][:COUNT]
        for post in posts
    }


def most_shared_keywords(posts: Sequence[Post]) -> Boxes:
    """Choose by the number of keywords in common; `sorted` leaves the newest first among equals."""
    return {
        post.source_path: [
            other.source_path
            for other in sorted(
                (other for other in posts if other is not post),
                key=lambda other: -len(set(other.keywords) & set(post.keywords)),
            )
        ][:COUNT]
        for post in posts
    }


def nearest_by_tf_idf(texts: Mapping[str, str]) -> Boxes:
    """Choose by the cosine of TF-IDF vectors of the whole text, as the textbooks have it."""
    counts = {path: Counter(re.findall(r"\w\w+", text.lower())) for path, text in texts.items()}
    frequency = Counter(word for words in counts.values() for word in words)
    vectors = {}
    for path, words in counts.items():
        weights = {
            word: times * math.log(len(texts) / frequency[word]) for word, times in words.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        vectors[path] = {word: weight / length for word, weight in weights.items()}

    def likeness(one: str, other: str) -> float:
        mine, theirs = vectors[one], vectors[other]
        return sum(weight * theirs[word] for word, weight in mine.items() if word in theirs)

    return {
        path: sorted(
            (other for other in sorted(texts) if other != path),
            key=lambda other: -likeness(path, other),
        )[:COUNT]
        for path in texts
    }
