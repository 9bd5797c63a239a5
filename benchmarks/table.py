"""Runs as one Markdown table: medians, and ratios against Hugo's full build."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median

from benchmarks.scenarios import CLEAN, NOTHING, SCENARIOS, Run
from benchmarks.tools.base import Installed, Tool

YARDSTICKS = {"hugo": "Hugo", "hugo-related": "Hugo, related"}


@dataclass(frozen=True, slots=True)
class Row:
    """The runs of one tool and scenario, at one number of posts."""

    tool: Tool
    posts: int
    scenario: str
    runs: tuple[Run, ...]

    @property
    def is_right(self) -> bool:
        """Whether all runs wrote what was asked for."""
        return not any(run.faults for run in self.runs)

    @property
    def wall_s(self) -> float:
        """Median wall time."""
        return median(run.usage.wall_s for run in self.runs)

    @property
    def cpu_s(self) -> float:
        """Median CPU time."""
        return median(run.usage.cpu_s for run in self.runs)

    @property
    def peak_bytes(self) -> float | None:
        """Median peak memory."""
        peaks = [run.usage.peak_bytes for run in self.runs if run.usage.peak_bytes is not None]
        return median(peaks) if peaks else None


def make_rows(tools: Sequence[Tool], runs: Sequence[Run]) -> list[Row]:
    """Gather runs, in the order of the tools, then as they were run."""
    rows = []
    for tool in tools:
        own = [run for run in runs if run.tool == tool.name]
        for posts in dict.fromkeys(run.posts for run in own):
            for scenario in SCENARIOS:
                some = [run for run in own if run.posts == posts and run.scenario == scenario]
                if some:
                    rows.append(Row(tool, posts, scenario, tuple(some)))
    return rows


def table(
    rows: Sequence[Row],
    failures: Mapping[str, str],
    installed: Mapping[str, Installed],
    *,
    posts: int,
) -> str:
    """Write the table.

    failures: title of each tool that could not be installed, and why. posts: the number of posts
    whose rows are compared with Hugo.
    """
    ratio_heads = [f"× {title}" for title in YARDSTICKS.values()]
    heads = ["Tool", "Posts", "Build", "HTML pages"]
    for measure in ("Wall time (range)", "CPU time", "Peak memory"):
        heads += [measure, *ratio_heads]
    lines = [heads, ["---", "--:", "---", *["--:"] * (len(heads) - 3)]]
    for row in rows:
        name = _name(row, installed)
        lines.append([name, f"{row.posts:,}", build_name(row), *_cells(row, rows, posts)])
    for title, reason in failures.items():
        lines.append([title, f"{posts:,}", f"not installed: {_plain(reason)}"])
    width = len(heads)
    return "\n".join(f"| {' | '.join((line + [''] * width)[:width])} |" for line in lines)


def written_table(rows: Sequence[Row], installed: Mapping[str, Installed]) -> str:
    """Write a table of what each tool wrote, so that a reader sees how alike it is."""
    lines = [
        ["Tool", "Posts", "An article's page", "HTML pages", "Files", "All files", "Not made"],
        ["---", *["--:"] * 5, "---"],
    ]
    seen: set[tuple[str, int]] = set()
    for row in rows:
        written = row.runs[-1].written
        if (row.tool.name, row.posts) not in seen and row.is_right:
            seen.add((row.tool.name, row.posts))
            figures = f"{row.posts:,}", f"{written.article_bytes:,.0f} bytes", f"{written.pages:,}"
            sizes = f"{written.files:,}", f"{written.size_bytes / 1e6:,.1f} MB"
            lines.append([_name(row, installed), *figures, *sizes, ", ".join(row.tool.lacks)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def build_name(row: Row) -> str:
    """Name what was built."""
    if row.scenario == CLEAN and not row.tool.has_memory:
        return "any build (each is a full one)"
    return SCENARIOS[row.scenario]


def notes(rows: Sequence[Row]) -> Iterator[str]:
    """Say what the table does not: time against a clean build, against fewer posts; faults."""
    for row in rows:
        clean = _find(rows, row.tool.name, row.posts)
        if clean is not None and row.scenario != CLEAN:
            yield (
                f"{row.tool.title}, {row.posts:,} posts, {SCENARIOS[row.scenario]}:"
                f" {row.wall_s / clean.wall_s:.2f} × its own clean build."
            )
        for other in rows:
            is_same = (other.tool, other.scenario) == (row.tool, row.scenario)
            if is_same and row.scenario != NOTHING and other.posts > row.posts:
                yield (
                    f"{row.tool.title}, {SCENARIOS[row.scenario]}: {other.posts:,} posts take"
                    f" {other.wall_s / row.wall_s:.2f} × the time of {row.posts:,}."
                )
        if not row.is_right:
            faults = dict.fromkeys(fault for run in row.runs for fault in run.faults)
            yield (
                f"{row.tool.title}, {row.posts:,} posts, {SCENARIOS[row.scenario]}:"
                f" wrong output: {'; '.join(faults)}."
            )
        orphans = max(run.usage.orphans for run in row.runs)
        if orphans:
            yield f"{row.tool.title} left {orphans} processes behind; they are counted."


def as_json(
    runs: Sequence[Run],
    failures: Mapping[str, str],
    machine: Mapping[str, str],
    installed: Mapping[str, Installed],
) -> str:
    """Write all figures, unrounded."""
    value = {
        "machine": dict(machine),
        "versions": {name: tool.version for name, tool in installed.items()},
        "not_installed": dict(failures),
        "runs": [asdict(run) for run in runs],
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _cells(row: Row, rows: Sequence[Row], posts: int) -> Iterator[str]:
    """Yield the figures of a row and their ratios."""
    if any(run.usage.exit_code for run in row.runs):
        codes = sorted({run.usage.exit_code for run in row.runs} - {0})
        yield f"failed: exit status {codes[0]}"
        return
    yield f"{row.runs[-1].written.pages:,}" if row.is_right else "wrong output"
    sticks = [_find(rows, name, posts) if row.posts == posts else None for name in YARDSTICKS]
    walls = [run.usage.wall_s for run in row.runs]
    spread = f" ({_seconds(min(walls))}–{_seconds(max(walls))})" if len(walls) > 1 else ""
    yield f"{_seconds(row.wall_s)} s{spread}"
    yield from (_ratio(row.wall_s, stick.wall_s if stick else None) for stick in sticks)
    yield f"{_seconds(row.cpu_s)} s"
    yield from (_ratio(row.cpu_s, stick.cpu_s if stick else None) for stick in sticks)
    yield "–" if row.peak_bytes is None else f"{row.peak_bytes / 1e6:,.0f} MB"
    yield from (_ratio(row.peak_bytes, stick.peak_bytes if stick else None) for stick in sticks)


def _name(row: Row, installed: Mapping[str, Installed]) -> str:
    variant = f", {row.tool.variant}" if row.tool.variant else ""
    return f"{row.tool.title} {installed[row.tool.name].version}{variant}"


def _find(rows: Sequence[Row], name: str, posts: int) -> Row | None:
    for row in rows:
        if (row.tool.name, row.posts, row.scenario) == (name, posts, CLEAN) and row.is_right:
            return row
    return None


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def _ratio(value: float | None, stick: float | None) -> str:
    return "–" if not value or not stick else f"{value / stick:.2f}"


def _plain(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")
