"""House style, a small SVG canvas and path helpers shared by all pictures."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

PANEL = "#f4f1ea"
CARD = "#fcfaf5"
INK = "#1d2733"
ACCENT = "#b4381f"
SLATE = "#5c6b7a"
SAND = "#c9c2b4"
TEAL = "#2f6f73"
WIDTH = 1200

Point = tuple[float, float]


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the three channels of a #rrggbb colour."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    """Blend two colours; share 0 is the first, 1 the second."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


GLASS = mix(SLATE, PANEL, 0.72)
SEA = mix(TEAL, PANEL, 0.72)
LAND = mix(SAND, PANEL, 0.35)


def num(value: float) -> str:
    """Format a coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def flatten(path: str, steps: int = 14) -> list[Point]:
    """Turn an absolute M/L/C/Z path into a list of points."""
    points: list[Point] = []
    for command, body in re.findall(r"([MLCZ])([^MLCZ]*)", path):
        values = [float(v) for v in re.findall(r"-?\d+\.?\d*", body)]
        pairs = list(zip(values[::2], values[1::2], strict=True))
        if command in "ML":
            points += pairs
        for i in range(0, len(pairs) if command == "C" else 0, 3):
            start, (a, b, end) = points[-1], pairs[i : i + 3]
            points += [bezier(start, a, b, end, k / steps) for k in range(1, steps + 1)]
    return points


def bezier(p: Point, a: Point, b: Point, q: Point, t: float) -> Point:
    """Return the point of a cubic curve at t."""
    u = 1 - t
    w = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
    x, y = (w[0] * p[i] + w[1] * a[i] + w[2] * b[i] + w[3] * q[i] for i in (0, 1))
    return x, y


class Svg:
    """One picture: collects elements and writes them as a self-contained SVG file."""

    def __init__(self, name: str, title: str, desc: str, height: int = 675) -> None:
        """Start with the background panel."""
        self.name, self.title, self.desc, self.height = name, title, desc, height
        self.parts: list[str] = []
        self.rect(0, 0, WIDTH, height, PANEL)

    def tag(self, kind: str, text: str | None = None, **attrs: float | str | None) -> None:
        """Append one element; underscores in attribute names become hyphens."""
        pairs = {k.replace("_", "-"): v for k, v in attrs.items() if v is not None}
        inner = "".join(
            f' {k}="{escape(v) if isinstance(v, str) else num(v)}"' for k, v in pairs.items()
        )
        end = "/>" if text is None else f">{escape(text)}</{kind}>"
        self.parts.append(f"<{kind}{inner}{end}")

    @contextmanager
    def group(self, **attrs: float | str) -> Iterator[None]:
        """Wrap what is drawn inside in a g element."""
        inner = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in attrs.items())
        self.parts.append(f"<g{inner}>")
        yield
        self.parts.append("</g>")

    def rect(
        self, x: float, y: float, w: float, h: float, fill: str, r: float = 0,
        **attrs: float | str,
    ) -> None:  # fmt: skip
        """Draw a rectangle, rounded when r is given."""
        self.tag("rect", x=x, y=y, width=w, height=h, fill=fill, rx=r or None, **attrs)

    def circle(self, x: float, y: float, r: float, fill: str, **attrs: float | str) -> None:
        """Draw a circle."""
        self.tag("circle", cx=x, cy=y, r=r, fill=fill, **attrs)

    def path(self, d: str, fill: str = "none", **attrs: float | str) -> None:
        """Draw a path with rounded joins."""
        if "stroke" in attrs:
            attrs = {"stroke_linejoin": "round", "stroke_linecap": "round"} | attrs
        self.tag("path", d=d, fill=fill, **attrs)

    def line(
        self, points: list[Point], stroke: str = INK, width: float = 2, **attrs: float | str
    ) -> None:
        """Draw an open polyline."""
        d = "M" + " L".join(f"{num(x)} {num(y)}" for x, y in points)
        self.path(d, stroke=stroke, stroke_width=width, **attrs)

    def arrow(
        self, points: list[Point], stroke: str = INK, width: float = 3, size: float = 11,
        both: bool = False, **attrs: float | str,
    ) -> None:  # fmt: skip
        """Draw a polyline with a chevron head at its end (and at its start if both)."""
        self.line(points, stroke, width, **attrs)
        for tail, tip in ((points[-2], points[-1]), (points[1], points[0]))[: 1 + both]:
            angle = math.atan2(tip[1] - tail[1], tip[0] - tail[0])
            wings = [
                (tip[0] - size * math.cos(angle + s), tip[1] - size * math.sin(angle + s))
                for s in (0.6, -0.6)
            ]
            self.line([wings[0], tip, wings[1]], stroke, width)

    def text(
        self, x: float, y: float, text: str, size: int = 20, fill: str = INK,
        bold: bool = False, anchor: str = "start", **attrs: float | str,
    ) -> None:  # fmt: skip
        """Write text; line breaks start new lines."""
        for i, row in enumerate(text.split("\n")):
            self.tag(
                "text", row, x=x, y=y + i * size * 1.3, font_size=size, fill=fill,
                font_weight=700 if bold else None,
                text_anchor=None if anchor == "start" else anchor, **attrs,
            )  # fmt: skip

    def label(
        self, x: float, y: float, head: str, body: str = "", anchor: str = "start", size: int = 20
    ) -> None:
        """Write a bold line with a quieter explanation below it."""
        self.text(x, y, head, size, INK, bold=True, anchor=anchor)
        if body:
            below = y + size * (1.28 * head.count("\n") + 1.28)
            self.text(x, below, body, size - 2, SLATE, anchor=anchor)

    def badge(self, x: float, y: float, text: str | int, fill: str = ACCENT, r: int = 18) -> None:
        """Draw a numbered disc."""
        self.circle(x, y, r, fill, stroke=PANEL, stroke_width=3)
        self.text(x, y + r * 0.38, str(text), round(r * 1.06), CARD, bold=True, anchor="middle")

    def leader(self, points: list[Point], colour: str = INK) -> None:
        """Draw a thin call-out line that ends in a dot on the thing it names."""
        self.line(points, colour, 1.8)
        self.circle(*points[-1], 5, colour, stroke=CARD, stroke_width=2)

    def card(self, x: float, y: float, w: float, h: float, r: float = 16) -> None:
        """Draw a light rounded panel."""
        self.rect(x, y, w, h, CARD, r, stroke=SAND, stroke_width=1.5)

    def heading(self, text: str, sub: str = "") -> None:
        """Write the title block and the imprint that all pictures share."""
        self.rect(48, 40, 46, 6, ACCENT, 3)
        self.text(48, 87, text, 33, bold=True)
        if sub:
            self.text(48, 120, sub, 20, SLATE)
        self.text(1152, 50, "LANTERNWAY", 16, SLATE, anchor="end", letter_spacing=3)

    def save(self, folder: Path) -> None:
        """Write the file."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{self.height}" '
            f'viewBox="0 0 {WIDTH} {self.height}" role="img" '
            f'font-family="system-ui, sans-serif">\n'
            f"<title>{escape(self.title)}</title>\n<desc>{escape(self.desc)}</desc>\n"
        )
        text = head + "\n".join(self.parts) + "\n</svg>\n"
        (folder / f"{self.name}.svg").write_text(text, encoding="utf-8", newline="\n")
