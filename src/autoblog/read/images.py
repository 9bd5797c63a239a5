"""Pictures: their size, the renditions that they shall have, and whether they are safe."""

from __future__ import annotations

import posixpath
import re
from xml.parsers import expat

from autoblog.digest import Digest, digest, digest_bytes, module_digest
from autoblog.model import Image
from autoblog.parts import Renditions
from autoblog.problems import Problem, Severity, shown
from autoblog.read.rasters import (
    ImageProblemError,
    Raster,
    library_versions,
    measure,
    writable_formats,
)
from autoblog.read.urls import slug_of

WIDTHS = (192, 360, 720, 1080, 1440, 1920)
"""Of renditions, in pixels: a thumbnail, a phone, and the theme's columns on screens of two."""

FALLBACK_WIDTH = 1440
"""Of the one rendition for feeds, networks, links and old browsers."""

LARGE_ANIMATION_KIB = 512
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px)?\s*$")
_HANDLERS = re.compile(r"on[a-z]+$", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"url\(\s*+['\"]?+(?!#|data:image/(?!svg))|@import|image-set\(", re.IGNORECASE
)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_FORBIDDEN = {"script", "foreignObject", "iframe", "object", "embed", "handler", "listener"}


def read_image(path: str, data: bytes) -> tuple[Image | None, tuple[Problem, ...]]:
    """Measure a picture. SVG with scripts, handlers or outside references is a problem."""
    of_bytes = digest_bytes(data)
    try:
        if path.lower().endswith(".svg"):
            return Image(path, of_bytes, image_path(path, of_bytes), *_svg_size(data, path)), ()
        raster = measure(data)
    except ImageProblemError as error:
        return None, (error.problem(path),)
    size = raster.width_px, raster.height_px
    if raster.is_animated:
        image = Image(path, of_bytes, image_path(path, of_bytes), *size)
        return image, tuple(_judge_animation(path, len(data)))
    stamp = digest((of_bytes, library_versions(), module_digest("render/renditions.py")))
    renditions = _renditions(path, raster, stamp)
    widest = _fallback_width(renditions)
    fallback = f"{renditions.stem}-{widest}.{renditions.fallback}"
    return Image(path, of_bytes, fallback, *size, renditions, stamp), ()


def image_path(source_path: str, digest: Digest) -> str:
    """Name a picture's URL path: it holds a part of the digest, so that caches may keep it."""
    stem, suffix = posixpath.splitext(posixpath.basename(source_path))
    return f"/images/{slug_of(stem) or 'picture'}.{digest[:8]}{suffix.lower()}"


def _renditions(path: str, raster: Raster, stamp: Digest) -> Renditions:
    """Choose the sizes of a picture: its own or the widest that pages show, and some below."""
    widest = min(raster.width_px, WIDTHS[-1])
    stem = image_path(path, stamp).rpartition(".")[0]
    # A size that is hardly smaller than the next would only be another file.
    widths = (*(width for width in WIDTHS if width <= widest * 0.9), widest)
    return Renditions(stem, writable_formats(), widths, raster.fallback, raster.tint)


def _fallback_width(renditions: Renditions) -> int:
    narrow = [width for width in renditions.widths if width <= FALLBACK_WIDTH]
    return narrow[-1] if narrow else renditions.widths[0]


def _judge_animation(path: str, size_bytes: int) -> list[Problem]:
    if size_bytes <= LARGE_ANIMATION_KIB * 1024:
        return []
    message = f"the animation has {size_bytes // 1024} KiB, which readers on phones wait for"
    hint = "animations are copied as they are; make it shorter or smaller"
    return [Problem("image-animated", path, message, hint=hint, severity=Severity.WARNING)]


def _svg_size(data: bytes, path: str) -> tuple[int, int]:
    """Read an SVG's size, and refuse what could run or fetch anything."""
    sizes: list[tuple[int, int]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(what: str) -> None:
        raise ImageProblemError(
            "svg-unsafe", f"the picture holds {what}", "export it as plain SVG",
            parser.CurrentLineNumber, parser.CurrentColumnNumber + 1,
        )  # fmt: skip

    open_styles: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if not sizes:
            sizes.append(_svg_root_size(tag, attributes))
        if tag in _FORBIDDEN:
            refuse(f"the element <{tag}>")
        if open_styles:  # it would part the text of the style, which browsers join again
            refuse(f"the element <{tag}> within a style")
        if tag == "style":
            open_styles.append(tag)
        for key, value in attributes.items():
            bare = key.rpartition(" ")[2]
            plain = re.sub(r"[\x00-\x20]+", "", value).lower()
            if _HANDLERS.match(bare):
                refuse(f"the handler {bare}")
            if "javascript:" in plain or "vbscript:" in plain:
                refuse(f"a script address, {shown(value, 40)}")
            # A picture within the picture: SVG there could hold all that is refused here.
            is_inside = re.match(r"#|data:image/(?!svg)", plain)
            if (bare in ("href", "src") and not is_inside) or _fetches(value):
                refuse(f"a reference to something outside, {shown(value, 40)}")

    def text(value: str) -> None:
        if _fetches(value):
            what = "the picture holds a style that fetches something from outside"
            # A text is handed over where it ends.
            line = parser.CurrentLineNumber - value.count("\n")
            raise ImageProblemError("svg-unsafe", what, "export it as plain SVG", line)

    def entity(*_: object) -> None:
        refuse("an entity of its own")

    parser.buffer_text = True
    parser.buffer_size = len(data) + 1  # a style comes in one piece
    parser.StartElementHandler = start
    # Also so that a text is handed over where it ends.
    parser.EndElementHandler = lambda _: open_styles.clear()
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = entity
    parser.ProcessingInstructionHandler = lambda target, _: refuse(f"an instruction <?{target}>")
    try:
        parser.Parse(data, True)
    except ImageProblemError:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding
        raise ImageProblemError(
            "image-broken", f"the picture is not XML ({error})", "export it again",
            parser.CurrentLineNumber, parser.CurrentColumnNumber + 1,
        ) from error  # fmt: skip
    return sizes[0]


def _fetches(style: str) -> bool:
    """Tell whether a style names something outside, also where its letters are escaped."""
    plain = _CSS_ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), style)
    return bool(_OUTSIDE.search(plain))


def _svg_root_size(tag: str, attributes: dict[str, str]) -> tuple[int, int]:
    if tag != "svg":
        raise ImageProblemError(
            "image-broken", f"the file is not an SVG but <{tag}>", "export it again", 1
        )
    lengths = [_LENGTH.match(attributes.get(key, "")) for key in ("width", "height")]
    if all(lengths):
        width, height = (float(match[1]) for match in lengths if match)
    else:
        numbers = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
        try:
            width, height = float(numbers[2]), float(numbers[3])
        except (IndexError, ValueError):
            width = height = 0
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise ImageProblemError(
            "image-size", "the picture has no size", "give <svg> width and height, or a viewBox", 1
        )
    return max(1, round(width)), max(1, round(height))
