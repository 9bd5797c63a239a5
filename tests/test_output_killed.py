"""A kill at any moment of a build leaves the old site or the new one, whole.

`python3 build.py test tests/test_output_killed.py --faults all` kills 400 times in each test.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import autoblog

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
SOURCE = str(Path(autoblog.__file__).parents[1])

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="needs fork, and folders that can be exchanged"
)


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


def build(root: Path, *, seconds: float | None = None) -> bool:
    """Run a build; when it takes longer than that, kill it with SIGKILL. Tell whether it ended."""
    command = [sys.executable, "-m", "autoblog", "build", "--as-of", "2026-01-01", "--workers", "2"]
    try:
        subprocess.run(
            command,
            cwd=root,
            env=environment(root.parent),
            capture_output=True,
            check=True,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return False
    return True


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> Callable[[int], int]:
    """Say how often to kill: that often, or 400 times."""
    return lambda few: 400 if pytestconfig.getoption("--faults") == "all" else few


def test_a_build_killed_at_random_moments(
    write_site: WriteSite, post: Callable[..., str], kills: Callable[[int], int]
) -> None:
    root = write_site(posts(post, 60, "One"))
    public = root / "public"
    build(root)
    (public / "CNAME").write_text("foreign", "utf-8")
    sites = {"One": tree(public)}
    write_site(posts(post, 60, "Two"))
    begun = time.monotonic()
    build(root)
    whole = time.monotonic() - begun  # of a build that nobody disturbs, on this machine, now
    sites["Two"] = tree(public)
    moments = random.Random(7)
    before, after = "Two", "One"
    ends: Counter[str] = Counter()

    while ends["old"] + ends["new"] < kills(5):
        write_site(posts(post, 60, after))
        begun = time.monotonic()
        ended = build(root, seconds=moments.uniform(0.1, 1) * whole)
        first = time.monotonic() - begun
        left = tree(public)
        assert left in (sites[before], sites[after])
        ends["ended" if ended else "old" if left == sites[before] else "new"] += 1
        begun = time.monotonic()
        build(root)
        if ended or left == sites[before]:  # one of the two had all to do
            whole = first if ended else time.monotonic() - begun
        assert tree(public) == sites[after]
        assert list(root.glob(".*.autoblog")) == []
        before, after = after, before

    print(f"killed, and left the old site or the new one; ended before that: {dict(ends)}")


def test_a_build_killed_before_each_kind_of_call(
    tmp_path: Path,
    write_site: WriteSite,
    post: Callable[..., str],
    kills: Callable[[int], int],
) -> None:
    count = kills(12)
    root = write_site(posts(post, 6, "One"))
    build(root)
    (root / "public" / "CNAME").write_text("foreign", "utf-8")
    write_site(posts(post, 6, "Two"))

    done = subprocess.run(
        [
            sys.executable,
            str(Path(__file__).with_name("killed_build.py")),
            root,
            tmp_path,
            str(count),
        ],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in done.stdout.splitlines()]
    left = [result["left"] for result in results]
    assert left == sorted(left, key=["old", "new"].index)  # first only the old one, then the new
    assert {*left} == {"old", "new"}
    assert [result["next"] for result in results] == ["new"] * count
    assert [result["beside"] for result in results] == [[]] * count
