"""Which entries are there already, and how the new ones are called."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from autoblog.importers.entries import Entry, lost
from autoblog.importers.guide import address_key
from autoblog.importers.texts import plain
from autoblog.model import Post
from autoblog.plan.redirects import alias_output_path
from autoblog.plan.site import folded
from autoblog.plan.views import output_path_of
from autoblog.problems import Problem, shown
from autoblog.read.urls import SLUG_BYTES, slug_of, slug_of_file
from autoblog.zones import in_zone

_LONGEST_ALIAS = 1000
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Named:
    """An entry, and the place that it gets."""

    entry: Entry
    path: str
    slug: str
    permalink: str


class Taken:
    """The files and output paths that are taken; it grows while names are given."""

    def __init__(self, files: Iterable[str], output_paths: Iterable[str]) -> None:
        """files: paths below content/. output_paths: of all that is planned or held back."""
        self.files = {path.casefold() for path in files}
        self._outputs: set[str] = set()
        self._folders: set[str] = set()
        for path in output_paths:
            self.add_output(path)

    def is_free(self, output_path: str) -> bool:
        """Tell whether a page can be served from there."""
        key = folded(output_path)
        return not ({key, *_folders_of(key)} & self._outputs) and key not in self._folders

    def add_output(self, output_path: str) -> None:
        """Take an output path."""
        key = folded(output_path)
        self._outputs.add(key)
        self._folders.update(_folders_of(key))


def match(
    entries: Sequence[Entry], posts: Sequence[Post], zone: str
) -> tuple[Mapping[int, str], Sequence[int]]:
    """Tell which entries are there already: by an old address of theirs, or by title and day.

    Returns the source path for each that is, and the numbers of the others. Of entries that
    nothing tells apart, only the first is another.
    """
    by_address = {address_key(one.url): post for post in posts for one in post.aliases}
    by_address |= {address_key(post.permalink): post for post in posts}
    by_title: dict[tuple[str, ...], list[Post]] = {}
    for post in posts:
        for key in _keys_of(post):
            by_title.setdefault(key, []).append(post)
    found: dict[int, str] = {}
    for number, entry in enumerate(entries):
        known = (by_address.get(address_key(address)) for address in entry.addresses)
        there = next((post for post in known if post is not None), None)
        if there is not None:
            found[number] = there.source_path
    used = set(found.values())
    first: dict[tuple[str, ...], int] = {}
    new = []
    for number, entry in enumerate(entries):
        if number in found:
            continue
        key = _key_of(entry, zone)
        free = next((p for p in by_title.get(key, ()) if p.source_path not in used), None)
        if free is not None:
            found[number] = free.source_path
            if not entry.is_stub and entry.addresses:
                used.add(free.source_path)
        elif entry.addresses or key not in first:
            first.setdefault(key, number)
            new.append(number)
    return found, new


def name(entries: Iterable[Entry], taken: Taken, *, today: date, zone: str) -> Iterator[Named]:
    """Give each entry a file and an address that nothing else has."""
    for entry in entries:
        wish = slug_of(entry.slug) or slug_of(entry.title) or "post"
        folder = f"content/{entry.section or 'pages'}"
        date_part = f"{_day(entry.day or today, zone).isoformat()}-" if entry.section else ""
        parent = f"/{entry.section}/" if entry.section else "/"
        number = 1
        while True:
            slug = wish if number == 1 else f"{wish[: SLUG_BYTES - 8].rstrip('-')}-{number}"
            path, permalink = f"{folder}/{date_part}{slug}.md", f"{parent}{slug}/"
            is_free = path.casefold() not in taken.files
            if is_free and taken.is_free(output_path_of(permalink)):
                break
            number += 1
        taken.files.add(path.casefold())
        taken.add_output(output_path_of(permalink))
        yield Named(entry, path, slug, permalink)


def slug_key(named: Named) -> str | None:
    """Name the slug where the file's name does not say it."""
    return None if slug_of_file(named.path)[0] == named.slug else named.slug


def aliases_of(named: Named, taken: Taken, problems: list[Problem]) -> tuple[str, ...]:
    """Keep the old addresses of an entry that can lead to it."""
    kept = []
    entry, own = named.entry, folded(output_path_of(named.permalink))
    for address in dict.fromkeys(entry.addresses):
        if address in ("", "/"):
            continue
        path = alias_output_path(address)
        if folded(path) == own:
            continue
        if not _can_lead(address):
            message = f"the old address {shown(address)} cannot be that of a page that leads on"
        elif not taken.is_free(path):
            message = f"the old address {shown(address)} is that of another page"
        else:
            taken.add_output(path)
            kept.append(address)
            continue
        problems.append(lost(entry.origin, entry.line, "import-address", message))
    return tuple(kept)


def _can_lead(address: str) -> bool:
    parts = address.split("/")
    is_path = address.startswith("/") and not {".", ".."} & {*parts} and "//" not in address
    is_plain = address.isprintable() and not any(char in address for char in "?#\\")
    is_short = len(address.encode("utf-8", "replace")) <= _LONGEST_ALIAS
    fits = max(len(part.encode("utf-8", "replace")) for part in parts) <= _LONGEST_NAME
    return is_path and is_plain and is_short and fits


def _folders_of(path: str) -> list[str]:
    folders = []
    while path := posixpath.dirname(path):
        folders.append(path)
    return folders


def _day(day: date, zone: str) -> date:
    return in_zone(day, zone).date() if isinstance(day, datetime) else day


def _key_of(entry: Entry, zone: str) -> tuple[str, ...]:
    day = _day(entry.day, zone).isoformat() if entry.day and entry.section else ""
    return (entry.section or "", plain(entry.title), day)


def _keys_of(post: Post) -> Iterator[tuple[str, ...]]:
    section = post.section if post.is_listed else ""
    yield (section, plain(post.title), "")
    if post.is_listed:
        yield (section, plain(post.title), post.published_at.date().isoformat())
