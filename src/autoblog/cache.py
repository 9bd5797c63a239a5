"""What earlier builds found out, kept in `.autoblog/`: the door to SQLite.

Nothing here is ever trusted blindly. Every row carries a seal over all that it says; a row whose
seal is wrong counts as absent. A file that is no database, or of another version, is put aside and
begun anew. Rows are JSON, never pickle.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import time
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from autoblog.digest import Digest, decode, digest_bytes
from autoblog.model import Body, Output, Post
from autoblog.problems import AutoblogError

if sys.platform != "win32":
    import fcntl

FOLDER = ".autoblog"
FILE = "cache.sqlite"
VERSION = "1"
CacheDamagedError = sqlite3.Error
"""What any method may raise when the file turns out to be damaged: `wipe` it and begin anew."""

_SCHEMA = """
create table about (key text primary key, value text) without rowid;
create table files (path text primary key, state text, digest text, seal text) without rowid;
create table posts (path text primary key, key text, data blob, seal text) without rowid;
create table bodies (digest text primary key, data blob);
create table notes (name text primary key, key text, data blob, seal text) without rowid;
create table outputs (
    folder text, path text, fingerprint text, digest text, size_bytes int, mtime_ns int, seal text,
    primary key (folder, path)
) without rowid;
"""


@dataclass(frozen=True, slots=True)
class OutputRow:
    """What the manifest knows of a written file."""

    fingerprint: str
    output: Output
    mtime_ns: int


class Cache:
    """An open cache. One build at a time writes it; workers read bodies from it."""

    def __init__(self, path: Path) -> None:
        """path: of the file; made where it is missing, begun anew where it is not good.

        `notice` then says in one line what happened. Raises OSError when nothing can be written.
        """
        self.path = path
        self.notice = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = _connect(path)
            self._ensure_schema()
        except sqlite3.Error as error:
            self.notice = f"the cache could not be used ({error}); everything is built anew"
            self._begin_anew()

    def close(self) -> None:
        """Write all down and let go of the file."""
        self._connection.close()

    def wipe(self) -> None:
        """Forget everything."""
        self._connection.close()
        self._begin_anew()

    def name_of(self, output: Path) -> str:
        """Name an output folder as rows do: seen from the cache, so that both may move together."""
        try:
            return os.path.relpath(output, self.path.parent.resolve())
        except ValueError:  # on another drive of Windows
            return str(output)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make all writes in this block one step."""
        self._connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def files(self) -> Mapping[str, tuple[str, Digest]]:
        """Recall the files that were digested: path -> (state on the disk, digest)."""
        rows = self._connection.execute("select path, state, digest, seal from files")
        return {
            path: (state, Digest(digest))
            for path, state, digest, seal in rows
            if seal == _seal(path, state, digest)
        }

    def remember_files(self, rows: Mapping[str, tuple[str, Digest]]) -> None:
        """Replace what is known of files."""
        self._connection.execute("delete from files")
        self._connection.executemany(
            "insert into files values (?, ?, ?, ?)",
            ((p, state, digest, _seal(p, state, digest)) for p, (state, digest) in rows.items()),
        )

    def posts(self, keys: Mapping[str, Digest]) -> dict[str, Post]:
        """Recall the posts whose key is still the same: source path -> post."""
        found = {}
        for path, key, data, seal in self._connection.execute("select * from posts"):
            if keys.get(path) == key and seal == _seal(path, key, data):
                found[path] = decode(data, Post)
        return found

    def remember_post(self, key: Digest, path: str, post: bytes, body: bytes) -> None:
        """Keep a post and its body, both encoded."""
        self._connection.execute(
            "insert or replace into posts values (?, ?, ?, ?)",
            (path, key, post, _seal(path, key, post)),
        )
        self._connection.execute(
            "insert or replace into bodies values (?, ?)", (digest_bytes(body), body)
        )

    def keep_only(self, posts: Mapping[str, Post]) -> None:
        """Forget the posts of files that are gone, and bodies that no post has."""
        bodies = {post.body for post in posts.values()}
        for table, column, kept in (("posts", "path", posts), ("bodies", "digest", bodies)):
            rows = self._connection.execute(f"select {column} from {table}")
            gone = [(name,) for (name,) in rows if name not in kept]
            self._connection.executemany(f"delete from {table} where {column} = ?", gone)

    def note(self, name: str, key: Digest) -> bytes | None:
        """Recall what was noted under a name, if it was noted for that key."""
        query = "select key, data, seal from notes where name = ?"
        row = self._connection.execute(query, (name,)).fetchone()
        is_good = row is not None and row[0] == key and row[2] == _seal(name, key, row[1])
        return row[1] if is_good else None

    def remember_note(self, name: str, key: Digest, data: bytes) -> None:
        """Note something under a name, for a key that says what it was made of."""
        self._connection.execute(
            "insert or replace into notes values (?, ?, ?, ?)",
            (name, key, data, _seal(name, key, data)),
        )

    def forget_note(self, name: str) -> None:
        """Forget what was noted under a name."""
        self._connection.execute("delete from notes where name = ?", (name,))

    def outputs(self, folder: str) -> dict[str, OutputRow]:
        """Recall what was written to an output folder: output path -> row."""
        found = {}
        columns = "path, fingerprint, digest, size_bytes, mtime_ns, seal"
        query = f"select {columns} from outputs where folder = ?"
        rows = self._connection.execute(query, (folder,))
        for path, fingerprint, digest, size, mtime_ns, seal in rows:
            if seal == _seal(folder, path, fingerprint, digest, size, mtime_ns):
                output = Output(path, Digest(digest), size)
                found[path] = OutputRow(fingerprint, output, mtime_ns)
        return found

    def asset_fingerprints(self) -> set[str]:
        """Name all that shapes the assets of all output folders."""
        query = "select fingerprint from outputs where fingerprint not like '%.%'"
        return {fingerprint for (fingerprint,) in self._connection.execute(query)}

    def forget_outputs(self, folder: str, paths: Iterable[str]) -> None:
        """Forget files that are about to change."""
        self._connection.executemany(
            "delete from outputs where folder = ? and path = ?", ((folder, path) for path in paths)
        )

    def remember_outputs(self, folder: str, rows: Mapping[str, OutputRow]) -> None:
        """Remember files that now stand in an output folder."""
        self._connection.executemany(
            "insert or replace into outputs values (?, ?, ?, ?, ?, ?, ?)",
            (
                (folder, path, *values, _seal(folder, path, *values))
                for path, row in rows.items()
                for values in [
                    (row.fingerprint, row.output.digest, row.output.size_bytes, row.mtime_ns)
                ]
            ),
        )

    def _ensure_schema(self) -> None:
        tables = self._connection.execute("select name from sqlite_master").fetchall()
        if not tables:
            self._connection.executescript(_SCHEMA)
            self._connection.execute("insert into about values ('version', ?)", (VERSION,))
        row = self._connection.execute("select value from about where key = 'version'").fetchone()
        if row != (VERSION,):
            raise sqlite3.DatabaseError("it is of another version")

    def _begin_anew(self) -> None:
        if getattr(self, "_connection", None) is not None:
            self._connection.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        self._connection = _connect(self.path)
        self._ensure_schema()


