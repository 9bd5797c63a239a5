"""What a deploy has to do: local files and what a target has -> files to send, in order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autoblog.deploy.target import MANIFEST, Upload
from autoblog.digest import Digest

VERSION = 1
UNSURE = Digest("")
"""The digest of a file that a deploy was about to replace."""
_LAST = (".xml", ".json", ".txt")
"""What announces pages goes behind them: feeds, sitemaps, indexes."""


@dataclass(frozen=True, slots=True)
class DeployPlan:
    """What is to be done at a target."""

    phases: tuple[tuple[Upload, ...], ...]  # assets; pages; feeds and sitemaps
    deletions: tuple[str, ...]  # paths of ours that are no longer part of the site, sorted
    unchanged: int  # files
    known: int  # files of ours that the target has now
    pending: Mapping[str, Digest]  # the manifest while the deploy is under way
    final: Mapping[str, Digest]  # the manifest behind it

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """All files to send, in order."""
        return tuple(upload for phase in self.phases for upload in phase)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.uploads and not self.deletions and self.final == self.pending


def make_plan(
    uploads: Sequence[Upload],
    known: Mapping[str, Digest] | None,
    there: Mapping[str, int] | None,
) -> DeployPlan:
    """Compare a site with what a target has.

    known: the target's manifest, None where there is none. there: sizes of all files at the
    target, None where the manifest can be trusted alone. Files that no manifest names are not ours
    and stay.
    """
    ours = known or {}
    changed = [upload for upload in uploads if not _is_there(upload, ours, there)]
    final = {upload.path: upload.digest for upload in uploads}
    deletions = tuple(sorted(ours.keys() - final.keys()))
    return DeployPlan(
        phases=_phases(changed),
        deletions=deletions,
        unchanged=len(uploads) - len(changed),
        known=len(ours),
        pending=dict(sorted({**ours, **{upload.path: UNSURE for upload in changed}}.items())),
        final=dict(sorted(final.items())),
    )


def read_manifest(data: bytes | None) -> Mapping[str, Digest] | None:
    """Read a manifest; None where there is none, or none that this version understands.

    Then everything is sent, and nothing removed: nothing is known to be ours.
    """
    if data is None:
        return None
    try:
        value = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return None
    files = value.get("files") if isinstance(value, dict) else None
    if not isinstance(files, dict) or value.get("version") != VERSION:
        return None
    return {
        path: Digest(digest)
        for path, digest in files.items()
        if isinstance(digest, str) and _is_safe(path)
    }


def write_manifest(files: Mapping[str, Digest]) -> bytes:
    """Write a manifest, a line each file, so that changes of it can be read."""
    return (
        json.dumps({"version": VERSION, "files": files}, ensure_ascii=False, indent=0) + "\n"
    ).encode()


def _is_there(upload: Upload, ours: Mapping[str, Digest], there: Mapping[str, int] | None) -> bool:
    if ours.get(upload.path) != upload.digest:
        return False
    if there is None:
        return True
    # The size of a variant that was not made again is not known.
    return upload.path in there and upload.size_bytes in (-1, there[upload.path])


def _phases(changed: Sequence[Upload]) -> tuple[tuple[Upload, ...], ...]:
    """Order files so that no page is seen before what it shows, and no feed before its pages."""
    rows: tuple[list[Upload], list[Upload], list[Upload]] = ([], [], [])
    for upload in sorted(changed, key=lambda upload: upload.path):
        name = upload.path.removesuffix(".gz").removesuffix(".br").removesuffix(".zst")
        is_page = name.endswith((".html", ".htm", ".md"))
        rows[1 if is_page else 2 if name.endswith(_LAST) else 0].append(upload)
    return tuple(tuple(row) for row in rows if row)


def _is_safe(path: object) -> bool:
    """Tell whether a manifest's path may be removed at the target: whoever wrote it."""
    if not isinstance(path, str) or not path or path == MANIFEST or path.startswith("/"):
        return False
    return "\\" not in path and "\0" not in path and not {"", ".", ".."} & set(path.split("/"))
