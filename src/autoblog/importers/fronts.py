"""Front matter as other generators have it: YAML, TOML or JSON, with the line of each key."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from autoblog.importers.entries import failed
from autoblog.problems import Problem, Severity, errors_of
from autoblog.yaml_nodes import Keys, plain_value
from autoblog.yaml_text import parse_yaml

_FENCES = {"---": "---", "+++": "+++", ";;;": ";;;"}
_MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$"
)


@dataclass(frozen=True, slots=True)
class Front:
    """A source of another generator, cut in two."""

    values: Mapping[str, Any]  # lower-case keys
    lines: Mapping[str, int]
    body: str
    body_line: int  # of the file, on which the body begins

    def line(self, key: str) -> int:
        """Say on which line a key stands."""
        return self.lines.get(key, 1)


def read_front(text: str, origin: str) -> tuple[Front | None, tuple[Problem, ...]]:
    """Cut a source and read its front matter; None, without a problem, where it has none."""
    lines = text.split("\n")
    opening = lines[0].rstrip()
    if text.startswith("{") and origin.endswith((".md", ".markdown", ".html")):
        return _json(text, origin)
    if opening not in _FENCES:
        return None, ()
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() == opening), None)
    if end is None:
        return None, (failed(origin, 1, f"the front matter is never closed with {opening}"),)
    head, body = "\n".join(lines[1:end]), "\n".join(lines[end + 1 :])
    read = read_yaml if opening == "---" else read_toml
    values, places, problems = read(head, origin, first_line=2)
    if values is None:
        return None, problems
    return Front(values, places, body, end + 2), problems


def read_yaml(
    text: str, origin: str, *, first_line: int = 1
) -> tuple[Mapping[str, Any] | None, Mapping[str, int], tuple[Problem, ...]]:
    """Read YAML; what could be read in spite of a mistake comes with a warning."""
    node, problems = parse_yaml(text, origin, first_line=first_line)
    if node is None:
        return (None if errors_of(problems) else {}), {}, problems
    if not isinstance(node, Keys):
        return None, {}, (failed(origin, first_line, "expected keys with values, `key: value`"),)
    values = {key.lower(): plain_value(value) for key, value in node.nodes.items()}
    places = {key.lower(): place.line for key, place in node.key_places.items()}
    return values, places, tuple(replace(one, severity=Severity.WARNING) for one in problems)


def read_toml(
    text: str, origin: str, *, first_line: int = 1
) -> tuple[Mapping[str, Any] | None, Mapping[str, int], tuple[Problem, ...]]:
    """Read TOML."""
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        line = re.search(r"at line (\d+)", str(error))
        number = first_line + (int(line[1]) if line else 1) - 1
        return None, {}, (failed(origin, number, f"it is no TOML: {error}"),)
    places: dict[str, int] = {}
    for number, line_text in enumerate(text.split("\n"), first_line):
        key = re.match(r"\s*\[*\s*[\"']?([\w-]+)", line_text)
        if key:
            places.setdefault(key[1].lower(), number)
    return {key.lower(): value for key, value in found.items()}, places, ()


def _json(text: str, origin: str) -> tuple[Front | None, tuple[Problem, ...]]:
    try:
        found, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        number = getattr(error, "lineno", 1)
        return None, (failed(origin, number, f"its front matter is no JSON: {error}"),)
    values = {key.lower(): value for key, value in found.items()}
    rest = text[end:]
    return Front(values, {}, rest.removeprefix("\n"), text.count("\n", 0, end) + 2), ()


def text_of(value: Any) -> str:
    """Take a value for a text; "" where it is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, str | int | float | date) else ""


def words_of(value: Any, *, by_space: bool = False) -> tuple[str, ...]:
    """Take a value for a list of words: a list, or a text with commas, or with spaces."""
    if isinstance(value, str):
        value = value.split() if by_space and "," not in value else value.split(",")
    if isinstance(value, Mapping):
        value = list(value)
    items = value if isinstance(value, list | tuple) else [value]
    return tuple(dict.fromkeys(word for item in items if (word := text_of(item))))


def flag_of(value: Any) -> bool:
    """Take a value for true or false; what is neither is false."""
    return text_of(value).lower() in ("true", "yes", "on", "1")


def day_of(value: Any) -> date | None:
    """Take a value for a date or a moment; None where it is none."""
    if isinstance(value, date):
        return value
    match = _MOMENT.match(text_of(value))
    if match is None:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        if hour is None:
            return date(int(year), int(month), int(day))
        zone = {"Z": "+00:00", "UTC": "+00:00", "GMT": "+00:00"}.get(zone or "", zone or "")
        moment = f"{int(year):04}-{int(month):02}-{int(day):02}T{int(hour):02}:{minute}"
        return datetime.fromisoformat(f"{moment}:{second or '00'}{zone}")
    except ValueError:
        return None
