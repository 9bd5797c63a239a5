#!/usr/bin/env python3
"""Measure how long `autoblog serve` takes from a save to what a real Chromium shows.

python3 benchmarks/preview.py --posts 500,5000 --saves 40

Each save changes a post that is open in the browser, or the style sheet: "text" a number in its
last line; "words" adds a sentence, so that related posts must be chosen again. Time runs
from just before the file is written until the first frame in which a script of the page finds the
new text, or the new style. The processor time is that of the server with all its threads, for each
save and what follows it. Needs Linux, Chromium, and the packages of the tests.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import Error, Page, sync_playwright

from benchmarks.machine import describe
from benchmarks.posts import make_post, make_posts
from benchmarks.scratch import add_scratch
from benchmarks.tools.autoblog import REPOSITORY, autoblog_tool
from benchmarks.tools.base import Tool, lay_posts

STYLE = "static/css/site.css"
TICKS = os.sysconf("SC_CLK_TCK")
WAIT_MS = 120_000
TRIES = 3
# Notes, once a frame, the number of the newest save that is to be seen, and when it first was.
LOOK = """(() => {
  const look = () => {
    const text = document.querySelector("main")?.textContent.match(/Save number (\\d+)\\./g) || [];
    const style = getComputedStyle(document.documentElement).getPropertyValue("--save");
    for (const found of [text.at(-1)?.match(/\\d+/)?.[0], style.trim()])
      if (found && !localStorage[`save ${found}`])
        localStorage[`save ${found}`] = performance.timeOrigin + performance.now();
    requestAnimationFrame(look);
  };
  addEventListener("DOMContentLoaded", look);
})()"""


@dataclass(frozen=True, slots=True)
class Shown:
    """One save, and how it went."""

    seconds: float  # until it was shown
    cpu_s: float  # of the server


def main() -> int:
    """Measure, and print a table."""
    options = _options()
    tool = autoblog_tool()
    scratch = Path(tempfile.mkdtemp(prefix="autoblog-preview-", dir=options.scratch))
    try:
        command = [sys.executable, "-m", "autoblog", "serve", "--port", "0", "--root"]
        environment = {
            **os.environ,
            "PYTHONPATH": str(REPOSITORY / "src"),
            "PYTHONUNBUFFERED": "1",
        }
        print("| Posts | Save of | Saves | p50 | p95 | slowest | CPU a save |")
        print("|---|---|---|---|---|---|---|")
        for posts in options.posts:
            root = scratch / f"site-{posts}"
            root.mkdir()
            tool.lay(root)
            if options.search:
                settings = root / "site.yaml"
                settings.write_text(settings.read_text().replace("enabled: false", "enabled: true"))
            lay_posts(tool, root, make_posts(posts))
            _measure(tool, root, [*command, str(root)], environment, posts, options)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print("\n" + ", ".join(f"{key}: {value}" for key, value in describe().items()))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--posts", type=lambda text: [int(n) for n in text.split(",")],
                        default=[500, 5000], help="sizes of the site (500,5000)")  # fmt: skip
    parser.add_argument("--saves", type=int, default=40, help="saves of each kind (40)")
    parser.add_argument("--pause", type=float, default=2.5, help="mean seconds between saves (2.5)")
    parser.add_argument("--kinds", default="text,words,style", help="of text,words,style")
    parser.add_argument("--search", action="store_true", help="with a search index")
    add_scratch(parser)
    return parser.parse_args()


def _measure(
    tool: Tool,
    root: Path,
    command: list[str],
    environment: dict[str, str],
    posts: int,
    options: argparse.Namespace,
) -> None:
    post = make_post(posts // 2, posts)
    path = root / tool.post_path(post)
    saves: dict[str, tuple[Path, Callable[[int], str]]] = {
        "text": (path, "\n\nSave number {}.\n".format),
        "words": (path, lambda number: _sentences(number, posts)),
        "style": (root / STYLE, "\n:root {{ --save: {} }}\n".format),
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as server:
        try:
            address = _address(server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"),
                    args=["--no-sandbox", "--disable-gpu", "--no-first-run"],
                )
                page = browser.new_page()
                page.add_init_script(LOOK)
                page.goto(f"{address}{post.section}/{post.slug}/")
                for kind in options.kinds.split(","):
                    path, line = saves[kind]
                    shown = _save_often(page, path, line, server.pid, options)
                    print(_row(posts, kind, shown), flush=True)
                browser.close()
        finally:
            server.terminate()


def _sentences(number: int, posts: int) -> str:
    """Write a number, and the first sentences of so many other posts."""
    bodies = (make_post(7 * other % posts, posts).body for other in range(number))
    first = (re.search(r"[A-Z][^.|\n]+\.", body) for body in bodies)
    return f"\n\nSave number {number}. {' '.join(found[0] for found in first if found)}\n"


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if found := re.match(r"(http://\S+/) shows", line):
            return found[1]
    raise SystemExit("the preview did not start")


def _save_often(
    page: Page, path: Path, line: Callable[[int], str], server: int, options: argparse.Namespace
) -> list[Shown]:
    """Save again and again, as somebody does who writes; the first two saves warm up."""
    chance = random.Random(1)
    text = path.read_text("utf-8")
    first = int(page.evaluate("localStorage.length")) + 1
    shown = []
    for number in range(first, first + options.saves + 2):
        time.sleep(chance.uniform(0.4, 1.6) * options.pause)
        before, start = _cpu_s(server), time.time()
        path.write_text(text + line(number), "utf-8")
        page.wait_for_function("key => localStorage[key]", arg=f"save {number}", timeout=WAIT_MS)
        at = _shown_at(page, f"save {number}")
        shown.append(Shown(at / 1000 - start, _cpu_s(server) - before))
    return shown[2:]


def _shown_at(page: Page, key: str) -> float:
    """Tell when a save was shown, in ms since 1970; the page may just be exchanged once more."""
    for _ in range(TRIES - 1):
        with contextlib.suppress(Error):
            return float(page.evaluate("key => localStorage[key]", key))
    return float(page.evaluate("key => localStorage[key]", key))


def _cpu_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _row(posts: int, kind: str, shown: list[Shown]) -> str:
    times = sorted(one.seconds for one in shown)
    p95 = times[min(len(times) - 1, round(0.95 * len(times)))]
    cpu = statistics.median(one.cpu_s for one in shown)
    what = {"text": "a post's text", "words": "a post's words", "style": "the style sheet"}[kind]
    return (
        f"| {posts} | {what} | {len(times)} | {statistics.median(times):.2f} s"
        f" | {p95:.2f} s | {times[-1]:.2f} s | {cpu:.2f} s |"
    )


if __name__ == "__main__":
    sys.exit(main())
