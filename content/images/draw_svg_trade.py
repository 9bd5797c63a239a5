"""The SVG pictures about trade and costs: steps, risk, ships, the show, ownership."""

from __future__ import annotations

import draw_icons as icon
from draw_cars import COUPE, CROSSOVER, HATCHBACK, SEDAN, SUV, side
from draw_kit import ACCENT, CARD, INK, LAND, PANEL, SAND, SEA, SLATE, TEAL, Svg, mix, num


def wave(x0: float, x1: float, y: float, step: float = 26) -> str:
    """Return a wavy line from x0 to x1."""
    d, x, up = f"M{num(x0)} {num(y)}", x0, -1
    while x < x1 - step / 2:
        nxt = min(x + step, x1)
        d += f" C{num(x + step / 3)} {num(y + 7 * up)} {num(nxt - step / 3)} {num(y + 7 * up)}"
        d += f" {num(nxt)} {num(y)}"
        x, up = nxt, -up
    return d


def carrier(svg: Svg, x: float, y: float, k: float) -> None:
    """Draw a closed car carrier (bow at the right) with its waterline at y."""
    with svg.group(transform=f"translate({num(float(x))} {num(float(y))}) scale({k:g})"):
        svg.path("M0 -88 L226 -88 C244 -88 254 -74 258 -58 L268 -24 C262 -8 252 4 246 14"
                 " L14 14 C4 6 0 -4 0 -16 Z", mix(TEAL, INK, 0.2))  # fmt: skip
        svg.path("M0 -88 L226 -88 C244 -88 254 -74 258 -58 L262 -44 L0 -44 Z",
                 mix(PANEL, SAND, 0.75))  # fmt: skip
        svg.path("M0 -10 L264 -10 L246 14 L14 14 C4 6 0 -2 0 -10 Z", mix(ACCENT, INK, 0.2))
        svg.rect(206, -106, 36, 18, CARD, 3, stroke=INK, stroke_width=2)
        svg.rect(211, -101, 26, 6, SLATE, 1)
        svg.rect(26, -106, 26, 18, ACCENT, 3)
        for i in range(11):
            svg.circle(18 + i * 20, -66, 3, SLATE)


