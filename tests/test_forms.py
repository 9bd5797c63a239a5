"""What the short way reads is what the validator reads, and it leaves the rest to that."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoblog.forms import plain_record
from autoblog.read.front_matter import PageFrontMatter, PostFrontMatter
from autoblog.records import read_record
from autoblog.yaml_nodes import Keys
from autoblog.yaml_text import parse_yaml

GOOD = "title: A\ncategory: Knowledge\ndate: 2026-01-31\nsummary: Short.\n"
KEYS = (
    "title",
    "category",
    "date",
    "summary",
    "keywords",
    "updated",
    "slug",
    "aliases",
    "draft",
    "expires",
    "author",
    "image",
    "related",
    "noindex",
    "silence",
    "colour",
    "wheels",
)
VALUES = (
    "",
    " ",
    "No",
    "yes",
    "TRUE",
    "2024",
    "a b",
    "a-b",
    "a--b",
    "A",
    "x" * 81,
    "a, b,, a",
    "[a, b]",
    "[]",
    "[[a]]",
    "{}",
    "{src: a.png, alt: b}",
    "2026-02-28",
    "2026-02-30",
    "0001",
    "2026-02-28T09:00",
    "2026-02-28 09:00:00.5+02:00",
    "9999-12-31",
    "9999-12-31T23:00-09:00",
    "2026-02-28T09:00Z",
    '"a\\n"',
    '"2026-01-01 "',
    '"a-b\\n"',
    "'null'",
    "ß",
    "é-b",
)
LINES = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES), max_size=7)


def keys(text: str) -> Keys:
    node, problems = parse_yaml(text, "a.md")
    assert isinstance(node, Keys), problems
    return node


@pytest.mark.parametrize("kind", [PostFrontMatter, PageFrontMatter])
@settings(max_examples=600)
@given(lines=LINES)
def test_a_record_read_the_short_way_is_the_validators(kind: Any, lines: dict[str, str]) -> None:
    given_lines = {"title": "A", "category": "K", "date": "2026-01-31", "summary": "S"} | lines
    if kind is PageFrontMatter:
        del given_lines["category"], given_lines["date"]
    node = keys("".join(f"{key}: {value}\n" for key, value in given_lines.items()))

    short = plain_record(kind, node, extra=("colour",))

    record, problems = read_record(kind, node, "a.md", extra=("colour",))
    assert short is None or (repr(short), problems) == (repr(record), ())


@pytest.mark.parametrize(
    "line",
    [
        "",
        "draft: yes",
        "slug: a-b",
        "keywords: [a, b]",
        "updated: 2026-02-01T09:00+02:00",
        "related:",
    ],
)
def test_common_front_matter_goes_the_short_way(line: str) -> None:
    assert plain_record(PostFrontMatter, keys(f"{GOOD}{line}\n")) is not None


@pytest.mark.parametrize(
    "line",
    ["titel: B", "draft: perhaps", "slug: A", "image: {src: a.png, alt: ''}", "updated: soon"],
)
def test_what_is_not_certain_is_left_to_the_validator(line: str) -> None:
    assert plain_record(PostFrontMatter, keys(f"{GOOD}{line}\n")) is None


def test_a_record_without_what_it_must_have_is_left_to_the_validator() -> None:
    assert plain_record(PostFrontMatter, keys("title: A\n")) is None


def test_to_read_common_front_matter_loads_no_validator() -> None:
    code = (
        "import sys, autoblog.build_again, autoblog.read.front_matter as f;"
        "from autoblog.yaml_text import parse_yaml; from autoblog.forms import plain_record;"
        f"node, _ = parse_yaml({GOOD!r}, 'a.md');"
        "assert plain_record(f.PostFrontMatter, node);"
        "sys.exit('pydantic' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
