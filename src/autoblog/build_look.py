"""The look at a site's files with which each build begins: what is there, and what changed.

Loads no library that a build with nothing to do does not need.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from autoblog.build_beside import beside
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

_States = dict[str, tuple[str, Digest]]
"""What the last look at each file saw, by path: its state and its digest."""


_Files = dict[str, tuple[str, Digest, int]]
"""The state, digest and last change, in ns, of each file, by path."""


class _Digested(NamedTuple):
    content: _Files
    static: _Files
    problems: list[Problem]


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


def look(request: Request, cache: Cache, *, meanwhile: Callable[[], object] = lambda: None) -> Look:
    """Look at a site's files.

    meanwhile: what this process does while another reads them all, where none is known.
    Raises ConfigError when there are no settings to read, ExtensionError when an extension cannot
    be loaded.
    """
    settings = settings_text(request.root)
    sources = find_sources(
        request.root, cache, clock_tolerance_s=request.clock_tolerance_s, meanwhile=meanwhile
    )
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


def find_sources(
    root: Path, cache: Cache, *, clock_tolerance_s: float, meanwhile: Callable[[], object]
) -> Sources:
    """Find and digest the files. A file whose state is that of the last build is not read again.

    A file that changed just before that look is: its times may not tell two states apart.
    """
    noted = cache.note("files", code_digest())
    known = decode(noted, _States) if noted is not None else {}
    sure_before = cache.clock_ns() - round(clock_tolerance_s * 1e9)
    if noted is not None:
        found = _digested(root, known)
    else:  # all are read, which takes as long as to load what makes pages of them
        with beside(lambda: encode(_digested(root, known))) as answer:
            meanwhile()
            found = decode(answer(), _Digested)
    rows = {
        path: (state, one)
        for files in (found.content, found.static)
        for path, (state, one, changed_ns) in files.items()
        if changed_ns < sure_before
    }
    if noted is None or rows != known:
        cache.remember_note("files", code_digest(), encode(rows))
    content = {path: one for path, (_, one, _) in found.content.items()}
    static = {path: one for path, (_, one, _) in found.static.items()}
    ledger, problems = _read_ledger(root)
    return Sources(content, static, (*found.problems, *problems), ledger)


def _digested(root: Path, known: _States) -> _Digested:
    problems: list[Problem] = []
    content, static = (_files_in(root, one, known, problems) for one in ("content", "static"))
    return _Digested(content, static, problems)


def _files_in(root: Path, folder: str, known: _States, problems: list[Problem]) -> _Files:
    found, problems_of_names = find_files(root, folder)
    problems += problems_of_names
    files: _Files = {}
    for path, file_state, changed_ns in found:
        state, recalled = known.get(path, ("", None))
        if recalled is None or state != file_state:
            try:
                recalled = digest_bytes(read_bytes(root, path))
            except OSError as error:
                problems.append(unreadable(path, error))
                continue
        files[path] = file_state, recalled, changed_ns
    return files


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
