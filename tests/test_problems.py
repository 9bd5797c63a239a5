"""Problems as values, and as the lines that an author reads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoblog.problems import (
    FORBIDDEN,
    AutoblogError,
    ConfigError,
    ContentError,
    DeployError,
    ExtensionError,
    Place,
    Problem,
    Severity,
    TemplateError,
    errors_of,
    escaped,
    format_problem,
    in_order,
    listed,
    nearest,
    problem_at,
    shown,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("Plant", '"Plant"', id="text"),
        pytest.param(2024, '"2024"', id="number"),
        pytest.param("x" * 80, f'"{"x" * 80}"', id="80 characters"),
        pytest.param("x" * 81, f'"{"x" * 79}…"', id="81 characters"),
        pytest.param("a\nb", r'"a\nb"', id="line end"),
        pytest.param("\x1b[31mred", r'"\x1b[31mred"', id="terminal command"),
        pytest.param("a\u202eb", r'"a\u202eb"', id="change of direction"),
        pytest.param("电池 é", '"电池 é"', id="what people can read"),
    ],
)
def test_a_shown_value_is_quoted_cut_and_escaped(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_a_shown_value_is_cut_where_the_caller_wishes() -> None:
    assert shown("abcdef", 4) == '"abc…"'


@pytest.mark.parametrize(
    ("words", "expected"),
    [([], "nothing"), (["a"], "a"), (["a", "b"], "a or b"), (["a", "b", "c"], "a, b or c")],
    ids=["none", "one", "two", "three"],
)
def test_words_are_joined_for_a_sentence(words: list[str], expected: str) -> None:
    assert listed(words) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("summay", "summary", id="a letter is missing"),
        pytest.param("SUMMARY", "summary", id="case"),
        pytest.param("knowlege", "Knowledge", id="the candidate's own case is kept"),
        pytest.param("zzz", None, id="nothing like it"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_nearest_candidate_is_what_a_misspelt_word_meant(
    word: str, expected: str | None
) -> None:
    assert nearest(word, ["title", "summary", "Knowledge"]) == expected


def test_problems_are_ordered_by_place_and_said_once() -> None:
    later = Problem("b", "a.md", "m", 10, 1)
    earlier = Problem("b", "a.md", "m", 9, 3)
    first_column = Problem("c", "a.md", "m", 9, 1)
    other_file = Problem("a", "b.md", "m", 1, 1)

    ordered = in_order([other_file, later, earlier, later, first_column])

    assert ordered == (first_column, earlier, later, other_file)


def test_the_order_of_problems_does_not_depend_on_the_order_they_were_found_in() -> None:
    problems = [Problem(code, "a.md", message, 1, 1) for code in "ab" for message in "xy"]

    assert in_order(problems) == in_order(reversed(problems))


def test_warnings_are_no_errors() -> None:
    warning = Problem("w", "a.md", "m", severity=Severity.WARNING)
    error = Problem("e", "a.md", "m")

    assert errors_of([warning, error]) == (error,)
    assert (warning.is_error, error.is_error) == (False, True)


def test_a_problem_at_a_place_has_its_line_and_column() -> None:
    problem = problem_at(Place(3, 7), "code", "a.md", "message", "hint")

    assert (problem.line, problem.column, problem.hint, problem.is_error) == (3, 7, "hint", True)


def test_a_problem_is_written_with_its_place_its_line_and_a_caret() -> None:
    problem = Problem("bad-value", "content/a.md", "it is 7; expected 8", 12, 7, "write 8")

    assert format_problem(problem, "size: 7") == (
        "content/a.md:12:7: bad-value: it is 7; expected 8; write 8\n  12 | size: 7\n     |       ^"
    )


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        pytest.param(Problem("c", "a.png", "m"), "a.png: c: m", id="the whole file"),
        pytest.param(Problem("c", "a.md", "m", 2), "a.md:2:1: c: m", id="a line without column"),
        pytest.param(
            Problem("c", "a.md", "m", 2, 3, severity=Severity.WARNING),
            "a.md:2:3: warning: c: m",
            id="warning",
        ),
    ],
)
def test_what_a_problem_does_not_know_is_left_out(problem: Problem, expected: str) -> None:
    assert format_problem(problem) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        pytest.param(
            "https://me:sesame@a.example/x", "https://me:******@a.example/x", id="its own"
        ),
        pytest.param("ssh://me:s@same@a.example", "ssh://me:******@a.example", id="with an @"),
        pytest.param("https://:sesame@a.example", "https://:******@a.example", id="without a name"),
        pytest.param("ssh://git@a.example:22/x", "ssh://git@a.example:22/x", id="none"),
        pytest.param("https://a.example:80/@x", "https://a.example:80/@x", id="a port"),
    ],
)
def test_a_password_in_an_address_is_shown_to_nobody(address: str, expected: str) -> None:
    problem = Problem("c", "a.md", f"m {address}", 1, 5, f"h {address}")

    assert format_problem(problem, f"to: {address}").split("\n") == [
        f"a.md:1:5: c: m {expected}; h {expected}", f"  1 | to: {expected}", "    |     ^",
    ]  # fmt: skip
    assert shown(address + "/" * 80, 20) == shown(expected + "/" * 80, 20)


@pytest.mark.parametrize(
    ("line", "column", "cells"),
    [
        pytest.param("title: x", 8, 7, id="latin"),
        pytest.param("标题: x", 5, 6, id="wide characters take two cells"),
        pytest.param("e\u0301e: x", 5, 3, id="a combining accent takes none"),
        pytest.param("\tx", 2, 1, id="a tab is shown as one space"),
        pytest.param("a\x1bb", 3, 5, id="an escape takes the width it is written in"),
    ],
)
def test_the_caret_stands_below_the_character(line: str, column: int, cells: int) -> None:
    caret_line = format_problem(Problem("c", "a.md", "m", 1, column), line).split("\n")[-1]

    assert caret_line == "    | " + " " * cells + "^"


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "x" * 5000 + "HERE" + "y" * 5000

    _, shown_line, caret_line = format_problem(Problem("c", "a.md", "m", 1, 5001), line).split("\n")

    assert len(shown_line) < 200
    assert shown_line[caret_line.index("^") :].startswith("HERE")


def test_messages_and_hints_cannot_flood_a_log() -> None:
    problem = Problem("c", "a.md", "m" * 100_000, 1, 1, "h" * 100_000)

    assert len(format_problem(problem, "x" * 100_000)) < 2_000


@given(path=st.text(), message=st.text(), hint=st.text(), line=st.text(), column=st.integers(0, 99))
def test_content_commands_neither_a_terminal_nor_a_ci(
    path: str, message: str, hint: str, line: str, column: int
) -> None:
    problem = Problem("code", f"content/{path}", message, 5, column, hint)

    first, *others = format_problem(problem, line).split("\n")

    assert first.startswith("content/")
    assert len(others) in (0, 2)
    assert all(other.startswith(("  5 | ", "    | ")) for other in others)
    assert (first + "".join(others)).isprintable()


@pytest.mark.parametrize("char", ["\0", "\x08", "\x1b", "\x7f", "\x9f", "\ud800", "\ufffe", "\r"])
def test_what_no_page_can_hold_is_known(char: str) -> None:
    assert FORBIDDEN.search(f"a{char}b")


@pytest.mark.parametrize("char", ["\t", "\n", " ", "é", "\x85", "\u2028", "电", "\ufeff", "🚗"])
def test_what_a_page_can_hold_is_known(char: str) -> None:
    assert not FORBIDDEN.search(f"a{char}b")


def test_escaping_leaves_what_is_already_escaped() -> None:
    once = escaped("a\x1bb")

    assert escaped(once) == once == r"a\x1bb"


@pytest.mark.parametrize(
    ("error", "exit_code"),
    [
        (AutoblogError, 1),
        (ConfigError, 2),
        (ContentError, 1),
        (TemplateError, 1),
        (ExtensionError, 1),
        (DeployError, 1),
    ],
)
def test_an_error_carries_its_problems_and_an_exit_code(
    error: type[AutoblogError], exit_code: int
) -> None:
    problem = Problem("c", "a.md", "m")

    raised = error("in one line", [problem])

    assert str(raised) == "in one line"
    assert raised.problems == (problem,)
    assert raised.exit_code == exit_code
    assert isinstance(raised, AutoblogError)
