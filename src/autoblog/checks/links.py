"""Where links lead to by a detour, and what no link leads to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote, unquote, urlsplit

from autoblog.checks.desk import Desk, advice
from autoblog.model import Post
from autoblog.parts import Reference
from autoblog.plan.ledger import leads_to
from autoblog.plan.redirects import alias_output_path
from autoblog.problems import Edit, Place, Problem, Severity, problem_at, shown

_UNSAFE = re.compile(r"[\s()<>\"'%&\\\[\]#?`|]")


def check_redirected(desk: Desk) -> Iterator[Problem]:
    """Find links to old addresses, and to ones that the host completes by a slash."""
    files = _files_by_address(desk)
    for path, reference in desk.references():
        url, rest = _parts(reference.target)
        if not url.startswith("/") or url in files.posts:
            continue
        to = files.behind(url)
        if to is None:
            continue
        message = f"{shown(url)} only redirects to {files.name_of(to)}"
        link = files.link_to(to, path)
        fix = _fix(desk, path, reference, url, link)
        yield problem_at(
            reference.place, "link-redirected", path, message, f"write {link}{rest}",
            severity=Severity.WARNING, fix=fix,
        )  # fmt: skip


def check_own_host(desk: Desk) -> Iterator[Problem]:
    """Find whole addresses of this site itself, which nothing checks and `http:` slows down."""
    files = _files_by_address(desk)
    base = desk.site.info.base_path
    for path, outline in desk.outlines.items():
        for href, place in outline.own_links:
            parts = urlsplit(href)
            url = "/" + unquote(parts.path).removeprefix(base).lstrip("/")
            to = url if url in files.posts else files.behind(url)
            link = files.link_to(to, path) if to else url
            link += f"#{parts.fragment}" if parts.fragment else ""
            message = f"{shown(href)} is an address of this site itself"
            hint = f"write {link}, which is checked and follows the post"
            fix = None
            start = place.column - 1
            is_plain = desk.text_of(path).lines[place.line - 1][start - 1 : start] == "("
            if to and is_plain and not parts.query:
                fix = Edit(place.line, start, start + len(href), link)
            yield problem_at(
                place, "own-host", path, message, hint, severity=Severity.WARNING, fix=fix
            )


def check_orphans(desk: Desk) -> Iterator[Problem]:
    """Find posts to which neither another text nor another post's related ones lead."""
    by_url = {post.permalink: post.source_path for post in desk.posts}
    met: set[str] = set()
    for path, reference in desk.references():
        url, _ = _parts(reference.target)
        target = by_url.get(url, url)
        if target != path:
            met.add(target)
    for related in desk.site.related.values():
        met.update(related)
    for post in desk.site.posts:
        if post.source_path not in met and len(desk.site.posts) > 1:
            message = "no other post leads to this one; readers find it in lists alone"
            hint = "link to it where its subject comes up, or name it under `related`"
            yield advice(post.title_place, "orphan-post", post.source_path, message, hint)


class _Addresses:
    """Which files stand behind addresses, old ones included."""

    def __init__(self, posts: Mapping[str, Post], detours: Mapping[str, str]) -> None:
        self.posts = posts  # by permalink
        self.detours = detours  # output path of an old address -> permalink

    def behind(self, url: str) -> str | None:
        """Find the permalink that an address leads to in the end, if it is a detour."""
        if f"{url}/" in self.posts:
            return f"{url}/"
        return self.detours.get(alias_output_path(unquote(url)).casefold())

    def name_of(self, permalink: str) -> str:
        post = self.posts.get(permalink)
        return post.source_path if post else permalink

    def link_to(self, permalink: str, path: str) -> str:
        """Write a link from a source: a path where a file stands behind the address."""
        post = self.posts.get(permalink)
        if post is None:
            return permalink
        link = posixpath.relpath(post.source_path, posixpath.dirname(path))
        return _UNSAFE.sub(lambda match: quote(match[0]), link)


def _files_by_address(desk: Desk) -> _Addresses:
    posts = {post.permalink: post for post in desk.posts}
    ends = leads_to(desk.site)
    detours = {alias_output_path(url).casefold(): end for url, end in ends.items()}
    detours |= {
        alias_output_path(alias.url).casefold(): post.permalink
        for post in desk.posts
        for alias in post.aliases
    }
    return _Addresses(posts, detours)


def _fix(desk: Desk, path: str, reference: Reference, url: str, link: str) -> Edit | None:
    """Write the link where the old address stands, letter by letter."""
    place: Place = reference.place
    lines = desk.text_of(path).lines
    start = place.column - 1
    if place.line > len(lines) or not lines[place.line - 1].startswith(url, start):
        return None
    return Edit(place.line, start, start + len(url), link)


def _parts(target: str) -> tuple[str, str]:
    """Cut a target into path and the rest, its query and anchor."""
    path = target.partition("#")[0]
    path = path.partition("?")[0] if path.startswith("/") else path
    return path, target[len(path) :]
