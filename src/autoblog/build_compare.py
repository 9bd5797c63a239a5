"""What another Markdown engine would read differently, in all posts of a site."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from autoblog.config import Engine, ReadingSettings
from autoblog.problems import Problem, Severity
from autoblog.read.dialects import dialect_problems
from autoblog.read.front_matter import split_source
from autoblog.read.sources import POST_SUFFIX, find_files, plain_text, read_bytes
from autoblog.workers import Team, TimeLimitError, time_limit


def compare_engines(
    root: Path, settings: ReadingSettings, other: Engine, team: Team
) -> tuple[Problem, ...]:
    """Read all posts with two engines; warn where they differ. Nothing of it is remembered."""
    files, _ = find_files(root, "content")
    paths = [file.path for file in files if file.path.lower().endswith(POST_SUFFIX)]
    found = team.map("Comparing", _compare, paths, setup=partial(_state, root, settings, other))
    return tuple(problem for problems in found for problem in problems)


State = tuple[Path, ReadingSettings, Engine]


def _state(root: Path, settings: ReadingSettings, other: Engine) -> State:
    return root, settings, other


def _compare(state: State, path: str) -> tuple[Problem, ...]:
    """Compare one post. What cannot be read is told by the check of the site itself."""
    root, settings, other = state
    limits = settings.limits
    try:
        with time_limit(limits.seconds_per_post):
            text, _ = plain_text(read_bytes(root, path), path, limit_kib=limits.post_kib)
            if text is None:
                return ()
            split, _ = split_source(text, path, limit_kib=limits.front_matter_kib)
            return tuple(dialect_problems(split, path, settings, other)) if split else ()
    except OSError:
        return ()
    except TimeLimitError:
        message = f"comparing two engines takes longer than {limits.seconds_per_post} s"
        problem = Problem("too-slow", path, message, 1, 1, severity=Severity.WARNING)
        return (problem,)
