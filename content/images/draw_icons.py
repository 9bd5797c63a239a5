"""Small line icons, each about 72 pixels wide and centred on x, y."""

from __future__ import annotations

from draw_kit import ACCENT, CARD, GLASS, INK, SAND, SLATE, TEAL, Svg

PEN = {"stroke": INK, "stroke_width": 3.4}


def document(svg: Svg, x: float, y: float, mark: str = "sign") -> None:
    """Draw a sheet with lines and a signature, a shield or a stamp."""
    svg.path(f"M{x - 26} {y - 36} L{x + 12} {y - 36} L{x + 28} {y - 20} L{x + 28} {y + 36}"
             f" L{x - 26} {y + 36} Z", CARD, **PEN)  # fmt: skip
    svg.path(f"M{x + 12} {y - 36} L{x + 12} {y - 20} L{x + 28} {y - 20}", **PEN)
    for i in range(3):
        svg.line([(x - 15, y - 16 + i * 11), (x + (2, 16, 10)[i], y - 16 + i * 11)], SLATE, 3)
    if mark == "sign":
        svg.path(f"M{x - 14} {y + 26} C{x - 6} {y + 10} {x - 2} {y + 34} {x + 4} {y + 22}"
                 f" C{x + 8} {y + 16} {x + 10} {y + 28} {x + 17} {y + 23}",
                 stroke=ACCENT, stroke_width=3)  # fmt: skip
    elif mark == "stamp":
        svg.circle(x + 14, y + 26, 17, CARD, stroke=ACCENT, stroke_width=3.4)
        tick(svg, x + 14, y + 26, 0.6)
    else:
        svg.path(f"M{x + 14} {y + 6} L{x + 32} {y + 12} C{x + 32} {y + 30} {x + 26} {y + 40}"
                 f" {x + 14} {y + 46} C{x + 2} {y + 40} {x - 4} {y + 30} {x - 4} {y + 12} Z",
                 CARD, stroke=TEAL, stroke_width=3.4)  # fmt: skip
        tick(svg, x + 14, y + 26, 0.55, TEAL)


def tick(svg: Svg, x: float, y: float, k: float = 1, colour: str = ACCENT) -> None:
    """Draw a tick mark."""
    svg.line([(x - 12 * k, y + k), (x - 3 * k, y + 10 * k), (x + 13 * k, y - 10 * k)], colour, 4)


def lens(svg: Svg, x: float, y: float) -> None:
    """Draw a magnifying glass."""
    svg.line([(x + 14, y + 14), (x + 34, y + 34)], INK, 8)
    svg.circle(x - 6, y - 6, 26, GLASS, fill_opacity=0.5, stroke=INK, stroke_width=4)
    tick(svg, x - 6, y - 6, 0.9)


def reader(svg: Svg, x: float, y: float) -> None:
    """Draw a hand-held diagnostic reader."""
    svg.rect(x - 26, y - 40, 52, 66, CARD, 9, **PEN)
    svg.rect(x - 17, y - 31, 34, 34, GLASS, 4)
    svg.line([(x - 12, y - 8), (x - 4, y - 16), (x + 4, y - 11), (x + 12, y - 24)], ACCENT, 3)
    for i in (-1, 0, 1):
        svg.circle(x + i * 13, y + 14, 4, SLATE)
    svg.path(f"M{x} {y + 26} C{x} {y + 42} {x + 18} {y + 44} {x + 30} {y + 36}", **PEN)
    svg.rect(x + 28, y + 26, 14, 16, INK, 3)


def road(svg: Svg, x: float, y: float) -> None:
    """Draw a road that runs to the horizon with a pin on it."""
    svg.path(f"M{x - 34} {y + 38} L{x - 8} {y - 14} L{x + 8} {y - 14} L{x + 34} {y + 38} Z",
             SLATE, stroke=SLATE, stroke_width=3)  # fmt: skip
    svg.line([(x, y - 6), (x, y + 2)], CARD, 3)
    svg.line([(x, y + 12), (x, y + 30)], CARD, 4)
    svg.line([(x - 40, y - 14), (x + 40, y - 14)], SAND, 3)
    svg.path(f"M{x} {y - 16} C{x - 4} {y - 24} {x - 13} {y - 28} {x - 13} {y - 37}"
             f" C{x - 13} {y - 54} {x + 13} {y - 54} {x + 13} {y - 37}"
             f" C{x + 13} {y - 28} {x + 4} {y - 24} {x} {y - 16} Z", ACCENT)  # fmt: skip
    svg.circle(x, y - 37, 5, CARD)


