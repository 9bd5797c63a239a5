from __future__ import annotations

from pathlib import Path

import pytest

from autoblog.cli import main


def run(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    return int(caught.value.code or 0)


def test_a_new_site_builds_at_once_without_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "my site"

    assert run("init", site) == 0
    assert run("build", "--root", site) == 0

    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.startswith(f"{site} is laid out; next: cd '{site}' && autoblog build\n")
    assert "3 posts" in printed.out
    assert (site / "public" / "index.html").is_file()


@pytest.mark.parametrize("place", ["full", "file", "file/below"])
def test_a_place_that_is_taken_is_a_plain_error_and_stays_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")

    status = run("init", tmp_path / place)

    printed = capsys.readouterr()
    assert (status, printed.out) == (2, "")
    assert "Traceback" not in printed.err
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "full", "mine.txt"]
