"""The quick engine says what Python-Markdown says, byte for byte."""

from __future__ import annotations

import re
from pathlib import Path

import markdown
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.read.engine import make_engine
from autoblog.read.markup import EXTENSIONS

CONTENT = Path(__file__).parents[2] / "content"
PLAIN = markdown.Markdown(extensions=list(EXTENSIONS), output_format="html")
QUICK = make_engine(EXTENSIONS)

FRAGMENTS = st.sampled_from(
    ["a", "b c", "é", "*", "**", "_", "__", "`", "``", "[", "]", "(", ")", "](b.md)", "[c]", "[^1]",
     "\n[c]: d.md 'e'\n", "\n\n[^1]: note\n\n", "\n*[a]: long\n\n", "![", "!", "<", ">", "<b>",
     "</b>", "<div>", "</div>\n\n", "<https://x.example/>", "<a@b.example>", "&", "&amp;",
     "&#8212;", "\\", "\\*", "\n", "\n\n", "  \n", "    ", "\t", "# ", "## ", "> ", "- ", "1. ",
     "\n---\n", "```\n", "~~~\n", "|", "|a|b|\n|-|-|\n|1|2|\n", "\n: ", "!!! note\n    ", "{#x}",
     "{: .y }", "'", '"', "''", '"\'', "...", "--", "---", "'s ", " 'tis '90s ", "<!-- x -->"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(FRAGMENTS, max_size=25).map("".join))
@example("a  \nb")
@example("\"'a' b\" 'c \"d\" e'")
@example("[a][c] and [c]\n\n[c]: d.md")
@example("x<br>y &lt; `z`")
def test_the_quick_engine_changes_nothing(text: str) -> None:
    assert QUICK.reset().convert(text) == PLAIN.reset().convert(text)


@pytest.mark.parametrize(
    "path", sorted(CONTENT.rglob("*.md"))[::5], ids=lambda path: str(path.name)
)
def test_the_quick_engine_changes_nothing_of_the_real_posts(path: Path) -> None:
    body = re.split(r"^---$", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)[2]

    assert QUICK.reset().convert(body) == PLAIN.reset().convert(body)
