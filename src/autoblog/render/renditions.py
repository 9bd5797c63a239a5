"""Renditions of pictures: smaller, in the formats of today, upright, in sRGB, and nothing beside.

The same bytes come out on every run: encoders work in one thread. What is here is part of the
names of all renditions, so that a change of it makes them anew.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from PIL import Image as Pixels
from PIL import ImageCms, ImageOps

from autoblog.model import Rendition

_AVIF = {"quality": 50, "speed": 6, "max_threads": 1, "autotiling": False}
_JPEG = {"quality": 80, "optimize": True, "progressive": True}
_WEBP = {"quality": 76, "method": 4}
_FINE_AVIF = {"quality": 62, "subsampling": "4:4:4"}
"""Of drawings: letters and lines keep their edges."""


def make_renditions(data: bytes, wanted: Sequence[Rendition]) -> Iterator[bytes]:
    """Make renditions of a picture, in their order. Raises OSError or ValueError if in vain."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what cameras write beside the picture
        with Pixels.open(io.BytesIO(data)) as picture:
            is_drawing = picture.format in ("PNG", "GIF")
            widest = max(max(one.width_px, one.height_px) for one in wanted)
            picture.draft(None, (2 * widest, 2 * widest))  # decodes JPEG no larger than needed
            plain = _in_srgb(ImageOps.exif_transpose(picture))
        for one in wanted:
            size = (one.width_px, one.height_px)
            scaled = plain
            if size != plain.size:
                scaled = plain.resize(size, Pixels.Resampling.LANCZOS, reducing_gap=3.0)
            yield _encoded(scaled, one.format, is_drawing=is_drawing)


def _in_srgb(picture: Pixels.Image) -> Pixels.Image:
    """Make a picture RGB or RGBA, eight bits each, its colours those of sRGB."""
    profile = picture.info.get("icc_profile")
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif picture.mode == "F":
        picture = picture.convert("L")
    is_clear = picture.has_transparency_data
    if picture.mode in ("1", "P", "PA", "LA", "La", "RGBa") or is_clear:
        picture = picture.convert("RGBA" if is_clear else "RGB")
    alpha = picture.getchannel("A") if is_clear else None
    colours = picture.convert("RGB") if is_clear else picture
    if profile:
        colours = _by_profile(colours, profile)
    colours = colours if colours.mode == "RGB" else colours.convert("RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _by_profile(picture: Pixels.Image, profile: bytes) -> Pixels.Image:
    """Bring colours from a profile to sRGB; a profile that makes no sense is passed over."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(
            picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return made if made is not None else picture


def _encoded(picture: Pixels.Image, format_: str, *, is_drawing: bool) -> bytes:
    if format_ == "webp" and is_drawing:
        lossless = _saved(picture, "WEBP", {"lossless": True, "quality": 60, "method": 4})
        return min(lossless, _saved(picture, "WEBP", _WEBP), key=len)
    if format_ == "webp":
        return _saved(picture, "WEBP", _WEBP)
    if format_ == "avif":
        return _saved(picture, "AVIF", {**_AVIF, **(_FINE_AVIF if is_drawing else {})})
    if format_ == "jpg":
        return _saved(picture.convert("RGB"), "JPEG", _JPEG)
    return _saved(picture, "PNG", {"optimize": True})


def _saved(picture: Pixels.Image, kind: str, options: Mapping[str, Any]) -> bytes:
    picture.info = {}  # or Pillow would write back the profile and what else it found
    stream = io.BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()
