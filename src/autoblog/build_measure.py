"""Pictures are looked at once: what was found out is recalled while they stay the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from autoblog.build_pictures import POOL_FROM_PICTURES
from autoblog.cache import Cache
from autoblog.digest import Digest, code_digest, decode, digest, encode
from autoblog.layout import SETTINGS_FILE
from autoblog.model import Image, Post
from autoblog.problems import Place, Problem, Severity
from autoblog.read.files import image_places, read_picture
from autoblog.read.rasters import writable_formats
from autoblog.workers import Team

Found = tuple[Image | None, tuple[Problem, ...]]


def recall_images(
    root: Path,
    posts: Iterable[Post],
    known: Mapping[str, Digest],
    cache: Cache,
    team: Team,
    *,
    limit_kib: int,
) -> tuple[Mapping[str, Image], list[Problem]]:
    """Read the pictures that posts show; those that did not change are recalled.

    known: the files of content/. Returns the pictures by path, and problems at the lines of posts
    that show a broken one.
    """
    places = {path: found for path, found in image_places(posts).items() if path in known}
    key = digest((code_digest(), limit_kib))
    noted = cache.note("images", key)
    recalled = decode(noted, dict[str, Image]) if noted is not None else {}
    images = {p: i for p, i in recalled.items() if p in places and i.digest == known[p]}
    unread = [path for path in places if path not in images]
    team = replace(team, pool_from_items=min(team.pool_from_items, POOL_FROM_PICTURES))
    setup = partial(_reading, root, limit_kib)
    problems: list[Problem] = []
    faultless = dict(images)
    found_all = team.map("Looking at pictures", _read_one, unread, setup=setup)
    for path, (image, found) in zip(unread, found_all, strict=True):
        problems += _at_references(found, places[path])
        if image is not None:
            images[path] = image
            # One with a warning is looked at again, so that each build warns.
            faultless |= {} if found else {path: image}
    if faultless != recalled:
        cache.remember_note("images", key, encode(faultless))
    images = {path: images[path] for path in places if path in images}
    return images, [*problems, *_missing_formats(images)]


def _reading(root: Path, limit_kib: int) -> tuple[Path, int]:
    return root, limit_kib


def _read_one(state: tuple[Path, int], path: str) -> Found:
    root, limit_kib = state
    return read_picture(root, path, limit_kib=limit_kib)


def _at_references(
    found: Iterable[Problem], places: Iterable[tuple[str, Place]]
) -> Iterator[Problem]:
    """Name the lines that show a broken picture; a problem with a line of its own keeps it."""
    for problem in found:
        if problem.line:
            yield problem
            continue
        for path, place in places:
            message = f"{problem.path}: {problem.message}"
            yield replace(problem, path=path, message=message, line=place.line, column=place.column)


def _missing_formats(images: Mapping[str, Image]) -> Iterator[Problem]:
    """Warn once where this machine cannot write what readers' browsers would like best."""
    for name in ("avif", "webp"):
        if name not in writable_formats() and any(one.renditions for one in images.values()):
            message = f"this Pillow cannot write {name.upper()}; pictures will be larger"
            hint = "install Pillow from its own wheels"
            yield Problem(
                "format-missing", SETTINGS_FILE, message, hint=hint, severity=Severity.WARNING
            )
