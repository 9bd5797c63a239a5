"""Files that are not posts: pictures and the theme's files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.digest import Digest
from autoblog.model import Post, Section, StaticFile
from autoblog.problems import Place
from autoblog.read.files import image_places, read_picture, read_static
from autoblog.read.posts import read_post

SETTINGS = ReadingSettings(
    (Section("Knowledge", "knowledge", "", "/knowledge/"),), "UTC", "clean", (), LimitsConfig()
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>'
SOME = Digest("0" * 32)


@pytest.fixture
def read(post: Callable[..., str]) -> Callable[..., Post]:
    """Read a post with that body and more front matter."""

    def make(body: str = "Text.\n", more: str = "") -> Post:
        data = post(body=body, more=more).encode()
        found = read_post("content/knowledge/a.md", data, SETTINGS)
        assert found.post is not None, found.problems
        return found.post

    return make


def put(root: Path, path: str, data: bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(data)


def test_a_picture_is_read_by_its_path(tmp_path: Path) -> None:
    put(tmp_path, "content/a.svg", SVG + b" " * (1024 - len(SVG)))

    image, problems = read_picture(tmp_path, "content/a.svg", limit_kib=1)

    assert problems == ()
    assert image is not None
    assert (image.width_px, image.height_px) == (3, 2)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("large.svg", "too-large"),
        ("unsafe.svg", "svg-unsafe"),
        ("broken.png", "image-broken"),
        ("missing.png", "unreadable"),
    ],
)
def test_what_is_wrong_with_a_picture_is_a_problem(name: str, code: str, tmp_path: Path) -> None:
    put(tmp_path, "content/large.svg", SVG + b" " * 1024)
    put(tmp_path, "content/unsafe.svg", SVG.replace(b"/>", b' onload="x"/>'))
    put(tmp_path, "content/broken.png", b"x")

    image, problems = read_picture(tmp_path, f"content/{name}", limit_kib=1)

    assert image is None
    assert [(p.path, p.code) for p in problems] == [(f"content/{name}", code)]


def test_a_picture_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    put(tmp_path, "secret.svg", SVG)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.svg").symlink_to(tmp_path / "secret.svg")

    image, problems = read_picture(tmp_path, "content/a.svg", limit_kib=1)

    assert image is None
    assert [p.code for p in problems] == ["unreadable"]


def test_pictures_that_posts_show_or_link_to_are_listed_with_all_their_places(
    read: Callable[..., Post],
) -> None:
    posts = [
        read("![a](../images/b.png) [c](../images/C.SVG#x)\n"),
        read("![a](../images/b.png) [e](b.pdf)\n", "image: {src: ../images/a.jpg, alt: A}\n"),
    ]

    assert image_places(posts) == {
        "content/images/C.SVG": (("content/knowledge/a.md", Place(8, 27)),),
        "content/images/a.jpg": (("content/knowledge/a.md", Place(6, 14)),),
        "content/images/b.png": (
            ("content/knowledge/a.md", Place(8, 6)),
            ("content/knowledge/a.md", Place(9, 6)),
        ),
    }


def test_only_style_sheets_of_the_theme_are_looked_into(tmp_path: Path) -> None:
    put(tmp_path, "static/css/a.css", b"\xef\xbb\xbfa{}")
    put(tmp_path, "static/js/b.js", b"x")

    files, problems = read_static(tmp_path, {"static/js/b.js": SOME, "static/css/a.css": SOME})

    assert problems == ()
    assert files == (StaticFile("css/a.css", SOME, "a{}"), StaticFile("js/b.js", SOME, None))


def test_what_is_wrong_with_style_sheets_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "static/a.css", b"/* caf\xe9 */")

    _, problems = read_static(tmp_path, {"static/a.css": SOME, "static/gone.css": SOME})

    assert [(p.path, p.code) for p in problems] == [
        ("static/a.css", "not-utf-8"),
        ("static/gone.css", "unreadable"),
    ]
