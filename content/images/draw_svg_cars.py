"""The SVG pictures about the car itself: body styles, inspection, lease return, ride height."""

from __future__ import annotations

import math

from draw_cars import COUPE, CROSSOVER, SEDAN, SUV, open_hatch, side, top
from draw_kit import ACCENT, CARD, INK, LAND, PANEL, SAND, SLATE, TEAL, Svg, mix


def profiles() -> Svg:
    """Draw a sedan next to a coupe with call-outs."""
    svg = Svg(
        "sedan-coupe-profiles",
        "Sedan and coupe in profile",
        "Side views of a four-door sedan and a two-door coupe with call-outs for the roof line, "
        "the rear headroom, the doors and the boot.",
    )
    svg.heading("Sedan and coupe in profile", "Four places where the two body styles part ways")
    sets = (
        ("Sedan", SEDAN, TEAL, 40, (
            ("Roof line", "stays high past the back seat", (258, -143)),
            ("Rear headroom", "an adult sits upright", (312, -118)),
            ("Doors", "four, of similar length", (288, -62)),
            ("Boot", "a separate lid, deep floor", (446, -98)))),
        ("Coupe", COUPE, ACCENT, 612, (
            ("Roof line", "falls early and in one sweep", (236, -129)),
            ("Rear headroom", "tight, best for children", (312, -108)),
            ("Doors", "two, long and heavy", (240, -56)),
            ("Boot", "shallower, smaller opening", (430, -90)))),
    )  # fmt: skip
    for name, car, fill, x, notes in sets:
        svg.card(x, 150, 548, 485)
        svg.rect(x + 28, 176, 14, 26, fill, 4)
        svg.text(x + 54, 198, name, 27, bold=True)
        svg.line([(x + 20, 467), (x + 528, 467)], SAND, 2)
        placed = side(svg, car, x + 274 - car.length * 0.52, 465, 1.04, fill)
        roof, head, doors, boot = (placed.at(*n[2]) for n in notes)
        svg.leader([(x + 126, 278), (x + 126, 290), (roof[0] - 60, 290), roof])
        svg.leader([(head[0], 278), head])
        svg.leader([(x + 56, 514), (x + 56, 498), (doors[0], 498), doors])
        svg.leader([(boot[0], 512), boot])
        svg.label(x + 28, 244, *notes[0][:2], size=19)
        svg.label(x + 520, 244, *notes[1][:2], anchor="end", size=19)
        svg.label(x + 28, 540, *notes[2][:2], size=19)
        svg.label(x + 520, 540, *notes[3][:2], anchor="end", size=19)
        last = "Easy for passengers" if car is SEDAN else "Built round the driver"
        svg.line([(x + 28, 588), (x + 520, 588)], SAND, 1.5)
        svg.text(x + 274, 617, last, 18, SLATE, anchor="middle")
    return svg


def three_box() -> Svg:
    """Draw a sedan with its three volumes marked."""
    svg = Svg(
        "three-box-profile",
        "The three boxes of a sedan",
        "Side view of a sedan with three shaded volumes: engine box, cabin box and boot box.",
        600,
    )
    svg.heading("The three boxes of a sedan", "Each volume has its own job and its own lid or door")
    scale, x, ground = 1.9, 154, 468
    boxes = (
        (0, 146, -106, SLATE, "Engine box", "motor, cooling,\ncrash structure"),
        (150, 384, -154, TEAL, "Cabin box", "two rows of seats, closed off\nfrom load and weather"),
        (388, 470, -116, ACCENT, "Boot box", "locked load,\nout of sight"),
    )
    for a, b, up, tone, *_ in boxes:
        svg.rect(x + a * scale, ground + up * scale, (b - a) * scale, (-up - 12) * scale,
                 mix(tone, PANEL, 0.72), 14)  # fmt: skip
    svg.line([(60, ground + 2), (1140, ground + 2)], SAND, 2)
    side(svg, SEDAN, x, ground, scale, mix(SLATE, PANEL, 0.3))
    for a, b, up, tone, head, body in boxes:
        left, right, mid = x + a * scale, x + b * scale, x + (a + b) / 2 * scale
        svg.rect(left, ground + up * scale, right - left, (-up - 12) * scale, "none", 14,
                 stroke=tone, stroke_width=3, stroke_dasharray="2 9",
                 stroke_linecap="round")  # fmt: skip
        svg.line([(left + 4, 488), (left + 4, 496), (right - 4, 496), (right - 4, 488)], tone, 3)
        svg.line([(mid, 496), (mid, 506)], tone, 3)
        svg.label(mid, 532, head, body, "middle")
    return svg


