"""A folder of another machine, by rsync over ssh."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from autoblog.config import DeployConfig
from autoblog.deploy.programs import run
from autoblog.deploy.target import MANIFEST, Upload

_MISSING = 23  # "partial transfer": here, that the one file asked for is not there
_VANISHED = 24  # "some files vanished": here, that they are to be removed
_ROW = re.compile(rb"^-\S+\s+(\d+) \S+ \S+ (.*)$", re.MULTILINE)
_BYTE = re.compile(rb"\\#(\d{3})")


class RsyncTarget:
    """A folder that rsync reaches: `rsync:user@host:/srv/www/journal`."""

    def __init__(self, config: DeployConfig, root: Path) -> None:
        """config: `to` is `rsync:` and what rsync takes for a destination."""
        self._remote = f"{config.place.rstrip('/')}/"
        self._ssh = config.ssh

    def manifest(self) -> bytes | None:
        """Read what the last deploy said it put there."""
        with tempfile.TemporaryDirectory() as folder:
            target = Path(folder) / MANIFEST
            status, _ = self._rsync(f"{self._remote}{MANIFEST}", str(target), good=(0, _MISSING))
            if status == _MISSING and not target.exists():
                self._rsync("--list-only", self._remote)  # or is the folder itself not there?
            return target.read_bytes() if target.exists() else None

    def sizes(self) -> Mapping[str, int] | None:
        """List what is there, with sizes in bytes."""
        listed = self._rsync("--recursive", "--list-only", "--no-human-readable", self._remote)[1]
        return {
            _BYTE.sub(lambda found: bytes([int(found[1], 8)]), path).decode(
                "utf-8", "surrogateescape"
            ): int(size)
            for size, path in _ROW.findall(listed)
        }

    def begin(self, manifest: bytes) -> None:
        """Say what is ours before anything is sent, so that no interruption makes it foreign."""
        self._put_manifest(manifest)

    def send(self, uploads: Sequence[Upload]) -> None:
        """Send files; rsync renames each into its place when it is whole."""
        by_root = sorted(uploads, key=_root_of)
        for root, members in groupby(by_root, key=_root_of):
            self._send_below(root, [upload.path for upload in members])

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders that this empties."""
        gone = list(paths)
        folders = {
            parent.as_posix() for path in gone for parent in Path(path).parents if parent.name
        }
        deepest_first = sorted(folders, key=lambda folder: (-folder.count("/"), folder))
        with tempfile.TemporaryDirectory() as empty:
            for names in (gone, deepest_first):
                # A folder that still holds something stays.
                self._rsync(
                    "--dirs", "--delete-missing-args", "--from0", "--files-from=-",
                    f"{empty}/", self._remote, data=_listing(names), good=(0, _MISSING, _VANISHED),
                )  # fmt: skip

    def finish(self, manifest: bytes) -> None:
        """Remember what is there."""
        self._put_manifest(manifest)

    def _put_manifest(self, manifest: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / MANIFEST).write_bytes(manifest)
            self._send_below(folder, [MANIFEST])

    def _send_below(self, root: str, paths: Sequence[str]) -> None:
        # Which files differ is known, and times say nothing: hence no look at times.
        self._rsync(
            "--ignore-times", "--times", "--chmod=D755,F644", "--from0", "--files-from=-",
            f"{root}/", self._remote, data=_listing(paths),
        )  # fmt: skip

    def _rsync(
        self, *arguments: str, data: bytes = b"", good: Sequence[int] = (0,)
    ) -> tuple[int, bytes]:
        command = ["rsync", f"--rsh={self._ssh}", "--timeout=60", "--8-bit-output", *arguments]
        return run(command, data=data, good=good)


def _root_of(upload: Upload) -> str:
    return upload.source.as_posix().removesuffix(f"/{upload.path}")


def _listing(paths: Iterable[str]) -> bytes:
    return b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in paths)
