"""The reading of files that are not posts: pictures and static files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from autoblog.digest import Digest
from autoblog.model import Image, Post, StaticFile
from autoblog.problems import Place, Problem, not_utf_8
from autoblog.read.images import read_image
from autoblog.read.sources import IMAGE_SUFFIXES, read_bytes, unreadable


def read_picture(
    root: Path, path: str, *, limit_kib: int
) -> tuple[Image | None, tuple[Problem, ...]]:
    """Read a picture of content/, or say what is wrong with it."""
    try:
        data = read_bytes(root, path)
    except OSError as error:
        return None, (unreadable(path, error),)
    if len(data) > limit_kib * 1024:
        message = f"the picture has {-(-len(data) // 1024)} KiB; the limit is {limit_kib} KiB"
        return None, (Problem("too-large", path, message, hint="save a smaller copy"),)
    return read_image(path, data)


def image_places(posts: Iterable[Post]) -> Mapping[str, tuple[tuple[str, Place], ...]]:
    """Find the pictures that posts show: path -> the places, post and line, by path."""
    places: dict[str, dict[tuple[str, Place], None]] = {}
    for post in posts:
        for target, place in _image_targets(post):
            places.setdefault(target, {})[post.source_path, place] = None
    return {path: tuple(found) for path, found in sorted(places.items())}


def read_static(
    root: Path, digests: Mapping[str, Digest]
) -> tuple[tuple[StaticFile, ...], tuple[Problem, ...]]:
    """Read the theme's files, of which only style sheets are looked into."""
    files = []
    problems = []
    for path, digest in sorted(digests.items()):
        css = None
        if path.endswith(".css"):
            try:
                css = read_bytes(root, path).decode("utf-8-sig")
            except OSError as error:
                problems.append(unreadable(path, error))
            except UnicodeDecodeError as error:
                problems.append(not_utf_8(path, error))
        files.append(StaticFile(path.partition("/")[2], digest, css))
    return tuple(files), tuple(problems)


def _image_targets(post: Post) -> Iterator[tuple[str, Place]]:
    if post.image:
        yield post.image.source_path, post.image.place
    for reference in post.references:
        path = reference.target.partition("#")[0]
        if path.lower().endswith(IMAGE_SUFFIXES):
            yield path, reference.place