def lease_zones() -> Svg:
    """Draw a car from above with the numbered zones of a lease return."""
    svg = Svg(
        "lease-return-zones",
        "Zones of a lease return inspection",
        "A car from above with nine numbered zones and the path an inspector walks around it; "
        "a legend names each zone.",
    )
    svg.heading("The walk round a lease return", "Nine zones, in the order of one slow lap")
    svg.card(40, 150, 700, 485)
    cx, cy, scale = 390, 392, 1.12
    zones = (
        (-258, -103, 88, 206), (-166, -103, 90, 206), (-72, -112, 222, 44), (-24, -62, 130, 124),
        (-72, 68, 222, 44), (154, -103, 104, 206),
    )  # fmt: skip
    svg.rect(66, 216, 648, 352, "none", 84, stroke=SLATE, stroke_width=3,
             stroke_dasharray="1 11", stroke_linecap="round")  # fmt: skip
    for tip, step in (((396, 216), 12), ((384, 568), -12)):
        svg.line([(tip[0] - step, tip[1] - 10), tip, (tip[0] - step, tip[1] + 10)], SLATE, 3)
    svg.text(390, 194, "walk this way, then sit inside", 18, SLATE, anchor="middle")
    top(svg, cx, cy, scale, mix(TEAL, SLATE, 0.3))
    for x, y, w, h in zones:
        svg.rect(cx + x * scale, cy + y * scale, w * scale, h * scale, ACCENT, 12,
                 fill_opacity=0.07, stroke=ACCENT, stroke_width=2,
                 stroke_dasharray="7 6")  # fmt: skip
    spots = (
        (1, -212, 0), (2, -118, 0), (3, 40, -88), (4, 206, 0), (5, 40, 88), (7, 12, 0),
        (8, 66, 0),
    )  # fmt: skip
    for n, x, y in spots:
        svg.badge(cx + x * scale, cy + y * scale, n)
    for wx in (-146, 146):
        for wy in (-84, 84):
            svg.badge(cx + wx * scale, cy + (wy + math.copysign(22, wy)) * scale, 6, INK, 15)
    svg.badge(208, 602, 9, INK, 15)
    svg.text(232, 608, "on the table: papers, keys, cables", 18, SLATE)
    legend = (
        ("Front bumper and lamps", "scrapes, cracks, stone chips"),
        ("Bonnet and windscreen", "chips in the driver's view"),
        ("First flank", "dents, door edges, mirror"),
        ("Tail and boot lid", "loading marks on the lip"),
        ("Second flank", "sills, filler or charge flap"),
        ("Wheels and tyres", "kerbed rims, uneven wear"),
        ("Roof", "hail, rack marks, aerial"),
        ("Cabin", "seats, trim, smell, screens"),
        ("What belongs to the car", "both keys, books, cables"),
    )
    for i, (head, body) in enumerate(legend):
        y = 166 + i * 53
        svg.badge(790, y + 10, i + 1, INK if i in (5, 8) else ACCENT)
        svg.label(824, y + 5, head, body, size=18)
    return svg


def load_bay() -> Svg:
    """Draw the load space of a hatchback with seats up and folded."""
    svg = Svg(
        "hatchback-load-bay",
        "Load bay of a hatchback, seats up and seats folded",
        "Two sections through a hatchback with its tailgate open: with the rear seats up the load "
        "space is short and tall, with the seats folded it reaches to the front seats.",
        580,
    )
    svg.heading("One hatchback, two load bays", "The shaded space is what the open tailgate gives")
    sets = (
        ("Seats up", "five people and a week's shopping", False, 40),
        ("Seats folded", "two people and a flat-packed wardrobe", True, 612),
    )
    for head, body, folded, x in sets:
        svg.card(x, 150, 548, 390)
        svg.label(x + 28, 190, head, body, size=22)
        svg.line([(x + 20, 462), (x + 528, 462)], SAND, 2)
        open_hatch(svg, x + 20, 460, 1.1, folded)
        a, b = (x + 20 + v * 1.1 for v in ((254 if folded else 306), 373))
        svg.arrow([(a, 492), (b, 492)], ACCENT, 3, 10, both=True)
        svg.line([(a, 384), (a, 502)], ACCENT, 1.5, stroke_dasharray="3 6")
        svg.line([(b, 384), (b, 502)], ACCENT, 1.5, stroke_dasharray="3 6")
        svg.text((a + b) / 2, 524, "load length", 18, ACCENT, anchor="middle")
    return svg


