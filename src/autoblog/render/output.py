"""The one publisher: the output folder is at every moment one complete site.

1. `render.output_guard` refuses folders that are not ours to fill.
2. What changed is written into a staging tree beside the output (`staging_folder`).
3. `publish` adds hard links to what did not change, and exchanges the two trees in one step; or
   of each the one folder that holds all changes.

A list in the output folder names the files that autoblog wrote there: it marks the folder as ours,
and only what it names is ever removed. Foreign files stay.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from urllib.parse import unquote

from autoblog.digest import Digest, digest_bytes
from autoblog.problems import ConfigError
from autoblog.render.exchange import exchange
from autoblog.render.output_guard import OWNED_LIST, is_ours
from autoblog.render.trees import (
    MOVING,
    Digested,
    Entries,
    State,
    are_still_so,
    clashing,
    copy,
    entries,
    find_entries,
    folders_of,
    link,
    link_all,
    move,
    remove,
    sweep,
)

_HEADER = "# Written by autoblog: it removes or replaces the files named here, and no others.\n"


@dataclass(frozen=True, slots=True)
class Published:
    """What changed in the output folder."""

    written: tuple[str, ...]  # output paths, sorted
    removed: tuple[str, ...]
    kept: int


def staging_folder(output: Path) -> Path:
    """Make an empty tree beside the output, in the place of what a killed build left there.

    output: resolved by `output_guard`. Raises ConfigError when the place is taken or cannot be
    written.
    """
    folder = _staging_path(output)
    discard_left(output)
    if folder.is_symlink() or folder.exists():
        raise ConfigError(f"{folder} is in the way; it is not autoblog's")
    try:
        folder.mkdir(parents=True)
        (folder / OWNED_LIST).write_text(_HEADER, "utf-8")
    except OSError as error:
        with contextlib.suppress(OSError):
            discard(folder)  # there may have been room for the folder, and none for its list
        raise ConfigError(f"{folder} cannot be written: {error.strerror}") from error
    return folder


def discard_left(output: Path) -> None:
    """Remove the staging tree that a killed build left beside the output."""
    folder = _staging_path(output)
    if not folder.is_symlink() and folder.is_dir() and is_ours(folder):
        discard(folder)


def discard(staging: Path) -> None:
    """Remove a staging tree; its list goes last, because it marks what remains as ours."""
    if not staging.exists():
        return
    for entry in list(os.scandir(staging)):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path)
        elif entry.name != OWNED_LIST:
            Path(entry.path).unlink()
    (staging / OWNED_LIST).unlink(missing_ok=True)
    staging.rmdir()


def owned_files(output: Path) -> frozenset[str]:
    """Read which files of the output folder autoblog wrote."""
    try:
        lines = (output / OWNED_LIST).read_bytes().split(b"\n")
    except FileNotFoundError:
        return frozenset()
    names = {_unescaped(line) for line in lines if line and not line.startswith(b"#")}
    return frozenset(name for name in names if not _leads_out(name)) | {MOVING}


def digest_file(path: Path) -> Digest:
    """Digest a plain file's bytes."""
    return digest_bytes(path.read_bytes())


def is_complete(output: Path, paths: Iterable[str]) -> bool:
    """Tell whether the output folder's list names just these files."""
    return _holds(output / OWNED_LIST, _listing(paths))


def publish(
    output: Path,
    staging: Path,
    outputs: Mapping[str, Digested],
    found: Entries | None = None,
    *,
    new: Collection[str] | None = None,
) -> Published:
    """Let the output folder show exactly `outputs`, beside the foreign files that it holds.

    outputs: all planned files by path; those that lie in `staging` are new, the others must be in
    the output folder already. A new file that equals the old one is dropped: the old one stays.
    new: those that lie in `staging`; None: that is looked through.
    found: what was found in the output folder before; it is looked at again where that is in doubt.
    What then lies in `staging` is the caller's to discard. Raises ConfigError, and changes nothing,
    when a foreign file is in the way of a planned one.
    """
    listing = _listing(outputs)
    is_list_new = not _holds(output / OWNED_LIST, listing)
    owned = owned_files(output) if is_list_new else frozenset((*outputs, MOVING))
    staged = set(_files(staging) if new is None else new) - {OWNED_LIST}
    if found is None or not are_still_so(output, found, staged):
        found = find_entries(output)
    present = found.keys() - {OWNED_LIST}
    written = sorted(
        path
        for path in staged
        if path not in present or not _is_same(output / path, outputs[path], found[path])
    )
    removed = sorted((owned - outputs.keys()) & present)
    foreign = present - owned - outputs.keys()
    foreign -= _emptied(foreign, owned)
    _refuse_obstacles(output, {*foreign, *(present.intersection(written) - owned)}, outputs)
    result = Published(tuple(written), tuple(removed), len(outputs) - len(written))
    if not written and not removed and not is_list_new:
        return result
    if len(written) == 1 and not removed and not is_list_new:
        move(staging / written[0], output, written[0])
        return result
    for path in staged.difference(written):
        (staging / path).unlink()
    (staging / OWNED_LIST).write_bytes(listing)
    part = "" if removed or is_list_new else _folder_of_all(output, written)
    kept = {path for path in outputs if path.startswith(part)}
    link_all(output, staging, sorted(kept.difference(written)))
    theirs = (path for path in foreign if path.startswith(part))
    linked = {*kept, *_link_foreign(output, staging, theirs), *removed}
    if not output.exists():
        staging.replace(output)
        return result
    _take_rights(staging / part, output / part)
    if exchange(staging / part, output / part):
        sweep(staging, linked)  # late files are what is left then
        _save_late_files(staging, output)
    else:
        _replace_one_by_one(staging, output, written, removed)
    return result


