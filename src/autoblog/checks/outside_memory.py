"""What outside addresses answered, in a file that is committed: sorted, a line each, with dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

OUTSIDE_FILE = "outside-links.txt"
_LINE = re.compile(
    r"(?P<address>\S+) (?P<verdict>ok|moved|dead|blocked|flaky|private) (?P<asked>\d{4}-\d\d-\d\d)"
    r"(?: status=(?P<status>\d+))?(?: days=(?P<days>[\d,-]+))?(?: to=(?P<to>\S+))?$"
)


@dataclass(frozen=True, slots=True)
class Heard:
    """What an address answered, and when."""

    verdict: str  # "ok", "moved", "dead", "blocked", "flaky" or "private"
    asked_on: date
    status: int = 0  # 0: no answer came
    failed_on: tuple[date, ...] = ()  # the days on which it did not answer well, oldest first
    to: str = ""  # where it moved


def read_memory(root: Path) -> Mapping[str, Heard]:
    """Read what is known. What cannot be read, as after a merge that went wrong, is forgotten."""
    try:
        text = (root / OUTSIDE_FILE).read_text("utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return {}
    known: dict[str, Heard] = {}
    for line in text.splitlines():
        heard = _heard(line)
        if heard and (heard[0] not in known or known[heard[0]].asked_on < heard[1].asked_on):
            known[heard[0]] = heard[1]
    return known


def write_memory(root: Path, known: Mapping[str, Heard]) -> None:
    """Write what is known, in one step, where it says something new."""
    text = "".join(f"{_line(address, known[address])}\n" for address in sorted(known))
    path = root / OUTSIDE_FILE
    if path.is_file() and path.read_text("utf-8", "replace") == text:
        return
    aside = path.with_name(f".{OUTSIDE_FILE}.new")
    aside.write_text(text, "utf-8", newline="\n")
    aside.replace(path)


def _heard(line: str) -> tuple[str, Heard] | None:
    match = _LINE.match(line.strip())
    if match is None:
        return None
    try:
        days = tuple(date.fromisoformat(day) for day in (match["days"] or "").split(",") if day)
        asked = date.fromisoformat(match["asked"])
    except ValueError:
        return None
    heard = Heard(match["verdict"], asked, int(match["status"] or 0), days, match["to"] or "")
    return match["address"], heard


def _line(address: str, heard: Heard) -> str:
    parts = [address, heard.verdict, heard.asked_on.isoformat()]
    parts += [f"status={heard.status}"] if heard.status else []
    parts += [f"days={','.join(map(str, heard.failed_on))}"] if heard.failed_on else []
    parts += [f"to={heard.to}"] if heard.to else []
    return " ".join(parts)
