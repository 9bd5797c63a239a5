"""The SVG pictures about electric cars: battery checks and the charging chain."""

from __future__ import annotations

import draw_icons as icon
from draw_cars import HATCHBACK, side
from draw_kit import ACCENT, CARD, INK, LAND, PANEL, SAND, SLATE, TEAL, Svg, mix


def battery_flow() -> Svg:
    """Draw the order of checks on a used battery."""
    svg = Svg(
        "battery-check-flow",
        "Checking the battery of a used electric car",
        "Five steps in a row: read-out, range on a known road, charging test, warranty paper and "
        "decision; a doubt at any step leads to a lower price or a walk away.",
        560,
    )
    svg.heading("Five checks on a used battery", "Cheap checks first; stop as soon as one fails")
    steps = (
        ("Read-out", "state of health,\ncell balance", "What does the\ncar say?", icon.reader),
        ("Known road", "same route, note\nthe charge used", "Does the range\nmatch?", icon.road),
        ("Charging test", "slow and fast,\nwatch the rate", "Does it take\na charge?", icon.plug),
        ("Warranty paper", "term, threshold,\ntransfer", "Who pays if\nit fades?", None),
        ("Decide", "put the findings\nside by side", "Buy, bargain\nor leave?", icon.fork),
    )  # fmt: skip
    for i, (head, body, ask, draw) in enumerate(steps):
        x = 40 + i * 228
        svg.card(x, 164, 208, 288)
        if i:
            svg.circle(x - 10, 236, 19, PANEL)
            svg.arrow([(x - 22, 236), (x + 2, 236)], ACCENT, 4, 10)
        if draw is None:
            icon.document(svg, x + 104, 234, "shield")
        else:
            draw(svg, x + 104, 238)
        svg.badge(x + 30, 194, i + 1)
        svg.text(x + 104, 318, head, 20, bold=True, anchor="middle")
        svg.text(x + 104, 347, body, 18, SLATE, anchor="middle")
        svg.line([(x + 28, 386), (x + 180, 386)], SAND, 1.5)
        svg.text(x + 104, 412, ask, 18, TEAL, anchor="middle")
        if i < 4:
            svg.line([(x + 104, 452), (x + 104, 494)], ACCENT, 2.6, stroke_dasharray="2 7")
    svg.arrow([(144, 494), (1056, 494), (1056, 458)], ACCENT, 2.6, 11, stroke_dasharray="2 7")
    svg.text(600, 524, "any doubt: straight to the decision", 18, ACCENT, anchor="middle")
    return svg


