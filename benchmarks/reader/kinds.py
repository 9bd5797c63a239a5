"""Build a site that has each kind of page, and name one of each.

    python -m benchmarks.reader.kinds /scratch/kinds

Lays out this repository's site in the folder, with two posts more: a long article with a photo, a
table and a chart, and one whose title has 120 characters, some of them Chinese. Prints a line
`name=path` for each kind of page. The site is in `public/` of the folder.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.pictures import photo

REPOSITORY = Path(__file__).resolve().parents[2]
POSTS = Path(__file__).resolve().parent / "posts"
SECTION = "industry-blog"
KINDS = {
    "home": "/",
    "section": f"/{SECTION}/",
    "list": "/knowledge/page/1/",
    "article": f"/{SECTION}/the-last-mile/",
    "long-title": f"/{SECTION}/almaty/",
    "plain-article": "/knowledge/winter-tyres-and-ev-range/",
    "keyword": "/keywords/vehicle-export/",
    "author": "/authors/lin-yue/",
    "search": "/search/",
    "not-found": "/404.html",
}


def main() -> int:
    """Lay out the site, build it, name its pages."""
    parser = argparse.ArgumentParser(description="Build a site that has each kind of page.")
    parser.add_argument("folder", type=Path, help="where the site goes; made where it is missing")
    root = parser.parse_args().folder
    lay_out(root)
    command = [sys.executable, "-m", "autoblog", "build", "--root", str(root)]
    done = subprocess.run(command, stdout=sys.stderr, check=False)
    print("\n".join(f"{name}={path}" for name, path in KINDS.items()))
    return done.returncode


def lay_out(root: Path) -> None:
    """Copy this repository's site into a folder, and add the posts."""
    for name in ("content", "templates", "static"):
        shutil.copytree(REPOSITORY / name, root / name, dirs_exist_ok=True)
    shutil.copy(REPOSITORY / "site.yaml", root)
    for source in sorted(POSTS.glob("*.md")):
        shutil.copy(source, root / "content" / SECTION)
    (root / "content/images/photo.jpg").write_bytes(photo(0))


if __name__ == "__main__":
    sys.exit(main())
