"""A folder of this machine that holds releases, and a link `current` to the one that is served.

A release is a whole site. What did not change is hard-linked from the one before, and the link
changes in one step, so a reader never meets a mixture, and going back is as quick.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from autoblog.config import DeployConfig
from autoblog.deploy.target import MANIFEST, Upload
from autoblog.problems import DeployError

CURRENT, RELEASES = "current", "releases"
_NEXT = ".next"
_NUMBER = re.compile(r"\d{6,}")


class FolderTarget:
    """A folder with releases."""

    def __init__(self, config: DeployConfig, root: Path) -> None:
        """config: `to` is `folder:/srv/www/journal`; a relative path is one from the site's folder.

        Raises DeployError when something else has the name of the link.
        """
        self.keep = config.keep
        self.folder = (root / config.place).absolute()
        self.link = self.folder / CURRENT
        self.releases = self.folder / RELEASES
        self.next = self.releases / _NEXT
        if self.link.exists() and not self.link.is_symlink():
            raise DeployError(f"{self.link} is no link that autoblog made; move it away")

    def manifest(self) -> bytes | None:
        """Read what the release that is served holds."""
        try:
            return (self.link / MANIFEST).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def sizes(self) -> Mapping[str, int] | None:
        """List the release that is served; somebody may have changed it."""
        found = {}
        for folder, _, names in os.walk(self.link):
            for name in names:
                path = Path(folder) / name
                found[path.relative_to(self.link).as_posix()] = path.lstat().st_size
        return found

    def begin(self, manifest: bytes) -> None:
        """Lay out the next release as the current one is, foreign files included."""
        if self.next.is_symlink():
            raise DeployError(f"{self.next} is a link; remove it")
        shutil.rmtree(self.next, ignore_errors=True)
        self.next.mkdir(parents=True)
        if self.link.exists():
            shutil.copytree(
                self.link, self.next, symlinks=True, copy_function=_link_or_copy,
                dirs_exist_ok=True,
            )  # fmt: skip

    def send(self, uploads: Sequence[Upload]) -> None:
        """Put files into the next release; a file shared with an older release is left alone."""
        for upload in uploads:
            target = self._place_of(upload.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copyfile(upload.source, target)

    def remove(self, paths: Iterable[str]) -> None:
        """Leave files out of the next release, and the folders that this empties."""
        for path in paths:
            target = self._place_of(path)
            target.unlink(missing_ok=True)
            for folder in target.parents:
                if folder == self.next or not folder.is_dir() or any(folder.iterdir()):
                    break
                folder.rmdir()

    def finish(self, manifest: bytes) -> None:
        """Serve the next release, and forget the oldest ones."""
        (self.next / MANIFEST).unlink(missing_ok=True)
        (self.next / MANIFEST).write_bytes(manifest)
        for path in (self.next, *self.next.rglob("*")):
            _sync(path)  # or the link might outlive a crash that the files do not
        name = f"{max(self._numbers(), default=0) + 1:06}"
        self.next.rename(self.releases / name)
        self._point_to(name)
        self._forget_old(name)

    def roll_back(self) -> str:
        """Serve the release before the one that is served; return its name.

        Raises DeployError when there is none.
        """
        now = int(self.link.readlink().name) if self.link.is_symlink() else 0
        older = [number for number in self._numbers() if number < now]
        if not older:
            raise DeployError(f"{self.folder} holds no release before the one that is served")
        name = f"{max(older):06}"
        self._point_to(name)
        return name

    def _place_of(self, path: str) -> Path:
        """Name a file of the next release. Raises DeployError when a link there leads elsewhere."""
        target = self.next / path
        for folder in target.relative_to(self.next).parents:
            if (self.next / folder).is_symlink():
                raise DeployError(f"{self.link / folder} is a link; what is below it is not ours")
        return target

    def _point_to(self, name: str) -> None:
        aside = self.folder / f".{CURRENT}.new"
        aside.unlink(missing_ok=True)
        aside.symlink_to(Path(RELEASES) / name, target_is_directory=True)
        aside.replace(self.link)

    def _forget_old(self, current: str) -> None:
        for number in sorted(self._numbers(), reverse=True)[self.keep :]:
            if number != int(current):
                shutil.rmtree(self.releases / f"{number:06}")

    def _numbers(self) -> list[int]:
        if not self.releases.is_dir():
            return []
        return [int(path.name) for path in self.releases.iterdir() if _NUMBER.fullmatch(path.name)]


def _link_or_copy(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a disk without hard links
        shutil.copy2(source, target, follow_symlinks=False)


def _sync(path: Path) -> None:
    if path.is_symlink() or os.name == "nt":  # Windows has no sync of a folder
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
