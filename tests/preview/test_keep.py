from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from autoblog.preview.keep import CALM_S, LOOK_EVERY_S, POLL_EVERY_S, keep_up
from autoblog.preview.rebuild import Outcome
from autoblog.report import Report

SAME = Outcome(Report(0, 0, 0, (), None, ()))
CHANGED = Outcome(Report(0, 0, 0, (), None, (), written=("index.html",)))
BROKEN = Outcome(None, ("a.md:1:1: empty: there is nothing",))


class Eyes:
    """What the system's notices would have been, one after the other."""

    def __init__(self, *notices: bool, trouble: str = "") -> None:
        self.trouble = trouble
        self.waits: list[float] = []
        self.calm: list[int] = []  # how many rebuilds had been told each time
        self._notices = iter(notices)
        self._left = len(notices)

    def wait(self, longest_s: float) -> bool:
        self.waits.append(longest_s)
        self._left -= 1
        return next(self._notices)

    def is_over(self) -> bool:
        return self._left == 0


def play(eyes: Eyes, outcomes: list[Outcome]) -> tuple[list[Outcome], list[str]]:
    """Return what was told, and what was warned of."""
    told: list[Outcome] = []
    warned: list[str] = []
    calm: list[int] = []
    following: Iterator[Outcome] = iter(outcomes)
    keep_up(
        lambda: next(following),
        eyes,
        first=SAME,
        tell=lambda outcome, _: told.append(outcome),
        warn=warned.append,
        calm=lambda: calm.append(len(told)),
        is_over=eyes.is_over,
    )
    eyes.calm = calm
    return told, warned


def test_each_noticed_change_is_built_and_told() -> None:
    told, warned = play(Eyes(False, True, True), [SAME, CHANGED, BROKEN])

    assert (told, warned) == ([CHANGED, BROKEN], [])


def test_looks_that_find_nothing_are_not_told() -> None:
    told, warned = play(Eyes(False, False, False), [SAME, SAME, SAME])

    assert (told, warned) == ([], [])


def test_a_lasting_problem_is_told_once() -> None:
    told, _ = play(Eyes(False, True, False, False), [SAME, BROKEN, BROKEN, BROKEN])

    assert told == [BROKEN]


def test_what_changed_before_the_eye_was_open_is_no_lost_notice() -> None:
    told, warned = play(Eyes(False), [CHANGED])

    assert (told, warned) == ([CHANGED], [])


def test_a_change_without_notice_means_polling_and_one_line() -> None:
    eyes = Eyes(*[False] * 8)

    told, warned = play(eyes, [SAME, CHANGED, CHANGED, CHANGED])

    assert told == [CHANGED] * 3
    assert len(warned) == 1 and "looked at twice a second" in warned[0]
    assert eyes.waits[0] == 0
    assert eyes.waits[1] == CALM_S
    assert eyes.waits[2] >= LOOK_EVERY_S
    assert eyes.waits[-1] == POLL_EVERY_S


def test_a_notice_that_comes_late_is_no_lost_one() -> None:
    _, warned = play(Eyes(False, False, False, True, False), [SAME, CHANGED, SAME])

    assert warned == []


def test_a_system_that_refuses_to_watch_means_polling_and_one_line() -> None:
    eyes = Eyes(False, False, False, trouble="inotify watch limit reached")

    _, warned = play(eyes, [SAME, SAME, CHANGED])

    assert len(warned) == 1 and "inotify watch limit reached" in warned[0]
    assert eyes.waits[1:] == [POLL_EVERY_S, POLL_EVERY_S]


def test_the_wait_ends_when_a_post_falls_due_and_that_is_no_lost_notice() -> None:
    due = Outcome(SAME.report, next_change_at=datetime.now(UTC) - timedelta(milliseconds=1))
    eyes = Eyes(False, False, False)

    told, warned = play(eyes, [due, CHANGED])

    assert eyes.waits[1] < 0.1
    assert (told, warned) == ([CHANGED], [])


def test_a_calm_moment_comes_once_after_each_run_of_changes() -> None:
    eyes = Eyes(False, True, True, False, False, True, False)

    play(eyes, [SAME, CHANGED, CHANGED, SAME, CHANGED])

    assert eyes.calm == [2, 3]
