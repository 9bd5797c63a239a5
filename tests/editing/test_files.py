from __future__ import annotations

from pathlib import Path

import pytest

from autoblog.editing.changes import Change
from autoblog.editing.files import changed
from autoblog.problems import ConfigError


def tree_of(root: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mode & 0o777)
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, data in (("a.md", b"a"), ("b.md", b"b"), ("c.md", b"c")):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "a.md").chmod(0o640)
    (tmp_path / "b.md").chmod(0o600)
    return tmp_path


MOVE = Change("a.md", "x/y/a.md", b"a", b"A")
EDIT = Change("b.md", "b.md", b"b", b"B")


def test_files_move_and_change_and_keep_their_rights(root: Path) -> None:
    with changed(root, [MOVE, EDIT]):
        pass

    assert tree_of(root) == {
        "x/y/a.md": (b"A", 0o640),
        "b.md": (b"B", 0o600),
        "c.md": (b"c", 0o644),
    }


def test_when_what_follows_fails_all_is_put_back(root: Path) -> None:
    before, inode = tree_of(root), (root / "a.md").stat().st_ino

    with pytest.raises(KeyboardInterrupt), changed(root, [MOVE, EDIT]):
        assert (root / "b.md").read_bytes() == b"B"
        raise KeyboardInterrupt

    assert tree_of(root) == before
    assert (root / "a.md").stat().st_ino == inode
    assert not (root / "x").exists()


@pytest.mark.parametrize(
    ("last", "error"),
    [
        (Change("c.md", "b.md", b"c", b"C"), FileExistsError),
        (Change("c.md", "b.md/c.md", b"c", b"C"), OSError),
        (Change("d.md", "d.md", b"d", b"D"), FileNotFoundError),
        (Change("c.md", "c.md", b"older", b"C"), ConfigError),
    ],
    ids=["another file is there", "no folder", "no file", "changed meanwhile"],
)
def test_when_one_change_fails_those_before_are_put_back(
    root: Path, last: Change, error: type[Exception]
) -> None:
    before = tree_of(root)

    with pytest.raises(error), changed(root, [MOVE, EDIT, last]):
        pytest.fail("the block must not run")

    assert tree_of(root) == before
    assert not (root / "x").exists()
