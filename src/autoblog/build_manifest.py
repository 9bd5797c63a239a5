"""The manifest: what the cache knows of the files that it wrote into an output folder."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from autoblog.cache import Cache
from autoblog.digest import Digest, decode, encode

ROWS = Digest("")
"""The manifest has no key: each row's fingerprint says what it was made of."""


class FileRow(NamedTuple):
    """A written file. Not a dataclass: ten thousand of these are read in a tenth of the time."""

    fingerprint: str
    digest: Digest
    size_bytes: int
    mtime_ns: int


def recall_manifest(cache: Cache, folder: str) -> dict[str, FileRow]:
    """Recall what was written: output path -> row. folder: as the cache names it."""
    noted = cache.note(f"files of {folder}", ROWS)
    return {} if noted is None else decode(noted, dict[str, FileRow])


def remember_manifest(cache: Cache, folder: str, rows: Mapping[str, FileRow]) -> None:
    """Remember what now stands in an output folder, and nothing else of it."""
    cache.remember_note(f"files of {folder}", ROWS, encode(rows))


def asset_fingerprints(cache: Cache) -> set[str]:
    """Name all that shapes the assets of all output folders. A page's fingerprint has parts."""
    manifests = (decode(data, dict[str, FileRow]) for data in cache.notes("files of "))
    rows = (row for manifest in manifests for row in manifest.values())
    return {row.fingerprint for row in rows if "." not in row.fingerprint}
