"""What is asked of a build, and what it answers: records that load nothing else.

A build that finds nothing to do takes a tenth of a second; the nouns of `model` would double it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from autoblog.problems import Problem


@dataclass(frozen=True, slots=True)
class Show:
    """Which posts besides the published ones are shown."""

    drafts: bool = False
    scheduled: bool = False
    expired: bool = False


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A post that is not published now, and why."""

    source_path: str
    title: str
    status: str  # "draft", "scheduled" or "expired"
    due_at: datetime | None  # of a scheduled one


@dataclass(frozen=True, slots=True)
class Report:
    """What a build found and did."""

    posts: int  # shown and listed
    pages: int  # planned, of all kinds
    kept: int  # files that are as they were
    held_back: tuple[HeldBack, ...]
    next_due_at: datetime | None  # when time alone next changes what is shown
    warnings: tuple[Problem, ...]
    written: tuple[str, ...] = ()  # output paths of new and changed files, sorted
    removed: tuple[str, ...] = ()
    lacks_search: bool = False  # it is wanted, and no program for it is installed
    reasons: Mapping[str, str] = field(default_factory=dict)  # output path -> why it was stale
