"""`.autoblog/` deleted or damaged while a build runs, and a clock that was set back.

`python3 build.py test tests/faults/test_memory_lost.py --faults all` takes 24 moments of a build
instead of a few.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import autoblog
from conftest import post_text, site_written

SOURCE = str(Path(autoblog.__file__).parents[1])
SABOTAGE = """\
import shutil, sys
from pathlib import Path

kind, wanted = sys.argv[1], int(sys.argv[2])
seen, is_done = 0, False


def hook(event, _):
    global seen, is_done
    if event not in ("open", "os.link", "os.mkdir", "os.rename", "os.scandir") or is_done:
        return
    seen += 1
    if seen == wanted:
        is_done = True
        if kind == "deleted":
            shutil.rmtree(".autoblog", ignore_errors=True)
        else:
            for path in Path(".autoblog").glob("cache.sqlite*"):
                data = bytearray(path.read_bytes())
                for at in range(wanted % 97, len(data), 97):
                    data[at] ^= 1 << at % 8
                path.write_bytes(data)


from autoblog.cli import main

sys.addaudithook(hook)
main(["build", "--as-of", "2026-01-01", "--workers", "1"])
"""
KINDS = ("deleted", "bits flipped")


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": SOURCE, "HOME": str(root.parent)}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def build(root: Path) -> subprocess.CompletedProcess[str]:
    return run(root, "-m", "autoblog", "build", "--as-of", "2026-01-01", "--workers", "1")


@pytest.fixture
def site(
    edited: tuple[Path, dict[str, bytes], dict[str, bytes]], tmp_path: Path
) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A copy of the edited site."""
    root, old, new = edited
    return shutil.copytree(root, tmp_path / "site"), old, new


@pytest.fixture(scope="module")
def edited(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A site that is built and then edited: its folder, the old output and the new one."""
    names = [f"content/knowledge/p{number}.md" for number in range(4)]
    root = site_written(
        tmp_path_factory.mktemp("memory") / "site",
        {name: post_text(name[-5:-3], body="Old.\n") for name in names},
    )
    assert build(root).returncode == 0
    old = tree(root / "public")
    for name in names[:2]:
        (root / name).write_text(post_text(name[-5:-3], body="New.\n"), "utf-8")
    shutil.copytree(root, root.with_name("clean"), ignore=shutil.ignore_patterns(".*", "public"))
    assert build(root.with_name("clean")).returncode == 0
    return root, old, tree(root.with_name("clean") / "public")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("moment", [5, 12, 20, 30, 40, 55, 70, 90, 110, 140, 180, 240])
def test_a_memory_lost_midway_costs_no_more_than_that_build(
    site: tuple[Path, dict[str, bytes], dict[str, bytes]], kind: str, moment: int
) -> None:
    root, old, new = site

    done = run(root, "-c", SABOTAGE, kind, str(moment))

    left = tree(root / "public")
    assert left in (old, new)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode or left == new
    assert build(root).returncode == 0
    assert tree(root / "public") == new


@pytest.mark.slow
def test_a_clock_that_was_set_back_hides_no_edit(
    site: tuple[Path, dict[str, bytes], dict[str, bytes]],
) -> None:
    root, _, new = site
    tomorrow = time.time() + 86_400
    for path in root.rglob("*"):
        os.utime(path, (tomorrow, tomorrow))

    done = build(root)

    assert (done.returncode, done.stderr) == (0, "")
    assert tree(root / "public") == new
