"""Slips that make a text no YAML: what is offered in their place can be pasted."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.problems import Problem
from autoblog.yaml_faults import quoted
from autoblog.yaml_nodes import Keys, Scalar
from autoblog.yaml_text import parse_yaml


def problems_of(text: str) -> tuple[Problem, ...]:
    return parse_yaml(text, "a.md")[1]


def value_of(text: str) -> str | None:
    node, problems = parse_yaml(text, "a.md")
    assert problems == ()
    assert isinstance(node, Keys)
    value = node.nodes["key"]
    assert isinstance(value, Scalar)
    return value.text


@pytest.mark.parametrize(
    "line",
    [
        "title: Coupes vs. Sedans: Which Car Style Suits Your Lifestyle Better?",
        'title: "Best" cars: a list',
        "title: It's a test: really",
        'title: "Quoted" and "again"',
        "title: @home",
        r'title: "C:\path"',
        "- title: A: B",
        "title:Plant\nsummary: S",
    ],
)
def test_the_line_that_a_hint_offers_can_be_pasted(line: str) -> None:
    problem = problems_of(line)[0]

    pasted = problem.hint.removeprefix("write: ")

    assert pasted != problem.hint
    assert problems_of(pasted) == ()


def test_a_character_that_cannot_stand_there_is_named() -> None:
    assert r'"\x07"' in problems_of("a: x\x07y")[0].message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("A: B ", '"A: B"'),
        ('"A: B"', '"A: B"'),
        ("'A: B'", '"A: B"'),
        ('"', "'\"'"),
        ('say "hi"', "'say \"hi\"'"),
        ("it's", '"it\'s"'),
        ('it\'s "hi"', '"it\'s \\"hi\\""'),
        ("a\\b", '"a\\\\b"'),
        ('"A" and "B', '\'"A" and "B\''),
    ],
)
def test_a_value_is_quoted_once(value: str, expected: str) -> None:
    assert quoted(value) == expected


@settings(max_examples=300)
@given(
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1)
    .map(str.strip)
    .filter(lambda text: text and text[0] not in "'\"")
)
@example('it\'s "quoted": \\ and # more')
def test_a_quoted_text_is_read_back(text: str) -> None:
    assert value_of(f"key: {quoted(text)}") == text