@contextmanager
def lock(folder: Path, *, tell: Callable[[str], None], wait_s: float) -> Iterator[None]:
    """Let one build at a time work in a site's folder; the second waits for the first.

    tell: told in one line whom it waits for. Raises LockedError when that takes too long.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a+", encoding="utf-8") as stream:
        if sys.platform == "win32":  # has no flock: two builds at once are the user's care
            yield
            return
        deadline = time.monotonic() + wait_s
        has_told = False
        while True:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                stream.seek(0)
                holder = stream.read().strip() or "another process"
                if time.monotonic() >= deadline:
                    raise LockedError(f"{holder} is building this site") from None
                if not has_told:
                    tell(f"waiting: {holder} is building this site")
                    has_told = True
                time.sleep(0.05)
        stream.truncate(0)
        stream.write(f"process {os.getpid()}")
        stream.flush()
        yield


class LockedError(AutoblogError):
    """Another build holds the site's folder."""

    exit_code = 3


class StoredBodies(Mapping[Digest, Body]):
    """The bodies in a cache's file, read one at a time; each process opens its own."""

    def __init__(self, path: Path) -> None:
        """path: of the cache's file, let go of when this object is no longer used."""
        self._connection = _connect(path)
        self._last: tuple[str, Body] | None = None  # a page asks for its body more than once
        weakref.finalize(self, self._connection.close)

    def __getitem__(self, digest: Digest) -> Body:
        """Read a body. Raises KeyError when it is not there, or not what its digest says."""
        if self._last is not None and self._last[0] == digest:
            return self._last[1]
        query = "select data from bodies where digest = ?"
        row = self._connection.execute(query, (digest,)).fetchone()
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


def _connect(path: Path) -> sqlite3.Connection:
    # Where there are other threads, one of them may collect this as garbage and close it.
    connection = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
    try:
        # A lost cache costs a build, so no disk is waited for; a killed build must not hurt.
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = off")
    except sqlite3.Error:
        connection.close()  # Python 3.13 warns of a connection that is left open
        raise
    return connection


def _seal(*values: object) -> str:
    data = values[-1]
    if isinstance(data, bytes):
        return digest_bytes(b"\0".join((repr(values[:-1]).encode(), data)))[:16]
    return digest_bytes(repr(values).encode())[:16]
