"""The wheel and the source archive: always the same bytes, and all that a site needs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PARTS = ("LICENSE", "README.md", "docs", "pyproject.toml", "src", "static", "templates")

pytestmark = pytest.mark.skipif(
    not (REPOSITORY / "build.py").is_file(), reason="the wheel is built from the repository"
)


def archives(folder: Path, *, time_s: int) -> dict[str, Path]:
    """Build both in a copy of the repository, whose files all changed at that time."""
    for name in PARTS:
        source, target = REPOSITORY / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy(source, target)
    for path in folder.rglob("*"):
        os.utime(path, (time_s, time_s))
    environment = {key: value for key, value in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return {path.suffix: path for path in (folder / "dist").iterdir()}


@pytest.mark.slow
def test_what_is_built_twice_is_the_same_and_makes_a_site(tmp_path: Path) -> None:
    first = archives(tmp_path / "first", time_s=1_600_000_000)
    second = archives(tmp_path / "second" / "deeper", time_s=1_700_000_000)

    assert {*first} == {".whl", ".gz"}
    for kind, path in first.items():
        assert path.read_bytes() == second[kind].read_bytes(), kind

    with zipfile.ZipFile(first[".whl"]) as wheel:
        wheel.extractall(tmp_path / "installed")
    environment = {
        **os.environ, "PYTHONPATH": str(tmp_path / "installed"), "HOME": str(tmp_path)
    }  # fmt: skip

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    assert str(tmp_path) in run("-c", "import autoblog; print(autoblog.__file__)")
    run("-m", "autoblog", "init", "site")
    run("-m", "autoblog", "build", "--root", "site")
    assert "not" in run("-m", "autoblog", "explain", "not-utf-8")
    assert run("-m", "autoblog", "schema", "site", "--root", "site").startswith("{")
    assert "<title>" in (tmp_path / "site/public/index.html").read_text("utf-8")
    assert list((tmp_path / "site/public").rglob("*.css"))
    missing = [
        path.relative_to(REPOSITORY / "src").as_posix()
        for path in (REPOSITORY / "src/autoblog").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        and not (tmp_path / "installed" / path.relative_to(REPOSITORY / "src")).is_file()
    ]  # fmt: skip
    assert missing == []
