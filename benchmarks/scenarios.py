"""Runs: a tool's site is laid out once, then built as often as there are rounds and scenarios."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.checks import (
    Expected,
    Written,
    expect,
    find_added_faults,
    find_edit_faults,
    find_faults,
    measure_output,
)
from benchmarks.measure import Usage, run
from benchmarks.posts import make_post, make_posts, with_edit
from benchmarks.tools.base import Installed, Tool, lay_posts

CLEAN, NOTHING, EDITED, ADDED = "clean", "nothing", "edited", "added"
SCENARIOS = {
    CLEAN: "clean build",
    NOTHING: "nothing changed",
    EDITED: "one body edited",
    ADDED: "one post added",
}
SETTLE_S = 2.5  # tools that trust times do not trust those of the last two seconds
TAIL_LINES = 15


@dataclass(frozen=True, slots=True)
class Site:
    """A tool's site on the disk."""

    tool: Tool
    installed: Installed
    root: Path
    expected: Expected
    timeout_s: float

    @property
    def log(self) -> Path:
        """Where the last build's words are."""
        return self.root.with_name(f"{self.root.name}.log")


@dataclass(frozen=True, slots=True)
class Run:
    """One measured build."""

    tool: str
    posts: int
    scenario: str
    usage: Usage
    written: Written
    faults: tuple[str, ...]
    log: str  # the last lines, when something is wrong


def lay_site(
    tool: Tool, installed: Installed, folder: Path, *, posts: int, timeout_s: float
) -> Site:
    """Write a tool's site, anew."""
    root = folder / f"{tool.name}-{posts}"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    tool.lay(root)
    lay_posts(tool, root, make_posts(posts))
    time.sleep(SETTLE_S)
    return Site(tool, installed, root, expect(posts), timeout_s)


def run_round(site: Site, scenarios: list[str], tell: Callable[[Run], None]) -> list[Run]:
    """Build a site once for each scenario, from a clean build on. `tell` hears of each.

    A tool that remembers nothing between builds makes clean builds only: its others are the same.
    """
    tool = site.tool
    _restore(site)
    runs: list[Run] = []

    def measure(scenario: str) -> None:
        runs.append(_measure(site, scenario))
        tell(runs[-1])

    if CLEAN in scenarios or not tool.has_memory:
        measure(CLEAN)
    warm = [scenario for scenario in scenarios if scenario != CLEAN and tool.has_memory]
    if warm and (CLEAN not in scenarios or tool.warm_arguments is not None):
        _forget(site)
        _build(site, NOTHING)
    for scenario in (NOTHING, EDITED, ADDED):
        if scenario in warm:
            _change(site, scenario)
            measure(scenario)
    return runs


def remove_site(site: Site) -> None:
    """Free the memory that a site on a tmpfs takes."""
    shutil.rmtree(site.root, ignore_errors=True)
    site.log.unlink(missing_ok=True)


def _restore(site: Site) -> None:
    """Bring the sources back to what they were, and remove what builds left."""
    added = make_post(site.expected.posts, site.expected.posts)
    (site.root / site.tool.post_path(added)).unlink(missing_ok=True)
    lay_posts(site.tool, site.root, [site.expected.edited])
    _forget(site)


def _forget(site: Site) -> None:
    for pattern in site.tool.made:
        for path in site.root.glob(pattern):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _change(site: Site, scenario: str) -> None:
    if scenario == EDITED:
        lay_posts(site.tool, site.root, [with_edit(site.expected.edited)])
    elif scenario == ADDED:
        lay_posts(site.tool, site.root, [make_post(site.expected.posts, site.expected.posts)])


def _build(site: Site, scenario: str) -> Usage:
    tool = site.tool
    arguments = tool.arguments
    if scenario != CLEAN and tool.warm_arguments is not None:
        arguments = tool.warm_arguments
    return run(
        (*site.installed.program, *arguments),
        site.root,
        environment=site.installed.environment,
        log=site.log,
        timeout_s=site.timeout_s,
    )


def _measure(site: Site, scenario: str) -> Run:
    usage = _build(site, scenario)
    faults = []
    if usage.exit_code:
        faults.append(f"exit status {usage.exit_code}")
    else:
        faults += find_faults(site.tool, site.root, site.expected)
        if scenario == EDITED:
            faults += find_edit_faults(site.tool, site.root, site.expected)
        if scenario == ADDED:
            added = make_post(site.expected.posts, site.expected.posts)
            faults += find_added_faults(site.tool, site.root, site.expected, added=added)
    log = site.log.read_text("utf-8", "replace").splitlines()[-TAIL_LINES:] if faults else []
    return Run(
        tool=site.tool.name,
        posts=site.expected.posts,
        scenario=scenario,
        usage=usage,
        written=measure_output(site.root / site.tool.output),
        faults=tuple(faults),
        log="\n".join(log),
    )