def charging_chain() -> Svg:
    """Draw the way of a charge from the grid to the battery."""
    svg = Svg(
        "charging-chain",
        "From the grid to the battery",
        "Seven links of home charging: grid, meter, fuse board, wallbox, cable, on-board charger "
        "and battery. The current is alternating up to the on-board charger and direct after it.",
    )
    svg.heading("Seven links between grid and battery", "The weakest one sets the charging speed")
    ground = 508
    svg.rect(0, ground, 1200, 14, LAND)
    svg.line([(0, ground), (1200, ground)], SAND, 2)
    # Pylon and line.
    svg.line([(64, ground), (104, 214), (144, ground)], SLATE, 5)
    svg.line([(52, 262), (156, 262)], SLATE, 5)
    svg.line([(66, 226), (142, 226)], SLATE, 5)
    for a, b, ya, yb in ((72, 128, 446, 350), (83, 118, 364, 290)):
        svg.line([(a, ya), (b + 2, yb)], SLATE, 3)
        svg.line([(208 - a, ya), (206 - b, yb)], SLATE, 3)
    for y in (226, 262):
        svg.line([(142 if y == 226 else 156, y), (142 if y == 226 else 156, y + 12)], INK, 5)
    # House with a cut-away wall.
    svg.path("M236 508 L236 296 L428 186 L620 296 L620 508 Z", CARD, stroke=SAND, stroke_width=3)
    svg.line([(212, 310), (428, 186), (644, 310)], INK, 9)
    svg.rect(612, 300, 14, 208, mix(SLATE, SAND, 0.4))
    svg.path("M156 274 C180 300 206 312 240 318 L258 318 L258 386 L280 386", stroke=TEAL,
             stroke_width=6)  # fmt: skip
    svg.line([(352, 386), (428, 386)], TEAL, 6)
    svg.path("M536 386 L572 386 L572 366 L640 366", stroke=TEAL, stroke_width=6)
    # Meter.
    svg.rect(280, 340, 72, 92, PANEL, 8, stroke=INK, stroke_width=3.4)
    svg.circle(316, 372, 20, CARD, stroke=INK, stroke_width=3)
    svg.line([(316, 374), (326, 362)], ACCENT, 3.4)
    for i in range(4):
        svg.rect(291 + i * 13, 405, 10, 15, INK, 2)
    # Fuse board.
    svg.rect(428, 328, 108, 118, PANEL, 8, stroke=INK, stroke_width=3.4)
    for row in range(2):
        for col in range(4):
            hot = row == 1 and col == 3
            svg.rect(440 + col * 22, 342 + row * 48, 18, 38, ACCENT if hot else SAND, 3)
            svg.rect(445 + col * 22, 352 + row * 48, 8, 14, CARD, 2)
    # Wallbox and cable.
    svg.rect(628, 324, 62, 86, INK, 14)
    svg.circle(659, 352, 15, mix(INK, SLATE, 0.5))
    icon.bolt(svg, 659, 352, 0.6, CARD)
    svg.line([(646, 386), (672, 386)], TEAL, 4)
    svg.path("M659 410 C659 470 668 492 700 492 C734 492 716 428 745 420", stroke=INK,
             stroke_width=7)  # fmt: skip
    # The car, tail to the wallbox, with charger and battery laid open.
    scale = 1.03
    placed = side(svg, HATCHBACK, 740, ground, scale, mix(SLATE, SAND, 0.35), right=True)
    px, py = placed.at(392, -84)
    svg.circle(px, py, 9, CARD, stroke=INK, stroke_width=3)
    ox, oy = placed.at(352, -88)
    svg.rect(ox - 34, oy - 14, 54, 28, CARD, 6, stroke=INK, stroke_width=3)
    svg.path(f"M{ox - 24} {oy} C{ox - 18} {oy - 13} {ox - 13} {oy - 13} {ox - 7} {oy}"
             f" C{ox - 1} {oy + 13} {ox + 4} {oy + 13} {ox + 10} {oy}",
             stroke=TEAL, stroke_width=3)  # fmt: skip
    svg.line([(px, py), (ox - 34, oy)], TEAL, 5)
    bx, by = placed.at(292, -46)
    cx, _ = placed.at(124, -46)
    svg.path(f"M{ox + 20} {oy} L{ox + 32} {oy} C{ox + 44} {oy} {bx + 24} {oy + 4} {bx + 24} {by}",
             stroke=ACCENT, stroke_width=5)  # fmt: skip
    svg.rect(bx, by, cx - bx, 28, CARD, 6, stroke=INK, stroke_width=3)
    for i in range(8):
        svg.rect(bx + 7 + i * 20.6, by + 6, 15, 16, ACCENT if i < 6 else SAND, 2)
    # Numbers and names.
    links = (
        (104, "Grid", "local\nsupply", (104, 190)), (316, "Meter", "what is\nbilled", (316, 316)),
        (482, "Fuse board", "own circuit,\nprotection", (482, 304)),
        (644, "Wallbox", "safety,\ntimer", (659, 298)),
        (768, "Cable", "rated for\nthe load", (716, 462)),
        (918, "On-board\ncharger", "AC to DC", (ox - 7, oy - 36)),
        (1084, "Battery", "stores\ndirect current", (cx - 66, by - 26)),
    )  # fmt: skip
    for n, (x, head, body, spot) in enumerate(links, 1):
        svg.badge(*spot, n)
        svg.label(x, 558, f"{n}  {head}", body, "middle", size=19)
    svg.line([(770, 180), (810, 180)], TEAL, 6)
    svg.text(824, 187, "alternating current (AC)", 18)
    svg.line([(770, 212), (810, 212)], ACCENT, 6)
    svg.text(824, 219, "direct current (DC)", 18)
    return svg


def all_pictures() -> list[Svg]:
    """Return every picture of this module."""
    return [battery_flow(), charging_chain()]
