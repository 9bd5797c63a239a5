"""What is fuzzed: functions of bytes that raise where a promise is broken.

test_fuzz.py gives them texts that hypothesis makes; atheris_fuzz.py is led by coverage.
"""

from __future__ import annotations

import atexit
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from active_content import Inspector
from autoblog.build_bodies import StoredBodies
from autoblog.cache import CACHE_FAULTS, Cache
from autoblog.config import Engine, LimitsConfig, ReadingSettings
from autoblog.config_file import read_settings
from autoblog.digest import decode, digest, encode
from autoblog.importers.entries import Export
from autoblog.importers.hugo import read_hugo
from autoblog.importers.jekyll import read_jekyll
from autoblog.importers.page import read_pages
from autoblog.importers.wordpress import read_wordpress
from autoblog.importers.writer import Here, plan_import
from autoblog.model import Post, Section
from autoblog.problems import AutoblogError, Problem, errors_of, format_problem
from autoblog.read.ledger import format_ledger, parse_ledger
from autoblog.read.posts import read_post

HEAD = b"---\ntitle: A\ncategory: Knowledge\ndate: 2025-06-01\nsummary: S.\n---\n"
PATH = "content/knowledge/a.md"
SETTINGS = ReadingSettings(
    (Section("Knowledge", "knowledge", "", "/knowledge/"),),
    "Asia/Shanghai",
    "clean",
    ("mood",),
    LimitsConfig(),
)
HERE = Here((), (), (), lambda _: None, SETTINGS, date(2026, 1, 1))
MAP = {"knowledge": "knowledge"}
KIB = 1024
CHART = re.compile(
    "<(svg|title|desc|text|tspan|g|rect|line|polyline|path|circle)"
    "( (aria-hidden|aria-labelledby|dx|dy|x[12]?|y[12]?|cx|cy|r|d|points|transform))?>"
)
"""What charts are drawn with, and nobody else."""


def source(data: bytes) -> None:
    """Read a whole source, front matter and all."""
    judge_source(data, "python-markdown")


def markdown(data: bytes) -> None:
    """Read a body with the one engine."""
    judge_source(HEAD + data, "python-markdown")


def commonmark(data: bytes) -> None:
    """Read a body with the other one."""
    judge_source(HEAD + data, "commonmark")


def settings(data: bytes) -> None:
    """Read `site.yaml`."""
    config, problems = read_settings(data.decode("utf-8", "replace"))
    told(problems)
    assert config is not None or errors_of(problems)


def ledger(data: bytes) -> None:
    """Read `permalinks.txt`; what is read can be written, and says the same again."""
    lines, problems = parse_ledger(data.decode("utf-8", "replace"))
    told(problems)
    again, faults = parse_ledger(format_ledger(lines))
    assert faults == ()
    for line in lines:
        for url in filter(None, (line.url, line.moved_to)):
            assert not {".", ".."} & set(url.split("/"))
    assert [replace(a, place=b.place) for a, b in zip(again, lines, strict=True)] == [*lines]


def page(data: bytes) -> None:
    """Import a saved page, as text and as HTML."""
    for name in ("a.txt", "a.html"):
        judge_import(read_pages([(name, data)], MAP, limit_kib=KIB, has_stubs=True))


def wordpress(data: bytes) -> None:
    """Import an export of WordPress: the bytes are what its item holds, or all of it."""
    for text in (data, WXR.replace(b"BODY", data), WXR.replace(b"POST", data)):
        judge_import(
            from_folder({"export.xml": text}, lambda root: read_wordpress(root / "export.xml", MAP))
        )


def jekyll(data: bytes) -> None:
    """Import a Jekyll site: the bytes are a post, and its settings."""
    files = {
        "_posts/2025-06-01-a.md": data,
        "_posts/2025-06-02-b.html": FRONT + data,
        "_config.yml": data,
    }
    judge_import(from_folder(files, lambda root: read_jekyll(root, MAP, limit_kib=KIB)))


def hugo(data: bytes) -> None:
    """Import a Hugo site: the bytes are a post, and its settings."""
    files = {"content/posts/a.md": data, "content/posts/b.html": FRONT + data, "config.toml": data}
    judge_import(from_folder(files, lambda root: read_hugo(root, MAP, limit_kib=KIB)))


