"""Values as bytes, and digests of them: the one door to JSON rows and to hashing.

A digest depends on the value alone: not on hash seeds, memory or machine. The types are a closed
set, msgspec's: None, bool, int, float, str, bytes, dates, datetimes, enumerations, tuples and
other plain collections, mappings with str keys, and records of these. Anything else raises
TypeError, because what cannot be written down cannot be compared with what was written last time.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Generic, NewType, TypeVar, cast

import msgspec

Digest = NewType("Digest", str)
"""32 lower-case hex digits."""

T = TypeVar("T")

SHAPING_LIBRARIES = (
    "Jinja2", "Markdown", "MarkupSafe", "PyYAML", "lxml", "msgspec", "nh3", "pillow", "pydantic",
    "pyromark", "python-slugify", "text-unidecode", "tzdata",
    "fontpkg-source-serif-4", "pylopdf-fonts-zh-cn",
)  # fmt: skip


class Shared(Generic[T]):
    """A value that many records hold: digested once, and known by its digest from then on."""

    __slots__ = ("digest", "value")

    def __init__(self, value: T) -> None:
        """value: of the closed set of types."""
        self.value = value
        self.digest = digest(value)

    def __eq__(self, other: object) -> bool:
        """Two are equal when what they hold is."""
        return isinstance(other, Shared) and self.digest == other.digest

    def __hash__(self) -> int:
        """Follow equality."""
        return hash(self.digest)

    def __repr__(self) -> str:
        """Show the digest, not the value, which may be long."""
        return f"Shared({self.digest})"


def encode(value: object) -> bytes:
    """Write a value as JSON in UTF-8, equal values as equal bytes.

    Raises TypeError when the value, or anything in it, is not of the closed set of types.
    """
    return _ENCODER.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """Read a value back. Raises ValueError when the data is not JSON of that kind."""
    try:
        value: T = _decoder(cast(Any, kind)).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"not a {kind}: {error}") from error
    return value


def digest(value: object) -> Digest:
    """Digest a value; equal values of one type have equal digests on every machine."""
    return digest_bytes(encode(value))


def digest_bytes(data: bytes, *more: bytes) -> Digest:
    """Digest bytes as they are (the first 128 bits of SHA-256, hex), and more of them behind these.

    Today's processors have instructions for SHA-256: it takes a third of BLAKE2b's time.
    """
    state = hashlib.sha256(data)
    for part in more:
        state.update(part)
    return Digest(state.hexdigest()[:32])


def lasting_name(text: str) -> str:
    """Name a text by ten hex digits for an address, which may not change with `digest`.

    It is what addresses were made of first: BLAKE2b of the text as JSON.
    """
    return hashlib.blake2b(encode(text), digest_size=16).hexdigest()[:10]


def sha256_base64(text: str) -> str:
    """Digest a text as a Content Security Policy does: SHA-256 of its UTF-8, in base64."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")


@cache
def code_digest() -> Digest:
    """Digest autoblog's own code and the versions of the libraries that shape its output."""
    root = Path(__file__).parent
    files = sorted(root.rglob("*.py"))
    code = {path.relative_to(root).as_posix(): digest_bytes(path.read_bytes()) for path in files}
    versions = {name: installed_version(name) for name in SHAPING_LIBRARIES}
    return digest({"code": code, "versions": versions})


def installed_version(package: str) -> str | None:
    """Tell the version of an installed package; None where it is missing, as extras may be."""
    known = _installed()
    if known:
        return known.get(package.replace("-", "_").lower())
    # It takes 20 ms to load and as long to answer, and nobody but a frozen program asks it.
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


@cache
def _installed() -> Mapping[str, str]:
    """Read the versions of all packages off the names of the folders that describe them."""
    found: dict[str, str] = {}
    for entry in map(Path, reversed(sys.path)):  # the first one counts
        for folder in entry.glob("*.*-info"):
            stem, _, kind = folder.name.rpartition(".")
            if kind in ("dist-info", "egg-info"):
                package, _, version = stem.partition("-")
                found[package.replace(".", "_").lower()] = version
    return found


@cache
def module_digest(*paths: str) -> Digest:
    """Digest some modules of autoblog, each named as `render/renditions.py`."""
    root = Path(__file__).parent
    return digest(tuple(digest_bytes((root / path).read_bytes()) for path in paths))


def _digest_of_shared(value: object) -> object:
    if isinstance(value, Shared):
        return {"shared": value.digest}
    raise TypeError(f"{type(value).__name__} cannot be digested")


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


_ENCODER = msgspec.json.Encoder(enc_hook=_digest_of_shared, order="deterministic")
