from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from autoblog.render.output import _replace_one_by_one, owned_files
from autoblog.render.output_guard import OWNED_LIST
from autoblog.render.trees import (
    MOVING,
    are_still_so,
    clashing,
    entries,
    find_entries,
    folders_of,
    link,
    link_all,
    move,
    remove,
    sweep,
)

OTHER_DISK = Path("/dev/shm")


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder from which no hard link and no rename leads to tmp_path."""
    is_other = OTHER_DISK.is_dir() and OTHER_DISK.stat().st_dev != tmp_path.stat().st_dev
    if not is_other or not os.access(OTHER_DISK, os.W_OK):
        pytest.skip("this machine has no second disk to test with (/dev/shm)")
    with TemporaryDirectory(dir=OTHER_DISK) as folder:
        yield Path(folder)


def test_entries_lists_links_and_empty_folders_and_follows_nothing(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / ".hidden").write_text("", "utf-8")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "dangling").symlink_to("nowhere")

    assert sorted(path for path, _ in entries(tmp_path)) == [
        "a/.hidden",
        "a/b/",
        "dangling",
        "loop",
    ]


def test_a_tree_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    assert list(entries(tmp_path / "none")) == []


def test_folders_of_names_each_folder_once() -> None:
    assert folders_of(["a/b/c.txt", "a/d.txt", "e.txt", "f/"]) == {"a", "a/b", "f"}


@pytest.mark.parametrize(
    ("path", "other", "clash"),
    [
        ("a", "a/b", True),
        ("a", "a/b/c", True),
        ("a/b", "a", True),
        ("a/b/c", "a", True),
        ("a/", "a", True),
        ("a/", "a/b", False),
        ("a", "a", False),
        ("a", "ab/c", False),
        ("a/b", "a/c", False),
    ],
)
def test_paths_clash_where_one_is_a_file_and_the_other_needs_a_folder(
    path: str, other: str, clash: bool
) -> None:
    assert clashing([path], [other]) == ([path] if clash else [])


def test_link_makes_folders_and_shares_the_inode(tmp_path: Path) -> None:
    (tmp_path / "one" / "a").mkdir(parents=True)
    (tmp_path / "one" / "a" / "x").write_text("text", "utf-8")

    link(tmp_path / "one", tmp_path / "two", "a/x")

    assert (tmp_path / "two" / "a" / "x").samefile(tmp_path / "one" / "a" / "x")


def test_link_copies_where_no_hard_link_can_be(tmp_path: Path, other_disk: Path) -> None:
    (other_disk / "a").mkdir()
    (other_disk / "a" / "x").write_text("text", "utf-8")
    os.utime(other_disk / "a" / "x", ns=(1, 1_700_000_000_000_000_000))
    (other_disk / "a" / "link").symlink_to("nowhere")
    with pytest.raises(OSError, match=os.strerror(errno.EXDEV)):
        os.link(other_disk / "a" / "x", tmp_path / "x")

    for path in ("a/x", "a/link"):
        link(other_disk, tmp_path / "two", path)

    copy = tmp_path / "two" / "a" / "x"
    assert copy.read_text("utf-8") == "text"
    assert copy.stat().st_mtime_ns == 1_700_000_000_000_000_000
    assert (tmp_path / "two" / "a" / "link").readlink() == Path("nowhere")


def test_link_all_makes_the_folders_that_are_missing(tmp_path: Path) -> None:
    paths = ["a/b/c/x", "a/y", "d/x", "z"]
    for path in paths:
        (tmp_path / "one" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "one" / path).write_text(path, "utf-8")
    (tmp_path / "two" / "d").mkdir(parents=True)

    link_all(tmp_path / "one", tmp_path / "two", paths)

    assert all((tmp_path / "two" / x).samefile(tmp_path / "one" / x) for x in paths)


def test_link_all_copies_where_no_hard_link_can_be(tmp_path: Path, other_disk: Path) -> None:
    (other_disk / "a").mkdir()
    (other_disk / "a" / "x").write_text("text", "utf-8")
    (tmp_path / "two").mkdir()

    link_all(other_disk, tmp_path / "two", ["a/x"])

    assert (tmp_path / "two" / "a" / "x").read_text("utf-8") == "text"


needs_folders_by_number = pytest.mark.skipif(
    os.unlink not in os.supports_dir_fd, reason="only systems that exchange folders sweep"
)


@needs_folders_by_number
def test_sweep_takes_what_is_known_and_leaves_the_rest(tmp_path: Path) -> None:
    for path in ("a/b/known", "a/known", "c/known", "c/late", "known"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("", "utf-8")
    (tmp_path / "empty").mkdir()

    sweep(tmp_path, ["a/b/known", "a/known", "c/known", "c/gone", "known", "empty/", "gone/x"])
    sweep(tmp_path / "none", ["a"])

    assert [path for path, _ in entries(tmp_path)] == ["c/late"]


@needs_folders_by_number
def test_sweep_goes_through_no_link_that_took_the_place_of_a_folder(tmp_path: Path) -> None:
    tree, precious = tmp_path / "tree", tmp_path / "precious"
    for folder in (tree, precious):
        folder.mkdir()
    (precious / "index.html").write_text("kept", "utf-8")
    (tree / "a").symlink_to(precious)

    sweep(tree, ["a/index.html"])

    assert (precious / "index.html").read_text("utf-8") == "kept"
    assert (tree / "a").is_symlink()


@pytest.mark.parametrize(
    ("change", "still"),
    [
        (lambda folder: (folder / "other").write_text("new", "utf-8"), True),
        (lambda folder: (folder / "x").write_text("longer", "utf-8"), False),
        (lambda folder: os.utime(folder / "x", ns=(1, 1)), False),
        (lambda folder: (folder / "x").unlink(), False),
        (lambda folder: (folder / "a" / "y").write_text("new", "utf-8"), False),
        (lambda folder: (folder / "b").write_text("new", "utf-8"), False),
    ],
    ids=["elsewhere", "size", "time", "gone", "new", "a file for a folder"],
)
def test_some_paths_are_as_they_were_found(
    tmp_path: Path, change: Callable[[Path], object], still: bool
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "x").write_text("text", "utf-8")
    found = find_entries(tmp_path)
    paths = ["x", "a/y", "b/z"]
    assert are_still_so(tmp_path, found, paths)

    change(tmp_path)

    assert are_still_so(tmp_path, found, paths) is still


@pytest.mark.parametrize("path", ["x", "a/b/x"])
def test_move_replaces_a_file_and_makes_its_folders(tmp_path: Path, path: str) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "x").write_text("old", "utf-8")
    (tmp_path / "new").write_text("new", "utf-8")

    move(tmp_path / "new", output, path)

    assert (output / path).read_text("utf-8") == "new"
    assert not (tmp_path / "new").exists()


def test_remove_takes_the_folders_that_it_empties_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c" / "x").write_text("", "utf-8")
    (tmp_path / "a" / "y").write_text("", "utf-8")

    remove(tmp_path, "a/b/c/x")
    remove(tmp_path, "a/b/c/x")  # a second time, as after a kill

    assert [path for path, _ in entries(tmp_path)] == ["a/y"]


def test_a_mounted_output_folder_gets_its_files_one_by_one(
    tmp_path: Path, other_disk: Path
) -> None:
    """The staging tree lies beside the mount point, so on another disk."""
    (other_disk / "gone").mkdir()
    for path, text in (("index.html", "old"), ("gone/index.html", "old"), ("CNAME", "foreign")):
        (other_disk / path).write_text(text, "utf-8")
    (other_disk / OWNED_LIST).write_text("index.html\ngone/index.html\n", "utf-8")
    (tmp_path / "a").mkdir()
    for path in ("index.html", "a/index.html"):
        (tmp_path / path).write_text("new", "utf-8")
    (tmp_path / OWNED_LIST).write_text("a/index.html\nindex.html\n", "utf-8")

    _replace_one_by_one(tmp_path, other_disk, ["a/index.html", "index.html"], ["gone/index.html"])

    found = {path: (other_disk / path).read_text("utf-8") for path, _ in entries(other_disk)}
    assert found == {
        "CNAME": "foreign",
        "a/index.html": "new",
        "index.html": "new",
        OWNED_LIST: "a/index.html\nindex.html\n",
    }
    assert owned_files(other_disk) == {"a/index.html", "index.html", MOVING}
