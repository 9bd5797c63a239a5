#!/usr/bin/env python3
"""Say where the time of a clean build goes: CPU milliseconds a post, stage by stage.

python3 benchmarks/stages.py --posts 2000
python3 benchmarks/stages.py --posts 500 --functions 30
python3 benchmarks/stages.py --posts 10000 --out before.json
python3 benchmarks/stages.py --posts 10000 --before before.json

The site of `compare.py` is built from nothing in this one process. Each stage counts its own time
only: what it calls is counted in the stages below it. The collector is as it is in a build.
"""

from __future__ import annotations

import argparse
import cProfile
import functools
import gc
import importlib
import json
import pstats
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.posts import make_posts
from benchmarks.scratch import add_scratch
from benchmarks.tools.autoblog import DEFAULT_ENGINE, autoblog_tool
from benchmarks.tools.base import lay_posts

STAGES: Mapping[str, tuple[str, ...]] = {
    "find files": ("build_look.find_sources",),
    "read a file": ("build_posts.read_bytes", "build_assets.read_bytes"),
    "split, front matter": ("read.posts.split_source", "read.posts.read_front_matter"),
    "Markdown": ("read.bodies.to_pieces",),
    "clean": ("read.enrich.clean",),
    "enrich": ("read.bodies.enrich_common", "read.enrich.enrich"),
    "links, problems": ("read.posts.read_body",),
    "terms": ("read.posts.weighted_terms",),
    "the rest of reading": ("build_posts.read_post", "build_site.gather"),
    "related": ("build_relate.look", "build_relate.fill_boxes", "build_relate.ground_of"),
    "arrange": ("build_site.arrange",),
    "plan": ("build_site.plan",),
    "judge the plan": (
        "build_site.find_collisions", "build_site.find_broken_links",
        "build_site.find_vanished", "build_site._closures",
    ),
    "fingerprints": ("build_write.fingerprints_of", "build_write.compare"),
    "render": ("render.pages.Renderer.render_parts", "render.pages.Renderer.render_aside"),
    "write": ("build_write.write_page", "build_assets.write_asset"),
    "the rest of rendering": ("build_write._make",),
    "publish": ("build_write.publish", "build_write.find_entries"),
    "the rest": ("build.build",),
}  # fmt: skip
"""Stage -> the functions of autoblog whose own time it is, by the name that callers know."""


def main() -> int:
    """Build a site of generated posts, and print what each stage costs."""
    options = _options()
    folder = Path(tempfile.mkdtemp(prefix="autoblog-stages-", dir=options.scratch))
    try:
        _lay(folder, options.posts, options.engine)
        if options.functions:
            _print_functions(folder, options.functions)
        else:
            _print_stages(_measure(folder), options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--posts", type=int, default=2000, help="posts of the site (default: 2000)")
    add("--engine", default=DEFAULT_ENGINE, help="markdown.engine (default: %(default)s)")
    add("--functions", type=int, default=0, metavar="N", help="show the N dearest functions")
    add("--out", type=Path, help="write the figures to this file, as JSON")
    add("--before", type=Path, help="show the figures of an earlier --out beside these")
    add_scratch(parser)
    return parser.parse_args()


def _lay(folder: Path, posts: int, engine: str) -> None:
    tool = autoblog_tool(engine=engine)
    tool.lay(folder)
    lay_posts(tool, folder, make_posts(posts))


class _Clock:
    """Own time of each stage: a stage that calls another stops its clock until that one is done."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(STAGES, 0.0)
        self._open: list[str] = []
        self._since = 0.0

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap a function so that its time is the stage's."""

        @functools.wraps(function, updated=())
        def wrapper(*arguments: Any, **named: Any) -> Any:
            self._switch()
            self._open.append(stage)
            try:
                result = function(*arguments, **named)
                return list(result) if isinstance(result, Iterator) else result
            finally:
                self._switch()
                self._open.pop()

        return wrapper

    def _switch(self) -> None:
        now = time.process_time()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now


def _measure(folder: Path) -> Mapping[str, float]:
    """Build the site once. Returns seconds of each stage."""
    clock = _Clock()
    with _wrapped(clock):
        _build(folder)
    return clock.seconds


@contextmanager
def _wrapped(clock: _Clock) -> Iterator[None]:
    """Put timed functions in the place of those that the stages name."""
    for module in ("build", "build_assets", "build_site", "read.enrich"):
        importlib.import_module(f"autoblog.{module}")
    restored: list[tuple[Any, str, Any]] = []
    try:
        for stage, names in STAGES.items():
            for name in names:
                holder, attribute = _find(name)
                function = getattr(holder, attribute)
                restored.append((holder, attribute, function))
                setattr(holder, attribute, clock.timed(stage, function))
        yield
    finally:
        for holder, attribute, function in restored:
            setattr(holder, attribute, function)


def _find(name: str) -> tuple[Any, str]:
    """Find the module or class that holds a name such as `read.posts.read_body`."""
    *path, attribute = name.split(".")
    holder: Any = importlib.import_module("autoblog")
    for part in path:
        holder = getattr(holder, part)
    return holder, attribute


def _build(folder: Path) -> None:
    from autoblog import build
    from autoblog.cache import FILE, FOLDER, Cache

    request = build.Request(
        root=folder, output=folder / "public", home=folder / "home", now=datetime.now(UTC)
    )
    cache = Cache(folder / FOLDER / FILE)
    try:
        build.build(request, cache)
    finally:
        cache.close()
        gc.collect()


def _print_functions(folder: Path, count: int) -> None:
    profile = cProfile.Profile()
    profile.runcall(_build, folder)
    pstats.Stats(profile).sort_stats("tottime").print_stats(count)


def _print_stages(seconds: Mapping[str, float], options: argparse.Namespace) -> None:
    costs = {stage: 1000 * one / options.posts for stage, one in seconds.items()}
    costs["all"] = sum(costs.values())
    before = json.loads(options.before.read_text("utf-8")) if options.before else {}
    print(f"| ms of CPU a post | {'before | ' if before else ''}now |")
    print(f"|---|{'---|' if before else ''}---|")
    for stage, cost in costs.items():
        old = f"{before[stage]:.3f} | " if stage in before else ""
        print(f"| {stage} | {old}{cost:.3f} |")
    if options.out:
        options.out.write_text(json.dumps(costs, indent=1), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
