"""Fences of Markdown: the backticks around code, one more than stand in a row within it."""

from __future__ import annotations

import re

SHORTEST_OF_BLOCK = 3


def block_fence(text: str) -> str:
    """Choose the fence of a block of code."""
    return "`" * max(SHORTEST_OF_BLOCK, _longest(text) + 1)


def span_fence(text: str) -> str:
    """Choose the fence of code within a line."""
    return "`" * (_longest(text) + 1)


def _longest(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