def ride_height() -> Svg:
    """Draw a crossover and a body-on-frame SUV with ride height and approach angle."""
    svg = Svg(
        "crossover-ride-height",
        "Crossover and body-on-frame SUV compared",
        "Side views of a crossover with a unitary body and of an SUV on a ladder frame; ride "
        "height and approach angle are larger on the SUV.",
        620,
    )
    svg.heading("Crossover and SUV, side by side", "Look low: the difference is under the doors")
    sets = (
        ("Crossover", "unitary body: shell and floor are one piece", CROSSOVER, TEAL, 40,
         (10, -34), "road clearance", "modest angle"),
        ("Body-on-frame SUV", "a ladder frame carries a separate body", SUV, SLATE, 612,
         (8, -54), "room for ruts", "steep angle"),
    )  # fmt: skip
    scale, ground = 1.03, 482
    for name, body, car, fill, x, nose, gap, ramp in sets:
        svg.card(x, 150, 548, 438)
        svg.label(x + 28, 190, name, body, size=22)
        svg.rect(x + 1, ground, 546, 20, LAND)
        placed = side(svg, car, x + 50, ground, scale, fill, shadow=False)
        (sx, sy), (ex, _) = placed.at(140, -car.sill - 3), placed.at(318, 0)
        if car is SUV:
            with svg.group(transform=f"translate({x + 50} {ground}) scale({scale})"):
                svg.path("M40 -58 L140 -58 C150 -58 150 -52 160 -52 L316 -52 C326 -52 328 -62 338"
                         " -62 L440 -62", stroke=ACCENT, stroke_width=8)  # fmt: skip
                for rung in (184, 230, 276):
                    svg.circle(rung, -52, 6.5, CARD, stroke=ACCENT, stroke_width=3)
        else:
            with svg.group(transform=f"translate({x + 50} {ground}) scale({scale})"):
                svg.path(car.body(), stroke=ACCENT, stroke_width=3.2)
        mid = (sx + ex) / 2
        svg.arrow([(mid, sy + 6), (mid, ground - 1)], INK, 2.6, 7, both=True)
        # Approach angle: the line through the nose that just touches the tyre.
        wx, r = car.wheels[0], car.radius
        dx, dy = wx - nose[0], r + nose[1]
        tilt = math.asin(r / math.hypot(dx, dy)) + math.atan2(-dy, dx)
        foot = nose[0] - nose[1] / math.tan(tilt)
        tip, hub = placed.at(foot, 0), placed.at(nose[0], nose[1])
        reach = 1.35
        far = (tip[0] + (hub[0] - tip[0]) * reach, tip[1] + (hub[1] - tip[1]) * reach)
        svg.path(f"M{tip[0]:.1f} {ground} L{far[0]:.1f} {far[1]:.1f} L{far[0]:.1f} {ground} Z",
                 ACCENT, fill_opacity=0.2)  # fmt: skip
        svg.line([tip, far], ACCENT, 2.6)
        svg.line([(mid, 530), (mid, ground + 8)], INK, 1.8)
        svg.line([(mid - 34, ground), (mid + 34, ground)], INK, 2)
        svg.leader([(far[0] + 14, 530), (far[0] + 14, ground - 8)], ACCENT)
        svg.label(x + 28, 550, "Approach angle", size=18)
        svg.text(x + 28, 572, ramp, 17, SLATE)
        svg.label(mid, 550, "Ride height", anchor="middle", size=18)
        svg.text(mid, 571, gap, 17, SLATE, anchor="middle")
        plat = placed.at(420, -62 if car is SUV else -34)
        svg.leader([(plat[0], 530), plat], ACCENT)
        svg.label(x + 520, 550, "Platform", anchor="end", size=18)
        svg.text(x + 520, 571, "frame" if car is SUV else "one shell", 17, SLATE, anchor="end")
    return svg


def inspection() -> Svg:
    """Draw a car with numbered inspection points."""
    svg = Svg(
        "inspection-points",
        "Inspection points of a used car",
        "Side view of a sedan with ten numbered points to check before purchase and a legend.",
    )
    svg.heading("Ten points before the paperwork", "A walk-round that needs a torch and daylight")
    ground, scale, x = 446, 1.72, 196
    svg.line([(60, ground + 2), (1140, ground + 2)], SAND, 2)
    placed = side(svg, SEDAN, x, ground, scale, TEAL)
    points = (
        (28, -68, -90, -40, "Lamps", "moisture, odd pairs"),
        (96, -90, -60, -80, "Bonnet gaps", "even on both sides"),
        (186, -116, -80, -60, "Windscreen", "chips, maker's mark"),
        (270, -142, 0, -34, "Roof", "hail, filler, holes"),
        (300, -70, 0, 0, "Doors", "hinges, paint depth"),
        (214, -22, 0, 52, "Sills, floor", "rust, jack damage"),
        (84, -14, 0, 52, "Tyres, brakes", "even wear, edges"),
        (424, -105, 50, -72, "Boot floor", "ripples, damp, spare"),
        (464, -62, 72, 0, "Tail, bumper", "overspray, odd screws"),
        (152, -98, 0, 0, "VIN", "plate, glass, papers"),
    )
    for n, (cx, cy, dx, dy, *_) in enumerate(points, 1):
        px, py = placed.at(cx, cy)
        if dx or dy:
            svg.leader([(px + dx, py + dy), (px, py)])
        svg.badge(px + dx, py + dy, n)
    for i, (*_, head, body) in enumerate(points):
        lx, ly = 66 + (i // 2) * 222, 548 + (i % 2) * 68
        svg.badge(lx, ly, i + 1, r=16)
        svg.text(lx + 26, ly - 2, head, 19, bold=True)
        svg.text(lx + 26, ly + 20, body, 16, SLATE)
    return svg


def all_pictures() -> list[Svg]:
    """Return every picture of this module."""
    return [profiles(), three_box(), lease_zones(), load_bay(), ride_height(), inspection()]
