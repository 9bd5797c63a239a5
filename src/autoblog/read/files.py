"""The reading of files that are not posts: pictures and static files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from autoblog.digest import Digest
from autoblog.model import Image, Post, StaticFile
from autoblog.problems import Problem, not_utf_8
from autoblog.read.images import read_image
from autoblog.read.sources import IMAGE_SUFFIXES, read_bytes, unreadable


def read_images(
    root: Path, paths: Iterable[str], *, limit_kib: int
) -> tuple[Mapping[str, Image], tuple[Problem, ...]]:
    """Read pictures of content/: source path -> picture; and what is wrong with the others."""
    images: dict[str, Image] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            data = read_bytes(root, path)
        except OSError as error:
            problems.append(unreadable(path, error))
            continue
        if len(data) > limit_kib * 1024:
            message = f"the picture has {-(-len(data) // 1024)} KiB; the limit is {limit_kib} KiB"
            problems.append(Problem("too-large", path, message, hint="save a smaller copy"))
            continue
        image, found = read_image(path, data)
        problems += found
        if image is not None:
            images[path] = image
    return images, tuple(problems)


def shown_images(posts: Iterable[Post], known: Mapping[str, Digest]) -> tuple[str, ...]:
    """List the pictures that posts show, of those that exist, by path."""
    wanted = set(_image_targets(posts))
    return tuple(path for path in sorted(wanted) if path in known)


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


def _image_targets(posts: Iterable[Post]) -> Iterator[str]:
    for post in posts:
        if post.image:
            yield post.image.source_path
        for reference in post.references:
            path = reference.target.partition("#")[0]
            if path.lower().endswith(IMAGE_SUFFIXES):
                yield path
