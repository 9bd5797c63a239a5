"""The files of a search index, put in order.

Pagefind keeps the values of a filter in a hash table, and writes them as that has them: in another
order each time. A file's name is a digest of it, and stands in the files above it: the filter's in
`pf_meta`, that one's in `pagefind-entry.json`. All are named anew, by names as long as before.
Source: the files of Pagefind 1.5; they are CBOR (RFC 8949) behind a mark, packed by gzip.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from itertools import pairwise

from autoblog.digest import digest_bytes

ENTRY = "pagefind-entry.json"
_MARK = b"pagefind_dcd"
_UNSIGNED, _TEXT, _ARRAY = 0, 3, 4  # major types of CBOR


def in_order(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give equal indexes equal files: path -> bytes.

    Raises ValueError, or what `gzip` and an index raise, where they look otherwise.
    """
    made = dict(files)
    renamed: dict[bytes, bytes] = {}
    for kind, settle in ((".pf_filter", _by_value), (".pf_meta", lambda data: data)):
        for path in sorted(path for path in made if path.endswith(kind)):
            data = settle(gzip.decompress(made.pop(path)))
            for before, after in renamed.items():
                data = data.replace(before, after)
            folder, slash, name = path.rpartition("/")
            old = name.removeprefix("pagefind.").removesuffix(kind)
            language, _, digest = old.rpartition("_")
            new = f"{language}_{digest_bytes(data)[: len(digest)]}"
            renamed[old.encode()] = new.encode()
            made[folder + slash + name.replace(old, new)] = _packed(data)
    for before, after in renamed.items():
        made[ENTRY] = made[ENTRY].replace(before, after)
    return made


def _packed(data: bytes) -> bytes:
    packed = gzip.compress(data, mtime=0)
    return packed[:8] + b"\x00\xff" + packed[10:]  # Pythons differ in what made it, and how well


def _by_value(data: bytes) -> bytes:
    """Sort the values of a filter, an array of its name and of values with their pages."""
    start = len(_MARK)
    if not data.startswith(_MARK) or data[start] != _ARRAY << 5 | 2:
        raise ValueError("a filter of the search index begins otherwise than expected")
    kind, count, at = _head(data, _end(data, start + 1))
    if kind != _ARRAY:
        raise ValueError("a filter of the search index holds no values")
    ends = [at]
    for _ in range(count):
        ends.append(_end(data, ends[-1]))
    values = sorted(data[one:two] for one, two in pairwise(ends))
    return data[:at] + b"".join(values) + data[ends[-1] :]


def _end(data: bytes, at: int) -> int:
    """Find where the CBOR item at a place ends."""
    kind, count, at = _head(data, at)
    if kind == _TEXT:
        return at + count
    if kind == _ARRAY:
        for _ in range(count):
            at = _end(data, at)
    elif kind != _UNSIGNED:
        raise ValueError("a filter of the search index holds a value of an unexpected kind")
    return at


def _head(data: bytes, at: int) -> tuple[int, int, int]:
    """Read an item's major type, its number or length, and where what follows begins."""
    kind, short = data[at] >> 5, data[at] & 31
    if short < 24:
        return kind, short, at + 1
    size = 1 << (short - 24)
    return kind, int.from_bytes(data[at + 1 : at + 1 + size], "big"), at + 1 + size
