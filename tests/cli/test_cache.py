"""A cache that is damaged, foreign, held or not to be had: a line at most, and the right site."""

from __future__ import annotations

import contextlib
import fcntl
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

import autoblog
from autoblog.build import Request, build
from autoblog.cache import Cache
from autoblog.digest import Digest
from autoblog.report import Report

Run = Callable[..., tuple[int, str, str]]
REPOSITORY = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "autoblog"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(autoblog.__file__).parents[1])}
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FILE = ".autoblog/cache.sqlite"
SITE = """\
title: Cache
base_url: https://cache.example/
time_zone: Asia/Shanghai
cards: {enabled: false}
sections: [{name: Knowledge, slug: knowledge}]
"""
POST = "---\ntitle: {0}\ncategory: Knowledge\ndate: 2025-06-0{1}\nsummary: S.\n---\n\n{2} words.\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>p</title></svg>'


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def build_here(root: Path) -> tuple[Report, set[str]]:
    """Build a site; tell what work there was to do."""
    work: set[str] = set()
    cache = Cache(root / FILE)
    request = Request(root, root / "public", root.parent, NOW)
    try:
        report = build(request, cache, progress=lambda name, *_: work.add(name))
    finally:
        cache.close()
    return report, work


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Build a site, and the same one after an edit, each from nothing."""
    old, new = (tmp_path_factory.mktemp("original") / "site" for _ in range(2))
    for root in (old, new):
        for name in ("templates", "static"):
            shutil.copytree(REPOSITORY / name, root / name)
        (root / "content/images").mkdir(parents=True)
        (root / "content/images/p.svg").write_text(SVG, "utf-8")
        (root / "site.yaml").write_text(SITE, "utf-8")
        for number in range(1, 5):
            text = POST.format(f"Post {number}", number, f"![p](images/p.svg) {number}")
            (root / f"content/p{number}.md").write_text(text, "utf-8")
    edit(new)
    for root in (old, new):
        build_here(root)
        sql("pragma wal_checkpoint(truncate)")(root / FILE)  # the log of this process's connections
    return old, new


@pytest.fixture
def site(originals: tuple[Path, Path], tmp_path: Path) -> Path:
    """Copy the built site with its cache, all times as they were."""
    return copied(originals[0], tmp_path / "site")


def copied(site: Path, to: Path, how: Callable[[str, str], object] = shutil.copy2) -> Path:
    """Copy a site, but not what a running SQLite keeps beside its file."""
    ignored = shutil.ignore_patterns("*-wal", "*-shm")
    return Path(shutil.copytree(site, to, copy_function=how, ignore=ignored))


@pytest.fixture
def wanted(originals: tuple[Path, Path]) -> dict[str, bytes]:
    """Read the site as it must be after the edit."""
    return tree(originals[1] / "public")


def edit(root: Path) -> None:
    """Change a title that other pages show, and the year list's order with it."""
    (root / "content/p2.md").write_text(POST.format("Edited", 5, "Other"), "utf-8")


def cut(part: float) -> Callable[[Path], None]:
    def act(cache: Path) -> None:
        data = cache.read_bytes()
        cache.write_bytes(data[: int(part) if part >= 1 else round(len(data) * part)])

    return act


def sql(script: str) -> Callable[[Path], None]:
    def act(cache: Path) -> None:
        with contextlib.closing(sqlite3.connect(cache)) as connection:
            connection.executescript(script)

    return act


def beside(suffix: str) -> Callable[[Path], None]:
    def act(cache: Path) -> None:
        cache.with_name(cache.name + suffix).write_bytes(b"\x37\x7f" * 9000)

    return act


def foreign(cache: Path) -> None:
    cache.unlink()
    sql("create table bookmarks (url text); insert into bookmarks values ('x')")(cache)


def no_text(path: Path) -> None:
    """Damage what the file says of its tables, so that no message of SQLite is UTF-8."""
    path.write_bytes(path.read_bytes().replace(b"CREATE TABLE about", b"CREATE TABL\xff about"))


def noise(cache: Path) -> None:
    cache.write_bytes(random.Random(1).randbytes(50_000))


