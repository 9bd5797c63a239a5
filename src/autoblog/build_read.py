"""The first half of the flow, with its memory: files -> posts, pictures, static files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from autoblog.arrange.site import Material
from autoblog.build_measure import recall_images
from autoblog.cache import Cache
from autoblog.config import LEDGER_FILE, Config, ReadingSettings
from autoblog.digest import Digest, code_digest, decode, digest, digest_bytes, encode
from autoblog.model import Post, Unread
from autoblog.parts import Reference
from autoblog.problems import Problem
from autoblog.read.files import read_static
from autoblog.read.ledger import parse_ledger
from autoblog.read.posts import read_post
from autoblog.read.sources import POST_SUFFIX, find_files, plain_text, read_bytes, unreadable
from autoblog.read.urls import slug_of_file
from autoblog.workers import Team, TimeLimitError, time_limit

CLOCK_TOLERANCE_S = 2.0
"""A file that changed so shortly before a look is read again: FAT counts time in two seconds."""
MOST_LEDGER_KIB = 1 << 18


@dataclass(frozen=True, slots=True)
class Sources:
    """All files of content/ and static/, with their digests."""

    content: Mapping[str, Digest]
    static: Mapping[str, Digest]
    problems: tuple[Problem, ...]
    ledger: str = ""  # the text of permalinks.txt


def find_sources(root: Path, cache: Cache, *, clock_tolerance_s: float) -> Sources:
    """Find and digest the files. A file whose state is that of the last build is not read again.

    A file that changed just before that look is: its times may not tell two states apart.
    """
    known = cache.files()
    marker = cache.path.with_name("clock")
    marker.touch()
    sure_before = marker.stat().st_mtime_ns - round(clock_tolerance_s * 1e9)
    trees: list[dict[str, Digest]] = []
    problems: list[Problem] = []
    rows: dict[str, tuple[str, Digest]] = {}
    for folder in ("content", "static"):
        files, found = find_files(root, folder)
        problems += found
        digests: dict[str, Digest] = {}
        for file in files:
            state, recalled = known.get(file.path, ("", None))
            if recalled is None or state != file.state:
                try:
                    recalled = digest_bytes(read_bytes(root, file.path))
                except OSError as error:
                    problems.append(unreadable(file.path, error))
                    continue
            digests[file.path] = recalled
            if file.changed_ns < sure_before:
                rows[file.path] = (file.state, recalled)
        trees.append(digests)
    if rows != known:
        with cache.writing():
            cache.remember_files(rows)
    content, static = trees
    ledger, found = _read_ledger(root)
    return Sources(content, static, (*problems, *found), ledger)


def gather(
    root: Path, config: Config, sources: Sources, cache: Cache, team: Team
) -> tuple[Material, list[Problem]]:
    """Read all that a site is made of; what did not change since the last build is recalled.

    Returns what could be read, and all problems of all files.
    """
    posts, unread, problems = _read_posts(root, config.reading, sources, cache, team)
    material, found = _add_files(root, config, sources, posts, cache, team)
    ledger, found_in_ledger = parse_ledger(sources.ledger)
    problems = [*sources.problems, *problems, *found, *found_in_ledger]
    return replace(material, unread=unread, ledger=ledger), problems


def _read_ledger(root: Path) -> tuple[str, tuple[Problem, ...]]:
    """Read the text of the ledger; a site that has published nothing yet has none."""
    try:
        data = read_bytes(root, LEDGER_FILE)
    except FileNotFoundError:
        return "", ()
    except OSError as error:
        return "", (unreadable(LEDGER_FILE, error),)
    text, problems = plain_text(data, LEDGER_FILE, limit_kib=MOST_LEDGER_KIB)
    return text or "", problems


def _read_posts(
    root: Path,
    settings: ReadingSettings,
    sources: Sources,
    cache: Cache,
    team: Team,
) -> tuple[Mapping[str, Post], tuple[Unread, ...], list[Problem]]:
    """Recall the posts whose files did not change; read the others and remember them."""
    code, shape = code_digest(), digest(settings)
    keys = {
        path: digest((code, shape, path, of_bytes))
        for path, of_bytes in sources.content.items()
        if path.lower().endswith(POST_SUFFIX)
    }
    posts = cache.posts(keys)
    unread = [path for path in keys if path not in posts]
    problems: list[Problem] = []
    failed: list[Unread] = []
    if unread:
        setup = partial(_reading, root, settings)
        results = team.map("Reading", _read_one, unread, setup=setup)
        with cache.writing():
            for path, result in zip(unread, results, strict=True):
                problems += result.problems
                if result.post and result.body:
                    posts[path] = decode(result.post, Post)
                    key = digest((code, shape, path, result.source))
                    cache.remember_post(key, path, result.post, result.body)
                else:
                    failed.append(Unread(path, slug_of_file(path)[0], result.references))
            cache.keep_only(posts)
    for path in keys.keys() & posts.keys() - set(unread):
        problems += posts[path].warnings
    return {path: posts[path] for path in keys if path in posts}, tuple(failed), problems


@dataclass(frozen=True, slots=True)
class _ReadFile:
    """What a worker sends back of a source: encoded, because that is small and quick."""

    source: Digest
    post: bytes | None
    body: bytes | None
    problems: tuple[Problem, ...]
    references: tuple[Reference, ...] = ()


def _reading(root: Path, settings: ReadingSettings) -> tuple[Path, ReadingSettings]:
    return root, settings


def _read_one(state: tuple[Path, ReadingSettings], path: str) -> _ReadFile:
    root, settings = state
    seconds = settings.limits.seconds_per_post
    try:
        data = read_bytes(root, path)
        with time_limit(seconds):
            result = read_post(path, data, settings)
    except OSError as error:
        return _ReadFile(Digest(""), None, None, (unreadable(path, error),))
    except TimeLimitError:
        message = f"reading it takes longer than {seconds} s"
        hint = "look for long runs of brackets or stars, or split it"
        return _ReadFile(Digest(""), None, None, (Problem("too-slow", path, message, 1, 1, hint),))
    if result.post is None or result.body is None:
        return _ReadFile(digest_bytes(data), None, None, result.problems, result.references)
    return _ReadFile(digest_bytes(data), encode(result.post), encode(result.body), result.problems)


def _add_files(
    root: Path,
    config: Config,
    sources: Sources,
    posts: Mapping[str, Post],
    cache: Cache,
    team: Team,
) -> tuple[Material, list[Problem]]:
    """Add the pictures that posts show, the static files, and what else posts may link to."""
    images, problems = recall_images(
        root, posts.values(), sources.content, cache, team, limit_kib=config.limits.image_kib
    )
    static_files, found = read_static(root, sources.static)
    others = {p: d for p, d in sources.content.items() if p not in posts and p not in images}
    return Material(tuple(posts.values()), images, others, static_files), [*problems, *found]
