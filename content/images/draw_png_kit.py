"""A Pillow canvas: drawn at twice the size, then downsampled and reduced to a palette."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

from draw_cars import TOP_BODY, TOP_GLASS, TOP_LAMPS, TOP_LINES, TOP_MIRRORS, TOP_TAILS
from draw_kit import ACCENT, CARD, GLASS, INK, PANEL, SLATE, WIDTH, Point, flatten, mix
from PIL import Image, ImageDraw, ImageFont

SCALE = 2


def heading(points: list[Point], i: int) -> float:
    """Return the direction of a line at its i-th point, in radians."""
    a, b = points[max(0, i - 1)], points[min(len(points) - 1, i + 1)]
    return math.atan2(b[1] - a[1], b[0] - a[0])


def beside(points: list[Point], i: int, away: float) -> Point:
    """Return the point at a distance to the right of a line (in its direction of travel)."""
    angle = heading(points, i)
    return points[i][0] - away * math.sin(angle), points[i][1] + away * math.cos(angle)


class Png:
    """A Pillow canvas with the house style; coordinates are those of the final picture."""

    def __init__(self, name: str, title: str, sub: str, height: int = 675) -> None:
        """Start with the background panel and the title block."""
        self.name, self.height = name, height
        self.image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), PANEL)
        self.pen = ImageDraw.Draw(self.image)
        self.rect(48, 40, 46, 6, ACCENT, 3)
        self.text(48, 87, title, 33, bold=True)
        self.text(48, 120, sub, 20, SLATE)
        x = 1152.0
        for letter in reversed("LANTERNWAY"):
            self.text(x, 50, letter, 16, SLATE, anchor="rs")
            x -= self.width(letter, 16) + 3

    def font(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font that ships with Pillow."""
        found = ImageFont.load_default(size=size * SCALE)
        assert isinstance(found, ImageFont.FreeTypeFont)
        return found

    def width(self, text: str, size: int) -> float:
        """Return the width of a text in final pixels."""
        return self.font(size).getlength(text) / SCALE

    def text(
        self, x: float, y: float, text: str, size: int = 20, fill: str = INK,
        bold: bool = False, anchor: str = "ls",
    ) -> None:  # fmt: skip
        """Write lines of text; anchor is ls, ms or rs."""
        for i, row in enumerate(text.split("\n")):
            spot = (x * SCALE, (y + i * size * 1.3) * SCALE)
            weight = size / 26 * SCALE if bold else 0
            self.pen.text(spot, row, fill, self.font(size), anchor=anchor, stroke_width=weight / 2)

    def label(self, x: float, y: float, head: str, body: str, anchor: str = "ls") -> None:
        """Write a bold line with a quieter explanation below it."""
        self.text(x, y, head, 21, bold=True, anchor=anchor)
        self.text(x, y + 26, body, 19, SLATE, anchor=anchor)

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str | None, r: float = 0,
        line: str | None = None, width: float = 1.5,
    ) -> None:  # fmt: skip
        """Draw a rectangle, rounded when r is given."""
        box = [v * SCALE for v in (x, y, x + w, y + h)]
        self.pen.rounded_rectangle(box, r * SCALE, fill, line, round(width * SCALE))

    def circle(self, x: float, y: float, r: float, fill: str) -> None:
        """Draw a disc."""
        self.pen.ellipse([(v * SCALE) for v in (x - r, y - r, x + r, y + r)], fill)

    def polygon(self, points: list[Point], fill: str) -> None:
        """Fill a polygon."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill)

    def line(self, points: list[Point], fill: str = INK, width: float = 2) -> None:
        """Draw a polyline with round joins and caps."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill, round(width * SCALE), joint="curve")
        if width > 2.5:
            for x, y in points:
                self.circle(x, y, width / 2 - 0.2, fill)

    def dashed(self, points: list[Point], fill: str, width: float, on: float, off: float) -> None:
        """Draw a dashed polyline of constant rhythm."""
        run, piece = 0.0, [points[0]]
        for a, b in itertools.pairwise(points):
            parts = max(1, round(math.dist(a, b) / 2))
            for k in range(1, parts + 1):
                p = (a[0] + (b[0] - a[0]) * k / parts, a[1] + (b[1] - a[1]) * k / parts)
                run = (run + math.dist(a, b) / parts) % (on + off)
                if run < on:
                    piece.append(p)
                elif piece:
                    self.ribbon(piece, [width] * len(piece), fill)
                    piece = []
        self.ribbon(piece, [width] * len(piece), fill)

    def ribbon(self, points: list[Point], widths: list[float], fill: str) -> None:
        """Fill a band of changing width along a smooth line."""
        if len(points) > 1:
            pairs = list(zip(points, widths, strict=True))
            left = [beside(points, i, w / 2) for i, (_, w) in enumerate(pairs)]
            right = [beside(points, i, -w / 2) for i, (_, w) in enumerate(pairs)]
            self.polygon(left + right[::-1], fill)

    def arrow(self, a: Point, b: Point, fill: str = INK, width: float = 4, size: int = 14) -> None:
        """Draw a straight arrow."""
        angle = math.atan2(b[1] - a[1], b[0] - a[0])
        wings = [
            (b[0] - size * math.cos(angle + s), b[1] - size * math.sin(angle + s))
            for s in (0.6, -0.6)
        ]
        self.line([a, b], fill, width)
        self.line([wings[0], b, wings[1]], fill, width)

    def badge(self, x: float, y: float, text: str | int, fill: str = ACCENT) -> None:
        """Draw a numbered disc."""
        self.circle(x, y, 21, PANEL)
        self.circle(x, y, 18, fill)
        self.text(x, y + 7, str(text), 20, CARD, bold=True, anchor="ms")

    def car(self, x: float, y: float, scale: float, fill: str, turn: float = 0) -> None:
        """Draw the plan view of draw_cars; the nose is at the left when turn is 0."""
        cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))

        def put(path: str) -> list[Point]:
            return [
                (x + scale * (a * cos - b * sin), y + scale * (a * sin + b * cos))
                for a, b in flatten(path)
            ]

        dark = mix(fill, INK, 0.5)
        for d in TOP_MIRRORS:
            self.polygon(put(d), dark)
        self.polygon(put(TOP_BODY), fill)
        outline = put(TOP_BODY)
        self.line(outline + outline[:1], dark, max(1, 2 * scale))
        for paths, tone in ((TOP_GLASS, GLASS), (TOP_LAMPS, PANEL), (TOP_TAILS, ACCENT)):
            for d in paths:
                self.polygon(put(d), dark if tone == fill else tone)
        for d in TOP_LINES:
            self.line(put(d), dark, max(1, 2 * scale))

    def save(self, folder: Path) -> None:
        """Downsample, reduce to a palette and write the file."""
        small = self.image.resize((WIDTH, self.height), Image.Resampling.LANCZOS)
        palette = small.quantize(96, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        palette.save(folder / f"{self.name}.png", optimize=True)
