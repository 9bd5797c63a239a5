"""Mappings of text -> frozen dataclasses, with all problems at once: the door to pydantic.

A dataclass is the schema. The annotated types below say how a text becomes a value.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticCustomError

from autoblog.problems import Place, Problem, listed, nearest, problem_at, shown
from autoblog.yaml_text import Items, Keys, Node, Scalar

T = TypeVar("T")


def _plain_text(value: object) -> object:
    if isinstance(value, str):
        text = " ".join(value.split())
        if not text:
            raise PydanticCustomError("empty", "expected text")
        return text
    raise PydanticCustomError("text", "expected text")


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    try:
        if isinstance(value, str) and re.match(_MOMENT, value):
            moment = datetime.fromisoformat(value)
            # A time zone could lead a moment of the last year out of the calendar.
            if moment.year < 9999 or len(value) == len("9999-12-31"):
                return moment
    except ValueError:
        pass
    raise PydanticCustomError(
        "date", "expected a date such as 2026-02-28 or a moment such as 2026-02-28T09:00"
    )


def _words(value: object) -> object:
    """Read `a, b` like `[a, b]`; drop what is empty and what was said before."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise PydanticCustomError("words", "expected a list such as [sedan, buying guide]")
    plain = [" ".join(item.split()) for item in items]
    return tuple(dict.fromkeys(item for item in plain if item))


def _flag(value: object) -> object:
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise PydanticCustomError("flag", "expected true or false")


_WRITTEN = ["string", "number", "boolean"]
"""What other readers of YAML take a plain text for: `title: 2024` is a number to them."""

_WRITTEN_FLAGS = [True, False] + [
    form for word in ("true", "yes", "on", "false", "no", "off")
    for form in (word, word.capitalize(), word.upper())
]  # fmt: skip

Text = Annotated[
    str, BeforeValidator(_plain_text), WithJsonSchema({"type": _WRITTEN, "pattern": r"\S"})
]
"""One line of text, not empty; runs of white space become one space."""

_MOMENT = r"[1-9]\d{3}-\d{2}-\d{2}($|[T ]\d{2}:)"

Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "pattern": f"^{_MOMENT}"}),
]
"""A date or a moment (ISO 8601); naive where no zone is written, a bare date at its midnight."""

Words = Annotated[
    tuple[str, ...],
    BeforeValidator(_words),
    WithJsonSchema({"type": [*_WRITTEN, "array"], "items": {"type": _WRITTEN}}),
]
"""Short texts without repetition, from a list or from text with commas."""

Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"enum": _WRITTEN_FLAGS})]
"""True or false."""

Count = Annotated[int, Field(ge=1, le=1_000_000)]
"""A whole number from 1."""

Days = Annotated[int, Field(ge=0, le=3650)]
"""A number of days, at most ten years of them."""

