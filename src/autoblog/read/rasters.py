"""Pictures made of pixels: their size, their colour, and whether they can be read at all.

A picture is decoded here once, whole, so that one that is cut short is found before anything is
made of it. JPEG is decoded at an eighth of its size, which reads all of the file all the same.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from PIL import ExifTags, features
from PIL import Image as Pixels

from autoblog.problems import Problem

MAX_PIXELS = 60_000_000
_PRIVATE = ("exif", "xmp", "XML:com.adobe.xmp", "photoshop", "comment")
_LIBRARIES = ("pil", "avif", "webp", "jpg", "libjpeg_turbo", "zlib", "zlib_ng", "littlecms2")


class ImageProblemError(ValueError):
    """What is wrong with a picture, and where in an SVG."""

    def __init__(
        self, code: str, message: str, hint: str = "", line: int = 0, column: int = 1
    ) -> None:
        """line: 0 for the whole file."""
        super().__init__(message)
        self.code, self.hint, self.line, self.column = code, hint, line, column

    def problem(self, path: str) -> Problem:
        """Make the problem of a picture at a path."""
        column = self.column if self.line else 0
        return Problem(self.code, path, str(self), self.line, column, self.hint)


@dataclass(frozen=True, slots=True)
class Raster:
    """What is known of a picture made of pixels."""

    width_px: int  # as it is shown, turned as the camera was
    height_px: int
    tint: str  # its dominant colour, or "" where it can be seen through
    fallback: str  # "jpg" or "png": what old programs get
    is_animated: bool


def measure(data: bytes) -> Raster:
    """Look at a picture. Raises ImageProblemError when it cannot be published."""
    with _problems_told(), Pixels.open(io.BytesIO(data)) as picture:
        width, height = picture.size
        if width * height > MAX_PIXELS:
            raise _too_many_pixels()
        kind, is_animated = picture.format, getattr(picture, "is_animated", False)
        # A turned camera writes the turn beside the picture; browsers follow it.
        is_turned = picture.getexif().get(ExifTags.Base.Orientation, 1) >= 5
        private = [name for name in _PRIVATE[:3] if picture.info.get(name)]
        if is_animated and private:
            raise ImageProblemError(
                "image-private",
                "the animation holds what a camera or an editor wrote beside it",
                "animations are copied as they are: save it without metadata",
            )
        picture.draft("RGB", (max(1, width // 8), max(1, height // 8)))
        picture.load()
        is_clear = picture.has_transparency_data
        return Raster(
            *((height, width) if is_turned else (width, height)),
            tint="" if is_clear else _dominant(picture),
            fallback="png" if is_clear or kind in ("PNG", "GIF") else "jpg",
            is_animated=is_animated,
        )


@cache
def writable_formats() -> tuple[str, ...]:
    """List the formats of today that this Pillow can write, the smallest first."""
    return tuple(name for name in ("avif", "webp") if features.check(name))


@cache
def library_versions() -> tuple[str, ...]:
    """Name the versions of all that shapes the bytes of renditions."""
    return tuple(f"{name} {features.version(name)}" for name in _LIBRARIES)


@contextmanager
def _problems_told() -> Iterator[None]:
    """Turn what Pillow raises into what an author can mend."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what cameras write beside the picture
            warnings.simplefilter("error", Pixels.DecompressionBombWarning)
            yield
    except ImageProblemError:
        raise
    except (Pixels.DecompressionBombWarning, Pixels.DecompressionBombError) as error:
        raise _too_many_pixels() from error
    except (OSError, ValueError, SyntaxError, RuntimeError) as error:
        raise ImageProblemError(
            "image-broken", "the picture cannot be read", "save it again as PNG or JPEG"
        ) from error


def _too_many_pixels() -> ImageProblemError:
    millions = MAX_PIXELS // 1_000_000
    return ImageProblemError(
        "image-too-large", f"the picture has more than {millions} million pixels", "scale it down"
    )


def _dominant(picture: Pixels.Image) -> str:
    """Find the colour that most of a picture comes near to."""
    if picture.mode.startswith("I") or picture.mode == "F":
        return "#808080"  # 16 bits of grey: a middle one is near enough
    small = picture.convert("RGB").resize((32, 32), Pixels.Resampling.BOX)
    few = small.quantize(5, method=Pixels.Quantize.MEDIANCUT)
    palette = few.getpalette() or [128, 128, 128]
    counts = few.histogram()[: len(palette) // 3]
    most = max(range(len(counts)), key=lambda index: (counts[index], -index))
    red, green, blue = palette[3 * most : 3 * most + 3]
    return f"#{red:02x}{green:02x}{blue:02x}"
