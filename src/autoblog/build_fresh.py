"""What of an output folder is as it must be, and why the rest is not.

A page's fingerprint says all that shapes it, part by part; an asset's is the digest of what it will
hold. `compare` sets those of the plan against those in the manifest, and the manifest against what
one walk of the folder found.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autoblog.build_manifest import FileRow, amend_manifest
from autoblog.cache import Cache
from autoblog.digest import code_digest, digest
from autoblog.extensions import NONE, Extensions
from autoblog.model import Asset, Page, Planned, SiteInfo
from autoblog.render.output import digest_file
from autoblog.render.theme import Closure
from autoblog.render.trees import Entries

PARTS = (
    "the code of autoblog",
    "its template",
    "the site's settings",
    "what it shows",
    "what stands beside its text",
)
"""What a page's fingerprint is made of, in its order."""


@dataclass(frozen=True, slots=True)
class Theme:
    """All that pages are rendered with, besides what each carries itself."""

    texts: Mapping[str, str]  # templates by name
    closures: Mapping[str, Closure]
    info: SiteInfo
    static_urls: Mapping[str, str]
    seconds_per_page: int  # the longest time that rendering one may take
    extensions: Extensions = NONE  # whose filters templates may use


@dataclass(frozen=True, slots=True)
class Compared:
    """What the plan and the output folder say of one another."""

    fingerprints: Mapping[str, str | None]  # of all that is planned; None: of a new page
    known: Mapping[str, FileRow]  # the manifest
    found: Entries
    fresh: Mapping[str, FileRow]
    reasons: Mapping[str, str]  # why the others are not


def fingerprints_of(
    planned: Sequence[Planned], theme: Theme, known: Container[str]
) -> Iterator[tuple[str, str | None]]:
    """Digest all that shapes each file, by its output path.

    known: paths that the manifest has. A page of another path is made anyway, and whoever makes it
    tells its fingerprint; here it is None.
    """
    print_of = page_prints(theme)
    for item in planned:
        if isinstance(item, Asset):
            yield item.output_path, item.digest
        else:
            yield item.output_path, print_of(item) if item.output_path in known else None


def page_prints(theme: Theme) -> Callable[[Page], str]:
    """Give a function that digests all that shapes a page, part by part."""
    own = code_digest()
    code = digest((own, theme.extensions.code)) if theme.extensions.every else own
    site = digest(theme.info)
    templates = {
        name: digest((closure.digest, tuple(theme.static_urls[p] for p in closure.static_files)))
        for name, closure in theme.closures.items()
    }

    def print_of(page: Page) -> str:
        beside = page.aside
        aside = digest((templates[beside.template], beside.context)) if beside else ""
        return ".".join((code, templates[page.template], site, digest(page.context), aside))

    return print_of


def is_same_but_aside(one: str, other: str) -> bool:
    """Tell whether two fingerprints of a page differ in what stands beside its text alone."""
    return one.rpartition(".")[0] == other.rpartition(".")[0]


def compare(
    cache: Cache,
    output: Path,
    fingerprints: Mapping[str, str | None],
    known: Mapping[str, FileRow],
    found: Entries,
) -> Compared:
    """Tell what is fresh, and why the rest is not.

    known: the manifest. found: what one walk of the output folder found.
    A file counts as the one that was written when its size and time say so, or else its bytes.
    """
    fresh: dict[str, FileRow] = {}
    touched: dict[str, FileRow] = {}
    reasons: dict[str, str] = {}
    for path, fingerprint in fingerprints.items():
        row, state = known.get(path), found.get(path)
        if row is None or fingerprint is None:
            reasons[path] = "it is new, or nothing is known of it"
        elif row.fingerprint != fingerprint:
            reasons[path] = _difference(row.fingerprint, fingerprint)
        elif state is None:
            reasons[path] = "its file is gone"
        elif state == (row.size_bytes, row.mtime_ns):
            fresh[path] = row
        elif digest_file(output / path) == row.digest:
            fresh[path] = touched[path] = row._replace(mtime_ns=state[1])
        else:
            reasons[path] = "its file was changed by something else"
    if touched:
        folder = cache.name_of(output)
        amend_manifest(cache, folder, touched, whole={**known, **touched})
    return Compared(fingerprints, known, found, fresh, reasons)


def _difference(old: str, new: str) -> str:
    before, after = old.split("."), new.split(".")
    if len(before) != len(PARTS) or len(after) != len(PARTS):
        return "its content changed"
    changed = [part for part, one, two in zip(PARTS, before, after, strict=True) if one != two]
    return f"changed: {', '.join(changed)}"
