"""Findings that an author has silenced, with a reason, in the front matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from autoblog.parts import Silence
from autoblog.problems import Problem, Severity

SILENCEABLE_ERRORS = frozenset({"unknown-anchor", "unused-footnote"})
"""Problems despite which a right page can be made: the link leads to the top of its page, and the
footnote stands at the end. Behind all others a page would be missing, wrong or unsafe."""

SILENCEABLE_LATER = frozenset({"audit-anchor", "audit-link"})
"""What an audit says of a line of a post: it stops no build, and the page is there."""


def hushed(
    problems: Iterable[Problem], silences: Mapping[str, tuple[Silence, ...]]
) -> list[Problem]:
    """Mark the findings that the posts they are about have silenced.

    silences: source path -> what stands under `silence` there.
    """
    if not any(silences.values()):
        return list(problems)
    return [
        replace(problem, severity=Severity.SILENCED)
        if reason_of(problem, silences) is not None and can_be_silenced(problem)
        else problem
        for problem in problems
    ]


def can_be_silenced(problem: Problem) -> bool:
    """Tell whether a right page can be made all the same."""
    return not problem.is_error or problem.code in SILENCEABLE_ERRORS | SILENCEABLE_LATER


def reason_of(problem: Problem, silences: Mapping[str, tuple[Silence, ...]]) -> str | None:
    """Find the reason that the post gives for a finding of that code."""
    given = silences.get(problem.path, ())
    return next((silence.reason for silence in given if silence.code == problem.code), None)
