"""What tests of importers share: a site, and the command run on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autoblog.cli import main

Outcome = tuple[int, str, str]
WriteSite = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def bring(write_site: WriteSite, capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Run `autoblog import …` on a site of three sections: exit status, output, errors."""
    root = write_site({})

    def run(*arguments: str | Path) -> Outcome:
        with pytest.raises(SystemExit) as caught:
            main(["import", *map(str, arguments), "--root", str(root)])
        printed = capsys.readouterr()
        return int(caught.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def site(write_site: WriteSite) -> Path:
    """Name the folder of that site."""
    return write_site({})


@pytest.fixture
def checked(site: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[int, str]]:
    """Run `autoblog check` on it, drafts and all: exit status, output."""

    def run() -> tuple[int, str]:
        with pytest.raises(SystemExit) as caught:
            main(["check", "--drafts", "--future", "--root", str(site)])
        return int(caught.value.code or 0), capsys.readouterr().out

    return run


def contents(site: Path) -> dict[str, bytes]:
    """Read all files of content/: path below it -> bytes."""
    folder = site / "content"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def content(site: Path) -> Callable[[], dict[str, bytes]]:
    """Read all files of the site's content/."""
    return lambda: contents(site)
