"""Take pictures of the kinds of pages, at two widths and in both schemes.

    python -m benchmarks.reader.shots public /scratch/shots / /knowledge/ /knowledge/some-post/

Needs playwright and Debian's Chromium.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.reader.serve import served

WIDTHS = (390, 1280)
HEIGHT = 900
# A picture further down is loaded when it is about to be seen.
SEE_ALL = """async () => {
  const pictures = [...document.images];
  pictures.forEach((picture) => { picture.loading = "eager"; });
  await Promise.all(pictures.map((picture) => picture.decode()));
}"""


def main() -> int:
    """Take the pictures, `HOME-390-light.png` and so on."""
    parser = argparse.ArgumentParser(description="Take pictures of pages.")
    parser.add_argument("site", type=Path, help="the output folder of a build")
    parser.add_argument("into", type=Path, help="a folder for the pictures")
    parser.add_argument("paths", nargs="+", help="URL paths, such as /knowledge/")
    parser.add_argument("--whole", action="store_true", help="the whole page, not one window of it")
    options = parser.parse_args()
    options.into.mkdir(parents=True, exist_ok=True)
    with served(options.site.resolve()) as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for path in options.paths:
            name = path.strip("/").replace("/", "-") or "home"
            for width in WIDTHS:
                for is_dark in (False, True):
                    page = browser.new_page(
                        viewport={"width": width, "height": HEIGHT},
                        color_scheme="dark" if is_dark else "light",
                    )
                    page.goto(origin + path, wait_until="networkidle")
                    if options.whole:
                        page.evaluate(SEE_ALL)
                    file = options.into / f"{name}-{width}-{'dark' if is_dark else 'light'}.png"
                    page.screenshot(path=file, full_page=options.whole)
                    page.close()
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
