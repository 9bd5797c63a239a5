"""The theorem: after any edits an incremental build equals a clean one, byte for byte.

The clean tree is made in a process of its own, where hash seed, number of workers, time zone and
locale differ. `--edits N` makes the campaign longer; every hundredth edit of a seed then says so.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from autoblog.build import Request, build
from autoblog.cache import FILE, FOLDER, Cache
from autoblog.problems import AutoblogError
from autoblog.render.output_guard import OWNED_LIST
from autoblog.report import Report, Show
from theorem.site_editor import SiteEditor

REPOSITORY = Path(__file__).parents[2]
SEEDS = 6
LINE_EVERY = 100


class StopError(Exception):
    """Interrupts a build in its middle."""


class Laboratory:
    """A site that is edited, built incrementally, and compared with clean builds."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.seed = seed
        self.chance = random.Random(seed)
        self.dice = random.Random(seed)
        self.root = folder / "site"
        self.root.mkdir()
        self.editor = SiteEditor(self.root, self.chance)
        self.editor.lay_out(REPOSITORY)
        self.outputs = [folder / "a", folder / "b"]
        self.clean = folder / "clean"
        self.backup = folder / "backup"
        environment = {
            **os.environ,
            "PYTHONHASHSEED": str(seed + 1),
            "TZ": "America/St_Johns",
            "LC_ALL": "C",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        self.builder = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("clean_builder.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def close(self) -> None:
        """End the other process."""
        assert self.builder.stdin is not None and self.builder.stdout is not None
        self.builder.stdin.close()
        self.builder.stdout.close()
        self.builder.wait(timeout=300)

    def build(self, output: Path, *, stop_at: int = 0) -> Report:
        """Build incrementally. stop_at: the step of progress at which the build is interrupted."""
        steps = 0

        def progress(name: str, done: int, count: int) -> None:
            nonlocal steps
            steps += 1
            if steps == stop_at:
                raise StopError

        cache = Cache(self.root / FOLDER / FILE)
        request = Request(
            root=self.root,
            output=output,
            home=self.root.parent / "home",
            now=self.editor.now,
            show=Show(drafts=self.editor.show_drafts),
            clock_tolerance_s=0.02,
        )
        try:
            return build(request, cache, progress=progress)
        finally:
            cache.close()

    def problems_of_clean_build(self) -> list[str]:
        """Let the other process build into `clean`."""
        assert self.builder.stdin is not None and self.builder.stdout is not None
        order = {
            "root": str(self.root),
            "output": str(self.clean),
            "now": self.editor.now.isoformat(),
            "drafts": "yes" if self.editor.show_drafts else "no",
            # Of its own dice, so that a seed makes the same edits whatever stands here. A pool
            # takes five times as long as all else in so small a site.
            "workers": self.dice.choice("11111123"),
        }
        self.builder.stdin.write(json.dumps(order) + "\n")
        self.builder.stdin.flush()
        answer: list[str] = json.loads(self.builder.stdout.readline())
        return answer

    def save(self) -> None:
        """Keep a copy of all sources, for a revert."""
        shutil.rmtree(self.backup, ignore_errors=True)
        ignored = shutil.ignore_patterns(FOLDER)
        shutil.copytree(self.root, self.backup, ignore=ignored)

    def revert(self) -> None:
        """Put all saved sources back, with their old times."""
        for path in self.root.iterdir():
            if path.name != FOLDER:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self.backup, self.root, dirs_exist_ok=True)


@pytest.fixture
def laboratory(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Laboratory]:
    """Set up a laboratory for a seed."""
    made = Laboratory(tmp_path, request.param)
    yield made
    made.close()


@pytest.mark.parametrize("laboratory", range(SEEDS), indirect=True)
def test_after_any_edits_an_incremental_build_equals_a_clean_one(
    laboratory: Laboratory, pytestconfig: pytest.Config, capfd: pytest.CaptureFixture[str]
) -> None:
    edits = max(1, int(pytestconfig.getoption("--edits")) // SEEDS)
    history: list[str] = []
    started = time.monotonic()
    laboratory.build(laboratory.outputs[0])

    for number in range(1, edits + 1):
        state = laboratory.editor.now, laboratory.editor.show_drafts
        laboratory.save()
        history.append(laboratory.editor.edit())
        output = laboratory.chance.choice([laboratory.outputs[0], *laboratory.outputs])
        history += disturb(laboratory, output)
        before = tree(output)
        expected = laboratory.problems_of_clean_build()
        try:
            laboratory.build(output)
        except AutoblogError as error:
            assert expected, (repr(error), history)
            assert [repr(problem) for problem in error.problems] == expected, history
            assert tree(output) == before, history
            laboratory.revert()
            laboratory.editor.now, laboratory.editor.show_drafts = state
            history.append("reverted")
        else:
            assert expected == [], history
            assert tree(output) == tree(laboratory.clean), history
            assert laboratory.build(output).written == (), history
        if number % LINE_EVERY == 0:
            with capfd.disabled():  # to the terminal, from a worker of pytest-xdist too
                seconds = time.monotonic() - started
                line = f"seed {laboratory.seed}: {number} of {edits} edits in {seconds:.0f} s"
                print(line, file=sys.stderr, flush=True)


def disturb(laboratory: Laboratory, output: Path) -> list[str]:
    """Let something happen behind the build's back, at times."""
    cache = laboratory.root / FOLDER / FILE
    chance = laboratory.chance
    kind = chance.choice(
        [*[""] * 8, "interrupt", "old cache", "no cache", "bytes", "rows", "output"]
    )
    older = cache.with_name("older")
    if kind == "interrupt":
        try:
            laboratory.build(output, stop_at=chance.randrange(1, 60))
        except (StopError, AutoblogError):
            laboratory.revert()
            return ["interrupted, then reverted"]
    elif kind == "old cache" and older.exists():
        shutil.copy(older, cache)
    elif kind == "no cache":
        shutil.copy(cache, older)
        cache.unlink()
    elif kind == "bytes":
        data = bytearray(cache.read_bytes())
        for _ in range(chance.randrange(1, 40)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        cache.write_bytes(data[: chance.choice([len(data), len(data), len(data) // 2])])
    elif kind == "rows":
        forge_rows(cache, chance)
    elif kind == "output" and output.exists():
        # What its list does not name is nobody's, and stays or is refused: that has own tests.
        files = [path for path in sorted(output.rglob("*")) if path.is_file()]
        victim = chance.choice([path for path in files if path.name != OWNED_LIST])
        victim.unlink() if chance.random() < 0.5 else victim.write_bytes(b"changed by hand")
    return [kind] if kind else []


def forge_rows(cache: Path, chance: random.Random) -> None:
    """Change a value in the cache without its seal, as a rotten disk would.

    Where bytes were changed before that no build has read since, SQLite may refuse.
    """
    column = chance.choice(
        ["posts.data", "posts.key", "bodies.data", "notes.data", "notes.key", "notes.name"]
    ).split(".")  # fmt: skip
    statement = f"update or replace {column[0]} set {column[1]} = replace({column[1]}, 'a', 'e')"
    try:
        with closing(sqlite3.connect(cache)) as connection, connection:
            connection.execute(statement)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_CORRUPT:  # its lowest byte: the kind
            raise


def tree(folder: Path) -> dict[str, bytes]:
    """Read a whole tree."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
