"""YAML as text with places: no guessed types, no bombs, and slips in plain words."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from autoblog.problems import Place, Problem, Severity
from autoblog.yaml_nodes import Items, Keys, Node, Scalar
from autoblog.yaml_text import parse_yaml


def parse(text: str) -> Node | None:
    node, problems = parse_yaml(text, "a.md")
    assert problems == ()
    return node


def problems_of(text: str) -> tuple[Problem, ...]:
    return parse_yaml(text, "a.md")[1]


def found_in(text: str) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in problems_of(text)]


def value_of(text: str) -> str | None:
    node = parse(text)
    assert isinstance(node, Keys)
    value = node.nodes["key"]
    assert isinstance(value, Scalar)
    return value.text


@pytest.mark.parametrize(
    "word",
    [
        "No", "yes", "true", "null", "~", "2024", "007", "0x10", "1e3", "1_000", "1:30", "12:30:45",
        "2025-02-30", "2025-06-01", ".5", ".inf", "=", "<<", "a#b", "https://x.example/", "a:b",
    ],
)  # fmt: skip
def test_a_value_stays_the_text_that_stands_there(word: str) -> None:
    assert value_of(f"key: {word}\n") == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("key: 'it''s'", "it's", id="single quotes"),
        pytest.param(r'key: "a\tb \u00e9 \""', 'a\tb é "', id="double quotes"),
        pytest.param("key: |\n  a\n  b\n", "a\nb\n", id="lines"),
        pytest.param("key: >\n  a\n  b\n", "a b\n", id="folded"),
        pytest.param("key: a\n  b\n", "a b", id="continued"),
        pytest.param("key: ''", "", id="empty text"),
        pytest.param("key:", None, id="nothing"),
        pytest.param("key:   # none yet", None, id="nothing but a comment"),
        pytest.param('key: "# 1"', "# 1", id="a quoted #"),
        pytest.param("key: a\tb", "a\tb", id="a tab within"),
        pytest.param("key: 电池 🚗", "电池 🚗", id="not ASCII"),
    ],
)
def test_every_style_of_scalar_is_read(text: str, expected: str | None) -> None:
    assert value_of(text) == expected


def test_each_node_knows_its_place() -> None:
    node = parse("title: Plant\nimage:\n  src: a.png\nkeywords:\n  - one\n  - two\n")

    assert node == Keys(
        {
            "title": Scalar("Plant", Place(1, 8)),
            "image": Keys({"src": Scalar("a.png", Place(3, 8))}, {"src": Place(3, 3)}, Place(3, 3)),
            "keywords": Items(
                (Scalar("one", Place(5, 5)), Scalar("two", Place(6, 5))), Place(5, 3)
            ),
        },
        {"title": Place(1, 1), "image": Place(2, 1), "keywords": Place(4, 1)},
        Place(1, 1),
    )


def test_places_count_from_the_first_line_of_the_file() -> None:
    _, problems = parse_yaml("a: 1\na: 2\n", "a.md", first_line=10)

    assert [(p.line, p.hint) for p in problems] == [(11, "first used on line 10")]


@pytest.mark.parametrize("mark", ["\x85", "\u2028", "\u2029"], ids=["NEL", "LS", "PS"])
def test_only_line_ends_that_editors_count_are_counted(mark: str) -> None:
    assert found_in(f'a: "x{mark}y"\nb: 1\nb: 2\n') == [(3, 1, "duplicate-key")]


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n"], ids=repr)
def test_an_empty_document_is_nothing(text: str) -> None:
    node = parse(text)

    assert node is None or node == Scalar(None, node.place)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1\nb: 2\na: 3", [(3, 1, "duplicate-key")], id="a key twice"),
        pytest.param("m: {a: 1, a: 2}", [(1, 11, "duplicate-key")], id="a key twice, deeper"),
        pytest.param("a: &x b", [(1, 4, "yaml-anchor")], id="anchor"),
        pytest.param("a: *x", [(1, 4, "yaml-alias")], id="alias"),
        pytest.param("a: !!python/object:os.system b", [(1, 4, "yaml-tag")], id="tag"),
        pytest.param("a: !!str b", [(1, 4, "yaml-tag")], id="harmless tag"),
        pytest.param("a: !x [b]", [(1, 4, "yaml-tag")], id="tag of a list"),
        pytest.param("? [a]\n: b", [(1, 3, "yaml-key")], id="a list as key"),
        pytest.param("'': b", [(1, 1, "yaml-key")], id="nothing as key"),
        pytest.param("a: 1\n--- \nb: 2", [(2, 1, "yaml-document")], id="two documents"),
        pytest.param("{a: 1}\nb: 2", [(2, 1, "yaml-document")], id="behind the end"),
        pytest.param('a: "\\e[2J"', [(1, 4, "control-character")], id="an escaped control"),
        pytest.param('a: "\\0"', [(1, 4, "control-character")], id="an escaped NUL"),
        pytest.param('"a\\a": b', [(1, 1, "control-character")], id="a control in a key"),
        pytest.param("a: 1\nb: x\x07y", [(2, 5, "control-character")], id="a control character"),
        pytest.param("a: x\x00y", [(1, 5, "control-character")], id="NUL"),
        pytest.param("a: b\n\tc: d", [(2, 1, "yaml-tab")], id="a tab as indentation"),
        pytest.param("title: A: B", [(1, 9, "yaml-colon")], id="colon"),
        pytest.param('title: "A" and B', [(1, 12, "yaml-quotes")], id="text behind a quote"),
        pytest.param("title: @home", [(1, 8, "yaml-quotes")], id="at sign"),
        pytest.param("title: %x", [(1, 8, "yaml-quotes")], id="per cent"),
        pytest.param("title: `x`", [(1, 8, "yaml-quotes")], id="backtick"),
        pytest.param('title: "A\nb: 1', [(1, 8, "yaml-unclosed")], id="open quote"),
        pytest.param("words: [a, b\nb: 1", [(1, 8, "yaml-unclosed")], id="open bracket"),
        pytest.param("words: [a, b", [(1, 8, "yaml-unclosed")], id="open at the end"),
        pytest.param("a: 1\n  b: 2", [(2, 3, "yaml-indent")], id="indented more"),
        pytest.param(" a: 1\nb: 2", [(2, 1, "yaml-indent")], id="indented less"),
        pytest.param('a: "x\nb: 1\nc: "y"\nd: 2', [(1, 4, "yaml-unclosed")], id="a quote later"),
        pytest.param('a: "x\n  y\nb: 1', [(1, 4, "yaml-unclosed")], id="an open text goes on"),
        pytest.param("title Plant\nb: 1", [(1, 1, "yaml-key")], id="no colon"),
        pytest.param("title:Plant\nb: 1", [(1, 1, "yaml-key")], id="no space behind the colon"),
        pytest.param("a: 1\nPlant\nb: 1", [(2, 1, "yaml-key")], id="no key on a later line"),
    ],
)
def test_what_is_not_read_is_a_problem_at_its_place(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        pytest.param("key: The #1 SUV", "#1 SUV", id="the end"),
        pytest.param("key: #1 SUV", "#1 SUV", id="all of it"),
        pytest.param("a: x\nkey: [b, c #d\n  ]", "#d", id="in a list"),
    ],
)
def test_text_that_yaml_would_drop_is_a_warning(text: str, rest: str) -> None:
    _, problems = parse_yaml(text, "a.md")

    assert [(p.code, p.severity) for p in problems] == [("yaml-comment", Severity.WARNING)]
    line = text.split("\n")[problems[0].line - 1]
    assert line[problems[0].column - 1 :] == rest


def test_all_slips_of_a_document_are_found_in_one_run() -> None:
    text = "a: x: y\nb: @home\nc: 1\nc: 2\nd: *e\n"

    codes = [(line, code) for line, _, code in found_in(text)]

    assert codes == [
        (1, "yaml-colon"),
        (2, "yaml-quotes"),
        (4, "duplicate-key"),
        (5, "yaml-alias"),
    ]


def test_behind_a_mended_slip_the_other_keys_are_read() -> None:
    node, problems = parse_yaml("title: Coupes: a guide\nsummary: S.\n", "a.md")

    assert len(problems) == 1
    assert isinstance(node, Keys)
    assert node.nodes["title"] == Scalar("Coupes: a guide", Place(1, 8))
    assert node.nodes["summary"] == Scalar("S.", Place(2, 10))


@pytest.mark.parametrize("value", ["&x y", "*x", "!x y", "The #1 SUV", "#1 SUV"])
def test_a_value_that_was_text_can_be_pasted_quoted(value: str) -> None:
    problem = problems_of(f"a: 1\nkey: {value}")[0]

    offered = problem.hint.rpartition("quote it: ")[2]

    assert value_of(f"key: {offered}") == value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: " + "[" * 9 + "]" * 9, id="lists"),
        pytest.param("a: " + "{b: " * 9 + "}" * 9, id="mappings"),
        pytest.param("".join(" " * n + "a:\n" for n in range(12)), id="indented"),
        pytest.param("- " * 12 + "a", id="dashes"),
        pytest.param("a: " + "[" * 50_000, id="a bomb"),
        pytest.param("? " * 20_000, id="a bomb of keys"),
    ],
)
def test_too_many_levels_are_a_problem_and_not_a_crash(text: str) -> None:
    node, problems = parse_yaml(text, "a.md")

    assert node is None
    assert [p.code for p in problems] == ["yaml-depth"]


def test_the_first_level_too_many_is_named() -> None:
    assert found_in("a: 1\nb: [[[[[[[[[[[x]]]]]]]]]]]") == [(2, 11, "yaml-depth")]


def test_eight_levels_are_allowed() -> None:
    assert parse("a: " + "[" * 6 + "x" + "]" * 6) is not None


def test_aliases_multiply_nothing() -> None:
    rows = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]

    _, problems = parse_yaml("\n".join(["a0: &a0 [x]", *rows]), "a.md")

    assert {p.code for p in problems} == {"yaml-alias", "yaml-anchor"}
    assert len(problems) == 10 + 81


def test_endless_slips_end() -> None:
    text = "".join(f"k{n}: a: b\n" for n in range(1_000))

    assert 1 <= len(problems_of(text)) <= 50


@settings(max_examples=400)
@given(
    st.text()
    | st.lists(
        st.sampled_from(
            ["a", ": ", ":", "\n", "  ", "- ", "[", "]", "{", "}", ", ", '"', "'", "#", " #", "&a ",
             "*a", "!t ", "|", ">", "%", "@", "`", "? ", "---\n", "...\n", "\t", "\\", "\0", "\x1b",
             "\x85", "\u2028", "\ufeff", "é", "🚗", "\x7f"]
        )
    ).map("".join)
)  # fmt: skip
@example("0\n---\n#")
def test_no_text_stops_the_parser_and_every_problem_has_a_line(text: str) -> None:
    _, problems = parse_yaml(text, "a.md", first_line=2)

    last = 2 + text.count("\n")
    assert all(2 <= p.line <= last and p.column >= 1 for p in problems)
