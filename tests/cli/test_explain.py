"""`autoblog explain`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from autoblog.cli.main import autoblog
from autoblog.manual import explanations, read_page

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def test_a_code_is_explained_in_lines_that_fit(run: Run) -> None:
    status, out, _ = run("explain", "yaml-colon")

    assert status == 0
    assert out.startswith("yaml-colon\n\nA value holds a colon")
    assert 'title: "Tyres: what to know"' in " ".join(out.split())
    assert max(map(len, out.splitlines())) <= 60


def test_a_misspelt_code_gets_the_nearest_one(run: Run) -> None:
    assert run("explain", "yaml-colum") == (
        2,
        "",
        'autoblog: "yaml-colum" is not a code; did you mean "yaml-colon"?\n',
    )
    assert "lists all" in run("explain", "qqq")[2]


def test_without_a_code_all_are_listed_on_a_line_each(run: Run) -> None:
    status, out, _ = run("explain")

    assert status == 0
    assert [line.split()[0] for line in out.splitlines()] == [*explanations(PAGE)]


def test_links_and_emphasis_are_left_out_and_paragraphs_stay() -> None:
    page = "# P\n\n### a-code\n\n**Warning.** See [the\npage](x.md#y).\n\nMore.\n\n## Next\n\nNo.\n"

    assert explanations(page) == {"a-code": "Warning. See the page.\n\nMore."}


def test_the_shell_completes_codes() -> None:
    completed = CliRunner().invoke(
        autoblog,
        env={
            "_AUTOBLOG_COMPLETE": "bash_complete",
            "COMP_WORDS": "autoblog explain yaml-co",
            "COMP_CWORD": "2",
        },
        prog_name="autoblog",
    )

    assert completed.output.split() == ["plain,yaml-colon", "plain,yaml-comment"]


PAGE = read_page("problems.md")