OTHER_COLUMNS = "drop table {0}; create table {0} (name text, key text, what blob)"
FORGED = ";".join(
    f"update {column.partition('.')[0]} set {column.partition('.')[2]} ="
    f" cast(replace(cast({column.partition('.')[2]} as text), '1', '2') as {kind})"
    for column, kind in {
        "posts.data": "blob", "posts.key": "text", "notes.data": "blob", "bodies.data": "blob",
    }.items()
)  # fmt: skip

SAID, SILENT = True, False
DAMAGE: dict[str, tuple[Callable[[Path], None], bool]] = {
    "gone": (Path.unlink, SILENT),
    "empty": (cut(0), SILENT),
    "one byte": (cut(1), SILENT),
    "half a header": (cut(50), SAID),
    "only a header": (cut(100), SAID),
    "one page": (cut(4096), SAID),
    "a tenth": (cut(0.1), SAID),
    "half": (cut(0.5), SAID),
    "noise": (noise, SAID),
    "tables without text": (no_text, SAID),
    "another program's": (foreign, SAID),
    "a newer version": (sql("update about set value = '999'"), SAID),
    "no version": (sql("delete from about"), SAID),
    "no table of versions": (sql("drop table about"), SAID),
    **{
        f"other columns of {table}": (sql(OTHER_COLUMNS.format(table)), SAID)
        for table in ("posts", "notes")
    },
    "notes that are no bytes": (sql("update notes set data = 7"), SAID),
    "bodies lost": (sql("delete from bodies"), SAID),
    "rows changed under their seals": (sql(FORGED), SILENT),
    "bodies changed": (sql("update bodies set data = cast(data || ' ' as blob)"), SAID),
    "a log that is none": (beside("-wal"), SILENT),
    "an index that is none": (beside("-shm"), SILENT),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_cache_costs_a_line_and_some_time(
    site: Path, wanted: dict[str, bytes], run: Run, name: str
) -> None:
    damage, is_said = DAMAGE[name]
    damage(site / FILE)
    edit(site)

    status, _, err = run("build", "--root", site, "--as-of", "2026-01-01")

    assert status == 0
    assert err.count("\n") == is_said
    assert err.startswith("autoblog: the cache " if is_said else "")
    assert tree(site / "public") == wanted


def test_what_is_noted_within_a_step_is_undone_with_it(tmp_path: Path) -> None:
    cache, key = Cache(tmp_path / "cache.sqlite"), Digest("k")

    with pytest.raises(KeyError), cache.writing():
        cache.remember_note("within", key, b"data")
        raise KeyError
    cache.remember_note("alone", key, b"data")

    assert (cache.note("within", key), cache.note("alone", key)) == (None, b"data")
    cache.close()


def test_flipped_bits_anywhere_cost_a_line_at_most(
    site: Path, wanted: dict[str, bytes], run: Run, tmp_path: Path
) -> None:
    chance = random.Random(7)
    whole = (site / FILE).read_bytes()

    for number in range(8):
        root = copied(site, tmp_path / str(number))
        flipped = bytearray(whole)
        for _ in range(1 + number * 8):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        (root / FILE).write_bytes(flipped)
        edit(root)

        status, _, err = run("build", "--root", root, "--as-of", "2026-01-01")

        assert (status, err.count("\n") <= 1) == (0, True), err
        assert tree(root / "public") == wanted


@pytest.mark.parametrize("times", [shutil.copy, shutil.copy2], ids=["new times", "old times"])
def test_a_site_restored_elsewhere_with_cache_and_output_has_nothing_to_do(
    originals: tuple[Path, Path], tmp_path: Path, times: Callable[[str, str], object]
) -> None:
    root = copied(originals[0], tmp_path / "another" / "place", times)

    report, work = build_here(root)

    assert (report.written, report.removed, dict(report.reasons)) == ((), (), {})
    assert work == set()


def test_a_clone_with_the_cache_alone_has_only_pages_to_render(
    originals: tuple[Path, Path], tmp_path: Path
) -> None:
    root = copied(originals[0], tmp_path / "clone", shutil.copy)
    shutil.rmtree(root / "public")

    _, work = build_here(root)

    assert work == {"Rendering"}
    assert tree(root / "public") == tree(originals[0] / "public")


def test_a_clone_in_which_something_changed_does_just_that(
    originals: tuple[Path, Path], wanted: dict[str, bytes], tmp_path: Path
) -> None:
    root = copied(originals[0], tmp_path / "clone", shutil.copy)
    edit(root)
    read: list[int] = []
    cache = Cache(root / FILE)

    build(
        Request(root, root / "public", root.parent, NOW),
        cache,
        progress=lambda name, _, count: read.append(count) if name == "Reading" else None,
    )

    cache.close()
    assert read == [1]
    assert tree(root / "public") == wanted


@pytest.mark.parametrize("changed", [1, 2], ids=["one renamed", "trees exchanged"])
def test_a_file_that_is_spoilt_while_a_build_runs_is_made_again_by_the_next(
    originals: tuple[Path, Path], tmp_path: Path, changed: int
) -> None:
    root = copied(originals[0], tmp_path / "site", shutil.copy2)
    for source in sorted((root / "content").rglob("*.md"))[:changed]:
        source.write_text(f"{source.read_text('utf-8')}More.\n", "utf-8")
    spoilt = root / "public" / "404.html"
    good = spoilt.read_bytes()
    cache = Cache(root / FILE)

    def spoil(name: str, *_: int) -> None:
        if name == "Rendering":
            spoilt.write_bytes(b"spoilt")

    build(Request(root, root / "public", root.parent, NOW), cache, progress=spoil)
    cache.close()
    assert spoilt.read_bytes() == b"spoilt"
    build_here(root)

    assert spoilt.read_bytes() == good


def start(root: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, *PROGRAM, "build", "--as-of", "2026-01-01", *arguments],
        cwd=root,
        env={**ENVIRONMENT, "HOME": str(root.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_of_many_builds_at_once_each_waits_its_turn(site: Path, wanted: dict[str, bytes]) -> None:
    shutil.rmtree(site / ".autoblog")
    edit(site)

    builds = [start(site) for _ in range(3)]

    for one in builds:
        _, err = one.communicate(timeout=60)
        assert one.returncode == 0
        assert err.count("\n") <= 1
        assert not err or err.startswith("waiting: process ")
    assert tree(site / "public") == wanted


def test_who_does_not_wait_is_told_who_holds_the_site(
    site: Path, run: Run, originals: tuple[Path, Path]
) -> None:
    edit(site)
    before = tree(site / "public")

    with (site / ".autoblog/lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 1234")
        lock.flush()
        started = time.monotonic()
        at_once = run("build", "--root", site, "--wait", "0")
        later = run("build", "--root", site, "--wait", "1")

    assert at_once == (3, "", "autoblog: process 1234 is building this site\n")
    assert later[2].splitlines() == [
        "waiting: process 1234 is building this site",
        "autoblog: process 1234 is building this site",
    ]
    assert later[0] == 3
    assert time.monotonic() - started >= 1
    assert tree(site / "public") == before
    assert run("build", "--root", site, "--wait", "0")[0] == 0


def test_a_cache_that_something_else_is_writing_is_waited_for(
    site: Path, wanted: dict[str, bytes]
) -> None:
    edit(site)

    with contextlib.closing(sqlite3.connect(site / FILE, isolation_level=None)) as other:
        other.execute("begin immediate")
        waiting = start(site)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1.5)
        other.execute("rollback")
        _, err = waiting.communicate(timeout=60)

    assert (waiting.returncode, err) == (0, "")
    assert tree(site / "public") == wanted


@pytest.mark.parametrize("is_there", [True, False], ids=["read-only cache", "read-only site"])
def test_where_nothing_can_be_remembered_the_site_is_built_all_the_same(
    site: Path, wanted: dict[str, bytes], tmp_path: Path, is_there: bool
) -> None:
    edit(site)
    closed = site / ".autoblog" if is_there else site
    if not is_there:
        shutil.rmtree(site / ".autoblog")
    closed.chmod(0o555)
    before = may_not_write_everywhere(closed)
    (tmp_path / "out").mkdir()

    done = start(site, "--output", str(tmp_path / "out/site"), "--verify", before=before)

    _, err = done.communicate(timeout=60)
    closed.chmod(0o755)
    reason = "cannot be written (Permission denied); nothing is remembered"
    assert err == f"autoblog: .autoblog {reason}\n"
    assert done.returncode == 0
    assert tree(tmp_path / "out/site") == wanted


def may_not_write_everywhere(closed: Path) -> tuple[str, ...]:
    """Take from the superuser what lets him write where nobody may."""
    if not os.access(closed, os.W_OK):
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("this user may write everywhere")
    return ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
