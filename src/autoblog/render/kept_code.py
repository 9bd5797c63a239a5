"""Compiled templates that a process keeps, each as long as all texts in its code are the same.

A build compiles each template once. A process that builds again and again, as a preview does,
finds here all but those that a change concerns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType

import jinja2
import jinja2.bccache


@dataclass(frozen=True, slots=True)
class _Kept:
    code: CodeType | None
    names: frozenset[str]  # of the template and of those that were put into its code
    basis: tuple[object, ...]


class KeptCode(jinja2.BytecodeCache):
    """What one environment compiled, found by the next one of the same shape."""

    def __init__(
        self, texts: Mapping[str, str], shape: str, may_open: Callable[[str], bool]
    ) -> None:
        """Find what is kept.

        shape: a digest of all that shapes what filters make of constants, which Jinja works out
        when it compiles. may_open: tells whether nobody fills the blocks of a template.
        """
        self.put: dict[str, set[str]] = {}  # templates, and the names looked up for their code
        self._texts, self._may_open = texts, may_open
        self._kept = _kept_of(shape)

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Know a template by its name."""
        return name

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Give a template its code, where that still is its code."""
        kept = self._kept.get(bucket.key)
        if kept is not None and kept.basis == self._basis(bucket.key, kept.names):
            bucket.code = kept.code

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep the code of a template, in the place of what was kept of it before."""
        names = frozenset((bucket.key, *self.put.get(bucket.key, ())))
        self._kept[bucket.key] = _Kept(bucket.code, names, self._basis(bucket.key, names))

    def _basis(self, name: str, names: frozenset[str]) -> tuple[object, ...]:
        return (self._may_open(name), *(self._texts.get(other) for other in sorted(names)))


@lru_cache(maxsize=4)
def _kept_of(shape: str) -> dict[str, _Kept]:
    """Give a shape its dictionary, empty at first; the least used shape is forgotten."""
    return {}
