"""The quick way through common Markdown says what Python-Markdown says, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.read.engine import make_educator, make_engine
from autoblog.read.markup import EXTENSIONS, TYPOGRAPHY
from autoblog.read.quick import quick_html
from markdown_texts import DOCUMENTS

EXAMPLES = settings().max_examples  # more with --hypothesis-profile=campaign
MARKS = st.sampled_from(
    ["a", "s", "é", "中", "9", " ", "\n", "\xa0", "'", '"', "'s", "'s\"", ' "', '" ', '("', ".",
     ",", "-", "--", "—", "...", "_", ")", "90s"]
)  # fmt: skip
CONTENT = Path(__file__).parents[2] / "content"
PLAIN = markdown.Markdown(extensions=list(EXTENSIONS), output_format="html")
ENGINE = make_engine(EXTENSIONS)
EDUCATE = make_educator(make_engine((TYPOGRAPHY,)))


def quick(text: str) -> str:
    return quick_html(text, lambda part: ENGINE.reset().convert(part), EDUCATE)


@settings(max_examples=4 * EXAMPLES)
@given(DOCUMENTS)
@example("- a\n\n- b\n\ntext")
@example("1. a\n\n    more\n\n2. b")
@example("> a\n\n> b")
@example("Term\n\n: meaning")
@example("text\n\n    code\n\n\n    code")
@example("a [link](x 'y') *b* **c**\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nend")
@example("\ufdd0\n\n<b>")
def test_the_quick_way_changes_nothing(text: str) -> None:
    wanted = PLAIN.reset().convert(text)
    # Python-Markdown itself loses its place over some unbalanced stars; nothing can equal that.
    if "zzwxh" not in wanted:
        assert quick(text) == wanted


@settings(max_examples=4 * EXAMPLES)
@given(st.lists(MARKS, max_size=8).map("".join))
@example('so "it\'s" is')
@example('"_a" and \'tis ("b")')
def test_quick_typography_changes_nothing(text: str) -> None:
    assert quick(f"Text {text}") == PLAIN.reset().convert(f"Text {text}")


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md"))[1::4], ids=lambda path: path.name)
def test_the_quick_way_changes_nothing_of_the_real_posts(path: Path) -> None:
    body = re.split(r"^---$", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)[2]

    assert quick(body) == PLAIN.reset().convert(body)


@pytest.mark.parametrize(
    "text",
    [
        "A **plain** paragraph with [a link](b.md), it's *short*.",
        "## A heading",
        "- one\n- **two.** words\n- `three`",
        "1. one\n2. two",
        "> A quotation.",
        "| a | b |\n|:--|--:|\n| 1 | 2 |",
        '![A seller\'s yard](../images/yard.jpg "The yard, in May")',
        '!!! note "R&D\'s word"\n    One line\n    and **another**.',
        "Parts & labour, at R&D's cost: [A&B](b.md), `x & y`.",
    ],
    ids="paragraph heading bullets numbers quotation table picture note ampersand".split(),
)
def test_common_blocks_need_no_engine(text: str) -> None:
    def refuse(part: str) -> str:
        raise AssertionError(part)

    assert quick_html(text, refuse, EDUCATE) == PLAIN.reset().convert(text)


def test_the_engine_gets_only_what_is_not_common() -> None:
    asked: list[str] = []

    def convert(part: str) -> str:
        asked.append(part)
        return ENGINE.reset().convert(part)

    quick_html("One.\n\n![*a*](b.svg)\n\nTwo.\n\n***\n\nThree.", convert, EDUCATE)

    assert asked == ["![*a*](b.svg)\n\n\ufdd0\n\n***"]
