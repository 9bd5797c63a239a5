"""Draw every picture of this folder: SVG with the standard library, PNG with Pillow.

Run it as ``python content/images/draw.py``; the same bytes come out each time.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write all SVG and PNG files next to this script."""
    import draw_png
    import draw_svg_cars
    import draw_svg_power
    import draw_svg_trade

    for module in (draw_svg_cars, draw_svg_power, draw_svg_trade):
        for picture in module.all_pictures():
            picture.save(HERE)
    draw_png.draw_all(HERE)


if __name__ == "__main__":
    main()