def memory(data: bytes) -> None:
    """Read a cache in whose file some bytes are others: places, two bytes each, and values."""
    changed = bytearray(good_cache())
    for at in range(0, len(data) - 2, 3):
        changed[int.from_bytes(data[at : at + 2], "big") % len(changed)] = data[at + 2]
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    try:
        path = folder / "cache.sqlite"
        path.write_bytes(changed)
        recalled = recall(path)
        good = recall(good_file())
        assert good is not None
        for part, whole in zip(recalled or (), good, strict=False):
            assert part in (whole, {}, [], None, 0)
    finally:
        shutil.rmtree(folder)


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    function.__name__: function
    for function in (
        source, markdown, commonmark, settings, ledger, page, wordpress, jekyll, hugo, memory
    )
}  # fmt: skip
FRONT = b"---\ntitle: A\ncategories: [knowledge]\ndate: 2025-06-01\n---\n"
WXR = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><wp:wxr_version>1.2</wp:wxr_version>
<link>https://old.example</link><item><title>A</title><link>https://old.example/a/</link>
<category domain="category" nicename="knowledge">Knowledge</category>
<content:encoded><![CDATA[BODY]]></content:encoded><wp:post_date>2025-06-01 10:00:00</wp:post_date>
<wp:post_name>a</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
POST</item></channel></rss>
"""


def judge_source(data: bytes, engine: Engine) -> None:
    """A post that can be remembered and holds nothing active, or an error that can be shown."""
    found = read_post(PATH, data, replace(SETTINGS, engine=engine))
    told(found.problems)
    assert found.post or errors_of(found.problems)
    if found.post and found.body:
        assert decode(encode(found.post), Post) == found.post
        assert active_in(found.body.html) == []


def judge_import(export: Export | None) -> None:
    """Files below content/ alone, which read well and hold nothing active."""
    if export is None:
        return
    plan = plan_import(export, HERE)
    told(plan.problems)
    for file in plan.files:
        assert file.path.startswith("content/")
        assert not {"", ".", ".."} & set(file.path.split("/"))
        found = read_post(file.path, file.data, SETTINGS)
        assert errors_of(found.problems) == ()
        assert found.body is not None and active_in(found.body.html) == []


def active_in(html: str) -> list[str]:
    """List what could run, fetch or cover something."""
    return [one for one in Inspector(html).found if not CHART.fullmatch(one)]


def from_folder(files: Mapping[str, bytes], read: Callable[[Path], Export]) -> Export | None:
    """Read an export from a folder; None where it is none, which is said in plain words."""
    folder = folder_for(*files)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    try:
        return read(folder)
    except AutoblogError as error:
        told(error.problems)
        assert error.problems or str(error)
        return None


@cache
def folder_for(*names: str) -> Path:
    """Make a folder that can hold these files: one for all runs, as making it costs the most."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz"))
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def told(problems: tuple[Problem, ...]) -> None:
    """Problems print as lines without control characters, and name their place."""
    for problem in problems:
        assert format_problem(problem, "x" * problem.column).replace("\n", " ").isprintable()
        assert (problem.line > 0) == (problem.column > 0) or problem.line > 0


@cache
def good_file() -> Path:
    """Write a cache with a row in each of its tables."""
    path = Path(tempfile.mkdtemp(prefix="fuzz")) / "cache.sqlite"
    found = read_post(PATH, HEAD + b"Text.\n", SETTINGS)
    assert found.post and found.body
    stored = Cache(path)
    with stored.writing():
        stored.remember_post(
            digest("k"), PATH, encode(found.post), {found.post.body: encode(found.body)}
        )
        stored.remember_note("n", digest("k"), b"[1]")
    stored.close()
    return path


@cache
def good_cache() -> bytes:
    """Read the bytes of that cache."""
    return good_file().read_bytes()


def recall(path: Path) -> tuple[object, ...] | None:
    """Ask a cache for all that it remembers; None where it says that it is damaged."""
    try:
        stored = Cache(path)
    except sqlite3.Error:
        return None
    try:
        posts = dict(stored.posts({PATH: digest("k")}))
        bodies = StoredBodies(path)
        texts = sum(len(bodies[decode(post, Post).body].html) for post in posts.values())
        return posts, [*stored.notes("n")], stored.note("n", digest("k")), texts
    except (*CACHE_FAULTS, KeyError):
        return None
    finally:
        stored.close()
