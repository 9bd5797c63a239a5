"""How many bytes of pictures a phone loads, beside what the authors committed.

    python3 -m benchmarks.pictures            the pictures of this repository, and some photos
    python3 -m benchmarks.pictures --dpr 3    on a screen of three dots a pixel

Photos are made: a landscape of noise as rough as a camera's, with the metadata of one. For each
picture the file is counted that a browser of 390 pixels takes, by the rules of `srcset`: the first
format that it knows, and of that the smallest file with enough pixels.
"""

from __future__ import annotations

import argparse
import io
import statistics
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageFilter

from autoblog.build import Request
from autoblog.build_site import survey
from autoblog.cache import FILE, Cache
from autoblog.model import Asset, Rendition
from autoblog.render.renditions import make_renditions

REPOSITORY = Path(__file__).resolve().parents[1]
PHONE_PX = 390
SHARE = 0.92  # of the window's width, as the theme's `sizes` says


def main() -> None:
    """Print a line for each picture, and the median."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--dpr", type=float, default=2.0, help="dots a pixel (default: 2)")
    parser.add_argument("--photos", type=int, default=6, help="photos to make (default: 6)")
    options = parser.parse_args()
    needed = round(PHONE_PX * SHARE * options.dpr)
    shares: dict[str, float] = {}
    print(f"{'picture':44} {'original':>10} {'at 390 px':>10} {'change':>8}")
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch) / "site"
        _lay(root, options.photos)
        for path, assets in sorted(_renditions(root).items()):
            original = (root / path).read_bytes()
            [made] = make_renditions(original, [_chosen(assets, needed)])
            shares[path] = len(made) / len(original) - 1
            name = path.removeprefix("content/")
            print(f"{name:44} {len(original):10,} {len(made):10,} {shares[path]:8.0%}")
    own = [share for path, share in shares.items() if "/photo-" not in path]
    print(f"\nmedian of {len(shares)} pictures: {statistics.median(shares.values()):.0%}")
    print(
        f"median of the {len(own)} of this repository: {statistics.median(own):.0%} (goal: −60 %)"
    )


def _lay(root: Path, photos: int) -> None:
    """Lay out this repository's site again, with photos in a post of their own."""
    root.mkdir()
    for name in ("content", "static", "templates", "site.yaml"):
        (root / name).symlink_to(REPOSITORY / name)
    (root / "content").unlink()
    for source in sorted((REPOSITORY / "content").rglob("*")):
        if source.is_file():
            target = root / "content" / source.relative_to(REPOSITORY / "content")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    names = [f"photo-{number}.jpg" for number in range(photos)]
    for number, name in enumerate(names):
        (root / "content/images" / name).write_bytes(photo(number))
    shown = "\n\n".join(f"![A landscape](../images/{name})" for name in names)
    (root / "content/knowledge/photos.md").write_text(
        '---\ntitle: Photos\ncategory: Knowledge\ndate: 2025-01-01\nsummary: "Photos."\n---\n\n'
        f"{shown}\n",
        "utf-8",
    )


def photo(number: int) -> bytes:
    """Make a picture of 5 megapixels: large shapes, fine grain, and what a camera writes."""
    size = (2560, 1920)
    coarse = Image.effect_noise((24 + 8 * number, 18 + 6 * number), 120)
    shapes = coarse.resize(size, Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(3))
    grain = Image.effect_noise(size, 14 + 2 * number)
    bands = [Image.blend(shapes, grain, share) for share in (0.12, 0.16, 0.2)]
    exif = Image.Exif()
    exif[0x010F] = "Made for a benchmark"
    stream = io.BytesIO()
    Image.merge("RGB", bands).save(stream, "JPEG", quality=90, exif=exif)
    return stream.getvalue()


def _renditions(root: Path) -> dict[str, list[Asset]]:
    """Plan the site, and gather the renditions of each picture."""
    request = Request(root=root, output=root / "public", home=root.parent, now=datetime.now(UTC))
    cache = Cache(root / ".autoblog" / FILE)
    try:
        planned = survey(request, cache).planned
    finally:
        cache.close()
    found: dict[str, list[Asset]] = {}
    for item in planned:
        if isinstance(item, Asset) and item.rendition is not None:
            found.setdefault(item.source_path, []).append(item)
    return found


def _chosen(assets: list[Asset], needed_px: int) -> Rendition:
    best = [one.rendition for one in assets if one.rendition and one.rendition.format == "avif"]
    wide = [one for one in best if one.width_px >= needed_px]
    return min(wide or [max(best, key=lambda r: r.width_px)], key=lambda r: r.width_px)


if __name__ == "__main__":
    main()
