"""Judge the pages of a built site.

    python -m benchmarks.reader public /scratch/tools / /knowledge/ /knowledge/some-post/

The second folder is where npm installs Lighthouse, axe and the Nu checker, once. `--runs 0` leaves
Lighthouse out. Ends with status 1 where a page is not clean.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.reader.serve import served

HERE = Path(__file__).resolve().parent
SCORES = ("performance", "accessibility", "practices", "seo")
COLUMNS = (*SCORES, "lcp_ms", "tbt_ms", "cls", "axe", "nu")


def main() -> int:
    """Install what is missing, judge the pages, print one table."""
    parser = argparse.ArgumentParser(description="Judge the pages of a built site.")
    parser.add_argument("site", type=Path, help="the output folder of a build")
    parser.add_argument("tools", type=Path, help="a folder for the programs from npm")
    parser.add_argument("paths", nargs="+", help="URL paths, such as /knowledge/")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse; 0: none")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or "chromium"
    install(options.tools)
    with served(options.site.resolve()) as origin:
        command = [
            "node", str(HERE / "judge.mjs"), str(options.tools.resolve()), chromium, origin,
            str(options.site.resolve()), str(options.runs), *options.paths,
        ]  # fmt: skip
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found = json.loads(done.stdout)
    print(table(found))
    return 0 if all(is_clean(row) for row in found.values()) else 1


def install(tools: Path) -> None:
    """Let npm install the programs, unless they are there in these versions."""
    wanted = (HERE / "package.json").read_text("utf-8")
    listed = tools / "package.json"
    if (
        listed.is_file()
        and listed.read_text("utf-8") == wanted
        and (tools / "node_modules").is_dir()
    ):
        return
    tools.mkdir(parents=True, exist_ok=True)
    listed.write_text(wanted, "utf-8")
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(command, cwd=tools, stdout=sys.stderr, check=True)


def table(found: dict[str, dict[str, Any]]) -> str:
    """Write one row a page in Markdown, and below it what is wrong."""
    lines = [f"| page | {' | '.join(COLUMNS)} |", f"| --- |{' ---: |' * len(COLUMNS)}"]
    faults = []
    for path, row in found.items():
        cells = [len(row[name]) if name in ("axe", "nu") else row.get(name, "") for name in COLUMNS]
        lines.append(f"| {path} | {' | '.join(str(cell) for cell in cells)} |")
        faults += [f"{path}: {name}: {one}" for name in ("axe", "nu") for one in row[name]]
    return "\n".join([*lines, "", *faults]).rstrip()


def is_clean(row: dict[str, Any]) -> bool:
    """Tell whether a page has nothing against it; times depend on the machine and do not count."""
    return (
        not row["axe"] and not row["nu"] and all(row.get(name, 100) == 100 for name in SCORES[1:])
    )


if __name__ == "__main__":
    sys.exit(main())
