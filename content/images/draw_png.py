"""The PNG pictures: a test drive loop, export bars, steering sides and the yard."""

from __future__ import annotations

import math
from pathlib import Path

from draw_kit import (
    ACCENT,
    CARD,
    GLASS,
    INK,
    LAND,
    PANEL,
    SAND,
    SEA,
    SLATE,
    TEAL,
    bezier,
    flatten,
    mix,
)
from draw_png_kit import Png, beside, heading


def test_drive() -> Png:
    """Draw the loop of a test drive with its six stations."""
    png = Png("test-drive-loop", "A test drive loop", "Six stations, in this order, back where "
              "you began")  # fmt: skip
    rng = [
        ((250, 530), (110, 530), (110, 250), (270, 250)),
        ((270, 250), (420, 250), (400, 340), (540, 320)),
        ((540, 320), (640, 305), (660, 210), (800, 210)),
        ((800, 210), (1080, 210), (1080, 530), (860, 530)),
        ((860, 530), (700, 530), (620, 530), (540, 530)),
        ((540, 530), (440, 530), (350, 530), (250, 530)),
    ]
    loop = [bezier(*seg, k / 40) for seg in rng for k in range(1, 41)]
    # Ground: town blocks, trees, cobbles, a car park.
    for i, (x, y, w, h) in enumerate((
        (214, 300, 66, 46), (292, 300, 50, 46), (214, 358, 50, 42), (276, 358, 66, 42),
        (160, 172, 60, 42), (232, 172, 84, 42), (328, 172, 50, 42), (60, 268, 44, 60),
    )):  # fmt: skip
        png.rect(x, y, w, h, (SAND, mix(SAND, SLATE, 0.25))[i % 2], 6)
    for x, y in ((1080, 470), (1120, 420), (1108, 500), (1074, 280), (1122, 330), (1096, 236)):
        png.circle(x, y, 20, mix(TEAL, PANEL, 0.45))
    png.rect(576, 568, 190, 66, LAND, 10)
    for i in range(5):
        png.line([(600 + i * 36, 574), (600 + i * 36, 610)], CARD, 3)
    png.car(654, 596, 0.12, TEAL, 90)
    widths = [42.0] * len(loop)
    for i in range(120, 160):  # the motorway is wider
        widths[i] = 42 + 14 * min(1.0, 3.2 * math.sin(math.pi * (i - 120) / 39))
    png.ribbon(loop, widths, INK)
    png.ribbon(loop[-3:] + loop[:3], [42] * 6, INK)
    for i in range(64, 98):  # cobbles
        for k in (-15, -5, 5, 15):
            png.circle(*beside(loop, i, k + (i % 2) * 3 - 1.5), 3, SLATE)
    png.dashed(loop[:63], CARD, 3, 16, 16)
    png.dashed(loop[98:], CARD, 3, 16, 16)
    for i, tone, lane in ((20, ACCENT, 11), (138, CARD, 15), (150, SAND, 15), (112, TEAL, -11)):
        turn = math.degrees(heading(loop, i)) + (180 if lane > 0 else 0)
        png.car(*beside(loop, i, lane), 0.115, tone, turn)
    spots = ((300, 530), (194, 262), (520, 322), loop[129], (671, 530), (392, 530))
    for n, (x, y) in enumerate(spots, 1):
        png.badge(x, y, n)
    png.label(240, 584, "1  Cold start", "listen, watch the lamps", "ms")
    png.label(402, 190, "2  Town", "clutch, brakes, steering")
    png.label(520, 372, "3  Rough road", "rattles, dampers", "ms")
    png.label(840, 330, "4  Motorway", "noise, tracking, pull", "ms")
    png.label(792, 592, "5  Parking", "full lock, camera, sensors")
    png.label(392, 446, "6  Restart", "hot start, leaks, faults", "ms")
    png.line([(392, 507), (392, 484)], INK, 2)
    return png


