"""Social cards: the picture that networks show beside a link to a post without one of its own.

The fonts come from packages, so that all machines draw the same. Letters are set one after another
without the help of a shaping library, for the same reason.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import islice

from PIL import Image as Pixels
from PIL import ImageDraw, ImageFont

from autoblog.model import Card

SIZE = (1200, 630)
LATIN, CHINESE = "fontpkg_source_serif_4", "pylopdf_fonts_zh_cn"
PACKAGES = ("fontpkg-source-serif-4", "pylopdf-fonts-zh-cn")
"""Source Serif 4 for Latin, Greek and Cyrillic, Noto Serif SC for Chinese."""

_FILES = {LATIN: "files/SourceSerif4[opsz,wght].ttf", CHINESE: "NotoSerifSC-Regular.otf"}
_PAPER, _INK, _SOFT, _ACCENT = "#fbfaf7", "#1b222a", "#4c5763", "#9c2d16"
_LEFT, _TOP, _WIDTH = 80, 150, 1040
_TITLE_HEIGHT = 320
_TITLE_SIZES = (84, 76, 68, 60, 52, 46)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_NOTHING = "\uffff"  # a noncharacter, for which fonts show the sign of what they lack

Font = ImageFont.FreeTypeFont


def has_font() -> bool:
    """Tell whether cards can be drawn here."""
    return find_spec(LATIN) is not None


def undrawable(text: str) -> str:
    """List the letters that no font at hand has, each once."""
    if text.isascii():
        return ""
    fonts = _fonts(40, 400)
    lost = (char for char in _plain(text) if _font_of(char, fonts) is None)
    return "".join(dict.fromkeys(c for c in lost if unicodedata.category(c)[0] in "LNP"))


def make_card(card: Card) -> bytes:
    """Draw a card as PNG. A title that no font can show gives way to the site's name."""
    picture = Pixels.new("RGB", SIZE, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, SIZE[0], 14), fill=_ACCENT)
    _write(draw, (_LEFT, 108), card.section, _fonts(36, 600), _ACCENT)
    title = card.site if undrawable(card.title) else card.title
    lines, size = _fitted(_plain(title))
    for number, line in enumerate(lines):
        at = (_LEFT, _TOP + round(size * (0.95 + 1.16 * number)))
        _write(draw, at, line, _fonts(size, 700), _INK)
    draw.line((_LEFT, 522, SIZE[0] - _LEFT, 522), fill=_INK, width=3)
    small = _fonts(32, 400)
    date = f"{card.date.day} {_MONTHS[card.date.month - 1]} {card.date.year}"
    width = _length(date, small)
    name = _shortened(card.site, _fonts(40, 700), _WIDTH - width - 40)
    _write(draw, (_LEFT, 578), name, _fonts(40, 700), _INK)
    _write(draw, (SIZE[0] - _LEFT - round(width), 578), date, small, _SOFT)
    stream = io.BytesIO()
    few = picture.quantize(32, method=Pixels.Quantize.FASTOCTREE, dither=Pixels.Dither.NONE)
    few.save(stream, "PNG", optimize=False, compress_level=6)
    return stream.getvalue()


def _fitted(title: str) -> tuple[list[str], int]:
    """Break a title into lines, in the largest size in which it fits; else cut it."""
    for size in _TITLE_SIZES:
        fonts = _fonts(size, 700)
        most = int((_TITLE_HEIGHT / size - 0.2) / 1.16 + 0.3)
        lines = list(islice(_lines(title, fonts), most + 1))
        if len(lines) <= most:
            return lines, size
    return [*lines[: most - 1], _shortened(f"{lines[most - 1]} …", fonts, _WIDTH)], size


def _lines(title: str, fonts: Sequence[Font]) -> Iterator[str]:
    line = ""
    for piece in _pieces(title):
        if line and _length((line + piece).rstrip(), fonts) > _WIDTH:
            yield line.rstrip()
            line = ""
        while _length(piece[:200].rstrip(), fonts) > _WIDTH:  # a word wider than the card
            head = _beginning(piece, fonts)
            yield head
            piece = piece[len(head) :]
        line += piece
    if line.strip():
        yield line.rstrip()


def _pieces(title: str) -> Iterator[str]:
    """Part a title where a line may end: behind words, and behind each Chinese character."""
    piece = ""
    for char in title:
        is_wide = unicodedata.east_asian_width(char) in "WF"
        if piece and is_wide and unicodedata.category(char)[0] != "P":
            yield piece
            piece = ""
        piece += char
        if char == " ":
            yield piece
            piece = ""
    if piece:
        yield piece


def _beginning(piece: str, fonts: Sequence[Font]) -> str:
    # A word of a line's length has some forty letters, also in the smallest size.
    fits = [n for n in range(1, min(len(piece), 200)) if _length(piece[:n], fonts) <= _WIDTH]
    return piece[: fits[-1] if fits else 1]


def _shortened(text: str, fonts: Sequence[Font], width: float) -> str:
    short = text = _plain(text)
    while text and _length(short, fonts) > width:
        text = text[:-1]
        short = f"{text.rstrip(' …')}…"
    return short


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


@cache
def _fonts(size: int, weight: int) -> tuple[Font, ...]:
    """Open the fonts at hand in a size; weight: of the Latin one."""
    opened = []
    for package, name in _FILES.items():
        if find_spec(package) is None:
            continue
        path = str(files(package).joinpath(name))
        font = ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
        if package == LATIN:
            axes = {b"Optical Size": min(60, size), b"Weight": weight}
            names = [axis["name"] for axis in font.get_variation_axes()]
            font.set_variation_by_axes([axes.get(name or b"", 0) for name in names])
        opened.append(font)
    return tuple(opened)


def _runs(text: str, fonts: Sequence[Font]) -> Iterator[tuple[str, Font]]:
    """Part a text by the font that has its letters; what no font has is left out."""
    run, current = "", fonts[0]
    for char in text:
        font = _font_of(char, fonts)
        if font is None:
            continue
        if font is not current and run:
            yield run, current
            run = ""
        current = font
        run += char
    if run:
        yield run, current


def _font_of(char: str, fonts: Sequence[Font]) -> Font | None:
    return next((font for font in fonts if _has(font, char)), None)


@cache
def _has(font: Font, char: str) -> bool:
    """Tell whether a font draws something else than the sign of what it lacks."""
    if char == " " or char.isascii():
        return True
    return bytes(font.getmask(char)) != bytes(font.getmask(_NOTHING))


def _length(text: str, fonts: Sequence[Font]) -> float:
    return sum(font.getlength(run) for run, font in _runs(text, fonts))


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    fonts: Sequence[Font],
    colour: str,
) -> None:
    """Write a text on a base line."""
    x: float = at[0]
    for run, font in _runs(_plain(text), fonts):
        draw.text((round(x), at[1]), run, colour, font, anchor="ls")
        x += font.getlength(run)
