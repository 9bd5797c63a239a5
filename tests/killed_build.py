"""Run by test_output_killed.py: builds a site in child processes that kill themselves.

Each child dies before another system call of the build, spread over its whole length. For each, a
line of JSON says which site it left, and what the next build made of that: "old", "new" or
"mixture".

Arguments: the folder of a site that is built already and whose posts were edited since; where it
may be copied to; the number of kills.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from autoblog.build import Request, build
from autoblog.cache import Cache

NOW = datetime(2026, 1, 1, tzinfo=UTC)
EVENTS = {
    "ctypes.dlsym", "open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir",
    "os.scandir", "shutil.rmtree", "sqlite3.connect",
}  # fmt: skip


def run(root: Path) -> None:
    cache = Cache(root / ".autoblog" / "cache.sqlite")
    build(Request(root, root / "public", root.parent, NOW), cache)
    cache.close()


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in (root / "public").rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def run_and_die(root: Path, call: int | None) -> int:
    """Build in a child that dies right before that call; return how many calls there were."""
    inlet, outlet = os.pipe()
    child = os.fork()
    if not child:
        seen = 0

        def hook(event: str, _: object) -> None:
            nonlocal seen
            if event in EVENTS:
                seen += 1
                if seen == call:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        run(root)
        os.write(outlet, str(seen).encode())
        os._exit(0)
    os.close(outlet)
    with open(inlet, encoding="ascii") as stream:  # noqa: PTH123 - a descriptor, not a path
        calls = stream.read()
    status = os.waitpid(child, 0)[1]
    assert (os.WIFSIGNALED(status) and call) or status == 0
    return int(calls or 0)


def main(edited: Path, base: Path, kills: int) -> None:
    old = tree(edited)
    shutil.copytree(edited, base / "whole")
    calls = run_and_die(base / "whole", None)
    new = tree(base / "whole")
    for number in range(kills):
        root = base / str(number) / "site"
        shutil.copytree(edited, root)
        run_and_die(root, calls * (number + 1) // (kills + 1))
        left = tree(root)
        run(root)
        names = {"old": old, "new": new}
        result = {
            "left": next((name for name, site in names.items() if site == left), "mixture"),
            "next": next((name for name, site in names.items() if site == tree(root)), "mixture"),
            "beside": sorted(path.name for path in root.glob(".*.autoblog")),
        }
        print(json.dumps(result))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