def _folder_of_all(output: Path, paths: Sequence[str]) -> str:
    """Name the folder of the output that holds all these paths, with `/`; none where it is itself.

    To exchange that one is as much one step, and most files need not be linked.
    """
    first, last = (path.split("/")[:-1] for path in (min(paths), max(paths)))  # others lie between
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    names = [name for name, _ in pairs]
    folder = output.joinpath(*names)
    return "/".join((*names, "")) if names and folder.is_dir() and not folder.is_symlink() else ""


def _take_rights(new: Path, old: Path) -> None:
    """Give the new output folder the rights and the owner of the old one, where that can be.

    Folders in it are as new ones are: a group that passes on to them, or default rights, is what
    an output folder for several people needs.
    """
    state = old.stat()
    with contextlib.suppress(OSError, AttributeError):  # Windows has no owners here
        if (state.st_uid, state.st_gid) != (new.stat().st_uid, new.stat().st_gid):
            os.chown(new, state.st_uid, state.st_gid)
    with contextlib.suppress(OSError):
        new.chmod(stat.S_IMODE(state.st_mode))


def _refuse_obstacles(output: Path, foreign: set[str], outputs: Mapping[str, Digested]) -> None:
    """Stop where a file that is not autoblog's stands at, above or below a planned path."""
    found = sorted({*foreign.intersection(outputs), *clashing(foreign, outputs)})
    if found:
        names = ", ".join(str(output / path) for path in found[:3])
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        raise ConfigError(
            f"{names}{more}: in the way of a page or file of the site, and not written by autoblog;"
            " move it away"
        )


def _link_foreign(output: Path, staging: Path, paths: Iterable[str]) -> Iterator[str]:
    """Let files that are not autoblog's stand in the new tree as well; their owners may move them.

    Returns those that do.
    """
    for path in sorted(paths):
        with contextlib.suppress(FileNotFoundError):
            link(output, staging, path)
            yield path


def _replace_one_by_one(
    staging: Path, output: Path, written: Sequence[str], removed: Sequence[str]
) -> None:
    """Do what an exchange does, where the system has none: deletions come last.

    What is written is listed as ours before, and what is removed until after: a killed build leaves
    no file that a later one takes for foreign.
    """
    with (output / OWNED_LIST).open("ab") as stream:
        stream.write(b"\n" + _listing(written))
    first = clashing(removed, written)
    for path in first:
        remove(output, path)
    for path in written:
        move(staging / path, output, path)
    for path in sorted(set(removed).difference(first)):
        remove(output, path)
    copy(staging / OWNED_LIST, output, OWNED_LIST)


def _save_late_files(old: Path, new: Path) -> None:
    """Save what others put into the output folder while the new tree was made."""
    left = [path for path in _files(old) if path != OWNED_LIST and not path.endswith("/")]
    owned = owned_files(old) if left else frozenset()
    for path in left:
        is_late = (old / path).lstat().st_nlink == 1
        if is_late and path not in owned and not (new / path).exists():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (old / path).replace(new / path)


def _files(folder: Path) -> Iterator[str]:
    return (path for path, _ in entries(folder))


def _emptied(paths: Iterable[str], owned: Iterable[str]) -> set[str]:
    """Find the empty folders that files of autoblog stood in; foreign ones stay, as files do."""
    empty = {path for path in paths if path.endswith("/")}
    ours = folders_of(owned) if empty else frozenset()
    return {path for path in empty if path.rstrip("/") in ours}


def _listing(paths: Iterable[str]) -> bytes:
    return (_HEADER + "".join(f"{_escaped(path)}\n" for path in sorted(paths))).encode(
        "utf-8", "surrogateescape"
    )


def _escaped(path: str) -> str:
    """Write a path so that it is one line, whatever the file's name holds."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _unescaped(line: bytes) -> str:
    return unquote(line.rstrip(b"\r").decode("utf-8", "surrogateescape"))


def _is_same(path: Path, known: Digested, found: State | None) -> bool:
    """Tell whether what was found at a path is the file that is known."""
    if found is None or found[0] != known.size_bytes:
        return False
    return digest_file(path) == known.digest


def _holds(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data


def _staging_path(output: Path) -> Path:
    return output.with_name(f".{output.name}.autoblog")


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/")
