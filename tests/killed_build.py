"""Run by test_output_killed.py: builds a site in child processes that die by SIGKILL.

`calls`: each child dies before another system call of the build, spread over its whole length.
`moments`: each is killed at a random moment of the clock; every fourth builds from nothing. For
each, a line of JSON says which site it left, and what the next build made of that: "old", "new" or
"mixture".

Arguments: `calls` or `moments`; the folder of a site that is built already and whose posts were
edited since; where it may be copied to; the number of kills.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Mapping
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


def run_and_be_killed(root: Path, seconds: float) -> bool:
    """Build in a child that is killed after that time; tell whether it came to that."""
    child = os.fork()
    if not child:
        run(root)
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def at_calls(edited: Path, base: Path, kills: int) -> None:
    old = tree(edited)
    shutil.copytree(edited, base / "whole")
    calls = run_and_die(base / "whole", None)
    names = {"old": old, "new": tree(base / "whole")}
    for number in range(kills):
        root = base / str(number) / "site"
        shutil.copytree(edited, root)
        run_and_die(root, calls * (number + 1) // (kills + 1) or 1)  # none is before the first
        judge(root, names)


def at_moments(edited: Path, base: Path, kills: int) -> None:
    chance = random.Random(7)
    old = tree(edited)
    shutil.copytree(edited, base / "whole")
    begun = time.monotonic()
    run_and_die(base / "whole", None)
    seconds = time.monotonic() - begun
    new = tree(base / "whole")
    while kills:
        is_first = kills % 4 == 0
        root = base / "one" / "site"
        shutil.copytree(edited, root)
        if is_first:
            shutil.rmtree(root / "public")
            shutil.rmtree(root / ".autoblog")
        is_killed = run_and_be_killed(root, chance.uniform(0, seconds))
        # How long a build takes here and now: kills shall come at each of its moments.
        seconds *= 1.02 if is_killed else 0.9
        if is_killed:
            judge(root, {"old": {} if is_first else old, "new": new_of(new, is_first)})
            kills -= 1
        shutil.rmtree(root)


def new_of(site: Mapping[str, bytes], is_first: bool) -> dict[str, bytes]:
    """Leave the foreign file out of a site that is built where there was none."""
    return {path: data for path, data in site.items() if not (is_first and path.endswith("CNAME"))}


def judge(root: Path, names: Mapping[str, Mapping[str, bytes]]) -> None:
    """Say which site was left, and what the next build makes of it."""
    left = tree(root)
    run_and_die(root, None)
    result = {
        "left": next((name for name, site in names.items() if site == left), "mixture"),
        "next": next((name for name, site in names.items() if site == tree(root)), "mixture"),
        "beside": sorted(path.name for path in root.glob(".*.autoblog")),
    }
    print(json.dumps(result))


def main(how: str, edited: Path, base: Path, kills: int) -> None:
    # What is loaded and compiled here need not be in each child, and their time goes into files.
    shutil.copytree(edited, base / "warm")
    run(base / "warm")
    {"calls": at_calls, "moments": at_moments}[how](edited, base, kills)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
