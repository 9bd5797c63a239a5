"""The plain way through front matter reads what the parser reads, place by place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.yaml_plain import plain_keys
from autoblog.yaml_text import parse_yaml

EXAMPLES = settings().max_examples  # more with --hypothesis-profile=campaign
CONTENT = Path(__file__).parents[1] / "content"
PIECES = (
    "a b title date word Größe 車 😀 2026-02-28 T09:00 12 true null ~ yes - -- : :: a:b http://x.y"
    " # #1 x#y , ; . ... ( ) [ ] { } & * ! | > % @ ` \" ' \"q\" 'q' '' \"\" \\ \\n ? = / + _ $"
).split(" ")
TEXTS = st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join)
JOINED = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
VALUES = st.one_of(
    TEXTS,
    JOINED,
    TEXTS.map('"{}"'.format),
    TEXTS.map("'{}'".format),
    st.lists(TEXTS, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    st.sampled_from(
        ["", " ", "\t", "[]", "[a, b]", "[ a ,b,  c ]", "[a b, c-d, (e)]", "\n  - a", "\n  b: c",
         "a  b ", "a\n  more", "\u00a0a", "\u2028", "\ufeff", "\x85", "\x07", "a\tb"]
    ),
)  # fmt: skip
KEYS = st.sampled_from(
    [
        "title",
        "date",
        "keywords",
        "a_b",
        "A1",
        "true",
        "y",
        "- a",
        " a",
        "a b",
        "ä",
        '"k"',
        "1",
        "?",
    ]
)
COLONS = st.sampled_from([": ", ": ", ": ", ":  ", ":", ":\t"])
LINES = st.builds("{}{}{}".format, KEYS, COLONS, VALUES)
DOCUMENTS = st.lists(st.one_of(LINES, LINES, LINES, st.sampled_from(["", "# x", "---", "..."])),
                     max_size=4).map("\n".join)  # fmt: skip


@settings(max_examples=5 * EXAMPLES)
@given(DOCUMENTS)
@example('title: "a: b # c"\ndate: 2026-02-28T09:00\nkeywords: [ a ,b c,  d ]\nsummary: \'x "y"\'')
@example("a: b:c\nd: e:")
def test_what_is_plain_is_read_as_the_parser_reads_it(text: str) -> None:
    plain = plain_keys(text, first_line=2)

    if plain is not None:
        assert (plain, ()) == parse_yaml(text, "a.md", first_line=2)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md"))[::3], ids=lambda path: path.name)
def test_the_front_matter_of_the_real_posts_is_read_the_same(path: Path) -> None:
    text = re.split(r"^---\n", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)[1]
    text = text.rstrip("\n")

    plain = plain_keys(text, first_line=2)

    assert plain is None or (plain, ()) == parse_yaml(text, "a.md", first_line=2)


def test_common_front_matter_is_plain() -> None:
    text = """\
title: "It's: a title"
category: Knowledge
date: 2026-02-28T09:00
summary: What a summary says, in one line (or two).
keywords: [sedan, buying guide]
draft: true"""

    assert plain_keys(text, first_line=2) is not None
