"""Renditions, made of small pictures of all kinds that cameras and programs write."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image as Pixels
from PIL import ImageCms, features

from autoblog.digest import Digest
from autoblog.model import Rendition
from autoblog.render.renditions import make_renditions

FORMATS = [kind for kind in ("avif", "webp") if features.check(kind)] + ["jpg", "png"]
RED, GREEN = (200, 30, 40), (30, 160, 60)


def saved(picture: Pixels.Image, kind: str = "JPEG", **options: Any) -> bytes:
    stream = io.BytesIO()
    if kind == "JPEG":
        options = {"quality": 95, **options}
    picture.save(stream, kind, **options)
    return stream.getvalue()


def two_halves(mode: str = "RGB", size: tuple[int, int] = (80, 40)) -> Pixels.Image:
    """Draw a picture whose left half is red and whose right one is green."""
    picture = Pixels.new("RGB", size, RED)
    picture.paste(GREEN, (size[0] // 2, 0, *size))
    return picture.convert(mode)


def rendition(data: bytes, size: tuple[int, int] = (40, 20), kind: str = "png") -> Pixels.Image:
    [made] = make_renditions(data, [Rendition(Digest(""), kind, *size)])
    picture = Pixels.open(io.BytesIO(made))
    picture.load()
    return picture


def near(one: Any, other: tuple[int, ...], *, by: int = 12) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_rendition_has_its_size_and_the_colours_of_the_picture(kind: str) -> None:
    made = rendition(saved(two_halves()), kind=kind).convert("RGB")

    assert made.size == (40, 20)
    assert near(made.getpixel((8, 10)), RED)
    assert near(made.getpixel((32, 10)), GREEN)


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_picture_gives_the_same_bytes(kind: str) -> None:
    wanted = [Rendition(Digest(""), kind, 40, 20)]

    one, other = ([*make_renditions(saved(two_halves()), wanted)] for _ in range(2))

    assert one == other


@pytest.mark.parametrize("kind", FORMATS)
def test_what_a_camera_wrote_beside_a_picture_is_gone(kind: str) -> None:
    exif = Pixels.Exif()
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825)[2] = (23.0, 7.0, 48.0)  # GPS
    data = saved(two_halves(), exif=exif, comment=b"Secret comment", xmp=b"<x>Secret xmp</x>")
    assert b"Secret" in data

    [made] = make_renditions(data, [Rendition(Digest(""), kind, 40, 20)])

    assert b"Secret" not in made
    picture = Pixels.open(io.BytesIO(made))
    assert dict(picture.getexif()) == {}
    assert not {"exif", "xmp", "comment", "icc_profile"} & picture.info.keys()


@pytest.mark.parametrize(("turn", "corner"), [(3, GREEN), (6, RED), (8, GREEN)])
def test_a_picture_of_a_turned_camera_stands_upright(turn: int, corner: Any) -> None:
    exif = Pixels.Exif()
    exif[0x0112] = turn
    size = (40, 20) if turn == 3 else (20, 40)

    made = rendition(saved(two_halves(), exif=exif), size)

    assert made.size == size
    assert near(made.getpixel((4, 4)), corner)


def test_colours_of_a_profile_become_those_of_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Red is green in this one, and the other way round.
    swapped = srgb.replace(b"rXYZ", b"____").replace(b"gXYZ", b"rXYZ").replace(b"____", b"gXYZ")

    kept, passed_over, changed = (
        rendition(saved(two_halves(), "PNG", icc_profile=profile)).getpixel((4, 4))
        for profile in (srgb, b"no profile", swapped)
    )

    assert near(kept, RED, by=2)
    assert near(passed_over, RED, by=2)
    assert near(changed, (RED[1], RED[0], RED[2]), by=4)


@pytest.mark.parametrize(
    ("picture", "kind"),
    [
        pytest.param(two_halves("CMYK"), "JPEG", id="CMYK"),
        pytest.param(two_halves("P"), "PNG", id="palette"),
        pytest.param(two_halves("P"), "GIF", id="GIF"),
    ],
)
def test_colours_of_other_kinds_become_red_green_and_blue(picture: Pixels.Image, kind: str) -> None:
    made = rendition(saved(picture, kind))

    assert made.mode == "RGB"
    assert near(made.getpixel((4, 4)), RED, by=40)


def test_sixteen_bits_of_grey_become_eight() -> None:
    picture = Pixels.new("I;16", (80, 40), 0x8080)

    made = rendition(saved(picture, "PNG"))

    assert near(made.convert("RGB").getpixel((4, 4)), (128, 128, 128), by=1)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "jpg"])
def test_what_can_be_seen_through_stays_so(kind: str) -> None:
    picture = Pixels.new("RGBA", (80, 40), (*RED, 0))

    made = rendition(saved(picture, "PNG"), kind=kind)

    assert made.convert("RGBA").getpixel((4, 4))[3] == 0  # type: ignore[index]  # of four


def test_lines_of_a_drawing_stay_sharp_in_webp() -> None:
    made = rendition(saved(two_halves(), "PNG"), (80, 40), "webp")

    assert made.convert("RGB").getpixel((39, 10)) == RED


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_of_a_palette_keeps_its_colours(kind: str) -> None:
    made = rendition(saved(two_halves().quantize(2), "PNG"), kind=kind).convert("RGB")

    assert near(made.getpixel((8, 10)), RED)
    assert near(made.getpixel((32, 10)), GREEN)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "jpg"])
def test_a_colour_of_a_palette_that_can_be_seen_through_stays_so(kind: str) -> None:
    picture = two_halves().quantize(2)
    clear = picture.getpixel((4, 4))

    made = rendition(saved(picture, "PNG", transparency=clear), kind=kind).convert("RGBA")

    assert made.getpixel((4, 4))[3] == 0  # type: ignore[index]  # of four
    assert made.getpixel((36, 4))[3] == 255  # type: ignore[index]  # of four
