"""What is written for common HTML is what the cleaner and the tree would have made of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.read.common import enrich_common, with_stand_ins, without_stand_ins
from autoblog.read.enrich import clean, enrich
from autoblog.read.enriched import Enriched
from autoblog.read.markup import to_html, to_pieces
from autoblog.read.plain import plain_words
from markdown_texts import DOCUMENTS

EXAMPLES = settings().max_examples  # more with --hypothesis-profile=campaign
CONTENT = Path(__file__).parents[2] / "content"
SOURCE = "content/knowledge/a.md"
NESTING = 60
ADDRESSES = st.one_of(
    st.text(st.sampled_from([chr(code) for code in range(33, 127)]), min_size=1, max_size=8),
    st.builds(
        "{}{}".format,
        st.sampled_from(
            ["/", "//", "#", "?", "../", "./", "b.md#", "http://", "https://x.example/", "mailto:",
             "https://xn--a.example/", "http://1.2.3.4.5/", "javascript:", "data:", "x:", "a/b:c"]
        ),
        st.text(st.sampled_from("ab1/.-_~#?=%+:@,;!$&*é車[]^|"), max_size=8),
    ),
)  # fmt: skip


def known(text: str) -> Enriched:
    """Go the long way, as if no piece were common."""
    return enrich(clean(to_html(text, nesting=NESTING)), SOURCE)


def quick(text: str) -> Enriched:
    pieces = to_pieces(text, nesting=NESTING)
    common = enrich_common(pieces, SOURCE)
    if common is not None:
        return common
    html, kept = with_stand_ins(pieces)
    return without_stand_ins(enrich(clean(html), SOURCE), kept)


@settings(max_examples=2 * EXAMPLES)
@given(DOCUMENTS)
@example('## A *b* `c"d`\n\n| a | |\n|---|---|\n| 1 | 2 |\n\n## A b c"d')
@example("### One\n\n# Two\n\n###### !\n\n| a | b |\n|---|---|\n| 1 | [x](b.md) |")
@example("\ue0000\ue000\n\n***\n\nText.")
@example('Some "text"\n\n***\n\nmore\u00a0text … \u2028')
def test_the_quick_way_adds_what_the_long_way_adds(text: str) -> None:
    found = quick(text)

    assert found == known(text)
    assert found.words == plain_words(found.html)


@settings(max_examples=2 * EXAMPLES)
@given(ADDRESSES)
def test_each_address_is_treated_as_on_the_long_way(address: str) -> None:
    text = f"A [link]({address}).\n\n- and [again]({address})"

    assert quick(text) == known(text)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md"))[::3], ids=lambda path: path.name)
def test_the_quick_way_changes_nothing_of_the_real_posts(path: Path) -> None:
    body = re.split(r"^---$", path.read_text("utf-8"), maxsplit=2, flags=re.MULTILINE)[2]

    assert quick(body) == known(body)


@pytest.mark.parametrize(
    "text",
    [
        "A **plain** paragraph, [a link](b.md) and [another](https://x.example/y?a=b#c).",
        "## A heading\n\n### Another\n\n## A heading",
        '- one\n- two\n\ntext\n\n> "A quotation."',
        "## Costs\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        '|  | b |\n|:--|--:|\n| 1 | `c style="text-align: left;"` |',
        '![A yard](../images/yard.jpg)\n\nSee [this](b.md).\n\n![A car](c.png "In *May*")',
        "## Parts & labour\n\n!!! tip\n    R&D pays.",
    ],
    ids=["links", "headings", "blocks", "table", "aligned", "pictures", "note"],
)
def test_common_texts_need_no_cleaner_and_no_tree(text: str) -> None:
    assert enrich_common(to_pieces(text, nesting=NESTING), SOURCE) == known(text)


def test_of_other_texts_the_cleaner_and_the_tree_get_only_what_is_not_common() -> None:
    pieces = to_pieces("One *two*.\n\n![*a*](b.svg)\n\nThree.", nesting=NESTING)

    html, kept = with_stand_ins(pieces)

    assert enrich_common(pieces, SOURCE) is None
    assert kept == ["<p>One <em>two</em>.</p>", "<p>Three.</p>"]
    assert "Three" not in html
    assert '<img alt="*a*" src="b.svg">' in html
