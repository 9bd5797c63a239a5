"""Run by test_output_killed.py: publishes a site in child processes that kill themselves.

The n-th child dies right before its n-th system call that changes a folder, until one survives.
For each, a line of JSON says what it left, and what the next build made of that.

Arguments: an empty folder; "exchange", "one folder" or "one by one"; what the next build wants,
"new" or "old".
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from autoblog.digest import digest_bytes
from autoblog.model import Output
from autoblog.render.output import (
    _replace_one_by_one,
    discard,
    publish,
    staging_folder,
)
from autoblog.render.output_guard import OWNED_LIST

OLD = {"index.html": "old", "same/index.html": "same", "gone/index.html": "old", "a/b.html": "old"}
NEW = {"index.html": "new", "same/index.html": "same", "c/d/new.html": "new", "a/b.html": "new"}
PART = {**OLD, "a/c/d.html": "old"}, {**OLD, "a/b.html": "new", "a/c/d.html": "new"}
FOREIGN = {"CNAME": "foreign", "a/notes.txt": "foreign", "gone/notes.txt": "foreign"}
EVENTS = {
    "ctypes.dlsym", "open", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir",
    "os.scandir", "shutil.copyfile", "shutil.rmtree",
}  # fmt: skip


def put(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def publish_files(output: Path, files: Mapping[str, str], way: str) -> None:
    staging = staging_folder(output)
    put(staging, files)
    outputs = {
        name: Output(name, digest_bytes(text.encode()), len(text)) for name, text in files.items()
    }
    if way != "one by one":
        publish(output, staging, outputs)
    else:
        # What `publish` does where no exchange is possible.
        (staging / OWNED_LIST).write_text("".join(f"{name}\n" for name in files), "utf-8")
        _replace_one_by_one(staging, output, sorted(files), sorted(OLD.keys() - files.keys()))
    discard(staging)


def tree(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != OWNED_LIST)
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def die_before(call: int) -> None:
    """Kill this process right before that call, counted from 1."""
    seen = 0

    def hook(event: str, _: object) -> None:
        nonlocal seen
        seen += event in EVENTS
        if event in EVENTS and seen == call:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def main(base: Path, way: str, wish: str) -> None:
    call, was_killed = 0, True
    old, new = PART if way == "one folder" else (OLD, NEW)
    while was_killed:
        call += 1
        output = base / str(call) / "public"
        publish_files(output, old, "exchange")
        put(output, FOREIGN)
        child = os.fork()
        if not child:
            die_before(call)
            publish_files(output, new, way)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        was_killed = os.WIFSIGNALED(status)
        assert was_killed or status == 0
        left = tree(output)
        publish_files(output, new if wish == "new" else old, "exchange")
        beside = sorted(path.name for path in output.parent.iterdir())
        print(
            json.dumps({"killed": was_killed, "left": left, "next": tree(output), "beside": beside})
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
