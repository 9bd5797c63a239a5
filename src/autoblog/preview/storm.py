"""When a storm of changes has settled: how long to wait before files are worth a build.

One save is two or three events within a millisecond; a checkout is thousands within seconds. A
value that is fed with events and asked for the moment; it has no clock of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CALM_S = 0.012
"""After a file was closed or took its place: nothing more is to come."""
WRITING_S = 0.08
"""After a write to a file that is still open."""
STORM_S = 0.3
"""After an event of a storm."""
STORM_FROM_FILES = 8
LONGEST_S = 10.0
"""A storm that does not end is built all the same, this often."""


@dataclass(slots=True)
class Storm:
    """The changes since the last build."""

    began_at: float | None = None  # seconds of any clock
    last_at: float = 0.0
    paths: set[str] = field(default_factory=set)
    being_written: set[str] = field(default_factory=set)

    def feed(self, path: str, at: float, *, is_done: bool) -> None:
        """Take an event. is_done: the file is whole, as far as the system tells."""
        if self.began_at is None:
            self.began_at = at
        self.last_at = at
        self.paths.add(path)
        if is_done:
            self.being_written.discard(path)
        else:
            self.being_written.add(path)

    def due_at(self) -> float | None:
        """Tell when the changes may be built, if nothing else comes; None: there are none."""
        if self.began_at is None:
            return None
        quiet = CALM_S
        if self.being_written:
            quiet = WRITING_S
        if len(self.paths) > STORM_FROM_FILES:
            quiet = STORM_S
        return min(self.last_at + quiet, self.began_at + LONGEST_S)
