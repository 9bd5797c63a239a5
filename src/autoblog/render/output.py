"""The one publisher: the output folder is at every moment one complete site.

1. `guard` refuses folders that are not ours to fill.
2. What changed is written into a staging tree beside the output (`staging_folder`).
3. `publish` adds hard links to what did not change, and exchanges the two trees in one step.

A list in the output folder names the files that autoblog wrote there: it marks the folder as ours,
and only what it names is ever removed. Foreign files stay.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autoblog.digest import Digest, digest_bytes
from autoblog.model import Output
from autoblog.problems import ConfigError
from autoblog.render.exchange import exchange

OWNED_LIST = ".autoblog-files"
_HEADER = "# Written by autoblog: it removes or replaces the files named here, and no others.\n"


@dataclass(frozen=True, slots=True)
class Published:
    """What changed in the output folder."""

    written: tuple[str, ...]  # output paths, sorted
    removed: tuple[str, ...]
    kept: int


def guard(output: Path, root: Path, sources: Iterable[str], *, home: Path) -> Path:
    """Resolve the output folder; refuse it where a build could destroy what is not autoblog's.

    sources: folders of the site, relative to its root. Raises ConfigError before a byte changes.
    """
    folder = output.resolve()
    if folder == Path(folder.anchor):
        raise ConfigError(f"{folder} is no folder for a site: it is the root of the disk")
    if home.resolve().is_relative_to(folder):
        raise ConfigError(f"{folder} is or holds your home folder; choose one below it")
    if root.resolve().is_relative_to(folder):
        raise ConfigError(f"{folder} is or holds the site's own folder; choose one beside content/")
    for name in (*sources, ".git", "src", ".venv"):
        source = (root / name).resolve()
        if folder.is_relative_to(source) or source.is_relative_to(folder):
            raise ConfigError(f"{folder} holds or lies in {name}/, which a build reads")
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is a file; choose a folder")
    if folder.is_dir() and not (folder / OWNED_LIST).is_file() and any(folder.iterdir()):
        raise ConfigError(
            f"{folder} holds files that autoblog did not write; empty it, or choose another folder"
        )
    return folder


def staging_folder(output: Path) -> Path:
    """Make an empty tree beside the output, on the same disk. What a killed build left is reused.

    output: resolved by `guard`.
    """
    folder = output.with_name(f".{output.name}.autoblog")
    if folder.is_symlink() or (folder.exists() and not (folder / OWNED_LIST).is_file()):
        raise ConfigError(f"{folder} is in the way; it is not autoblog's")
    discard(folder)
    try:
        folder.mkdir(parents=True)
        (folder / OWNED_LIST).write_text(_HEADER, "utf-8")
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror}") from error
    return folder


def discard(staging: Path) -> None:
    """Remove a staging tree."""
    if staging.exists():
        shutil.rmtree(staging)


def owned_files(output: Path) -> frozenset[str]:
    """Read which files of the output folder autoblog wrote."""
    try:
        lines = (output / OWNED_LIST).read_text("utf-8").splitlines()
    except FileNotFoundError:
        return frozenset()
    names = {line for line in lines if line and not line.startswith("#")}
    return frozenset(name for name in names if not _leads_out(name))


def find_states(output: Path) -> Mapping[str, tuple[int, int]]:
    """Look at all files of the output folder: path -> (size in bytes, time of change in ns)."""
    return {path: (state.st_size, state.st_mtime_ns) for path, state in _entries(output)}


def digest_file(path: Path) -> Digest:
    """Digest a file's bytes; those of nothing when it is not a plain file."""
    return digest_bytes(path.read_bytes() if path.is_file() and not path.is_symlink() else b"")


def is_complete(output: Path, paths: Iterable[str]) -> bool:
    """Tell whether the output folder's list names just these files."""
    return _holds(output / OWNED_LIST, _listing(paths))


def publish(output: Path, staging: Path, outputs: Mapping[str, Output]) -> Published:
    """Let the output folder show exactly `outputs`, beside the foreign files that it holds.

    outputs: all planned files by path; those that lie in `staging` are new, the others must be in
    the output folder already. A new file that equals the old one is dropped: the old one stays.
    What then lies in `staging` is the caller's to discard.
    """
    owned = owned_files(output)
    present = set(_files(output)) - {OWNED_LIST}
    staged = set(_files(staging)) - {OWNED_LIST}
    written = sorted(
        path for path in staged if path not in present or not _is_same(output / path, outputs[path])
    )
    removed = sorted((owned - outputs.keys()) & present)
    foreign = present - owned - outputs.keys()
    result = Published(tuple(written), tuple(removed), len(outputs) - len(written))
    is_list_new = not is_complete(output, outputs)
    if not written and not removed and not is_list_new:
        return result
    if len(written) == 1 and not removed and not is_list_new:
        (staging / written[0]).replace(output / written[0])
        return result
    for path in staged.difference(written):
        (staging / path).unlink()
    (staging / OWNED_LIST).write_bytes(_listing(outputs))
    for path in sorted((outputs.keys() - set(written)) | foreign):
        _link(output / path, staging / path)
    if not output.exists():
        staging.replace(output)
    elif exchange(staging, output):
        _save_late_files(staging, output)
    else:
        _replace_one_by_one(staging, output, (*written, OWNED_LIST), removed)
    return result


def _replace_one_by_one(
    staging: Path, output: Path, written: Iterable[str], removed: Iterable[str]
) -> None:
    """Do what an exchange does, where the system has none: deletions come last."""
    for path in written:
        (output / path).parent.mkdir(parents=True, exist_ok=True)
        (staging / path).replace(output / path)
    for path in removed:
        (output / path).unlink(missing_ok=True)
        _remove_empty_parents(output, path)


def _save_late_files(old: Path, new: Path) -> None:
    """Save what others put into the output folder while the new tree was made."""
    owned = owned_files(old) | {OWNED_LIST}
    for path in _files(old):
        is_late = (old / path).lstat().st_nlink == 1 and path not in owned
        if is_late and not (new / path).exists():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).replace(new / path)


def _files(folder: Path) -> Iterator[str]:
    return (path for path, _ in _entries(folder))


def _entries(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """List what is in a tree, links and special files too: paths relative to it, with `/`."""
    stack = [""]
    while stack:
        below = stack.pop()
        try:
            entries = list(os.scandir(folder / below))
        except FileNotFoundError:
            continue
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.is_dir(follow_symlinks=False):
                stack.append(path)
            else:
                yield path, entry.stat(follow_symlinks=False)


def _listing(paths: Iterable[str]) -> bytes:
    return (_HEADER + "".join(f"{path}\n" for path in sorted(paths))).encode()


def _link(source: Path, target: Path) -> None:
    """Let a file stand in a second tree: a hard link, or a copy where the disk has none."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(source, target, follow_symlinks=False)
    except OSError:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target, follow_symlinks=False)


def _is_same(path: Path, output: Output) -> bool:
    state = path.lstat()
    if path.is_symlink() or state.st_size != output.size_bytes:
        return False
    return digest_bytes(path.read_bytes()) == output.digest


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _remove_empty_parents(output: Path, path: str) -> None:
    for parent in (output / path).parents:
        if parent == output or any(parent.iterdir()):
            return
        parent.rmdir()


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")
