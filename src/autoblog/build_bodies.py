"""The bodies of posts, as the cache keeps them."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from pathlib import Path

from autoblog.cache import connect
from autoblog.digest import Digest, decode, digest_bytes
from autoblog.model import Body


class StoredBodies(Mapping[Digest, Body]):
    """The bodies in a cache's file, read one at a time; each process opens its own."""

    def __init__(self, path: Path) -> None:
        """path: of the cache's file, let go of when this object is no longer used."""
        self._connection = connect(path)
        self._last: tuple[str, Body] | None = None  # a page asks for its body more than once
        weakref.finalize(self, self._connection.close)

    def __getitem__(self, digest: Digest) -> Body:
        """Read a body. Raises KeyError when it is not there, or not what its digest says."""
        if self._last is not None and self._last[0] == digest:
            return self._last[1]
        row = self._connection.execute(
            "select data from bodies where digest = ?", (digest,)
        ).fetchone()
        if row is None or not isinstance(row[0], bytes) or digest_bytes(row[0]) != digest:
            raise KeyError(digest)
        self._last = digest, decode(row[0], Body)
        return self._last[1]

    def __iter__(self) -> Iterator[Digest]:
        """List the digests, sorted."""
        rows = self._connection.execute("select digest from bodies order by digest")
        return iter([Digest(row[0]) for row in rows])

    def __len__(self) -> int:
        """Count the bodies."""
        return int(self._connection.execute("select count(*) from bodies").fetchone()[0])