def plug(svg: Svg, x: float, y: float) -> None:
    """Draw a charging plug with a bolt."""
    svg.path(f"M{x - 24} {y - 18} L{x + 24} {y - 18} L{x + 24} {y + 2}"
             f" C{x + 24} {y + 18} {x + 12} {y + 24} {x} {y + 24}"
             f" C{x - 12} {y + 24} {x - 24} {y + 18} {x - 24} {y + 2} Z", CARD, **PEN)  # fmt: skip
    svg.line([(x - 12, y - 20), (x - 12, y - 38)], INK, 6)
    svg.line([(x + 12, y - 20), (x + 12, y - 38)], INK, 6)
    svg.path(f"M{x} {y + 25} C{x} {y + 46} {x + 20} {y + 40} {x + 34} {y + 40}", **PEN)
    bolt(svg, x, y + 2, 0.7)


def bolt(svg: Svg, x: float, y: float, k: float = 1, colour: str = ACCENT) -> None:
    """Draw a lightning bolt."""
    pts = ((3, -20), (-11, 4), (-1, 4), (-4, 20), (11, -5), (1, -5))
    d = " L".join(f"{x + a * k:.1f} {y + b * k:.1f}" for a, b in pts)
    svg.path(f"M{d} Z", colour)


def fork(svg: Svg, x: float, y: float) -> None:
    """Draw a signpost with a way on and a way out."""
    svg.line([(x, y - 40), (x, y + 40)], INK, 5)
    svg.path(f"M{x - 4} {y - 34} L{x + 28} {y - 34} L{x + 40} {y - 22} L{x + 28} {y - 10}"
             f" L{x - 4} {y - 10} Z", TEAL)  # fmt: skip
    svg.path(f"M{x + 4} {y - 2} L{x - 28} {y - 2} L{x - 40} {y + 10} L{x - 28} {y + 22}"
             f" L{x + 4} {y + 22} Z", ACCENT)  # fmt: skip
    svg.line([(x + 8, y - 22), (x + 13, y - 17), (x + 22, y - 28)], CARD, 3.4)
    svg.line([(x - 20, y + 5), (x - 10, y + 15)], CARD, 3.4)
    svg.line([(x - 10, y + 5), (x - 20, y + 15)], CARD, 3.4)


def plate(svg: Svg, x: float, y: float) -> None:
    """Draw a number plate."""
    svg.rect(x - 40, y - 20, 80, 40, CARD, 7, **PEN)
    svg.rect(x - 37, y - 17, 13, 34, TEAL, 4)
    for i in range(4):
        svg.line([(x - 14 + i * 14, y - 7), (x - 14 + i * 14, y + 7)], INK, 5)


def ramp(svg: Svg, x: float, y: float) -> None:
    """Draw a loading ramp with an arrow going up."""
    svg.path(f"M{x - 40} {y + 32} L{x + 40} {y + 32} L{x + 40} {y - 2} Z", SAND, **PEN)
    svg.arrow([(x - 32, y + 10), (x + 22, y - 16)], ACCENT, 4.5, 14)


def boat(svg: Svg, x: float, y: float, k: float = 1) -> None:
    """Draw a car carrier seen from the side, bow at the right."""
    with svg.group(transform=f"translate({x} {y}) scale({k})"):
        svg.path("M-40 -16 L26 -16 C32 -16 36 -12 38 -6 L44 8 L32 26 L-34 26 L-40 14 Z", INK)
        svg.path("M-40 -16 L26 -16 C32 -16 36 -12 38 -6 L40 0 L-40 0 Z", TEAL)
        svg.rect(14, -27, 16, 11, CARD, 2, stroke=INK, stroke_width=2)
        svg.rect(-30, -28, 10, 12, ACCENT, 2)
        svg.path("M-44 34 C-34 28 -26 28 -16 34 C-6 40 2 40 12 34 C22 28 30 28 44 34",
                 stroke=TEAL, stroke_width=3.4)  # fmt: skip


def house(svg: Svg, x: float, y: float, tone: str = SLATE) -> None:
    """Draw a house."""
    svg.path(f"M{x - 30} {y + 32} L{x - 30} {y - 6} L{x} {y - 34} L{x + 30} {y - 6}"
             f" L{x + 30} {y + 32} Z", CARD, **PEN)  # fmt: skip
    svg.line([(x - 40, y + 3), (x, y - 34), (x + 40, y + 3)], INK, 4)
    svg.rect(x - 9, y + 6, 18, 26, tone, 2)


def crane(svg: Svg, x: float, y: float) -> None:
    """Draw a quay crane."""
    svg.line([(x - 16, y + 34), (x - 16, y - 34), (x + 38, y - 34)], INK, 4.5)
    svg.line([(x - 38, y - 22), (x - 16, y - 34), (x - 16, y - 44), (x + 30, y - 34)], INK, 3)
    svg.line([(x + 24, y - 34), (x + 24, y - 4)], SLATE, 2.5)
    svg.rect(x + 8, y - 4, 32, 17, ACCENT, 2)
    svg.line([(x - 34, y + 34), (x + 2, y + 34)], INK, 4.5)
