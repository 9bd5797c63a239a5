"""The manifest: what the cache knows of the files that it wrote into an output folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from autoblog.cache import Cache
from autoblog.digest import Digest, decode, encode

ROWS = Digest("")
"""The manifest has no key: each row's fingerprint says what it was made of."""


MOST_CHANGED = 0.05
"""Where a larger share of the files changed, the manifest is written as a whole."""


class FileRow(NamedTuple):
    """A written file. Not a dataclass: ten thousand of these are read in a tenth of the time."""

    fingerprint: str
    digest: Digest
    size_bytes: int
    mtime_ns: int
    aside: tuple[int, int] | None = None


def recall_manifest(cache: Cache, folder: str) -> dict[str, FileRow]:
    """Recall what was written: output path -> row. folder: as the cache names it."""
    noted = cache.note(f"files of {folder}", ROWS)
    rows = {} if noted is None else decode(noted, dict[str, FileRow])
    for path, row in _changes(cache, folder).items():
        if row is None:
            rows.pop(path, None)
        else:
            rows[path] = row
    return rows


def remember_manifest(cache: Cache, folder: str, rows: Mapping[str, FileRow]) -> None:
    """Remember what now stands in an output folder, and nothing else of it."""
    with cache.writing():
        cache.forget_note(f"changes of {folder}")
        cache.remember_note(f"files of {folder}", ROWS, encode(rows))


def amend_manifest(
    cache: Cache,
    folder: str,
    changes: Mapping[str, FileRow | None],
    *,
    whole: Mapping[str, FileRow],
) -> None:
    """Remember some files of an output folder, and forget those that are None.

    whole: all that is known then. It is one note, which takes long to write: few changes are noted
    beside it.
    """
    all_changes = {**_changes(cache, folder), **changes}
    if len(all_changes) > MOST_CHANGED * len(whole):
        remember_manifest(cache, folder, whole)
    else:
        cache.remember_note(f"changes of {folder}", ROWS, encode(all_changes))


def asset_fingerprints(cache: Cache) -> set[str]:
    """Name all that shapes the assets of all output folders. A page's fingerprint has parts."""
    found = [*cache.notes("files of "), *cache.notes("changes of ")]
    manifests = (decode(data, dict[str, FileRow | None]) for data in found)
    rows = (row for manifest in manifests for row in manifest.values() if row)
    return {row.fingerprint for row in rows if "." not in row.fingerprint}


def _changes(cache: Cache, folder: str) -> dict[str, FileRow | None]:
    noted = cache.note(f"changes of {folder}", ROWS)
    return {} if noted is None else decode(noted, dict[str, FileRow | None])
