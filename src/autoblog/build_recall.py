"""The short way: when nothing at all changed since the last build, its report stands.

The key of a whole build is everything that it looks at: code, settings, the bytes of all sources
and templates, what is to be shown; and the moment, which must lie between the last build and the
next moment at which a post falls due, expires or ceases to be news. The output folder must be
as that build left it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from autoblog.build_walk import Walk
from autoblog.cache import Cache
from autoblog.digest import Digest, decode, digest, encode
from autoblog.render.trees import State, plain_files
from autoblog.report import Report


@dataclass(frozen=True, slots=True)
class LastBuild:
    """What is noted of a build that succeeded."""

    report: Report
    since: datetime
    until: datetime | None  # None: no post will change its state by itself
    states: Digest  # of the output folder's files


def recall_build(
    cache: Cache, output: Path, key: Digest, now: datetime, *, walk: Walk
) -> Report | None:
    """Recall the report of the last build into a folder, if nothing changed since."""
    noted = cache.note(_name(cache, output), key)
    if noted is None:
        return None
    last = decode(noted, LastBuild)
    is_due = last.until is not None and now >= last.until
    if now < last.since or is_due or last.states != _digest_of(plain_files(walk())):
        return None
    files = last.report.kept + len(last.report.written)
    return replace(last.report, written=(), removed=(), kept=files, reasons={})


def remember_build(
    cache: Cache,
    output: Path,
    key: Digest,
    report: Report,
    *,
    states: Mapping[str, State],
    now: datetime,
    until: datetime | None,
) -> None:
    """Note a build that succeeded.

    states: of the output folder's files, as that build left them. What somebody changed meanwhile
    thus differs from them. until: when some post changes its state, and all this is out of date.
    """
    last = LastBuild(replace(report, reasons={}), now, until, _digest_of(states))
    cache.remember_note(_name(cache, output), key, encode(last))


def forget_build(cache: Cache, output: Path) -> None:
    """Forget the last build into a folder that is about to change.

    By a coarse clock a killed build may leave the folder looking as that one did.
    """
    with cache.writing():
        cache.forget_note(_name(cache, output))


def _name(cache: Cache, output: Path) -> str:
    return f"build {cache.name_of(output)}"


def _digest_of(states: Mapping[str, State]) -> Digest:
    # A foreign file's name may be any bytes, which Python shows as surrogates.
    names = ((path.encode("utf-8", "surrogateescape"), state) for path, state in states.items())
    return digest(sorted(names))
