"""A disk that is full or read-only: the last good site, a plain line, a status that is not 0.

The output lies on a small disk of its own, which only root can mount.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import autoblog
from conftest import post_text, site_written

SOURCE = str(Path(autoblog.__file__).parents[1])
SIZES_KIB = tuple(range(80, 840, 40))  # from too little for one site to room for two
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="only root can mount"),
]


@contextmanager
def disk(folder: Path, options: str) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def build(root: Path, output: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autoblog", "build", "--output", str(output)]
    command += ["--as-of", "2026-01-01", "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": SOURCE, "HOME": str(root.parent)}
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


FILES = {f"content/knowledge/p{number}.md": post_text(f"P{number}") for number in range(6)}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of six posts."""
    return site_written(tmp_path / "site", FILES)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build makes of the edited site where there is room."""
    folder = tmp_path_factory.mktemp("good")
    edit(site_written(folder / "site", FILES))
    assert build(folder / "site", folder / "public").returncode == 0
    return tree(folder / "public")


def edit(site: Path) -> None:
    """Change what all pages show."""
    settings = site / "site.yaml"
    text = settings.read_text("utf-8").replace("Test Journal", "Another Journal")
    settings.write_text(text, "utf-8")


@pytest.mark.parametrize("size_kib", SIZES_KIB)
def test_a_full_disk_leaves_the_last_good_site(
    site: Path, good: dict[str, bytes], tmp_path: Path, size_kib: int
) -> None:
    small = tmp_path / "disk"
    with disk(small, f"size={size_kib}k"):
        first = build(site, small / "public")
        old = tree(small / "public") if first.returncode == 0 else {}
        edit(site)
        second = build(site, small / "public")
        left = tree(small / "public")
        remaining = sorted(path.name for path in small.iterdir())
    for done in (first, second):
        assert "Traceback" not in done.stderr
        if done.returncode:
            assert done.stderr.count("\n") == 1, done.stderr
            assert "No space left on device" in done.stderr
    assert left == (good if second.returncode == 0 else old)
    assert set(remaining) <= {"public"}
    print(f"{size_kib} KiB: {first.returncode}, {second.returncode}")


def test_an_output_that_cannot_be_written_keeps_its_site(site: Path, tmp_path: Path) -> None:
    small = tmp_path / "disk"
    with disk(small, "size=4m"):
        assert build(site, small / "public").returncode == 0
        before = tree(small / "public")
        edit(site)
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        done = build(site, small / "public")
        after = tree(small / "public")

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "Read-only file system" in done.stderr
    assert after == before