def export_steps() -> Svg:
    """Draw the seven steps of a vehicle export."""
    svg = Svg(
        "export-steps",
        "Seven steps of a vehicle export",
        "A row of seven numbered steps: contract, inspection, export clearance, loading, sea "
        "passage, import clearance and registration, above a scene with quay, ship and road.",
    )
    svg.heading("Seven steps from yard to number plate", "Each step needs the papers of the last")
    steps = (
        ("Contract", "price, terms,\nwho insures", icon.document),
        ("Inspection", "condition on\npaper, photos", icon.lens),
        ("Export\nclearance", "customs file,\ndeclared value", None),
        ("Loading", "ro-ro or\ncontainer", icon.ramp),
        ("Sea passage", "bill of lading,\ntracking", icon.boat),
        ("Import\nclearance", "duty, tax,\nlocal rules", None),
        ("Registration", "test, plates,\ninsurance", icon.plate),
    )
    for i, (head, body, draw) in enumerate(steps):
        x = 114 + i * 162
        svg.circle(x, 222, 58, CARD, stroke=SAND, stroke_width=2)
        if draw is None:
            icon.document(svg, x - 4, 220, "stamp")
        else:
            draw(svg, x, 222)
        if i < 6:
            svg.arrow([(x + 66, 222), (x + 94, 222)], ACCENT, 3.4, 10)
        svg.badge(x - 44, 180, i + 1)
        svg.text(x, 312, head, 19, bold=True, anchor="middle")
        svg.text(x, 364, body, 17, SLATE, anchor="middle")
    # The scene below: exporting quay, sea, importing shore.
    svg.rect(0, 586, 1200, 89, SEA)
    for k, y in enumerate((612, 640)):
        svg.path(wave(590 + k * 30, 856 - k * 20, y), stroke=CARD, stroke_width=3)
    svg.path("M0 562 L548 562 L548 675 L0 675 Z", LAND)
    svg.path("M898 562 L1200 562 L1200 675 L898 675 Z", LAND)
    svg.rect(0, 562, 552, 9, SLATE, 3)
    svg.rect(894, 562, 306, 9, SLATE, 3)
    carrier(svg, 590, 590, 1.0)
    svg.path("M40 562 L40 478 L80 458 L80 478 L120 458 L120 478 L160 458 L160 562 Z",
             mix(SLATE, PANEL, 0.35))  # fmt: skip
    svg.rect(58, 510, 84, 52, INK, 3)
    for x, car, tone in ((184, SEDAN, TEAL), (302, HATCHBACK, ACCENT), (408, CROSSOVER, SLATE)):
        side(svg, car, x, 562, 0.235, tone, right=True, shadow=False)
    for x, h, w in ((1092, 92, 40), (1136, 64, 50)):
        svg.rect(x, 562 - h, w, h, mix(SLATE, PANEL, 0.35), 3)
        for row in range(h // 24):
            svg.rect(x + 9, 562 - h + 12 + row * 24, w - 18, 8, CARD, 2)
    side(svg, SEDAN, 948, 562, 0.26, TEAL, right=True, shadow=False)
    svg.text(274, 626, "country of export", 19, INK, anchor="middle")
    svg.text(1048, 626, "country of import", 19, INK, anchor="middle")
    return svg


def cost_layers() -> Svg:
    """Draw the layers of ownership cost as a stack of slabs under a car."""
    svg = Svg(
        "ownership-cost-layers",
        "The layers of ownership cost",
        "A car on a stack of six equal slabs: depreciation, finance, energy, insurance, service "
        "and taxes. Illustrative only, the thickness carries no figures.",
        660,
    )
    svg.heading("What a car costs below the surface", "What to count, not how much: every slab "
                "is drawn the same")  # fmt: skip
    layers = (
        ("Depreciation", "what you pay less what you sell for", ACCENT),
        ("Finance", "interest, or the return your cash gives up", mix(ACCENT, INK, 0.45)),
        ("Energy", "fuel or electricity, at home and on the road", TEAL),
        ("Insurance", "cover, excess, the driver's record", mix(TEAL, INK, 0.45)),
        ("Service", "upkeep, tyres, repairs after the warranty", SLATE),
        ("Taxes", "purchase, road, import or parking permits", mix(SLATE, INK, 0.45)),
    )
    cx, half, rise, thick, top = 330, 260, 62, 38, 290
    for i in reversed(range(6)):
        head, body, tone = layers[i]
        y = top + i * (thick + 6)
        left, front, right = (cx - half, y), (cx, y + rise), (cx + half, y)
        svg.path(f"M{left[0]} {y} L{cx} {y + rise} L{cx} {y + rise + thick}"
                 f" L{left[0]} {y + thick} Z",
                 mix(tone, INK, 0.22))  # fmt: skip
        svg.path(f"M{right[0]} {y} L{cx} {front[1]} L{cx} {front[1] + thick}"
                 f" L{right[0]} {y + thick} Z", tone)  # fmt: skip
        svg.path(f"M{left[0]} {y} L{cx} {y - rise} L{right[0]} {y} L{cx} {y + rise} Z",
                 mix(tone, PANEL, 0.3))  # fmt: skip
        ly = 240 + i * 66
        svg.leader([(646, ly), (622, ly), (right[0] - 24, y + 6 + thick * 0.62)], INK)
        svg.label(662, ly - 3, head, body, size=21)
    side(svg, HATCHBACK, cx - 155, top + 6, 0.76, mix(CARD, SAND, 0.55))
    return svg


def incoterms() -> Svg:
    """Draw where the risk passes under four delivery terms."""
    svg = Svg(
        "incoterms-chain",
        "Where the risk passes under EXW, FOB, CIF and DAP",
        "Six places from the seller's yard to the buyer's door. The risk passes at the seller's "
        "premises under EXW, on board at the port of loading under FOB and CIF, and at the named "
        "place, ready for unloading, under DAP.",
        675,
    )
    svg.heading("Who carries the risk, and where it passes", "Four terms, one journey; the disc "
                "marks the hand-over of risk")  # fmt: skip
    xs = [206, 380, 554, 728, 902, 1076]
    places = (
        ("Seller's\nyard", icon.house), ("Export\nclearance", None),
        ("On board,\nport of loading", icon.crane), ("At sea", icon.boat),
        ("Port of\ndischarge", icon.crane), ("Named place,\nbuyer's door", icon.house),
    )  # fmt: skip
    svg.line([(xs[0], 204), (xs[5], 204)], SAND, 4, stroke_dasharray="1 12")
    for x, (name, draw) in zip(xs, places, strict=True):
        svg.circle(x, 204, 52, CARD, stroke=SAND, stroke_width=2)
        if draw is None:
            with svg.group(transform=f"translate({x} 204) scale(0.85)"):
                icon.document(svg, -3, -4, "stamp")
        else:
            with svg.group(transform=f"translate({x} 204) scale(0.85)"):
                draw(svg, 0, 0)
        svg.text(x, 282, name, 18, anchor="middle")
        svg.line([(x, 322), (x, 592)], SAND, 1.5, stroke_dasharray="3 7")
    rows = (
        ("EXW", xs[0], "at the seller's premises", "end"),
        ("FOB", xs[2], "on board at the port of loading", "end"),
        ("CIF", xs[2], "on board at the port of loading", "end"),
        ("DAP", xs[5], "at the named place, ready for unloading", "start"),
    )
    for i, (term, at, note, where) in enumerate(rows):
        y = 346 + i * 68
        svg.text(60, y + 9, term, 26, bold=True)
        svg.rect(152, y - 11, 1000, 22, mix(SAND, PANEL, 0.25), 11)
        svg.path(f"M163 {y - 11} L{at} {y - 11} L{at} {y + 11} L163 {y + 11}"
                 f" C148 {y + 11} 148 {y - 11} 163 {y - 11} Z", TEAL)  # fmt: skip
        svg.circle(at, y, 17, ACCENT, stroke=PANEL, stroke_width=4)
        wide = len(note) * 9 + 12
        svg.rect(at + 20 if where == "end" else at - 20 - wide, y + 16, wide, 22, PANEL)
        if where == "end":
            svg.text(at + 26, y + 32, note, 17, SLATE)
        else:
            svg.text(at - 26, y + 32, note, 17, SLATE, anchor="end")
        if term == "CIF":
            svg.arrow([(at + 28, y), (xs[4], y)], TEAL, 3, 9, stroke_dasharray="9 7")
    svg.rect(152, 627, 30, 16, TEAL, 8)
    svg.text(192, 641, "seller's risk", 18)
    svg.rect(326, 627, 30, 16, mix(SAND, PANEL, 0.25), 8, stroke=SAND, stroke_width=1.5)
    svg.text(366, 641, "buyer's risk", 18)
    svg.circle(512, 635, 10, ACCENT)
    svg.text(532, 641, "risk passes", 18)
    svg.arrow([(662, 635), (706, 635)], TEAL, 3, 9, stroke_dasharray="9 7")
    svg.text(718, 641, "freight and insurance paid by the seller", 18)
    return svg


def show_figures() -> Svg:
    """Draw the reported figures of the 22nd Guangzhou show."""
    svg = Svg(
        "guangzhou-show-figures",
        "22nd Guangzhou show, as reported",
        "1,171 dots, one for each car on show; 512 of them are marked as new-energy vehicles. "
        "The show covered 220,000 square metres and had 78 world premieres.",
    )
    svg.heading("22nd Guangzhou show, as reported", "November 2024 in four figures")
    figures = (
        ("1,171", "cars on show", INK), ("512", "new-energy vehicles among them", ACCENT),
        ("78", "world premieres", TEAL), ("220,000 m²", "of exhibition floor", SLATE),
    )  # fmt: skip
    for (number, note, tone), x in zip(figures, (48, 256, 628, 856), strict=True):
        svg.text(x, 216, number, 46, tone, bold=True)
        svg.text(x, 250, note, 20, SLATE)
    svg.card(40, 286, 1120, 349)
    rows, pitch, x0, y0 = 17, 15.4, 72, 328
    spots = [(x0 + (i // rows) * pitch, y0 + (i % rows) * pitch) for i in range(1171)]
    for part, tone in ((spots[:512], ACCENT), (spots[512:], mix(SLATE, SAND, 0.55))):
        d = "".join(f"M{num(x)} {num(y)}h.01" for x, y in part)
        svg.path(d, stroke=tone, stroke_width=10.4)
    svg.circle(78, 608, 7, ACCENT)
    svg.text(94, 614, "new-energy vehicle", 18)
    svg.circle(300, 608, 7, mix(SLATE, SAND, 0.55))
    svg.text(316, 614, "other car", 18)
    svg.text(1128, 614, "one dot is one car: 512 of 1,171", 18, SLATE, anchor="end")
    return svg


def roro() -> Svg:
    """Draw a ro-ro ship in cut-away above a container with two cars."""
    svg = Svg(
        "roro-and-container",
        "Ro-ro ship and container",
        "A ro-ro ship in cut-away with a stern ramp and four car decks, and below it a container "
        "with two cars lashed nose to tail.",
    )
    svg.heading("Driven aboard, or boxed", "Two ways for a car to cross the sea")
    svg.rect(0, 418, 1200, 40, SEA)
    hull = (
        "M236 172 L1000 172 C1040 172 1056 196 1064 226 L1096 342 C1088 378 1074 408 1056 432"
        " L262 432 C246 424 236 410 236 392 Z"
    )
    svg.path(hull, mix(TEAL, INK, 0.2))
    svg.path("M262 432 C250 424 240 414 237 404 L1073 404 C1068 414 1062 424 1056 432 Z",
             mix(ACCENT, INK, 0.2))  # fmt: skip
    svg.rect(250, 184, 744, 210, CARD, 8)
    svg.rect(886, 142, 96, 30, CARD, 4, stroke=INK, stroke_width=2.5)
    svg.rect(896, 150, 76, 10, SLATE, 2)
    svg.rect(300, 146, 54, 26, ACCENT, 4)
    fleet = ((SEDAN, TEAL), (HATCHBACK, SLATE), (COUPE, ACCENT), (SEDAN, SLATE),
             (HATCHBACK, TEAL), (SEDAN, mix(SAND, SLATE, 0.3)))  # fmt: skip
    for deck, floor in enumerate((236, 288, 340, 394)):
        svg.rect(250, floor - 3, 744, 5, SLATE, 2)
        high = deck == 2
        for k in range(7):
            car, tone = fleet[(k * 2 + deck * 5) % 6]
            car = (CROSSOVER, SUV)[k % 2] if high else car
            if k == 0 and deck == 3:
                continue
            side(svg, car, 270 + k * 102, floor - 3, 0.185, tone, right=True, shadow=False)
    svg.path("M250 394 L262 394 L96 424 L84 424 Z", INK, stroke=INK, stroke_width=5)
    svg.rect(0, 424, 150, 34, LAND)
    svg.rect(0, 421, 154, 7, SLATE, 2)
    with svg.group(transform="rotate(-10 190 404)"):
        side(svg, SEDAN, 134, 403, 0.2, ACCENT, right=True, shadow=False)
    side(svg, HATCHBACK, 16, 421, 0.2, TEAL, right=True, shadow=False)
    for k, y in enumerate((444, 456)):
        svg.path(wave(1084 + 10 * k, 1190, y - 8), stroke=CARD, stroke_width=3)
    svg.rect(0, 456, 1200, 3, PANEL)
    svg.text(48, 196, "Ro-ro", 22, bold=True)
    svg.text(48, 224, "driven up a ramp\nonto closed decks", 18, SLATE)
    svg.leader([(132, 326), (132, 340), (176, 409)], INK)
    svg.text(48, 316, "stern ramp", 17, INK)
    # The container, same ground line, side wall cut away.
    y, x, w, h = 634, 420, 724, 142
    svg.rect(x, y - h, w, h, mix(TEAL, PANEL, 0.8), 4, stroke=TEAL, stroke_width=6)
    for i in range(1, 30):
        svg.line([(x + i * 24, y - h + 8), (x + i * 24, y - 12)], mix(TEAL, PANEL, 0.66), 3)
    svg.rect(x + 2, y - 14, w - 4, 12, mix(SAND, SLATE, 0.5))
    for cx, car, tone in ((446, SEDAN, ACCENT), (792, COUPE, SLATE)):
        side(svg, car, cx, y - 14, 0.7, tone, right=True, shadow=False)
        for a in (0, car.length * 0.7):
            inward = 28 if a == 0 else -28
            svg.line([(cx + a - inward * 0.3, y - 16), (cx + a + inward, y - 46)], INK, 3)
    for cx in (x, x + w - 14):
        for cy in (y - h, y - 14):
            svg.rect(cx, cy, 14, 14, INK, 2)
    svg.label(48, 528, "Container", "two cars lashed and\nblocked, doors sealed\nuntil arrival",
              size=22)  # fmt: skip
    return svg


def all_pictures() -> list[Svg]:
    """Return every picture of this module."""
    return [export_steps(), cost_layers(), incoterms(), show_figures(), roro()]
