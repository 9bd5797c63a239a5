"""The life of a preview: wait for a change, build, tell; until it is interrupted."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from autoblog.preview.rebuild import Outcome

LOOK_EVERY_S = 4.0
"""How often it is looked whether a change came without notice."""
POLL_EVERY_S = 0.5
"""The same, where the system gives no notices."""
LOOK_SHARE, POLL_SHARE = 50, 5
"""So many times the length of a look must lie between two."""
LATE_NOTICE_S = 1.0
CALM_S = 1.5
"""So long after a change nobody seems to be writing."""

Tell = Callable[[Outcome, float], None]
"""Told of each rebuild that changed anything, and how many seconds it took."""


class Eye(Protocol):
    """Sees changes of sources; `preview.watch.Watch` is one."""

    trouble: str

    def wait(self, longest_s: float) -> bool:
        """Wait until changes have settled, or for so long; tell whether there were any."""


def keep_up(
    rebuild: Callable[[], Outcome],
    eye: Eye,
    *,
    first: Outcome,
    tell: Tell,
    warn: Callable[[str], None],
    calm: Callable[[], object] = lambda: None,
    is_over: Callable[[], bool] = lambda: False,
) -> None:
    """Rebuild at each change, and now and then to see whether one came without notice.

    first: what the first rebuild gave; there was no eye on the files then.
    warn: told in one line when the system's notices are not, or no longer, to be trusted.
    calm: called when a while has passed since the last change. is_over: asked before each wait.
    """
    is_deaf = is_restless = False
    last, took_s, pause_s = first, 0.0, 0.0
    while not is_over():
        if eye.trouble and not is_deaf:
            is_deaf = True
            warn(_deaf_line(eye.trouble))
        is_restless = is_restless and pause_s > 0
        is_noticed = eye.wait(min(pause_s, CALM_S) if is_restless else pause_s)
        if is_restless and not is_noticed:
            is_restless = False
            calm()
            continue
        now = datetime.now(UTC)
        is_due = last.next_change_at is not None and last.next_change_at <= now
        before, (last, took_s) = last, _timed(rebuild)
        is_new = last.is_change or _said(last) != _said(before)
        is_restless = is_noticed or is_new or pause_s == 0.0
        if is_noticed or is_new:
            tell(last, took_s)
        is_explained = is_noticed or is_due or is_deaf or pause_s == 0.0
        pause_s = _pause(last, took_s, is_deaf=is_deaf)
        if is_new and not is_explained:
            if eye.wait(LATE_NOTICE_S):
                pause_s = 0.0
            else:
                is_deaf = True
                warn(_deaf_line("a change came without notice from the system"))


def _timed(rebuild: Callable[[], Outcome]) -> tuple[Outcome, float]:
    start = time.monotonic()
    outcome = rebuild()
    return outcome, time.monotonic() - start


def _pause(last: Outcome, took_s: float, *, is_deaf: bool) -> float:
    """Say how long to wait at most: until the next look, or until a post falls due."""
    every, share = (POLL_EVERY_S, POLL_SHARE) if is_deaf else (LOOK_EVERY_S, LOOK_SHARE)
    pause = max(every, share * took_s)
    if last.next_change_at is not None:
        left = (last.next_change_at - datetime.now(UTC)).total_seconds()
        pause = min(pause, max(left, 0.0) + 0.01)
    return pause


def _said(outcome: Outcome) -> object:
    return outcome.report is None, outcome.stopped_by, outcome.error


def _deaf_line(reason: str) -> str:
    return f"the files are looked at twice a second from now on: {reason}"
