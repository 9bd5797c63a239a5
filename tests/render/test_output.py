from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from autoblog.digest import digest_bytes
from autoblog.model import Output
from autoblog.problems import ConfigError
from autoblog.render.output import (
    Published,
    _replace_one_by_one,
    _save_late_files,
    discard,
    is_complete,
    owned_files,
    publish,
    staging_folder,
)
from autoblog.render.output_guard import OWNED_LIST
from autoblog.render.trees import find_entries, plain_files

SITE = {"index.html": "home", "a/index.html": "post a", "b/index.html": "post b"}


def put(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def outputs_of(files: Mapping[str, str]) -> dict[str, Output]:
    return {
        name: Output(name, digest_bytes(text.encode()), len(text.encode()))
        for name, text in files.items()
    }


def publish_files(
    output: Path, files: Mapping[str, str], *, staged: Iterable[str] | None = None
) -> Published:
    """Publish as a build does; `staged`: what was rendered anew, or all."""
    staging = staging_folder(output)
    put(staging, files if staged is None else {name: files[name] for name in staged})
    published = publish(output, staging, outputs_of(files))
    discard(staging)
    return published


def tree(folder: Path) -> dict[str, str]:
    """Read all that is in a folder but the list: path -> text, where a link leads, or "folder"."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_dir():
            if not any(path.iterdir()):
                found[name] = "folder"
        elif name != OWNED_LIST:
            found[name] = path.read_text("utf-8")
    return found


def stamps(folder: Path) -> dict[str, tuple[int, int, int]]:
    """Read each file's inode, mtime and ctime."""
    return {
        path.relative_to(folder).as_posix(): (s.st_ino, s.st_mtime_ns, s.st_ctime_ns)
        for path in folder.rglob("*")
        for s in [path.lstat()]
    }


def test_the_first_build_makes_the_folder_and_lists_its_files(tmp_path: Path) -> None:
    output = tmp_path / "new" / "public"

    published = publish_files(output, SITE)

    assert tree(output) == SITE
    assert published == Published(tuple(sorted(SITE)), (), 0)
    assert is_complete(output, SITE)


def test_what_is_no_longer_planned_goes_with_the_folder_it_leaves_empty(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish_files(output, {**SITE, "a/deep/er/index.html": "old"})

    published = publish_files(output, SITE)

    assert published == Published((), ("a/deep/er/index.html",), 3)
    assert tree(output) == SITE
    assert not (output / "a" / "deep").exists()


def test_a_folder_of_ours_that_someone_emptied_goes_with_its_page(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    (output / "b" / "index.html").unlink()

    publish_files(output, {"index.html": "home", "a/index.html": "post a"})

    assert not (output / "b").exists()


def test_what_others_put_there_while_the_new_tree_was_made_is_saved(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    put(old, {"index.html": "old", "late/x.txt": "late", OWNED_LIST: "index.html\ngone.html\n"})
    put(old, {"gone.html": "old", "both.txt": "foreign"})
    put(new, {"index.html": "new"})
    (new / "both.txt").hardlink_to(old / "both.txt")

    _save_late_files(old, new)

    assert tree(new) == {"index.html": "new", "late/x.txt": "late", "both.txt": "foreign"}


@pytest.mark.parametrize("staged", [None, ["b/index.html", "c/index.html"]], ids=["all", "some"])
def test_unchanged_files_keep_their_inode_and_time(
    tmp_path: Path, staged: list[str] | None
) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    before = stamps(output)
    files = {**SITE, "b/index.html": "post B", "c/index.html": "post c"}

    published = publish_files(output, files, staged=staged)

    after = stamps(output)
    assert published == Published(("b/index.html", "c/index.html"), (), 2)
    assert tree(output) == files
    assert after["index.html"][:2] == before["index.html"][:2]
    assert after["a/index.html"][:2] == before["a/index.html"][:2]
    assert after["b/index.html"][0] != before["b/index.html"][0]


def test_publishing_the_same_again_touches_nothing(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    before = stamps(output)

    published = publish_files(output, SITE)

    assert published == Published((), (), 3)
    assert stamps(output) == before


def test_a_single_changed_file_is_renamed_into_the_folder_that_stands(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    folder = output.stat().st_ino

    published = publish_files(output, {**SITE, "index.html": "new"}, staged=["index.html"])

    assert published == Published(("index.html",), (), 2)
    assert output.stat().st_ino == folder
    assert tree(output) == {**SITE, "index.html": "new"}


@pytest.mark.parametrize("foreign", ["a/notes.txt", "a/b/notes.txt", "a/late/x.txt", "CNAME"])
def test_where_one_folder_holds_all_changes_only_that_is_exchanged(
    tmp_path: Path, foreign: str
) -> None:
    output = tmp_path / "public"
    site = {**SITE, "a/b/index.html": "post", "a/same.html": "same", "ab/index.html": "post"}
    publish_files(output, site)
    put(output, {foreign: "by hand"})
    before = stamps(output)
    folders = [(output / name).stat().st_ino for name in ("", "ab", "a")]
    files = {**site, "a/index.html": "new", "a/b/index.html": "new"}

    published = publish_files(output, files, staged=["a/index.html", "a/b/index.html"])

    assert published == Published(("a/b/index.html", "a/index.html"), (), len(site) - 2)
    assert tree(output) == {**files, foreign: "by hand"}
    after = stamps(output)
    assert after["a/same.html"][:2] == before["a/same.html"][:2]
    assert [(output / name).stat().st_ino for name in ("", "ab")] == folders[:2]
    assert (output / "a").stat().st_ino != folders[2]
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


FOREIGN = {
    "CNAME": "www.example.com",
    ".nojekyll": "",
    "a/notes.txt": "by hand",
    "files/deep/er.bin": "kept",
    ".git/config": "[core]",
}


@pytest.mark.parametrize(
    "files",
    [
        {**SITE, "index.html": "new", "a/index.html": "new"},
        {"index.html": "home"},
        {**SITE, "files/index.html": "a page beside a foreign file"},
        {},
    ],
    ids=["changes", "removals", "shared folder", "an empty site"],
)
def test_foreign_files_survive(tmp_path: Path, files: dict[str, str]) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    put(output, FOREIGN)
    (output / "link").symlink_to("a/index.html")
    (output / "dangling").symlink_to("nowhere")
    (output / "outside").symlink_to(tmp_path)
    (output / ".git" / "refs" / "heads").mkdir(parents=True)
    before = stamps(output)

    publish_files(output, files)

    links = {"link": "-> a/index.html", "dangling": "-> nowhere", "outside": f"-> {tmp_path}"}
    assert tree(output) == {**files, **FOREIGN, **links, ".git/refs/heads": "folder"}
    after = stamps(output)
    assert {name: after[name][:2] for name in FOREIGN} == {
        name: before[name][:2] for name in FOREIGN
    }


def test_a_foreign_file_that_equals_the_planned_one_is_taken_over(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    put(output, {"c/index.html": "post c"})

    publish_files(output, {**SITE, "c/index.html": "post c"})

    assert "c/index.html" in owned_files(output)


@pytest.mark.parametrize(
    ("foreign", "planned", "named"),
    [
        ("robots.txt", "robots.txt", "robots.txt"),
        ("c", "c/index.html", "c"),
        ("c/deep", "c/deep/er/index.html", "c/deep"),
        ("robots.txt/mine.txt", "robots.txt", "robots.txt/mine.txt"),
    ],
    ids=["same path", "file for a folder", "deeper", "folder for a file"],
)
def test_a_foreign_file_in_the_way_is_named_and_nothing_changes(
    tmp_path: Path, foreign: str, planned: str, named: str
) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    put(output, {foreign: "mine"})
    before = stamps(output)

    with pytest.raises(ConfigError, match=f"{output / named}: in the way .* move it away"):
        publish_files(output, {"index.html": "changed", planned: "ours"})

    assert stamps(output) == before
    assert tree(output) == {**SITE, foreign: "mine"}


def test_a_folder_replaced_by_a_link_is_not_written_through(tmp_path: Path) -> None:
    output, elsewhere = tmp_path / "public", tmp_path / "elsewhere"
    publish_files(output, SITE)
    put(elsewhere, {"index.html": "not autoblog's"})
    (output / "a" / "index.html").unlink()
    (output / "a").rmdir()
    (output / "a").symlink_to(elsewhere)

    with pytest.raises(ConfigError, match="in the way"):
        publish_files(output, SITE, staged=["a/index.html"])

    assert tree(elsewhere) == {"index.html": "not autoblog's"}


def test_our_own_file_replaced_by_a_link_is_restored_and_the_target_stays(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    # As long as the page, and leading to its very text: only its kind tells the link from it.
    put(output, {"same": SITE["index.html"]})
    (output / "index.html").unlink()
    (output / "index.html").symlink_to("same")

    published = publish_files(output, SITE, staged=["index.html"])

    assert published.written == ("index.html",)
    assert tree(output) == {**SITE, "same": SITE["index.html"]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": "file"}, {"a/index.html": "folder"}),
        ({"a/index.html": "folder"}, {"a": "file"}),
    ],
    ids=["file to folder", "folder to file"],
)
@pytest.mark.parametrize("way", ["exchange", "one by one"])
def test_a_file_and_a_folder_may_change_places(
    tmp_path: Path, before: dict[str, str], after: dict[str, str], way: str
) -> None:
    output = tmp_path / "public"
    publish_files(output, {"index.html": "home", **before})
    new = {"index.html": "home", **after}

    if way == "exchange":
        publish_files(output, new)
    else:
        staging = staging_folder(output)
        put(staging, after)
        _replace_one_by_one(staging, output, sorted(after), sorted(before))

    assert tree(output) == new


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_states_are_those_of_plain_files(tmp_path: Path) -> None:
    put(tmp_path, {"a.txt": "four"})
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("a.txt")

    states = plain_files(find_entries(tmp_path))

    assert states == {"a.txt": (4, (tmp_path / "a.txt").stat().st_mtime_ns)}
