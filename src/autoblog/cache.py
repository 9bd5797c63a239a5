"""What earlier builds found out, kept in `.autoblog/`: the door to SQLite.

Nothing here is ever trusted blindly. Every row carries a seal over all that it says; a row whose
seal is wrong counts as absent. A file that is no database, or of another version, is put aside and
begun anew. Rows are JSON, never pickle.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import cast

from autoblog.digest import Digest, digest_bytes

FOLDER = ".autoblog"
FILE = "cache.sqlite"
VERSION = "3"
FEW = 50
"""Rows that are found sooner one by one than by going through the whole table."""
CACHE_FAULTS = (sqlite3.Error, UnicodeDecodeError)  # the latter: a damaged schema
"""What any method may raise when the file turns out to be damaged: `wipe` it and begin anew."""

# A search in a table without rowid compares whole rows, and notes have megabytes: theirs has one.
_SCHEMA = """
create table about (key text primary key, value text) without rowid;
create table posts (path text primary key, key text, data blob, seal text) without rowid;
create table bodies (digest text primary key, data blob);
create table notes (name text primary key, key text, seal text, data blob);
"""


class Cache:
    """An open cache. One build at a time writes it; workers read bodies from it."""

    def __init__(self, path: Path, at_hand: dict[str, object] | None = None) -> None:
        """path: of the file; made where it is missing, begun anew where it is not good.

        `notice` then says in one line what happened. at_hand: what a process that builds again and
        again keeps decoded, by name; forgotten when the file is. Others need none. Raises OSError
        when nothing can be written.
        """
        self.path = path
        self._at_hand = at_hand
        self.notice = ""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._connection = connect(path)
            self._ensure_schema()
        except CACHE_FAULTS as error:
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

    def hold(self, name: str, value: object) -> None:
        """Keep a value as it is, in a process that will build again."""
        if self._at_hand is not None:
            self._at_hand[name] = value

    def held(self, name: str) -> object:
        """Find what was kept so; None where nothing was."""
        return (self._at_hand or {}).get(name)

    def clock_ns(self) -> int:
        """Read the clock of the disk, which is not always that of this machine."""
        marker = self.path.with_name("clock")
        marker.touch()
        return marker.stat().st_mtime_ns

    def writing(self) -> AbstractContextManager[None]:
        """Make all writes in this block one step, or a part of the step that it stands in."""
        return self._step("begin immediate")

    @contextmanager
    def _step(self, begin: str) -> Iterator[None]:
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute(begin)
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    def posts(self, keys: Mapping[str, Digest]) -> Iterator[tuple[str, bytes]]:
        """Recall the posts whose key is still the same: source paths and encoded posts."""
        if len(keys) < FEW:  # where the others are at hand
            rows: Iterable[tuple[str, str, bytes, str]] = [
                row
                for path in keys
                for row in self._connection.execute("select * from posts where path = ?", (path,))
            ]
        else:
            rows = self._connection.execute("select * from posts")
        for path, key, data, seal in rows:
            if keys.get(path) == key and seal == _seal(path, key, data):
                yield path, data

    def remember_post(
        self, key: Digest, path: str, post: bytes, bodies: Mapping[Digest, bytes]
    ) -> None:
        """Keep a post and its bodies by their digests, all encoded."""
        self._connection.execute(
            "insert or replace into posts values (?, ?, ?, ?)",
            (path, key, post, _seal(path, key, post)),
        )
        self._connection.executemany("insert or replace into bodies values (?, ?)", bodies.items())

    def keep_only(self, posts: Collection[str], bodies: Collection[Digest]) -> None:
        """Forget the posts of files that are gone, and bodies that no post has."""
        for table, column, kept in (("posts", "path", posts), ("bodies", "digest", bodies)):
            rows = self._connection.execute(f"select {column} from {table}")
            gone = [(name,) for (name,) in rows if name not in kept]
            self._connection.executemany(f"delete from {table} where {column} = ?", gone)

    def note(self, name: str, key: Digest) -> bytes | None:
        """Recall what was noted under a name, if it was noted for that key."""
        query = "select key, seal, rowid from notes where name = ?"
        with self._step("begin"):  # the row and its data are of one moment then
            row = self._connection.execute(query, (name,)).fetchone()
            if row is None or row[0] != key:
                return None
            with self._connection.blobopen("notes", "data", row[2], readonly=True) as blob:
                data = blob.read()
        return data if row[1] == _seal(name, key, data) else None

    def notes(self, beginning: str) -> Iterator[bytes]:
        """Recall all that was noted under names with that beginning, whatever it was made of."""
        query = "select name, key, data, seal from notes"
        for name, key, data, seal in self._connection.execute(query):
            if str(name).startswith(beginning) and seal == _seal(name, key, data):
                yield data

    def remember_note(self, name: str, key: Digest, data: bytes) -> None:
        """Note something under a name, for a key that says what it was made of."""
        query = "insert or replace into notes (name, key, seal, data) values (?, ?, ?, zeroblob(?))"
        row = (name, key, _seal(name, key, data), len(data))
        # As a value of the row, SQLite would hold it in memory twice more.
        with self.writing():
            number = cast(int, self._connection.execute(query, row).lastrowid)
            with self._connection.blobopen("notes", "data", number) as blob:
                blob.write(data)

    def forget_note(self, name: str) -> None:
        """Forget what was noted under a name."""
        self._connection.execute("delete from notes where name = ?", (name,))

    def _ensure_schema(self) -> None:
        tables = self._connection.execute("select name from sqlite_master").fetchall()
        if not tables:
            if self._at_hand is not None:
                self._at_hand.clear()
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
        try:
            self._connection = connect(self.path)
            self._ensure_schema()
        except CACHE_FAULTS as error:
            raise OSError(f"{self.path} cannot be written: {error}") from error


def connect(path: Path) -> sqlite3.Connection:
    """Open a cache's file. Raises one of CACHE_FAULTS when it is none."""
    # Where there are other threads, one of them may collect this as garbage and close it.
    connection = sqlite3.connect(path, isolation_level=None, timeout=60, check_same_thread=False)
    try:
        connection.execute("pragma page_size = 8192")  # a new file's: most bodies fit into two
        # A lost cache costs a build, so no disk is waited for; a killed build must not hurt.
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = off")
    except CACHE_FAULTS:
        connection.close()  # Python 3.13 warns of a connection that is left open
        raise
    return connection


def _seal(*values: object) -> str:
    data = values[-1]
    if isinstance(data, bytes):
        return digest_bytes(repr(values[:-1]).encode(), b"\0", data)[:16]
    return digest_bytes(repr(values).encode())[:16]
