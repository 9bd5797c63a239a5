"""The look at a site's files with which each build begins: what is there, and what changed.

Loads no library that a build with nothing to do does not need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from autoblog.build_request import Request
from autoblog.cache import Cache
from autoblog.digest import (
    Digest,
    code_digest,
    decode,
    digest,
    digest_bytes,
    encode,
    installed_version,
)
from autoblog.extensions import NONE, Extensions, load_extensions
from autoblog.layout import LEDGER_FILE
from autoblog.problems import Problem, TemplateError
from autoblog.read.sources import find_files, is_post, plain_text, read_bytes, unreadable
from autoblog.render.theme import read_templates
from autoblog.settings_file import settings_text

MOST_LEDGER_KIB = 1 << 18
SEARCH_PROGRAMS = ("pagefind", "pagefind_bin", "pagefind_bin_extended")
"""Packages with which a site gets a search index, if they are installed."""


@dataclass(frozen=True, slots=True)
class Sources:
    """All files of content/ and static/, with their digests."""

    content: Mapping[str, Digest]
    static: Mapping[str, Digest]
    problems: tuple[Problem, ...]
    ledger: str = ""  # the text of permalinks.txt


@dataclass(frozen=True, slots=True)
class Look:
    """All that a build is made of, as it lies on the disk."""

    settings: str  # the text of site.yaml
    sources: Sources
    templates: Mapping[str, str]  # their texts by name
    problems: tuple[Problem, ...]  # of the templates
    extensions: Extensions
    posts: Mapping[str, Digest]  # the files of content/ that are posts, with their digests
    frame: Digest  # of all but those files, and of what is asked
    key: Digest  # of all this


def look(request: Request, cache: Cache) -> Look:
    """Look at a site's files.

    Raises ConfigError when there are no settings to read, ExtensionError when an extension cannot
    be loaded.
    """
    settings = settings_text(request.root)
    sources = find_sources(request.root, cache, clock_tolerance_s=request.clock_tolerance_s)
    texts, problems = _templates(request.root)
    asked = (request.base_url, request.show)
    programs = [installed_version(name) for name in SEARCH_PROGRAMS]
    posts = {path: one for path, one in sources.content.items() if is_post(path)}
    others = {path: one for path, one in sources.content.items() if path not in posts}
    around = replace(sources, content=others)
    extensions = _extensions(request.root, settings)
    added = extensions.digest
    frame = digest((code_digest(), settings, asked, around, texts, problems, programs, added))
    key = digest((frame, posts))
    return Look(settings, sources, texts, problems, extensions, posts, frame, key)


def _extensions(root: Path, settings: str) -> Extensions:
    if "extensions" not in settings:
        return NONE
    # Most sites have none, and a build with nothing to do need not load pydantic.
    from autoblog.config_file import parse_config

    return load_extensions(root, parse_config(settings).extensions)


def find_sources(root: Path, cache: Cache, *, clock_tolerance_s: float) -> Sources:
    """Find and digest the files. A file whose state is that of the last build is not read again.

    A file that changed just before that look is: its times may not tell two states apart.
    """
    noted = cache.note("files", code_digest())
    known = decode(noted, dict[str, tuple[str, Digest]]) if noted is not None else {}
    sure_before = cache.clock_ns() - round(clock_tolerance_s * 1e9)
    trees: list[dict[str, Digest]] = []
    problems: list[Problem] = []
    rows: dict[str, tuple[str, Digest]] = {}
    for folder in ("content", "static"):
        files, found = find_files(root, folder)
        problems += found
        digests: dict[str, Digest] = {}
        for path, file_state, changed_ns in files:
            state, recalled = known.get(path, ("", None))
            if recalled is None or state != file_state:
                try:
                    recalled = digest_bytes(read_bytes(root, path))
                except OSError as error:
                    problems.append(unreadable(path, error))
                    continue
            digests[path] = recalled
            if changed_ns < sure_before:
                rows[path] = (file_state, recalled)
        trees.append(digests)
    if rows != known:
        cache.remember_note("files", code_digest(), encode(rows))
    content, static = trees
    ledger, found = _read_ledger(root)
    return Sources(content, static, (*problems, *found), ledger)


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


def _templates(root: Path) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    try:
        return read_templates(root), ()
    except TemplateError as error:
        return {}, error.problems
