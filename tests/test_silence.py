"""Findings that an author lets stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from autoblog.cli.main import autoblog
from autoblog.parts import Silence
from autoblog.problems import Place, Problem, Severity
from autoblog.silence import hushed, reason_of

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Post = Callable[..., str]

SILENCES = {"a.md": (Silence("unknown-anchor", "it comes", Place(6, 3)),)}


def test_only_the_post_that_says_so_is_silent_and_only_of_that_code() -> None:
    problems = [
        Problem("unknown-anchor", "a.md", "x"),
        Problem("unknown-anchor", "b.md", "x"),
        Problem("broken-link", "a.md", "x"),
    ]

    severities = [problem.severity.value for problem in hushed(problems, SILENCES)]

    assert severities == ["silenced", "error", "error"]
    assert reason_of(problems[0], SILENCES) == "it comes"
    assert reason_of(problems[1], SILENCES) is None


@pytest.mark.parametrize("severity", list(Severity)[:2])
def test_what_a_right_page_cannot_do_without_is_not_silenced(severity: Severity) -> None:
    silences = {"a.md": (Silence("broken-link", "I know", Place(6, 3)),)}
    problem = Problem("broken-link", "a.md", "x", severity=severity)

    hush = hushed([problem], silences)[0].severity

    assert hush is (Severity.ERROR if severity is Severity.ERROR else Severity.SILENCED)


@pytest.mark.parametrize("command", ["build", "check"])
def test_a_silenced_problem_neither_stops_nor_is_told(
    write_site: WriteSite, post: Post, command: str
) -> None:
    more = "silence: {unknown-anchor: it comes, category-case: as the law writes it}\n"
    body = "See [there](#nowhere) and [b](b.md#nowhere).\n"
    root = write_site(
        {
            "content/a.md": post("A", category="knowledge", more=more, body=body),
            "content/b.md": post("B"),
        }
    )

    for _ in range(2):  # the second time the post comes out of the cache
        result = CliRunner().invoke(autoblog, [command, "--root", str(root), "--workers", "1"])

        assert result.exit_code == 0
        assert "unknown-anchor" not in result.output
        assert "category-case" not in result.output


@pytest.mark.parametrize("value", ["{title-long: }", "[title-long]", "title-long", '{a: ""}'])
def test_a_silence_without_a_reason_is_a_problem(
    write_site: WriteSite, post: Post, value: str
) -> None:
    root = write_site({"content/a.md": post("A", more=f"silence: {value}\n")})

    result = CliRunner().invoke(autoblog, ["build", "--root", str(root), "--workers", "1"])

    assert result.exit_code == 1
    assert "content/a.md:6:" in result.output
    assert "silence" in result.output.splitlines()[0]
