"""A fault at the n-th system call of a build: the old site or the new one, and one plain line.

strace lets the call fail, once or from then on. `python3 build.py test
tests/faults/test_system_calls.py --faults all -s` goes through all of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import autoblog
from conftest import post_text, site_written

SOURCE = str(Path(autoblog.__file__).parents[1])
CALLS = {
    "rename": "rename,renameat,renameat2",
    "link": "link,linkat",
    "mkdir": "mkdir,mkdirat",
    "write": "write,pwrite64,writev",
    "unlink": "unlink,unlinkat,rmdir",
    "open": "open,openat",
}
NUMBERS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987)
# Where Python itself cannot begin, or load a module, it says so in its own way.
PYTHONS_OWN = "import", "Python runtime state: core initialized"
pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build(root: Path, *, inject: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autoblog", "build", "--as-of", "2026-01-01", "--workers", "1"]
    if inject:
        calls = inject.partition(":")[0]
        strace = ["strace", "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "-e", f"trace={calls}"]
        command = [*strace, "-e", f"inject={inject}", *command]
    environment = {
        **os.environ, "PYTHONPATH": SOURCE, "HOME": str(root.parent), "PYTHONDONTWRITEBYTECODE": "1"
    }  # fmt: skip
    return subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, dict[str, bytes], dict[str, bytes]]:
    """A site that is built and then edited: its folder, the old output and the new one.

    Nothing is done to it: each build has a copy.
    """
    names = [f"content/knowledge/p{number}.md" for number in range(6)]
    root = site_written(
        tmp_path_factory.mktemp("calls") / "site",
        {name: post_text(name[-5:-3], body="Old.\n") for name in names},
    )
    assert build(root).returncode == 0
    old = tree(root / "public")
    for name in names[:4]:
        (root / name).write_text(post_text(name[-5:-3], body="New.\n"), "utf-8")
    (root / names[5]).unlink()
    shutil.copytree(root, root.with_name("clean"))
    assert build(root.with_name("clean")).returncode == 0
    return root, old, tree(root.with_name("clean") / "public")


@pytest.mark.slow
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
@pytest.mark.parametrize("kind", CALLS)
@pytest.mark.parametrize("lasting", ["", "+"], ids=["once", "for good"])
def test_a_call_that_fails_leaves_the_old_site_or_the_new_one(
    site: tuple[Path, dict[str, bytes], dict[str, bytes]],
    pytestconfig: pytest.Config,
    kind: str,
    lasting: str,
    error: str,
) -> None:
    root, old, new = site
    numbers = NUMBERS if pytestconfig.getoption("--faults") == "all" else NUMBERS[::5]
    told = dict.fromkeys(("old", "new"), 0)
    for number in numbers:
        scene = root.with_name("scene")
        shutil.rmtree(scene, ignore_errors=True)
        shutil.copytree(root, scene, symlinks=True)
        done = build(scene, inject=f"{CALLS[kind]}:error={error}:when={number}{lasting}")
        left = tree(scene / "public")
        where = f"{kind} {number}{lasting}: {done.stderr[-600:]}"
        assert left in (old, new), where
        is_pythons = any(words in done.stderr for words in PYTHONS_OWN)
        assert "Traceback" not in done.stderr or is_pythons, where
        assert done.returncode or left == new, where
        assert build(scene).returncode == 0, where
        assert tree(scene / "public") == new, where
        told["new" if left == new else "old"] += 1
    print(f"{kind} {lasting or 'once'} {error}: {told}")
