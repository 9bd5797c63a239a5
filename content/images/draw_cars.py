"""Vehicles: side views as bezier silhouettes (centimetres, nose at the left) and a plan view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from draw_kit import ACCENT, CARD, GLASS, INK, PANEL, SAND, SLATE, TEAL, Point, Svg, mix, num


@dataclass(frozen=True)
class Car:
    """A side view: y is 0 on the ground and negative above it."""

    length: float
    outline: str  # from the front lower corner over the roof to the rear lower corner
    glass: str
    wheels: tuple[float, ...]
    radius: float
    sill: float  # height of the lower edge
    pillars: tuple[str, ...] = ()
    doors: tuple[str, ...] = ()
    handles: tuple[Point, ...] = ()
    lamp: str = ""
    tail: str = ""
    cladding: bool = False
    extras: tuple[tuple[str, float], ...] = field(default=())  # ink strokes with a width

    def body(self) -> str:
        """Return the closed outline with its wheel arches."""
        arch = self.radius + 5
        half = (arch**2 - (self.radius - self.sill) ** 2) ** 0.5
        large = 1 if self.radius > self.sill else 0
        path = self.outline
        for x in sorted(self.wheels, reverse=True):
            path += (
                f" L{num(x + half)} {num(-self.sill)}"
                f" A{arch} {arch} 0 {large} 0 {num(x - half)} {num(-self.sill)}"
            )
        return path + " Z"


SEDAN = Car(
    length=470,
    outline="M13 -23 C4 -25 2 -34 3 -46 C4 -58 7 -66 16 -71 C48 -85 96 -93 140 -97"
    " C166 -117 192 -137 224 -142 C256 -146 294 -145 322 -139 C350 -132 376 -115 398 -106"
    " C420 -106 440 -107 456 -104 C463 -100 466 -92 467 -80 C469 -64 470 -50 466 -36"
    " C464 -28 460 -24 452 -23",
    glass="M160 -99 C180 -116 202 -131 228 -135 C256 -139 290 -138 316 -132"
    " C335 -127 352 -118 367 -109 C370 -106 369 -104 364 -104 Z",
    wheels=(84, 366), radius=33, sill=21,
    pillars=("M257 -98 L253 -140", "M334 -101 L318 -136"),
    doors=("M166 -98 C160 -75 160 -50 170 -24", "M258 -100 L262 -24",
           "M346 -104 C346 -88 332 -76 326 -62 C320 -46 318 -36 316 -24"),
    handles=((234, -88), (320, -91)),
    lamp="M10 -64 C22 -72 38 -76 52 -77 C46 -70 30 -64 12 -60 Z",
    tail="M466 -92 C456 -95 442 -96 430 -95 C438 -88 452 -84 467 -83 Z",
)  # fmt: skip

COUPE = Car(
    length=450,
    outline="M12 -21 C3 -23 1 -31 2 -42 C4 -54 8 -60 16 -64 C54 -80 102 -87 154 -90"
    " C180 -109 206 -126 238 -130 C264 -133 290 -131 314 -123 C346 -112 376 -103 404 -97"
    " C418 -98 430 -98 440 -96 C446 -90 448 -80 448 -68 C450 -54 450 -44 446 -33"
    " C444 -26 440 -22 432 -21",
    glass="M174 -92 C194 -108 214 -120 240 -123 C264 -126 286 -124 306 -117"
    " C322 -112 338 -106 352 -100 C356 -97 354 -95 348 -95 Z",
    wheels=(86, 354), radius=33.5, sill=19,
    pillars=("M296 -92 L284 -127",),
    doors=("M178 -91 C170 -70 172 -44 180 -22", "M298 -95 C300 -72 298 -50 286 -22"),
    handles=((274, -82),),
    lamp="M9 -57 C22 -66 40 -71 56 -72 C48 -65 30 -58 10 -54 Z",
    tail="M447 -84 C436 -87 420 -88 404 -87 C414 -80 432 -77 448 -76 Z",
)  # fmt: skip

HATCHBACK = Car(
    length=408,
    outline="M12 -23 C3 -25 1 -36 3 -48 C4 -60 8 -69 16 -75 C44 -89 80 -97 116 -101"
    " C142 -122 168 -140 202 -145 C240 -150 292 -149 340 -143 C354 -141 362 -140 370 -136"
    " C380 -122 390 -106 396 -94 C401 -82 404 -66 404 -52 C405 -40 404 -30 400 -26"
    " C398 -24 394 -23 388 -23",
    glass="M138 -103 C160 -121 180 -134 206 -138 C240 -142 286 -141 326 -136"
    " C336 -134 341 -128 345 -120 C348 -112 347 -109 340 -109 Z",
    wheels=(80, 334), radius=32, sill=21,
    pillars=("M238 -100 L235 -144", "M308 -104 L300 -142"),
    doors=("M144 -102 C138 -78 140 -50 150 -24", "M239 -102 L243 -24",
           "M318 -108 C318 -90 304 -78 298 -64 C292 -48 290 -36 288 -24"),
    handles=((214, -90), (290, -94)),
    lamp="M10 -67 C20 -76 34 -81 48 -83 C44 -74 28 -67 11 -63 Z",
    tail="M396 -94 C388 -97 380 -98 374 -96 C378 -84 388 -76 402 -74 C401 -82 399 -88 396 -94 Z",
)  # fmt: skip

CROSSOVER = Car(
    length=444,
    outline="M16 -32 C5 -34 2 -46 3 -60 C4 -74 8 -84 18 -89 C48 -101 86 -107 124 -111"
    " C148 -133 176 -153 210 -159 C250 -164 308 -164 352 -157 C372 -154 388 -150 400 -146"
    " C414 -132 424 -118 430 -104 C436 -92 439 -74 439 -60 C440 -48 438 -38 434 -34"
    " C432 -32 428 -31 424 -31",
    glass="M146 -113 C168 -132 188 -147 214 -151 C252 -156 306 -156 346 -150"
    " C358 -147 366 -140 374 -131 C378 -125 376 -121 370 -121 Z",
    wheels=(86, 354), radius=36.5, sill=28,
    pillars=("M250 -110 L246 -158", "M326 -114 L316 -158"),
    doors=("M152 -112 C146 -88 148 -58 158 -32", "M251 -112 L255 -32",
           "M340 -120 C340 -102 324 -90 316 -74 C310 -58 308 -46 306 -32"),
    handles=((226, -99), (312, -104)),
    lamp="M10 -81 C22 -90 38 -94 54 -96 C48 -87 30 -80 11 -77 Z",
    tail="M430 -104 C422 -108 412 -109 402 -107 C408 -94 420 -88 437 -86 Z",
    cladding=True,
    extras=(("M226 -164 C270 -168 316 -167 350 -162", 3.5),),
)  # fmt: skip

SUV = Car(
    length=480,
    outline="M20 -50 C9 -51 5 -58 5 -68 L6 -98 C7 -108 11 -113 20 -115 C60 -121 100 -123 140 -125"
    " C150 -146 160 -166 172 -178 C177 -184 184 -187 194 -187 C270 -190 370 -190 424 -187"
    " C434 -186 440 -182 443 -172 C449 -150 452 -124 453 -100 L455 -62 C455 -52 452 -46 446 -44",
    glass="M158 -128 C166 -146 174 -162 182 -172 C186 -177 190 -178 196 -178"
    " L420 -178 C428 -178 431 -175 433 -168 L440 -138 C442 -132 440 -130 434 -130 Z",
    wheels=(90, 372), radius=41, sill=40,
    pillars=("M258 -126 L258 -182", "M346 -128 L342 -182"),
    doors=("M152 -127 L158 -48", "M258 -128 L260 -44",
           "M346 -130 C346 -112 334 -104 328 -90 C322 -74 320 -60 318 -48"),
    handles=((228, -112), (318, -114)),
    lamp="M9 -106 L34 -109 L34 -95 L8 -95 Z",
    tail="M445 -122 L452 -122 L453 -90 L446 -90 Z",
    cladding=True,
    extras=(("M196 -195 L420 -195", 4), ("M214 -195 L214 -188", 4), ("M404 -195 L404 -188", 4),
            ("M464 -128 L464 -78", 15)),
)  # fmt: skip


@dataclass(frozen=True)
class Placed:
    """A drawn car: turns car coordinates into page coordinates."""

    at: Callable[[float, float], Point]


def wheel(svg: Svg, x: float, y: float, r: float, spokes: bool = True) -> None:
    """Draw a tyre with a five-spoke rim; small cars go without the spokes."""
    svg.circle(x, y, r, INK)
    svg.circle(x, y, r * 0.68, mix(SAND, CARD, 0.35))
    ends = ((0, -1), (0.951, -0.309), (0.588, 0.809), (-0.588, 0.809), (-0.951, -0.309))
    d = " ".join(
        f"M{num(float(x))} {num(float(y))} L{num(x + a * r * 0.58)} {num(y + b * r * 0.58)}"
        for a, b in ends
    )
    if spokes:
        svg.path(d, stroke=SLATE, stroke_width=r * 0.15)
    svg.circle(x, y, r * 0.17, INK)


def side(
    svg: Svg, car: Car, x: float, ground: float, scale: float, fill: str,
    right: bool = False, shadow: bool = True, glass: str = GLASS, opacity: float = 1,
) -> Placed:  # fmt: skip
    """Draw a side view with its left end at x; right turns the nose to the right."""
    flip = -1 if right else 1
    start = x + (car.length * scale if right else 0)
    if shadow:
        svg.tag("ellipse", cx=x + car.length * scale / 2, cy=ground, rx=car.length * scale * 0.5,
                ry=max(2.0, 7 * scale), fill=INK, opacity=0.14)  # fmt: skip
    move = f"translate({num(float(start))} {num(float(ground))}) scale({flip * scale:g} {scale:g})"
    with svg.group(transform=move):
        with svg.group(opacity=opacity):
            arch_y = -car.radius
            for w in car.wheels:  # the dark of the wheel houses
                svg.circle(w, arch_y, car.radius + 5.4, mix(INK, SLATE, 0.25))
            svg.path(car.body(), fill)
            dark = mix(fill, INK, 0.55)
            svg.path(car.glass, glass)
            for p in car.pillars:
                svg.path(p, stroke=fill, stroke_width=7)
            if car.cladding:
                trim = mix(INK, SLATE, 0.3)
                a, b = car.wheels[0] + car.radius + 5, car.wheels[1] - car.radius - 5
                svg.path(f"M{a} {-car.sill - 4} L{b} {-car.sill - 4}", stroke=trim, stroke_width=9)
                for w in car.wheels:
                    r = car.radius + 5
                    d = f"M{w - r} {arch_y} A{r} {r} 0 0 1 {w + r} {arch_y}"
                    svg.path(d, stroke=trim, stroke_width=7)
            for d in car.doors:
                svg.path(d, stroke=dark, stroke_width=1.8, opacity=0.75)
            for hx, hy in car.handles if scale > 0.3 else ():
                svg.path(f"M{hx} {hy} L{hx + 17} {hy - 0.5}", stroke=dark, stroke_width=3.6)
            svg.path(car.lamp, mix(CARD, "#ffffff", 0.4), stroke=dark, stroke_width=1)
            svg.path(car.tail, ACCENT if fill != ACCENT else mix(ACCENT, INK, 0.45))
            for d, width in car.extras:
                svg.path(d, stroke=INK, stroke_width=width)
        for w in car.wheels:
            wheel(svg, w, -car.radius, car.radius, spokes=scale > 0.3)
    return Placed(lambda cx, cy: (start + flip * cx * scale, ground + cy * scale))


# Plan view, nose at the left, centred on the origin; 460 long and 184 wide.
TOP_BODY = (
    "M-228 0 C-228 -44 -222 -72 -196 -84 C-150 -94 -80 -91 0 -91 C80 -91 150 -94 200 -83"
    " C224 -72 230 -44 230 0 C230 44 224 72 200 83 C150 94 80 91 0 91"
    " C-80 91 -150 94 -196 84 C-222 72 -228 44 -228 0 Z"
)
TOP_GLASS = (
    "M-92 0 C-92 -36 -86 -60 -76 -74 L-24 -62 C-30 -40 -32 -20 -32 0"
    " C-32 20 -30 40 -24 62 L-76 74 C-86 60 -92 36 -92 0 Z",
    "M166 0 C166 -34 162 -56 154 -70 L112 -60 C117 -40 118 -20 118 0"
    " C118 20 117 40 112 60 L154 70 C162 56 166 34 166 0 Z",
    "M-58 -80 C-20 -82 90 -82 138 -77 L102 -66 C70 -68 10 -68 -18 -69 Z",
    "M-58 80 C-20 82 90 82 138 77 L102 66 C70 68 10 68 -18 69 Z",
)
TOP_MIRRORS = (
    "M-66 -90 C-70 -102 -62 -108 -50 -106 L-48 -90 Z",
    "M-66 90 C-70 102 -62 108 -50 106 L-48 90 Z",
)
TOP_LINES = ("M-204 -62 C-160 -58 -130 -58 -100 -62", "M-204 62 C-160 58 -130 58 -100 62")
TOP_LAMPS = (
    "M-222 -52 C-218 -68 -208 -78 -190 -82 C-196 -70 -206 -60 -222 -52 Z",
    "M-222 52 C-218 68 -208 78 -190 82 C-196 70 -206 60 -222 52 Z",
)
TOP_TAILS = (
    "M225 -50 C223 -66 214 -76 196 -81 L196 -72 C208 -68 216 -60 219 -48 Z",
    "M225 50 C223 66 214 76 196 81 L196 72 C208 68 216 60 219 48 Z",
)


def top(svg: Svg, x: float, y: float, scale: float, fill: str, turn: float = 0) -> None:
    """Draw a plan view centred on x, y; turn is in degrees, nose at the left when 0."""
    dark = mix(fill, INK, 0.5)
    move = f"translate({num(float(x))} {num(float(y))}) rotate({turn:g}) scale({scale:g})"
    with svg.group(transform=move):
        for d in TOP_MIRRORS:
            svg.path(d, dark)
        svg.path(TOP_BODY, fill, stroke=dark, stroke_width=2)
        for d in TOP_GLASS:
            svg.path(d, GLASS)
        for d in TOP_LINES:
            svg.path(d, stroke=dark, stroke_width=2)
        for d in TOP_LAMPS:
            svg.path(d, PANEL)
        for d in TOP_TAILS:
            svg.path(d, mix(ACCENT, INK, 0.15))


HATCH_OPEN = (
    "M12 -23 C3 -25 1 -36 3 -48 C4 -60 8 -69 16 -75 C44 -89 80 -97 116 -101"
    " C142 -122 168 -140 202 -145 C240 -150 292 -149 346 -143 L350 -134 C366 -118 380 -98 384 -78"
    " L404 -66 C405 -44 404 -30 400 -26 C398 -24 394 -23 388 -23"
)


def open_hatch(svg: Svg, x: float, ground: float, scale: float, folded: bool) -> None:
    """Draw an opened hatchback in section."""
    shape = Car(408, HATCH_OPEN, HATCHBACK.glass, (80, 334), 32, 21, doors=HATCHBACK.doors[:1],
                lamp=HATCHBACK.lamp)  # fmt: skip
    side(svg, shape, x, ground, scale, mix(TEAL, SLATE, 0.2))
    with svg.group(transform=f"translate({x} {ground}) scale({scale})"):
        cabin = (
            "M138 -99 C160 -119 180 -133 206 -137 C240 -142 292 -142 342 -136"
            " C358 -118 372 -98 376 -74 L296 -74 L276 -34 L158 -34 C148 -60 142 -84 138 -99 Z"
        )
        svg.path(cabin, mix(CARD, SAND, 0.25))
        box = (
            "M254 -134 C290 -138 316 -138 342 -134 C356 -117 368 -97 372 -82 L254 -82 Z"
            if folded
            else "M294 -136 C314 -138 330 -137 342 -134 C356 -117 368 -97 372 -80 L314 -80 Z"
        )
        svg.path(box, mix(ACCENT, CARD, 0.66), stroke=ACCENT, stroke_width=2.4,
                 stroke_dasharray="6 6")  # fmt: skip
        seat = {"stroke": INK, "stroke_width": 15}
        svg.path("M178 -52 C196 -55 206 -55 214 -52 L236 -112", **seat)
        svg.path("M239 -124 L241 -128", stroke=INK, stroke_width=11)
        if folded:
            svg.path("M256 -51 C266 -53 274 -53 280 -52", **seat)
            svg.path("M258 -71 L316 -71", stroke=INK, stroke_width=12)
        else:
            svg.path("M256 -54 C272 -57 280 -57 286 -54 L300 -112", **seat)
            svg.path("M302 -122 L303 -126", stroke=INK, stroke_width=11)
        svg.path("M300 -74 L378 -74", stroke=mix(TEAL, INK, 0.35), stroke_width=5)
        svg.path("M386 -76 L404 -66 L404 -52 L392 -56 Z", ACCENT)
        svg.path("M150 -76 L164 -88", stroke=SLATE, stroke_width=5)
        svg.path("M346 -143 C372 -153 400 -160 428 -160 L462 -152",
                 stroke=mix(TEAL, SLATE, 0.2), stroke_width=11)  # fmt: skip
        svg.path("M362 -150 C382 -156 404 -160 420 -160", stroke=mix(SLATE, PANEL, 0.7),
                 stroke_width=5)  # fmt: skip
        svg.path("M366 -112 L398 -154", stroke=SLATE, stroke_width=3)
