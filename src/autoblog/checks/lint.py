"""All checks of a site, in one go: what `autoblog check` and the preview show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, MutableMapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from autoblog.build_site import Survey
from autoblog.checks.desk import Check, Desk, Outline, SourceText, advice
from autoblog.checks.editorial import (
    check_headings,
    check_lists,
    check_paragraphs,
    check_summaries,
    check_titles,
    check_twice,
)
from autoblog.checks.images import check_unused, check_weight
from autoblog.checks.keywords import check_spellings, check_twins
from autoblog.checks.links import check_orphans, check_own_host, check_redirected
from autoblog.checks.outline import outline_of
from autoblog.digest import Digest, digest, digest_bytes
from autoblog.problems import Problem, in_order, nearest, shown, silenced, unsilenced
from autoblog.read.sources import read_bytes
from autoblog.silence import hushed

CHECKS: tuple[Check, ...] = (
    check_summaries,
    check_titles,
    check_twice,
    check_headings,
    check_paragraphs,
    check_lists,
    check_redirected,
    check_own_host,
    check_orphans,
    check_weight,
    check_unused,
    check_spellings,
    check_twins,
)

ON_DEMAND = ("outside-", "dialect-", "audit-")
"""How the codes begin of what is found only where it is asked for."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is to be said of a site: its problems, its warnings, and advice."""

    problems: tuple[Problem, ...]  # in order
    silenced: tuple[Problem, ...]  # in order

    def of(self, source_path: str) -> tuple[Problem, ...]:
        """Keep what is said of one source."""
        return tuple(problem for problem in self.problems if problem.path == source_path)


def lint(
    root: Path,
    survey: Survey,
    *,
    codes: Collection[str] = (),
    known: MutableMapping[Digest, Outline] | None = None,
) -> Findings:
    """Find all that can be said of a site that was surveyed, its problems included.

    codes: all that exist, to tell a misspelt silence from one that is not needed any more. Files
    that vanish meanwhile are passed over. known: outlines by the digest of what they are of, for
    who looks again and again; brought up to date.
    """
    desk = lay_out(root, survey, known={} if known is None else known)
    silences = {post.source_path: post.silences for post in survey.posts if post.silences}
    found = hushed((one for check in CHECKS for one in check(desk)), silences)
    hushes = in_order((*survey.silenced, *silenced(found)))
    unused = _unused_silences(survey, hushes, codes)
    return Findings(in_order((*survey.problems, *unsilenced(found), *unused)), hushes)


def lay_out(root: Path, survey: Survey, *, known: MutableMapping[Digest, Outline]) -> Desk:
    """Read the sources once more, line by line, for what posts do not carry."""
    host = urlsplit(survey.site.info.base_url).hostname or ""

    @lru_cache(maxsize=32)  # checks name the same source several times in a row
    def text_of(path: str) -> SourceText:
        return _text(_read(root, path))

    def size_of(path: str) -> int:
        try:
            return (root / path).stat().st_size
        except OSError:
            return 0

    posts = tuple(sorted(survey.posts, key=lambda post: post.source_path))
    paths = {post.source_path for post in posts} | {one.source_path for one in survey.unread}
    outlines: dict[str, Outline] = {}
    met: dict[Digest, Outline] = {}
    for path in sorted(paths):
        data = _read(root, path)
        key = digest((host, digest_bytes(data)))
        outlines[path] = met[key] = known.get(key) or outline_of(_text(data), host)
    known.clear()
    known.update(met)
    return Desk(
        site=survey.site,
        posts=posts,
        unread=survey.unread,
        outlines=outlines,
        text_of=text_of,
        size_of=size_of,
    )


def _read(root: Path, path: str) -> bytes:
    try:
        return read_bytes(root, path)
    except OSError:
        return b""


def _text(data: bytes) -> SourceText:
    text = data.decode("utf-8-sig", "replace")
    return SourceText(text.replace("\r\n", "\n").replace("\r", "\n"))


def _unused_silences(
    survey: Survey, hushes: Iterable[Problem], codes: Collection[str]
) -> Iterator[Problem]:
    """Find silences behind which nothing is silent: mended, misspelt, or not allowed."""
    met: dict[str, set[str]] = defaultdict(set)
    for problem in hushes:
        met[problem.path].add(problem.code)
    loud = {(problem.path, problem.code) for problem in survey.problems}
    for post in survey.posts:
        for silence in post.silences:
            if silence.code in met[post.source_path]:
                continue
            if silence.code.startswith(ON_DEMAND) and silence.code in codes:
                continue
            message = f"nothing here is {shown(silence.code)}"
            hint = "remove the silence"
            if (post.source_path, silence.code) in loud:
                message = f"{shown(silence.code)} cannot be silenced"
                hint = "mend it; without that there is no right page"
            elif codes and silence.code not in codes:
                near = nearest(silence.code, codes)
                message = f"{shown(silence.code)} is no code of a finding"
                hint = f'did you mean "{near}"?' if near else "`autoblog explain` lists all"
            yield advice(silence.place, "unused-silence", post.source_path, message, hint)