def exports() -> Png:
    """Draw the two reported export totals as bars."""
    png = Png("china-exports-bars", "Cars exported from China", "As reported, in million cars")
    left, base, unit = 130, 558, 73
    for step in range(6):
        y = base - step * unit
        png.line([(left, y), (1120, y)], SLATE if step == 0 else SAND, 2 if step == 0 else 1)
        png.text(left - 18, y + 7, str(step), 20, SLATE, anchor="rs")
    png.text(48, 166, "million cars", 20, SLATE)
    bars = (
        (250, 4.91, "4.91", TEAL, "2023", "full year, twelve months"),
        (620, 4.855, "4.855", ACCENT, "January to October 2024", "ten months"),
    )
    for x, value, shown, tone, head, body in bars:
        png.rect(x, base - value * unit, 220, value * unit, tone, 10)
        png.rect(x, base - 12, 220, 12, tone)
        png.text(x + 110, base - value * unit + 54, shown, 44, CARD, bold=True, anchor="ms")
        png.text(x + 110, base - value * unit + 82, "million", 20, CARD, anchor="ms")
        png.label(x + 110, base + 36, head, body, "ms")
    png.rect(884, 250, 236, 108, CARD, 14, SAND)
    png.text(1002, 302, "+23.8 %", 40, ACCENT, bold=True, anchor="ms")
    png.text(1002, 336, "on the year", 20, SLATE, anchor="ms")
    png.line([(884, 304), (842, 304)], INK, 2)
    png.circle(842, 304, 5, INK)
    png.text(1152, 650, "The bars cover periods of different length.", 18, SLATE, anchor="rs")
    return png


def steering() -> Png:
    """Draw left-hand and right-hand drive on their roads."""
    png = Png("steering-sides", "Which side is the wheel on?", "The driver sits next to the centre "
              "line, whichever side the traffic keeps")  # fmt: skip
    sets = (
        (40, "Left-hand drive", "traffic keeps right", 1, TEAL),
        (612, "Right-hand drive", "traffic keeps left", -1, ACCENT),
    )
    for x, head, body, hand, tone in sets:
        png.rect(x, 150, 548, 485, CARD, 16, SAND)
        png.label(x + 28, 194, head, body)
        mid = x + 274 - 42 * hand
        png.rect(mid - 184, 240, 368, 374, mix(SLATE, INK, 0.25), 14)
        for edge in (-170, 170):
            png.line([(mid + edge, 252), (mid + edge, 602)], CARD, 3)
        for k in range(6):
            png.line([(mid, 258 + k * 62), (mid, 290 + k * 62)], CARD, 4)
        own, other = mid + 86 * hand, mid - 86 * hand
        png.car(own, 452, 0.56, tone, 90)
        wheel = (own - 23 * hand, 420)
        png.circle(*wheel, 16, CARD)
        png.circle(*wheel, 13, INK)
        png.circle(*wheel, 9.5, CARD)
        png.line([(wheel[0] - 10, 420), (wheel[0] + 10, 420)], INK, 3)
        png.line([wheel, (wheel[0], 430)], INK, 3)
        png.arrow((own, 308), (own, 262), CARD, 6, 20)
        png.car(other, 366, 0.5, mix(SAND, SLATE, 0.25), 270)
        png.arrow((other, 506), (other, 556), CARD, 6, 20)
        end = mid + hand * 184
        png.line([(wheel[0] + hand * 16, 420), (end, 420)], CARD, 2)
        png.line([(end, 420), (end + hand * 22, 420)], INK, 2)
        png.text(end + hand * 30, 417, "steering\nwheel", 18, anchor="ls" if hand > 0 else "rs")
    return png


