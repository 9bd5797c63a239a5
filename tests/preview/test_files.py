from __future__ import annotations

from pathlib import Path

import pytest

from autoblog.preview.files import find, injected, is_folder, mark_of

PAGE = b'<html><head><link rel="stylesheet" href="/a.css"></head><body>Text</body></html>\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    site = tmp_path / "site"
    (site / "knowledge" / "cells").mkdir(parents=True)
    (site / "knowledge" / "cells" / "index.html").write_bytes(PAGE)
    (site / "index.html").write_bytes(PAGE)
    (site / ".autoblog-files").write_text("index.html\n", "utf-8")
    (site / ".well-known").mkdir()
    (site / ".well-known" / "security.txt").write_text("Contact: us", "utf-8")
    (site / "%2e%2e").mkdir()
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    (site / "up").symlink_to(tmp_path)
    (site / "loop").symlink_to(site / "loop")
    return site


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("", "index.html"),
        ("index.html", "index.html"),
        ("knowledge/cells/", "knowledge/cells/index.html"),
        (".well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_a_path_finds_the_file_that_a_host_would_send(folder: Path, path: str, name: str) -> None:
    found = find(folder, path)

    assert found is not None and found.path == name
    assert found.data == (folder / name).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "../secret.txt",
        "knowledge/../../secret.txt",
        "..",
        "./index.html",
        "%2e%2e/secret.txt",  # what is left of a double encoding
        "..\\secret.txt",
        "knowledge\\cells\\index.html",
        "index.html\0",
        "index.html\0.png",
        "\0",
        "/etc/passwd",
        "//etc/passwd",
        "C:/secret.txt",
        "link.txt",
        "up/secret.txt",
        "loop",
        "loop/",
        ".autoblog-files",
        "knowledge",
        "knowledge//cells/",
        "knowledge/cells/index.html/",
        "nowhere/",
        "a" * 3000,
        "\ud800",
        "line\nbreak",
    ],
)
def test_no_path_leads_out_of_the_folder_or_to_what_is_hidden(folder: Path, path: str) -> None:
    assert find(folder, path) is None


def test_a_folder_is_known_by_the_page_in_it(folder: Path) -> None:
    assert is_folder(folder, "knowledge/cells")
    assert not is_folder(folder, "knowledge")
    assert not is_folder(folder, "up")


@pytest.mark.parametrize(
    "page",
    [PAGE, b"", b"no body", b"<body>a</body> b </body>\xff", PAGE.replace(b"\n", b"\r\n")],
    ids=["plain", "empty", "no end", "two ends", "other lines"],
)
def test_the_injection_is_one_element_and_not_a_byte_else(page: bytes) -> None:
    sent = injected(page, mark_of(page))

    start, end = sent.index(b"<script defer src="), sent.rindex(b"</script>") + len(b"</script>")
    assert sent[:start] + sent[end:] == page


def test_pages_that_differ_in_their_style_sheets_alone_have_one_rest() -> None:
    one, other = mark_of(PAGE), mark_of(PAGE.replace(b"/a.css", b"/b.css"))

    assert one.page != other.page
    assert one.rest == other.rest
    assert (one.styles, other.styles) == (("/a.css",), ("/b.css",))


def test_pages_that_differ_in_their_text_do_not() -> None:
    assert mark_of(PAGE).rest != mark_of(PAGE.replace(b"Text", b"Test")).rest
