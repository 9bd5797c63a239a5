"""Pictures: their size, and whether they are safe to publish."""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image as Picture

from autoblog.digest import Digest
from autoblog.problems import Problem
from autoblog.read.images import image_path, read_image

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)


def svg(inside: str = "", attributes: str = 'width="30" height="20"') -> bytes:
    return SVG.format(attributes, inside).encode()


def raster(kind: str, orientation: int = 1) -> bytes:
    stream = io.BytesIO()
    exif = Picture.Exif()
    exif[0x0112] = orientation
    Picture.new("RGB", (30, 20)).save(stream, kind, exif=exif)
    return stream.getvalue()


def png_header(width: int, height: int) -> bytes:
    """Begin a PNG that claims a size; its pixels are missing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def size_of(path: str, data: bytes) -> tuple[int, int]:
    image, problems = read_image(path, data)
    assert problems == ()
    assert image is not None
    return image.width_px, image.height_px


def problems_of(path: str, data: bytes) -> tuple[Problem, ...]:
    image, problems = read_image(path, data)
    assert image is None
    return problems


@pytest.mark.parametrize(
    ("kind", "path"),
    [("PNG", "a.png"), ("JPEG", "a.jpg"), ("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "A.PNG")],
)
def test_a_picture_is_measured(kind: str, path: str) -> None:
    assert size_of(path, raster(kind)) == (30, 20)


@pytest.mark.parametrize(
    ("orientation", "size"), [(1, (30, 20)), (3, (30, 20)), (6, (20, 30)), (8, (20, 30))]
)
def test_a_picture_of_a_turned_camera_is_measured_as_it_is_shown(
    orientation: int, size: tuple[int, int]
) -> None:
    assert size_of("a.jpg", raster("JPEG", orientation)) == size


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        pytest.param('width="30" height="20"', (30, 20), id="numbers"),
        pytest.param('width="30.4px" height=" 20.6 px "', (30, 21), id="pixels"),
        pytest.param('width="100%" height="100%" viewBox="0 0 30 20"', (30, 20), id="per cent"),
        pytest.param('viewBox="-5,-5,30,20"', (30, 20), id="view box with commas"),
        pytest.param('width="9" viewBox="0 0 30 20"', (30, 20), id="width alone"),
        pytest.param('width="10em" height="5em" viewBox="0 0 3 2"', (3, 2), id="other units"),
        pytest.param('width="0.2" height="0.2"', (1, 1), id="tiny"),
    ],
)
def test_an_svg_is_measured(attributes: str, size: tuple[int, int]) -> None:
    assert size_of("a.svg", svg("<rect/>", attributes)) == size


def test_an_svg_is_known_by_its_suffix_in_any_case() -> None:
    assert size_of("a.SVG", svg()) == (30, 20)


@pytest.mark.parametrize(
    "attributes",
    [
        "", 'width="0" height="5"', 'width="-1" height="5"', 'viewBox="0 0 1"', 'viewBox="a b c d"',
        'viewBox="0 0 nan 5"', 'viewBox="0 0 1e999 5"', 'width="9999999" height="5"',
    ],
)  # fmt: skip
def test_an_svg_without_a_size_is_a_problem(attributes: str) -> None:
    assert [p.code for p in problems_of("a.svg", svg("", attributes))] == ["image-size"]


@pytest.mark.parametrize(
    "inside",
    [
        "<script>x</script>",
        '<h:script xmlns:h="http://www.w3.org/1999/xhtml">x</h:script>',
        '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml"/>',
        '<h:object xmlns:h="http://www.w3.org/1999/xhtml"/>',
        '<h:embed xmlns:h="http://www.w3.org/1999/xhtml"/>',
        '<h:img xmlns:h="http://www.w3.org/1999/xhtml" src="https://x.example/a.png"/>',
        '<handler type="application/ecmascript">x</handler>',
        '<listener event="click" handler="#a"/>',
        "<foreignObject><b/></foreignObject>",
        '<rect onclick="x"/>',
        '<rect oNcLiCk="x"/>',
        '<rect xmlns:e="http://www.w3.org/2001/xml-events" e:onload="x"/>',
        '<a href="javascript:x"/>',
        '<a xlink:href="JaVa&#10;ScRiPt:x"/>',
        '<set attributeName="href" to="javascript:x"/>',
        '<set attributeName="href" to="java&#10;script:x"/>',
        '<set attributeName="href" to="vbscript:x"/>',
        '<animate attributeName="href" values="#a;javascript:x"/>',
        '<a href="https://x.example/"/>',
        '<image href="//x.example/a.png"/>',
        '<image xlink:href="a.png"/>',
        '<use href="data:image/svg+xml;base64,AAAA#a"/>',
        '<use href=" data:image/svg+xml,x#a"/>',
        '<image href="data:text/html,x"/>',
        '<rect style="fill:url(https://x.example/)"/>',
        "<rect fill=\"url( 'https://x.example/#a' )\"/>",
        "<rect style=\"fill:image-set('https://x.example/')\"/>",
        "<style>@import 'https://x.example/'</style>",
        "<style>@im<a/>port 'https://x.example/'</style>",
        "<style><![CDATA[@IMPORT 'https://x.example/']]></style>",
        "<style>@im<!-- a -->port 'https://x.example/'</style>",
        "<style>a{b:URL(https://x.example/)}</style>",
        r"<style>a{b:u\72l(https://x.example/)}</style>",
        r"<style>@\000069mport 'https://x.example/'</style>",
        "<style>" + " " * 8189 + "@im&#112;ort 'https://x.example/'</style>",
        "<?xml-stylesheet href='https://x.example/'?>",
    ],
)
def test_an_svg_that_could_run_or_fetch_is_refused(inside: str) -> None:
    assert [p.code for p in problems_of("a.svg", svg(inside))] == ["svg-unsafe"]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(svg("", 'onload="x" width="1" height="1"'), id="handler of the root"),
        pytest.param(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), id="entity"),
        pytest.param(
            b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://x.example/"> %a;]>' + svg(), id="outside"
        ),
        pytest.param(
            b'<!DOCTYPE svg [<!ATTLIST svg onload CDATA "x">]>' + svg(), id="attribute by default"
        ),
        pytest.param(
            b'<?xml version="1.0" encoding="utf-16"?>'.decode().encode("utf-16")
            + svg("<script/>").decode().encode("utf-16-le"),
            id="UTF-16",
        ),
    ],
)
def test_an_svg_is_refused_for_what_its_head_declares(data: bytes) -> None:
    assert [p.code for p in problems_of("a.svg", data)] == ["svg-unsafe"]


@pytest.mark.parametrize(
    "inside",
    [
        '<defs><path id="a"/></defs><use href="#a"/><use xlink:href="#a"/>',
        '<image href="data:image/png;base64,AAAA"/>',
        '<rect fill="url(#a)" style="stroke:url(\'#b\')" class="on"/>',
        "<style>text { font: 12px sans-serif; fill: #333 }</style><text>Sales online</text>",
        "<title>Costs &amp; prices</title><desc>once upon a time</desc>",
    ],
)
def test_a_plain_svg_is_welcome(inside: str) -> None:
    assert size_of("a.svg", svg(inside)) == (30, 20)


def test_the_line_of_what_is_refused_is_said() -> None:
    problems = problems_of("a.svg", svg("\n\n<script/>"))

    assert [(p.line, p.column) for p in problems] == [(3, 1)]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        pytest.param("a.svg", b"", id="empty SVG"),
        pytest.param("a.svg", svg()[:-3], id="SVG cut short"),
        pytest.param("a.svg", b"<html><body/></html>", id="HTML as SVG"),
        pytest.param("a.svg", b'<?xml version="1.0" encoding="no-such"?><svg/>', id="no encoding"),
        pytest.param("a.svg", b'<?xml version="1.0" encoding="utf-7"?><svg/>', id="UTF-7"),
        pytest.param("a.svg", b'<?xml version="1.0" encoding="idna"?><svg/>', id="odd encoding"),
        pytest.param("a.svg", b"<g>" * 100_000, id="SVG bomb"),
        pytest.param("a.png", b"", id="empty picture"),
        pytest.param("a.png", b"<script>x</script>", id="text as picture"),
        pytest.param("a.png", svg(), id="SVG as PNG"),
        pytest.param("a.jpg", raster("JPEG")[:20], id="JPEG cut short"),
        pytest.param("a.avif", b"\0\0\0\x18ftypavif" + b"\0" * 40, id="broken AVIF"),
    ],
)
def test_what_is_no_picture_is_a_problem(path: str, data: bytes) -> None:
    assert [(p.path, p.code) for p in problems_of(path, data)] == [(path, "image-broken")]


@pytest.mark.parametrize(
    ("width", "height"), [(10_000, 10_000), (60_001, 1_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_picture_of_too_many_pixels_is_refused_unopened(width: int, height: int) -> None:
    problems = problems_of("a.png", png_header(width, height))

    assert [p.code for p in problems] == ["image-too-large"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_ends_too_early_is_refused(kind: str) -> None:
    stream = io.BytesIO()
    Picture.effect_noise((200, 200), 90).convert("RGB").save(stream, kind)
    data = stream.getvalue()

    problems = problems_of("a.png", data[: len(data) * 2 // 3])

    assert [p.code for p in problems] == ["image-broken"]


def animation(kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    frames = [Picture.effect_noise((60, 60), 90 + number).convert("RGB") for number in range(3)]
    frames[0].save(stream, kind, save_all=True, append_images=frames[1:], **options)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_published_as_it_is(kind: str) -> None:
    image, problems = read_image(f"a.{kind.lower()}", animation(kind))

    assert problems == ()
    assert image is not None
    assert image.renditions is None
    assert re.fullmatch(rf"/images/a\.[0-9a-f]{{8}}\.{kind.lower()}", image.path)


def test_a_large_animation_is_a_warning() -> None:
    data = animation("GIF") + bytes(1 << 20)

    image, problems = read_image("a.gif", data)

    assert image is not None
    assert [(p.code, p.is_error) for p in problems] == [("image-animated", False)]


def test_an_animation_with_what_a_camera_wrote_is_refused() -> None:
    exif = Picture.Exif()
    exif[0x010F] = "Camera"

    problems = problems_of("a.webp", animation("WEBP", exif=exif))

    assert [p.code for p in problems] == ["image-private"]


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (100, (100,)),
        (400, (192, 360, 400)),
        (730, (192, 360, 730)),
        (1200, (192, 360, 720, 1080, 1200)),
        (4000, (192, 360, 720, 1080, 1440, 1920)),
    ],
)
def test_no_rendition_is_wider_than_the_picture(width: int, widths: tuple[int, ...]) -> None:
    stream = io.BytesIO()
    Picture.new("RGB", (width, 2), (200, 30, 40)).save(stream, "PNG")

    image, problems = read_image("a.png", stream.getvalue())

    assert problems == ()
    assert image is not None
    assert image.renditions is not None
    assert image.renditions.widths == widths
    assert image.path == f"{image.renditions.stem}-{min(max(widths), 1440)}.png"
    assert image.renditions.tint == "#c81e28"


@pytest.mark.parametrize(
    ("mode", "kind", "fallback"),
    [("RGB", "JPEG", "jpg"), ("CMYK", "JPEG", "jpg"), ("RGB", "WEBP", "jpg"),
     ("RGBA", "WEBP", "png"), ("RGBA", "PNG", "png"), ("P", "GIF", "png"), ("I;16", "PNG", "png")],
)  # fmt: skip
def test_the_fallback_keeps_what_can_be_seen_through(mode: str, kind: str, fallback: str) -> None:
    stream = io.BytesIO()
    Picture.new(mode, (30, 20)).save(stream, kind)

    image, _ = read_image("a.png", stream.getvalue())

    assert image is not None
    assert image.renditions is not None
    assert image.renditions.fallback == fallback
    assert bool(image.renditions.tint) is (mode != "RGBA")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("content/images/Solid State.PNG", "/images/solid-state.0f3a9c1b.png"),
        ("content/knowledge/电池.svg", "/images/dian-chi.0f3a9c1b.svg"),
        ("content/images/🚗.jpg", "/images/picture.0f3a9c1b.jpg"),
    ],
)
def test_the_address_of_a_picture_holds_part_of_its_digest(source: str, expected: str) -> None:
    assert image_path(source, Digest("0f3a9c1b" + "0" * 24)) == expected


def test_another_content_has_another_address() -> None:
    one, other = (read_image("a.svg", svg(inside))[0] for inside in ("<rect/>", "<path/>"))

    assert one is not None
    assert other is not None
    assert one.path != other.path
    assert re.fullmatch(r"/images/a\.[0-9a-f]{8}\.svg", one.path)


@settings(max_examples=200)
@given(
    st.sampled_from(["PNG", "JPEG", "GIF", "WEBP", "AVIF"]),
    st.lists(st.tuples(st.integers(0, 300), st.binary(max_size=4)), max_size=6),
)
@example("PNG", [])
def test_no_flipped_byte_stops_the_reader(kind: str, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(RASTERS[kind])
    for at, new in changes:
        data[at : at + len(new)] = new

    image, problems = read_image("a.png", bytes(data))

    assert (image is None) is bool(problems)


@settings(max_examples=200)
@given(st.binary() | st.text().map(lambda text: svg(text)) | st.text().map(str.encode))
def test_no_bytes_stop_the_reader_of_svg(data: bytes) -> None:
    image, problems = read_image("a.svg", data)

    assert (image is None) is bool(problems)


RASTERS = {kind: raster(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")}
RASTERS["AVIF"] = raster("AVIF") if "AVIF" in Picture.registered_extensions().values() else b""
