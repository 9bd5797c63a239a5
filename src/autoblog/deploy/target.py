"""What every target of a deploy can do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autoblog.digest import Digest

MANIFEST = ".autoblog-manifest.json"
"""The file at a target that says what of it is ours, and of what content."""


@dataclass(frozen=True, slots=True)
class Upload:
    """One file that a target shall have."""

    path: str  # relative, with "/"
    source: Path  # a file on this disk
    digest: Digest  # of its content
    size_bytes: int
    content_type: str
    cache_control: str
    redirect: str = ""  # where its readers are led at once; of S3 only


class Target(Protocol):
    """A place that a site is published to.

    Calls come in the order of the methods. All may raise DeployError, after which the target shows
    the old site or a mixture that a further deploy completes; never less than the old pages.
    """

    def manifest(self) -> bytes | None:
        """Read what the last deploy said it put there; None: there was none."""

    def sizes(self) -> Mapping[str, int] | None:
        """List what is there, with sizes in bytes; None: nobody else can have changed it."""

    def begin(self, manifest: bytes) -> None:
        """Make ready. manifest: what is ours while the deploy is under way."""

    def send(self, uploads: Sequence[Upload]) -> None:
        """Put files there, in any order."""

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files of ours; one that is gone already is no error."""

    def finish(self, manifest: bytes) -> None:
        """Let the new site be seen, where it is not yet, and remember its manifest."""
