"""All tools, in the order of the table."""

from __future__ import annotations

from pathlib import Path

from benchmarks.tools.autoblog import autoblog_tool
from benchmarks.tools.base import Tool
from benchmarks.tools.eleventy import ELEVENTY
from benchmarks.tools.hugo import HUGO, HUGO_RELATED
from benchmarks.tools.nikola import NIKOLA
from benchmarks.tools.pelican import PELICAN


def all_tools(*, python: str | None = None, theme: Path | None = None) -> tuple[Tool, ...]:
    """List the tools. python, theme: what autoblog runs with; None: the defaults."""
    return (
        autoblog_tool(python=python, theme=theme),
        autoblog_tool(python=python, theme=theme, engine="commonmark"),
        HUGO,
        HUGO_RELATED,
        ELEVENTY,
        PELICAN,
        NIKOLA,
    )
