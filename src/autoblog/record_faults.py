"""What is wrong with a mapping, in plain words and with the mend, at the place of each value."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, cast, get_args, get_origin, get_type_hints

from autoblog.likeness import surely_meant
from autoblog.problems import Edit, Place, Problem, listed, nearest, problem_at, shown
from autoblog.yaml_nodes import Items, Keys, Node, Scalar, place_of


def unknown_keys(
    kind: Any, node: Node, path: str, extra: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Compare a tree's keys with a record's fields, all the way down."""
    if isinstance(node, Scalar):
        return
    if not dataclasses.is_dataclass(kind):
        inner = [item for item in get_args(kind) if item is not Ellipsis]
        if isinstance(node, Items):
            for item in node.nodes:
                for argument in inner:
                    yield from unknown_keys(argument, item, path)
        elif get_origin(kind) is not dict:
            for argument in inner:
                if isinstance(node, Keys) and dataclasses.is_dataclass(argument):
                    yield from unknown_keys(argument, node, path)
        return
    if not isinstance(node, Keys):
        return
    fields = field_types(cast(Any, kind))
    for key, value in node.nodes.items():
        if key in fields:
            yield from unknown_keys(fields[key], value, path)
        elif key not in extra:
            near = nearest(key, (*fields, *extra))
            hint = f'did you mean "{near}"?' if near else f"known keys: {listed(fields)}"
            message = f"{shown(key)} is not a known key"
            place = node.key_places[key]
            fix = _respelt(key, place, (*fields, *extra), node)
            yield problem_at(place, "unknown-key", path, message, hint, fix=fix)


def _respelt(key: str, place: Place, known: tuple[str, ...], node: Keys) -> Edit | None:
    """Write a key as it was surely meant, where that key is not there as well."""
    near = surely_meant(key, known)
    if near is None or near in node.nodes:
        return None
    start = place.column - 1
    return Edit(place.line, start, start + len(key), near)


@cache
def field_types(kind: Any) -> Mapping[str, Any]:
    """Look up the types of a record's fields."""
    return get_type_hints(kind)


def explained(finding: Any, kind: Any, node: Keys, path: str) -> Problem:
    """Turn what pydantic found into plain words, at the place of the value."""
    keys = tuple(key for key in finding["loc"] if not str(key).startswith("function-"))
    name = ".".join(key for key in keys if isinstance(key, str))
    place = place_of(node, keys)
    if _is_empty(node, keys):
        message = f'"{name}" has no value'
        return problem_at(place, "missing-value", path, message, "write one behind the colon")
    if finding["type"] == "missing":
        message = f'"{name}" is missing'
        return problem_at(place, "missing-key", path, message, f"add a line `{keys[-1]}: …`")
    context = finding.get("ctx", {})
    expected = {
        "int_parsing": "expected a whole number",
        "int_type": "expected a whole number",
        "string_type": "expected text",
        "tuple_type": "expected a list, `[a, b]`",
        "dict_type": "expected keys with values",
        "dataclass_type": "expected keys with values",
        "literal_error": f"expected {context.get('expected', '')}",
        "greater_than_equal": f"expected {context.get('ge')} or more",
        "less_than_equal": f"expected {context.get('le')} or less",
        "string_too_long": f"expected {context.get('max_length')} characters at most",
        "string_pattern_mismatch": "expected lower-case letters, digits and single hyphens",
    }.get(finding["type"], finding["msg"])
    message = f'"{name}" is {shown(_as_written(finding["input"]))}; {expected}'
    date_meant = _date_meant(finding["input"]) if finding["type"] == "date" else None
    if date_meant:
        start = place.column - 1
        fix = Edit(place.line, start, start + len(finding["input"]), date_meant)
        hint = f"did you mean {date_meant}?"
        return problem_at(place, "bad-value", path, message, hint, fix=fix)
    fields = _fields_below(kind, keys) if finding["type"] == "dataclass_type" else ()
    hint = f"write indented below it: {', '.join(f'`{field}: …`' for field in fields)}"
    return problem_at(place, "bad-value", path, message, hint if fields else "")


def _date_meant(written: object) -> str | None:
    """Read a date whose parts stand in order, year first, but not as they should be written."""
    match = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", str(written))
    try:
        return date(int(match[1]), int(match[3]), int(match[4])).isoformat() if match else None
    except ValueError:
        return None


def _is_empty(node: Node, keys: tuple[str | int, ...]) -> bool:
    """Tell whether the keys are there, with nothing behind them."""
    for key in keys:
        below: Mapping[Any, Node] = node.nodes if isinstance(node, Keys) else {}
        if isinstance(node, Items):
            below = dict(enumerate(node.nodes))
        if key not in below:
            return False
        node = below[key]
    return isinstance(node, Scalar) and node.text is None


def _fields_below(kind: Any, keys: tuple[str | int, ...]) -> tuple[str, ...]:
    """Name the fields of the record that those keys lead to."""
    for key in (*keys, ""):
        record = next((k for k in (kind, *get_args(kind)) if dataclasses.is_dataclass(k)), None)
        if record is not None and isinstance(key, str) and key:
            kind = field_types(cast(Any, record))[key]
    return tuple(field_types(cast(Any, record))) if record is not None else ()


def _as_written(value: Any) -> str:
    """Write a plain value as YAML does, on one line."""
    if isinstance(value, list):
        return f"[{', '.join(_as_written(item) for item in value)}]"
    if isinstance(value, dict):
        pairs = (f"{key}: {_as_written(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return "" if value is None else str(value)
