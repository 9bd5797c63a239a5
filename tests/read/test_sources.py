"""The one reader of files: what it finds, what it passes over, how it makes text plain."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autoblog.problems import Severity
from autoblog.read.sources import find_files, plain_text, read_bytes

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="names and links as Linux has them")


def put(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")


def paths_in(root: Path, folder: str = "content") -> list[str]:
    files, problems = find_files(root, folder)
    assert problems == ()
    return [file.path for file in files]


def test_files_are_listed_by_path_relative_to_the_site(tmp_path: Path) -> None:
    put(tmp_path, "content/b.md", "content/a/z.md", "content/a.md", "static/x.css")

    assert paths_in(tmp_path) == ["content/a.md", "content/a/z.md", "content/b.md"]


@pytest.mark.parametrize(
    "name",
    [".hidden.md", ".git/config", "#a.md#", "a.md~", ".a.md.swp", "a.swp", "a.bak", "a.tmp",
     "a.orig"],
)  # fmt: skip
def test_what_editors_leave_behind_is_passed_over(tmp_path: Path, name: str) -> None:
    put(tmp_path, f"content/{name}", "content/a.md")

    assert paths_in(tmp_path) == ["content/a.md"]


def test_the_folder_for_well_known_addresses_is_not_hidden(tmp_path: Path) -> None:
    put(tmp_path, "static/.well-known/security.txt")

    assert paths_in(tmp_path, "static") == ["static/.well-known/security.txt"]


def test_a_missing_folder_holds_nothing(tmp_path: Path) -> None:
    assert paths_in(tmp_path) == []


def test_a_file_in_the_place_of_a_folder_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "content")

    files, problems = find_files(tmp_path, "content")

    assert files == ()
    assert [(p.path, p.code, p.is_error) for p in problems] == [("content", "unreadable", True)]


@on_linux
@pytest.mark.parametrize("target", ["secret.md", "secrets"])
def test_a_link_is_not_followed_but_named(tmp_path: Path, target: str) -> None:
    put(tmp_path, "secret.md", "secrets/a.md", "content/a.md")
    (tmp_path / "content/link.md").symlink_to(tmp_path / target)

    files, problems = find_files(tmp_path, "content")

    assert [file.path for file in files] == ["content/a.md"]
    assert [(p.path, p.code, p.severity) for p in problems] == [
        ("content/link.md", "symbolic-link", Severity.WARNING)
    ]


@on_linux
def test_what_is_no_plain_file_is_told(tmp_path: Path) -> None:
    put(tmp_path, "content/a.md")
    os.mkfifo(tmp_path / "content/pipe.md")

    files, problems = find_files(tmp_path, "content")

    assert [file.path for file in files] == ["content/a.md"]
    assert [(problem.path, problem.code) for problem in problems] == [
        ("content/pipe.md", "unreadable")
    ]


@on_linux
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param(b"caf\xe9.md", r"content/caf\udce9.md", id="not UTF-8"),
        pytest.param(b"a\nb.md", r"content/a\nb.md", id="line end"),
        pytest.param(b"a\x1b[31m.md", r"content/a\x1b[31m.md", id="terminal command"),
    ],
)
def test_a_name_that_no_list_can_hold_is_passed_over_and_named(
    tmp_path: Path, name: bytes, shown: str
) -> None:
    put(tmp_path, "content/a.md")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/content/" + name)).write_bytes(b"x")

    files, problems = find_files(tmp_path, "content")

    assert [file.path for file in files] == ["content/a.md"]
    assert [(p.path, p.code) for p in problems] == [(shown, "bad-name")]


def test_names_in_any_language_are_read(tmp_path: Path) -> None:
    put(tmp_path, "content/电池.md", "content/a b'c&d.md")

    assert paths_in(tmp_path) == ["content/a b'c&d.md", "content/电池.md"]


@pytest.mark.parametrize("change", ["longer", "later", "another file"])
def test_a_changed_file_has_another_state(tmp_path: Path, change: str) -> None:
    put(tmp_path, "content/a.md", "b.md")
    path = tmp_path / "content/a.md"
    before = find_files(tmp_path, "content")[0][0]

    if change == "longer":
        path.write_bytes(b"xx")
    elif change == "later":
        os.utime(path, ns=(1, before.changed_ns + 1))
    else:
        (tmp_path / "b.md").replace(path)

    assert find_files(tmp_path, "content")[0][0].state != before.state


def test_a_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_bytes(b"\xef\xbb\xbf\r\n\0")

    assert read_bytes(tmp_path, "content/a.md") == b"\xef\xbb\xbf\r\n\0"


@on_linux
def test_a_file_that_became_a_link_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "secret")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").symlink_to(tmp_path / "secret")

    with pytest.raises(OSError, match="symbolic links"):
        read_bytes(tmp_path, "content/a.md")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", "", id="empty"),
        pytest.param(b"a\nb\n", "a\nb\n", id="as it is"),
        pytest.param(b"\xef\xbb\xbfa\n", "a\n", id="byte order mark"),
        pytest.param(b"a\r\nb\r\n", "a\nb\n", id="CRLF"),
        pytest.param(b"a\rb\r", "a\nb\n", id="CR"),
        pytest.param(b"a\r\n\rb\n\r", "a\n\nb\n\n", id="all sorts"),
        pytest.param("é 电 🚗".encode(), "é 电 🚗", id="not ASCII"),
        pytest.param(b"a\0b\x0c", "a\0b\x0c", id="controls are another's business"),
    ],
)
def test_text_is_made_plain(data: bytes, expected: str) -> None:
    assert plain_text(data, "a.md", limit_kib=1) == (expected, ())


@pytest.mark.parametrize(
    ("data", "place", "byte"),
    [
        pytest.param(b"caf\xe9", (1, 4), "0xe9", id="Latin-1"),
        pytest.param(b"a\nb\n\xe9t\xe9", (3, 1), "0xe9", id="third line"),
        pytest.param("电é".encode() + b"\xff", (1, 3), "0xff", id="columns count characters"),
        pytest.param(b"\xef\xbb\xbfcaf\xe9", (1, 4), "0xe9", id="behind a byte order mark"),
        pytest.param("a".encode("utf-16"), (1, 1), "0xff", id="UTF-16"),
        pytest.param(b"\xed\xa0\x80", (1, 1), "0xed", id="half a surrogate pair"),
        pytest.param(b"\xc0\xaf", (1, 1), "0xc0", id="overlong"),
        pytest.param(b"a\xe2\x82", (1, 2), "0xe2", id="cut short"),
    ],
)
def test_what_is_not_utf_8_is_a_problem_at_its_place(
    data: bytes, place: tuple[int, int], byte: str
) -> None:
    text, problems = plain_text(data, "a.md", limit_kib=1)

    assert text is None
    assert [(p.line, p.column, p.code) for p in problems] == [(*place, "not-utf-8")]
    assert byte in problems[0].message


def test_a_source_may_be_as_large_as_its_limit_and_no_larger() -> None:
    at_limit, no_problems = plain_text(b"x" * 2048, "a.md", limit_kib=2)
    above, problems = plain_text(b"x" * 2049, "a.md", limit_kib=2)

    assert (at_limit, no_problems) == ("x" * 2048, ())
    assert above is None
    assert [p.code for p in problems] == ["too-large"]
