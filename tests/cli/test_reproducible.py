"""Two machines make the same bytes; and `--verify` sees when they did not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import autoblog

pytestmark = pytest.mark.slow

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]
PROGRAM = [sys.executable, "-m", "autoblog", "build"]
SOURCE = str(Path(autoblog.__file__).parents[1])

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
MACHINES = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "umask": "0077"},
    {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "umask": "0002"},
    {"TZ": "", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "3", "umask": "0022"},
)


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_machines_that_differ_make_the_same_bytes(
    write_site: WriteSite, post: Callable[..., str], tmp_path: Path
) -> None:
    words = "anode brake cabin diesel engine filter gear hybrid".split()
    root = write_site(
        {
            "content/images/kühler.svg": SVG,
            "content/pages/über.md": "---\ntitle: Über İstanbul\n---\n\nIğdır.\n",
            **{
                f"content/knowledge/p{number:03}.md": post(
                    f"Is {words[number % 8]} {number} in?",
                    date=f"2025-0{1 + number % 9}-11T2{number % 3}:30",
                    body=f"{words[number % 7]} {words[number % 5]}, ![p](../images/kühler.svg)\n",
                    more=f"keywords: [{words[number % 8]}, {words[number % 6]} title]\n",
                )
                for number in range(210)  # more than one process does
            },
        }
    )
    trees = []

    for number, machine in enumerate(MACHINES):
        here = tmp_path / f"machine {number}" / ("deeper/" * number) / "site"
        shutil.copytree(root, here)
        home = tmp_path / f"home {number}"
        home.mkdir()
        done = subprocess.run(
            [*PROGRAM, "--workers", str(1 + number), "--as-of", "2025-09-01"],
            cwd=here,
            env={**os.environ, "PYTHONPATH": SOURCE, "HOME": str(home), **machine},
            umask=int(machine["umask"], 8),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        trees.append(tree(here / "public"))

    assert trees[0] == trees[1]
    assert trees[0] == trees[2]


def test_verify_finds_an_output_that_only_a_second_build_can_know_to_be_wrong(
    write_site: WriteSite, post: Callable[..., str], run: Run
) -> None:
    root = write_site({"content/knowledge/a.md": post("A"), "content/knowledge/b.md": post("B")})
    assert run("build", "--root", root, "--verify")[0] == 0
    page = root / "public/knowledge/b/index.html"
    state = page.stat()
    page.write_bytes(page.read_bytes().replace(b"Text.", b"Lies!"))
    os.utime(page, ns=(state.st_atime_ns, state.st_mtime_ns))

    unnoticed = run("build", "--root", root)
    found = run("build", "--root", root, "--verify")

    assert unnoticed[0] == 0
    assert found == (
        1,
        "",
        "autoblog: 1 file differs from a build from nothing, the first is"
        " knowledge/b/index.html; build with --fresh, and please report this\n",
    )
    assert run("build", "--root", root, "--fresh", "--verify")[0] == 0
