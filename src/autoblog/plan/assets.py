"""Static files of the theme, pictures, and other files that posts link to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from autoblog.digest import Digest, digest, digest_bytes
from autoblog.model import Asset, Image, Rendition, Site, StaticFile
from autoblog.plan.cards import fallback_width
from autoblog.plan.styles import squeezed
from autoblog.plan.views import download_path

STATIC = "static"
_CSS_URL = re.compile(
    r"""url\(\s*(?P<mark>["']?)(?P<url>[^"')]+)(?P=mark)\s*\)"""
    r"""|(?<=@import)\s*(?P<quote>["'])(?P<sheet>[^"']+)(?P=quote)"""
)


def plan_static(site: Site) -> Iterator[Asset]:
    """Plan the theme's files: those in folders under hashed names, those on top as they are."""
    published = _publish(site.static_files)
    for file in site.static_files:
        path, of_bytes, data = published[file.path]
        yield Asset(path, f"{STATIC}/{file.path}", of_bytes, data)


def plan_pictures(site: Site) -> Iterator[Asset]:
    """Plan the pictures and other files that a shown post shows or links to."""
    wanted: dict[str, None] = {}
    for post in (*site.posts, *site.pages):
        if post.image:
            wanted[post.image.source_path] = None
        for reference in post.references:
            wanted[reference.target.partition("#")[0]] = None
    # Two copies of one picture have one name and one content: the first stands for both.
    planned: dict[str, Asset] = {}
    for path in sorted(wanted):
        if path in site.images:
            for asset in _assets_of(site.images[path]):
                planned.setdefault(asset.output_path, asset)
        elif path in site.downloads:
            output_path = download_path(path).lstrip("/")
            planned[output_path] = Asset(output_path, path, site.downloads[path])
    yield from planned.values()


def _assets_of(image: Image) -> Iterator[Asset]:
    """Plan all renditions of a picture, or the copy of one that has none."""
    if image.renditions is None:
        yield Asset(image.path.lstrip("/"), image.source_path, image.digest)
        return
    one = image.renditions
    files = [(f"{one.stem}-{width}.{kind}", width) for kind in one.formats for width in one.widths]
    files.append((image.path, fallback_width(image)))
    for path, width in files:
        height = max(1, round(image.height_px * width / image.width_px))
        rendition = Rendition(image.digest, path.rpartition(".")[2], width, height)
        shape = digest((image.stamp, rendition))
        yield Asset(path.lstrip("/"), image.source_path, shape, rendition=rendition)


def static_urls(files: tuple[StaticFile, ...]) -> Mapping[str, str]:
    """Map the theme's files, as `css/site.css`, to their URL paths."""
    return {path: f"/{published[0]}" for path, published in _publish(files).items()}


def _publish(
    files: tuple[StaticFile, ...],
) -> Mapping[str, tuple[str, Digest, bytes | None]]:
    """Name each file's output path, digest and, where it is rewritten, content.

    A style sheet's `url(…)` must name what it fetches by its hashed name, so the digest of a style
    sheet stands on those of its files.
    """
    by_path = {file.path: file for file in files}
    done: dict[str, tuple[str, Digest, bytes | None]] = {}

    def publish(file: StaticFile, above: tuple[str, ...]) -> tuple[str, Digest, bytes | None]:
        if file.path in done:
            return done[file.path]
        of_bytes, data = file.digest, None
        folder = posixpath.dirname(file.path)

        def renamed(match: re.Match[str]) -> str:
            address = (match["url"] or match["sheet"]).strip()
            target, mark, rest = re.split(r"([?#]|$)", address, maxsplit=1)
            other = by_path.get(posixpath.normpath(posixpath.join(folder, target)))
            if other is None or other.path in (*above, file.path):
                return match[0]
            path = publish(other, (*above, file.path))[0]
            space = "" if match["url"] else " "
            name = posixpath.relpath(path, _output_folder(folder))
            return f'{space}url("{name}{mark}{rest}")'

        if file.css is not None:
            css = squeezed(_CSS_URL.sub(renamed, file.css))
            if css != file.css:
                data = css.encode()
                of_bytes = digest_bytes(data)
        done[file.path] = (_output_path(file.path, of_bytes), of_bytes, data)
        return done[file.path]

    for file in files:
        publish(file, ())
    return done


def _output_folder(folder: str) -> str:
    return f"assets/{folder}" if folder else "."


def _output_path(path: str, of_bytes: Digest) -> str:
    folder, name = posixpath.split(path)
    if not folder or path.startswith(".well-known/"):
        return path
    stem, suffix = posixpath.splitext(name)
    return f"assets/{folder}/{stem}.{of_bytes[:8]}{suffix}"
