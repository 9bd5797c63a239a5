"""Pictures: their size, and whether they are safe to publish. The door to Pillow."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
from xml.parsers import expat

from PIL import ExifTags
from PIL import Image as Picture

from autoblog.digest import Digest, digest_bytes
from autoblog.model import Image
from autoblog.problems import Problem, shown
from autoblog.read.urls import slug_of

MAX_PIXELS = 60_000_000
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(px)?\s*$")
_HANDLERS = re.compile(r"on[a-z]+$", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"url\(\s*+['\"]?+(?!#|data:image/(?!svg))|@import|image-set\(", re.IGNORECASE
)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_FORBIDDEN = {"script", "foreignObject", "iframe", "object", "embed", "handler", "listener"}


def read_image(path: str, data: bytes) -> tuple[Image | None, tuple[Problem, ...]]:
    """Measure a picture. SVG with scripts, handlers or outside references is a problem."""
    try:
        size = _svg_size(data, path) if path.lower().endswith(".svg") else _raster_size(data)
    except _ImageProblemError as error:
        return None, (error.problem(path),)
    digest = digest_bytes(data)
    return Image(path, digest, image_path(path, digest), *size), ()


def image_path(source_path: str, digest: Digest) -> str:
    """Name a picture's URL path: it holds a part of the digest, so that caches may keep it."""
    stem, suffix = posixpath.splitext(posixpath.basename(source_path))
    return f"/images/{slug_of(stem) or 'picture'}.{digest[:8]}{suffix.lower()}"


class _ImageProblemError(ValueError):
    """What is wrong with a picture, and on which line of an SVG."""

    def __init__(self, code: str, message: str, hint: str = "", line: int = 0) -> None:
        super().__init__(message)
        self.code, self.hint, self.line = code, hint, line

    def problem(self, path: str) -> Problem:
        column = 1 if self.line else 0
        return Problem(self.code, path, str(self), self.line, column, self.hint)


def _raster_size(data: bytes) -> tuple[int, int]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what cameras write beside the picture
            warnings.simplefilter("error", Picture.DecompressionBombWarning)
            with Picture.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                if width * height > MAX_PIXELS:
                    raise _too_many_pixels()
                # A turned camera writes the turn beside the picture; browsers follow it.
                is_turned = picture.getexif().get(ExifTags.Base.Orientation, 1) >= 5
                return (height, width) if is_turned else (width, height)
    except (Picture.DecompressionBombWarning, Picture.DecompressionBombError) as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, RuntimeError) as error:
        if isinstance(error, _ImageProblemError):
            raise
        raise _ImageProblemError(
            "image-broken", "the picture cannot be read", "save it again as PNG or JPEG"
        ) from error


def _too_many_pixels() -> _ImageProblemError:
    millions = MAX_PIXELS // 1_000_000
    return _ImageProblemError(
        "image-too-large", f"the picture has more than {millions} million pixels", "scale it down"
    )


def _svg_size(data: bytes, path: str) -> tuple[int, int]:
    """Read an SVG's size, and refuse what could run or fetch anything."""
    sizes: list[tuple[int, int]] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(what: str, *, lines_above: int = 0) -> None:
        raise _ImageProblemError(
            "svg-unsafe", f"the picture holds {what}", "export it as plain SVG",
            parser.CurrentLineNumber - lines_above,
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
            what = "a style that fetches something from outside"
            refuse(what, lines_above=value.count("\n"))

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
    except _ImageProblemError:
        raise
    except (expat.ExpatError, LookupError, ValueError) as error:  # the latter two: an encoding
        raise _ImageProblemError(
            "image-broken", f"the picture is not XML ({error})", "export it again",
            parser.CurrentLineNumber,
        ) from error  # fmt: skip
    return sizes[0]


def _fetches(style: str) -> bool:
    """Tell whether a style names something outside, also where its letters are escaped."""
    plain = _CSS_ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)), style)
    return bool(_OUTSIDE.search(plain))


def _svg_root_size(tag: str, attributes: dict[str, str]) -> tuple[int, int]:
    if tag != "svg":
        raise _ImageProblemError(
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
        raise _ImageProblemError(
            "image-size", "the picture has no size", "give <svg> width and height, or a viewBox", 1
        )
    return max(1, round(width)), max(1, round(height))
