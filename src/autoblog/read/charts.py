"""Charts, as authors write them: a title, a kind, a small table; and what is wrong with them.

A block begins with lines `key: value`. What follows is the table, its cells parted by commas: the
first line names the columns, the first cell of each further line what the numbers in it are of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from autoblog.problems import listed, nearest, shown

KINDS = ("bar", "line")
KEYS = ("title", "kind", "unit", "source")
NEEDED = ("title", "kind")
MOST_SERIES = 6
MOST_ROWS = {"bar": 40, "line": 400}
_SETTING = re.compile(r"\s*([^\W\d_][\w-]*)\s*:(?:\s+|$)(.*)")
_CELL = re.compile(r"\s*(\"(?:[^\"]|\"\")*\"|[^,]*?)\s*(,|$)")
_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,12})?")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a chart; line and column count from 1, within the block."""

    line: int
    column: int
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers."""

    name: str
    values: tuple[float | None, ...]  # None: an empty cell, where nothing is known
    texts: tuple[str, ...]  # as the author wrote them


@dataclass(frozen=True, slots=True)
class Chart:
    """All that a chart shows."""

    title: str
    kind: str  # of KINDS
    unit: str
    source: str
    corner: str  # what the labels are
    labels: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    settings: dict[str, str] = field(default_factory=dict)
    rows: list[tuple[int, list[tuple[str, int]]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_chart(text: str) -> tuple[Chart | None, tuple[Fault, ...]]:
    """Read a chart's block; None with all that is wrong with it."""
    reading = _Reading()
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            _read_line(line, number, reading)
    for key in NEEDED:
        if not reading.settings.get(key):
            hint = f"begin the block with `{key}: …`"
            reading.faults.append(Fault(1, 1, f'the chart has no "{key}"', hint))
    series = _series(reading)
    if reading.faults:
        return None, tuple(reading.faults)
    settings = reading.settings
    (_, head), *rows = reading.rows
    chart = Chart(
        title=settings["title"],
        kind=settings["kind"],
        unit=settings.get("unit", ""),
        source=settings.get("source", ""),
        corner=head[0][0],
        labels=tuple(cells[0][0] for _, cells in rows),
        series=tuple(series),
    )
    return chart, ()


def _read_line(line: str, number: int, reading: _Reading) -> None:
    match = None if reading.rows else _SETTING.fullmatch(line.rstrip())
    key = match[1].lower() if match else ""
    if match is None or (key not in KEYS and "," in line):
        reading.rows.append((number, list(_cells(line))))
    elif key not in KEYS:
        near = nearest(key, KEYS)
        hint = f'did you mean "{near}"?' if near else f"a chart has {listed(KEYS)}"
        message = f"{shown(match[1])} is not a word of a chart"
        reading.faults.append(Fault(number, match.start(1) + 1, message, hint))
    elif key in reading.settings:
        message = f'"{key}" is given twice'
        reading.faults.append(Fault(number, match.start(1) + 1, message, "remove one"))
    else:
        value = reading.settings[key] = match[2].strip().strip('"')
        if key == "kind" and value not in KINDS:
            message = f'"kind" is {shown(value)}; expected {listed(KINDS)}'
            reading.faults.append(Fault(number, match.start(2) + 1, message))


def _cells(line: str) -> Iterator[tuple[str, int]]:
    """Part a line into cells, each with its column."""
    for match in _CELL.finditer(line):
        text = match[1]
        if len(text) > 1 and text[0] == text[-1] == '"':
            text = text[1:-1].replace('""', '"')
        yield " ".join(text.split()), match.start(1) + 1
        if not match[2]:
            return


def _series(reading: _Reading) -> list[Series]:
    """Read the columns of numbers; what is wrong joins the faults."""
    faults = reading.faults
    if len(reading.rows) < 2 or len(reading.rows[0][1]) < 2:
        line = reading.rows[0][0] if reading.rows else 1
        hint = "a line such as `Year, Cars`, then one such as `2024, 5.9` for each year"
        faults.append(Fault(line, 1, "the chart has no table", hint))
        return []
    (line, head), *rows = reading.rows
    names = [name for name, _ in head]
    most = MOST_ROWS.get(reading.settings.get("kind", ""), max(MOST_ROWS.values()))
    if len(names) - 1 > MOST_SERIES:
        message = f"the chart has {len(names) - 1} columns of numbers; the most is {MOST_SERIES}"
        faults.append(Fault(line, 1, message, "make two of it"))
    if len(rows) > most:
        message = f"the chart has {len(rows)} rows; the most is {most}"
        faults.append(Fault(rows[most][0], 1, message, "make the steps larger"))
    for at, (name, column) in enumerate(head):
        if at and (not name or name in names[:at]):
            what = f"the name {shown(name)} is given twice" if name else "a column has no name"
            faults.append(Fault(line, column, what, "give each column a name of its own"))
    for number, cells in rows:
        if not cells[0][0]:
            faults.append(Fault(number, 1, "the line does not say what its numbers are of"))
        if len(cells) != len(names):
            message = f"the line has {len(cells)} cells; the first line has {len(names)}"
            hint = 'put a text with a comma between quotation marks, "like, this"'
            faults.append(Fault(number, cells[min(len(cells), len(names)) - 1][1], message, hint))
    whole = [(number, cells) for number, cells in rows if len(cells) == len(names)]
    return [_column(names[at], at, whole, faults) for at in range(1, len(names))]


def _column(
    name: str,
    at: int,
    rows: Sequence[tuple[int, list[tuple[str, int]]]],
    faults: list[Fault],
) -> Series:
    values: list[float | None] = []
    has_faults = False
    for number, cells in rows:
        text, column = cells[at]
        plain = text.replace("−", "-").replace("–", "-")
        if not _NUMBER.fullmatch(plain) and text:
            message = f"{shown(text, 40)} is not a number"
            hint = "write it plainly, such as 1.5 or -20, or leave the cell empty"
            if "%" in text:
                hint = "write the number alone; the unit has a line of its own, `unit: %`"
            faults.append(Fault(number, column, message, hint))
            plain, has_faults = "", True
        values.append(float(plain.replace(",", "")) if plain else None)
    if rows and not has_faults and all(value is None for value in values):
        faults.append(Fault(rows[0][0], rows[0][1][at][1], f"{shown(name)} has no number at all"))
    return Series(name, tuple(values), tuple(cells[at][0] for _, cells in rows))
