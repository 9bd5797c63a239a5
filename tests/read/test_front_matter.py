"""Front matter: cut off, read as a record, with all problems at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.problems import Place, Problem
from autoblog.read.front_matter import (
    FrontMatter,
    ImageFrontMatter,
    PageFrontMatter,
    PostFrontMatter,
    SplitSource,
    item_places,
    read_front_matter,
    split_source,
)
from autoblog.yaml_nodes import Keys

SETTINGS = ReadingSettings((), "UTC", "clean", ("mood", "car"), LimitsConfig())
GOOD = "title: Cells\ncategory: Knowledge\ndate: 2025-06-01\nsummary: About cells.\n"


def split(text: str, limit_kib: int = 64) -> tuple[SplitSource | None, tuple[Problem, ...]]:
    return split_source(text, "a.md", limit_kib=limit_kib)


def read(
    front: str, *, is_page: bool = False, settings: ReadingSettings = SETTINGS
) -> tuple[FrontMatter | None, tuple[Problem, ...]]:
    source, problems = split(f"---\n{front}---\n")
    assert problems == ()
    assert source is not None
    return read_front_matter(source.node, "a.md", settings, is_page=is_page)


def found_in(front: str, *, is_page: bool = False) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in read(front, is_page=is_page)[1]]


@pytest.mark.parametrize(
    ("text", "body", "line"),
    [
        pytest.param("---\na: 1\n---\nText.\n", "Text.\n", 4, id="plain"),
        pytest.param("--- \na: 1\n---\t\nText.", "Text.", 4, id="white space behind"),
        pytest.param("---\na: 1\n...\nText.", "Text.", 4, id="dots"),
        pytest.param("---\na: 1\n---", "", 4, id="no body"),
        pytest.param("---\na: 1\n---\n\n---\n\nb: 2\n---\n", "\n---\n\nb: 2\n---\n", 4, id="rules"),
        pytest.param("---\na: |\n  ---\n---\nText.", "Text.", 5, id="indented dashes"),
    ],
)
def test_a_source_is_cut_at_the_first_closing_line(text: str, body: str, line: int) -> None:
    source, problems = split(text)

    assert problems == ()
    assert source is not None
    assert (source.body, source.body_line) == (body, line)
    assert isinstance(source.node, Keys)
    assert set(source.node.nodes) == {"a"}
    assert source.node.key_places["a"] == Place(2, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "no-front-matter", id="empty"),
        pytest.param("# Title\n", "no-front-matter", id="text only"),
        pytest.param("\n---\na: 1\n---\n", "no-front-matter", id="not on the first line"),
        pytest.param(" ---\na: 1\n---\n", "no-front-matter", id="indented"),
        pytest.param("----\na: 1\n----\n", "no-front-matter", id="four dashes"),
        pytest.param("---\na: 1\n", "front-matter-open", id="never closed"),
        pytest.param("---", "front-matter-open", id="one line"),
    ],
)
def test_a_source_without_front_matter_is_a_problem(text: str, code: str) -> None:
    source, problems = split(text)

    assert source is None
    assert [(p.line, p.code) for p in problems] == [(1, code)]
    assert problems[0].hint


def test_front_matter_may_be_as_large_as_its_limit_and_no_larger() -> None:
    at_limit, _ = split(f"---\n{'a: ' + 'é' * 510 + 'x'}\n---\n", limit_kib=1)
    above, problems = split(f"---\n{'a: ' + 'é' * 511}\n---\n", limit_kib=1)

    assert at_limit is not None
    assert above is None
    assert [p.code for p in problems] == ["too-large"]


def test_a_post_has_all_that_its_front_matter_says() -> None:
    front, problems = read(
        "title: No\ncategory: Knowledge\ndate: 2025-06-01\nsummary: 'One: two.'\n"
        "keywords: coupe, sedan, buying guide\nupdated: 2025-06-02T09:00\nslug: cells\n"
        "aliases: [/old/]\ndraft: yes\nexpires: 2026-01-01\nauthor: A. Author\n"
        "image: {src: ../images/a.png, alt: ''}\nrelated: [b.md]\nnoindex: true\n"
        "mood: [calm, {very: [yes]}]\n"
    )

    assert problems == ()
    assert front is not None
    assert front.values == PostFrontMatter(
        title="No",
        category="Knowledge",
        date=datetime(2025, 6, 1),
        summary="One: two.",
        keywords=("coupe", "sedan", "buying guide"),
        updated=datetime(2025, 6, 2, 9),
        slug="cells",
        aliases=("/old/",),
        draft=True,
        expires=datetime(2026, 1, 1),
        author="A. Author",
        image=ImageFrontMatter("../images/a.png", ""),
        related=("b.md",),
        noindex=True,
    )
    assert front.extra == {"mood": ("calm", {"very": ("yes",)})}


def test_a_page_needs_no_more_than_a_title() -> None:
    front, problems = read("title: About\n", is_page=True)

    assert problems == ()
    assert front is not None
    assert front.values == PageFrontMatter("About", "", draft=False, noindex=False)


@pytest.mark.parametrize(
    "title", ["No", "2024", "1:30", "null", "~", "2025-02-30", "0x10", "1e3", "'#1 SUV'", "yes"]
)
def test_a_title_is_text_whatever_yaml_would_make_of_it(title: str) -> None:
    front, _ = read(GOOD.replace("Cells", title))

    assert front is not None
    assert front.values.title == title.strip("'")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        pytest.param("", [(1, 1, "missing-key")] * 4, id="nothing"),
        pytest.param(GOOD.replace("summary", "summay"),
                     [(5, 1, "unknown-key"), (2, 1, "missing-key")], id="misspelt"),
        pytest.param(GOOD.replace("2025-06-01", "31.02.2026"), [(4, 7, "bad-value")], id="date"),
        pytest.param(GOOD + "layout: post\n", [(6, 1, "unknown-key")], id="unknown"),
        pytest.param(GOOD + "slug: A B\n", [(6, 7, "bad-value")], id="slug"),
        pytest.param(GOOD + f"slug: {'a' * 81}\n", [(6, 7, "bad-value")], id="long slug"),
        pytest.param(GOOD + "draft: maybe\n", [(6, 8, "bad-value")], id="draft"),
        pytest.param(GOOD + "image: a.png\n", [(6, 8, "bad-value")], id="image without keys"),
        pytest.param(GOOD + "image: {src: a.png}\n", [(6, 8, "missing-key")], id="no alt"),
        pytest.param(GOOD + "keywords: [[a]]\n", [(6, 11, "bad-value")], id="keywords"),
        pytest.param(GOOD.replace("Cells", "x" * 501), [(2, 8, "too-long")], id="long title"),
        pytest.param("- a\n", [(2, 1, "not-keys")], id="a list"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(
    front: str, expected: list[tuple[int, int, str]]
) -> None:
    assert found_in(front) == expected


def test_a_misspelt_key_is_told_what_was_meant() -> None:
    _, problems = read(GOOD + "keyword: a\nmod: b\n")

    assert [p.hint for p in problems] == ['did you mean "keywords"?', 'did you mean "mood"?']


@pytest.mark.parametrize("key", ["category: Knowledge", "date: 2025-06-01", "keywords: a"])
def test_a_page_has_no_keys_of_a_post(key: str) -> None:
    assert found_in(f"title: About\n{key}\n", is_page=True) == [(3, 1, "unknown-key")]


def test_a_title_may_be_as_long_as_its_limit() -> None:
    settings = replace(SETTINGS, limits=LimitsConfig(title_characters=5))

    assert read(GOOD, settings=settings)[1] == ()
    assert read(GOOD.replace("Cells", "Cells!"), settings=settings)[1] != ()


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        pytest.param("k: [a, b  c]", {"a": Place(2, 5), "b c": Place(2, 8)}, id="list"),
        pytest.param("k:\n  - a\n  - b", {"a": Place(3, 5), "b": Place(4, 5)}, id="lines"),
        pytest.param("k: a, b", {"a": Place(2, 4), "b": Place(2, 4)}, id="text"),
        pytest.param("k: [a, a]", {"a": Place(2, 5)}, id="the first of two"),
        pytest.param("k:", {}, id="nothing"),
        pytest.param("k: {a: b}", {}, id="keys"),
        pytest.param("other: a", {}, id="another key"),
    ],
)
def test_each_word_of_a_list_has_its_place(front: str, expected: dict[str, Place]) -> None:
    source, _ = split(f"---\n{front}\n---\n")

    assert source is not None
    assert isinstance(source.node, Keys)
    assert item_places(source.node, "k") == expected