def yard() -> Png:
    """Draw the yard from above."""
    png = Png("yard-map", "The yard from above", "From the gate to the quay, as a car moves "
              "through it")  # fmt: skip
    png.rect(40, 150, 900, 485, LAND, 16)
    png.rect(40, 150, 900, 485, None, 16, SLATE, 3)
    png.rect(956, 150, 244, 525, SEA)
    png.rect(940, 150, 16, 525, mix(SLATE, SAND, 0.3))
    road = mix(SLATE, SAND, 0.45)
    png.rect(30, 364, 910, 52, road)
    png.rect(456, 170, 44, 446, road)
    png.dashed([(48, 390), (930, 390)], CARD, 2.4, 16, 16)
    for a, b in ((180, 362), (420, 608)):
        png.dashed([(478, a), (478, b)], CARD, 2.4, 16, 16)
    png.rect(34, 354, 14, 72, ACCENT, 4)
    # Buildings.
    for x, y, w, h in ((72, 172, 214, 144), (306, 172, 130, 144)):
        png.rect(x + 5, y + 6, w, h, mix(SAND, SLATE, 0.4), 8)
        png.rect(x, y, w, h, CARD, 8, INK, 2.5)
    for i in range(4):
        png.rect(88 + i * 48, 186, 36, 34, GLASS, 4)
    for i in range(3):
        png.line([(331 + i * 40, 188), (331 + i * 40, 218)], TEAL, 6)
    # Charging bays under a canopy.
    png.rect(72, 446, 364, 166, mix(SAND, PANEL, 0.2), 8)
    for i in range(6):
        x = 102 + i * 60
        png.line([(x - 26, 460), (x - 26, 546)], CARD, 3)
        png.rect(x - 5, 452, 14, 12, TEAL, 3)
        if i not in (2, 5):
            png.car(x + 2, 510, 0.15, (TEAL, CARD, ACCENT, SLATE, CARD)[i % 5], 90)
    png.line([(102 + 334, 460), (102 + 334, 546)], CARD, 3)
    # Rows of parked cars.
    tones = (CARD, TEAL, SLATE, CARD, ACCENT, INK, SAND, TEAL, CARD, SLATE, CARD)
    for row, y in enumerate((204, 282, 474, 552)):
        for i in range(9):
            x = 552 + i * 40
            png.line([(x - 20, y - 36), (x - 20, y + 36)], CARD, 2)
            if (i * 3 + row * 5) % 13 != 4:
                png.car(x, y, 0.14, tones[(i * 4 + row * 3) % 11], 90 if row % 2 else 270)
        png.line([(892, y - 36), (892, y + 36)], CARD, 2)
    # The ship at the quay.
    ship = flatten(
        "M986 250 C986 210 1010 176 1050 160 C1090 176 1114 210 1114 250"
        " L1114 600 C1114 618 1104 626 1090 626 L1010 626 C996 626 986 618 986 600 Z"
    )
    png.polygon(ship, mix(TEAL, INK, 0.25))
    png.polygon([(1050 + (x - 1050) * 0.86, 396 + (y - 396) * 0.93) for x, y in ship],
                mix(PANEL, SAND, 0.35))  # fmt: skip
    png.rect(1008, 226, 84, 38, CARD, 5, INK, 2.5)
    png.rect(1016, 236, 68, 10, SLATE, 3)
    png.rect(1066, 560, 22, 34, ACCENT, 4)
    png.polygon([(936, 376), (1000, 370), (1000, 410), (936, 404)], INK)
    png.car(972, 390, 0.115, ACCENT, 180)
    png.car(700, 402, 0.115, TEAL, 180)
    png.car(180, 402, 0.115, CARD, 180)
    for x, y in ((1150, 220), (1150, 470), (1140, 600), (1158, 330)):
        wave = [(x - 18 + k * 3, y + 4 * math.sin(k * 0.9)) for k in range(13)]
        png.line(wave, CARD, 2.6)
    marks = (
        ("Gate", 76, 340, True), ("Inspection hall", 179, 254, False),
        ("Wash bay", 371, 254, False),
        ("Charging bays", 188, 584, True), ("Parked stock", 656, 341, True),
        ("Ship at the quay", 1050, 470, False),
    )  # fmt: skip
    for n, (name, x, y, beside_it) in enumerate(marks, 1):
        png.badge(x, y, n)
        if beside_it:
            png.text(x + 28, y + 7, name, 19, bold=True)
        else:
            png.text(x, y + 46, name.replace("at the", "at\nthe"), 19, bold=True, anchor="ms")
    return png


def draw_all(folder: Path) -> None:
    """Write every PNG of the folder."""
    for picture in (test_drive(), exports(), steering(), yard()):
        picture.save(folder)