SlugText = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""The last part of a URL: lower-case letters, digits and single hyphens."""


def read_record(
    kind: type[T], node: Node | None, path: str, *, extra: tuple[str, ...] = ()
) -> tuple[T | None, tuple[Problem, ...]]:
    """Read a mapping into a record of that kind.

    extra: keys that the mapping may have besides the record's fields; they are not read, unless
    a field has that name.
    Returns the record, or None where there are problems; and all problems with their places.
    """
    if not isinstance(node, Keys):
        place = node.place if node else Place(1, 1)
        return None, (
            problem_at(place, "not-keys", path, "expected keys with values, `key: value`"),
        )
    problems = list(_unknown_keys(kind, node, path, extra))
    ignored = set(extra) - set(_field_types(cast(Any, kind)))
    plain = {key: plain_value(value) for key, value in node.nodes.items() if key not in ignored}
    try:
        record = _adapter(cast(Any, kind)).validate_python(
            {k: v for k, v in plain.items() if v is not None}
        )
    except ValidationError as error:
        problems += [_finding(finding, kind, node, path) for finding in error.errors()]
        return None, tuple(problems)
    return (None if problems else record), tuple(problems)


def json_schema(kind: type) -> dict[str, Any]:
    """Make the JSON Schema (draft 2020-12) of a record, for editors' tools.

    It accepts what `read_record` accepts, as other readers of YAML see it: they guess types.
    """
    schema = _adapter(kind).json_schema(schema_generator=_WrittenSchema)
    records = schema.get("$defs", {})
    for record in (schema, *records.values()):
        record["additionalProperties"] = False
        for value in (record, *record["properties"].values()):
            value.pop("title", None)
    for key, value in schema["properties"].items():
        if key not in schema["required"]:  # a key with nothing behind it counts as not there
            schema["properties"][key] = _or_nothing(value, records)
    return schema


def _or_nothing(value: Mapping[str, Any], records: Mapping[str, Any]) -> dict[str, Any]:
    """Accept null too, without `anyOf`, whose findings are hard to read."""
    options = [option for option in value.get("anyOf", [value]) if option != {"type": "null"}]
    only = dict(options[0])
    if "$ref" in only:
        only = {**records[only["$ref"].rpartition("/")[2]], "type": ["object"]}
    told = {name: value[name] for name in ("default",) if name in value}
    if "enum" in only:
        return {**only, "enum": [*only["enum"], None], **told}
    kinds = only["type"] if isinstance(only["type"], list) else [only["type"]]
    return {**only, "type": [*kinds, "null"], **told}


class _WrittenSchema(GenerateJsonSchema):
    """Takes texts as other readers of YAML may see them."""

    def str_schema(self, schema: Any) -> dict[str, Any]:
        """Let a text look like a number or like true and false."""
        return {**super().str_schema(schema), "type": _WRITTEN}


def plain_value(node: Node) -> Any:
    """Turn a node into text, lists and dictionaries; None where nothing stands."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain_value(item) for item in node.nodes]
    return {key: plain_value(value) for key, value in node.nodes.items()}


def place_of(node: Node, keys: tuple[str | int, ...]) -> Place:
    """Find where the value below those keys stands; the nearest one above where it is missing."""
    for key in keys:
        if isinstance(node, Keys) and isinstance(key, str) and key in node.nodes:
            child = node.nodes[key]
            missing = isinstance(child, Scalar) and child.text is None
            node = Scalar(None, node.key_places[key]) if missing else child
        elif isinstance(node, Items) and isinstance(key, int) and key < len(node.nodes):
            node = node.nodes[key]
    return node.place


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _unknown_keys(
    kind: Any, node: Node, path: str, extra: tuple[str, ...] = ()
) -> Iterator[Problem]:
    """Compare a tree's keys with a record's fields, all the way down."""
    if not dataclasses.is_dataclass(kind):
        inner = [item for item in get_args(kind) if item is not Ellipsis]
        if isinstance(node, Items):
            for item in node.nodes:
                for argument in inner:
                    yield from _unknown_keys(argument, item, path)
        elif get_origin(kind) is not dict:
            for argument in inner:
                if isinstance(node, Keys) and dataclasses.is_dataclass(argument):
                    yield from _unknown_keys(argument, node, path)
        return
    if not isinstance(node, Keys):
        return
    fields = _field_types(cast(Any, kind))
    for key, value in node.nodes.items():
        if key in fields:
            yield from _unknown_keys(fields[key], value, path)
        elif key not in extra:
            near = nearest(key, (*fields, *extra))
            hint = f'did you mean "{near}"?' if near else f"known keys: {listed(fields)}"
            message = f"{shown(key)} is not a known key"
            yield problem_at(node.key_places[key], "unknown-key", path, message, hint)


@cache
def _field_types(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _finding(finding: Any, kind: Any, node: Keys, path: str) -> Problem:
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
    fields = _fields_below(kind, keys) if finding["type"] == "dataclass_type" else ()
    hint = f"write indented below it: {', '.join(f'`{field}: …`' for field in fields)}"
    return problem_at(place, "bad-value", path, message, hint if fields else "")


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
            kind = _field_types(cast(Any, record))[key]
    return tuple(_field_types(cast(Any, record))) if record is not None else ()


def _as_written(value: Any) -> str:
    """Write a plain value as YAML does, on one line."""
    if isinstance(value, list):
        return f"[{', '.join(_as_written(item) for item in value)}]"
    if isinstance(value, dict):
        pairs = (f"{key}: {_as_written(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    return "" if value is None else str(value)
