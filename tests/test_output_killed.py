"""A kill at any moment of a build leaves the old site or the new one, whole.

`python3 build.py test tests/test_output_killed.py --faults all` kills 400 times in each test.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

import autoblog

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
SOURCE = str(Path(autoblog.__file__).parents[1])

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux", reason="needs fork, and folders that can be exchanged"
    ),
]


def posts(post: Callable[..., str], count: int, text: str) -> dict[str, str]:
    """Write posts that all pages of the site show something of."""
    return {
        f"content/knowledge/p{number}.md": post(
            f"{text} {number}", date=f"2025-06-{number % 28 + 1:02}", body=f"{text}.\n"
        )
        for number in range(count)
    }


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": SOURCE, "HOME": str(home)}


def build(root: Path) -> None:
    command = [sys.executable, "-m", "autoblog", "build", "--as-of", "2026-01-01", "--workers", "2"]
    subprocess.run(command, cwd=root, env=environment(root.parent), capture_output=True, check=True)


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> Callable[[int], int]:
    """Say how often to kill: that often, or 400 times."""
    return lambda few: 400 if pytestconfig.getoption("--faults") == "all" else few


def killed(how: str, root: Path, base: Path, count: int) -> list[dict[str, Any]]:
    """Let `killed_build.py` build copies of a site and kill them; gives what became of each."""
    program = str(Path(__file__).with_name("killed_build.py"))
    done = subprocess.run(
        [sys.executable, program, how, root, base, str(count)],
        env=environment(base), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(results) == count
    assert [result["next"] for result in results] == ["new"] * count
    assert [result["beside"] for result in results] == [[]] * count
    return results


def test_a_build_killed_at_random_moments(
    tmp_path: Path,
    write_site: WriteSite,
    post: Callable[..., str],
    kills: Callable[[int], int],
) -> None:
    root = write_site(posts(post, 24, "One"))
    build(root)
    (root / "public" / "CNAME").write_text("foreign", "utf-8")
    write_site(posts(post, 24, "Two"))

    results = killed("moments", root, tmp_path, kills(12))

    left = Counter(result["left"] for result in results)
    print(f"left by {len(results)} kills: {dict(left)}")
    assert left.keys() <= {"old", "new"}


def test_a_build_killed_before_each_kind_of_call(
    tmp_path: Path,
    write_site: WriteSite,
    post: Callable[..., str],
    kills: Callable[[int], int],
) -> None:
    count = kills(12)
    shown = 6 if count < 100 else 24  # a build has more calls than it is killed
    root = write_site(posts(post, shown, "One"))
    build(root)
    (root / "public" / "CNAME").write_text("foreign", "utf-8")
    write_site(posts(post, shown, "Two"))

    results = killed("calls", root, tmp_path, count)

    left = [result["left"] for result in results]
    assert left == sorted(left, key=["old", "new"].index)  # first only the old one, then the new
    assert {*left} == {"old", "new"}
