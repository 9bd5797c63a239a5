"""Where the two engines differ: as docs/markdown.md shows it, and as `check --engine` tells it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from autoblog.config import Engine, LimitsConfig, ReadingSettings
from autoblog.problems import Problem
from autoblog.read.bodies import read_body
from autoblog.read.dialects import dialect_problems
from autoblog.read.front_matter import SplitSource

PAGE = (Path(__file__).parents[2] / "docs" / "markdown.md").read_text("utf-8")
SETTINGS = ReadingSettings((), "UTC", "clean", (), LimitsConfig())
SOURCE = "content/knowledge/a.md"
FIRST_LINE = 7
EXAMPLE = re.compile(
    r"^### (?P<title>.*)\n(?:\n.*)*?"
    r"\n(?P<fence>`{3,})markdown\n(?P<text>[^\0]*?)\n(?P=fence)\n\n"
    r"`python-markdown`:\n\n```html\n(?P<first>[^\0]*?)\n```\n\n"
    r"`commonmark`:\n\n```html\n(?P<second>[^\0]*?)\n```$",
    re.MULTILINE,
)
EXAMPLES = {match["title"]: match for match in EXAMPLE.finditer(PAGE)}


def html_of(text: str, engine: Engine) -> str:
    settings = replace(SETTINGS, engine=engine)
    body, _, problems = read_body(SplitSource(None, text, FIRST_LINE), SOURCE, settings)
    assert problems == ()
    assert body is not None
    return body.html


def differing(text: str, engine: Engine = "python-markdown") -> list[Problem]:
    other: Engine = "commonmark" if engine == "python-markdown" else "python-markdown"
    settings = replace(SETTINGS, engine=engine)
    return list(dialect_problems(SplitSource(None, text, FIRST_LINE), SOURCE, settings, other))


def test_each_difference_of_the_page_is_an_example() -> None:
    assert list(EXAMPLES) == re.findall("^### (.*)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("title", EXAMPLES)
def test_the_page_shows_what_both_engines_make(title: str) -> None:
    example = EXAMPLES[title]

    assert html_of(example["text"], "python-markdown") == example["first"]
    assert html_of(example["text"], "commonmark") == example["second"]


@pytest.mark.parametrize("title", EXAMPLES)
def test_the_check_warns_of_each_difference_of_the_page(title: str) -> None:
    text = EXAMPLES[title]["text"]

    for engine in ("python-markdown", "commonmark"):
        assert {problem.code for problem in differing(text, engine)} == {"dialect-differs"}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# A\n\n*b* `c`\n\n> d\n\n***\n\n[e](f.md) &amp; <kbd>g</kbd>", id="text"),
        pytest.param("- a\n\n    - b\n\n1. c\n2. d", id="lists"),
        pytest.param('!!! note "T"\n    a\n\n> [!TIP]\n> b', id="notes"),
        pytest.param("| a | b |\n| --- | --: |\n| 1 | 2 |", id="table"),
        pytest.param("a[^1] b[^2]\n\n[^1]: c\n\n[^2]: d", id="footnotes"),
        pytest.param("```sh\na\n```\n\n    b", id="code"),
        pytest.param("[ä](https://x.example/ä) ![b](c.png 'd')", id="addresses"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_both_read_alike_is_not_told(text: str) -> None:
    assert differing(text) == []


def test_each_difference_has_its_line() -> None:
    text = (
        "# Tyres\n\nOne [link](https://x.example/a/b/c) and two.\n\nThe tread:\n- depth\n- age\n\n"
        "***\n\nA paragraph\nof three lines,\n~~one~~ of them wrong.\n\nThe end.\n"
    )

    assert [problem.line for problem in differing(text)] == [FIRST_LINE + 5, FIRST_LINE + 12]


def test_a_difference_in_a_footnote_has_the_line_of_the_footnote() -> None:
    text = "One[^a].\n\n[^a]: It is ~~old~~ new.\n\nTwo and three.\n\n- four\n- five\n"

    assert [problem.line for problem in differing(text)] == [FIRST_LINE + 2]


def test_a_difference_is_shown_as_both_engines_make_it() -> None:
    (problem,) = differing("a\n\n~~b~~\n")

    assert problem.message == (
        'commonmark would make "<p><del>b</del></p>" of this,'
        ' where python-markdown makes "<p>~~b~~</p>"'
    )
    assert not problem.is_error


def test_a_body_that_cannot_be_read_is_not_compared() -> None:
    assert differing("a\x07b ~~c~~") == []
