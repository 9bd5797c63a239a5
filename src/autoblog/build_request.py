"""What is asked of a build."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from autoblog.report import Show
from autoblog.workers import POOL_FROM_ITEMS

CLOCK_TOLERANCE_S = 2.0
"""A file that changed so shortly before a look is read again: FAT counts time in two seconds."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a build; the site's settings say the rest."""

    root: Path  # the site's folder
    output: Path  # the folder that shall show the site
    home: Path  # the user's home folder, which no build may touch
    now: datetime  # aware
    base_url: str | None = None  # where the site will be read, instead of what its settings say
    show: Show = field(default_factory=Show)
    workers: int = 1
    pool_from_items: int = POOL_FROM_ITEMS  # below, a pool costs more than it saves
    clock_tolerance_s: float = CLOCK_TOLERANCE_S
