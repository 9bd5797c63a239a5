"""The lines of a saved page, and who is told what could not be carried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Report = Callable[[int, str], None]
"""Takes the line and the words of what could not be carried."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page."""

    number: int  # of the file
    text: str  # plain, one space between words
    markdown: str
    is_title: bool = False  # a heading of the first level
