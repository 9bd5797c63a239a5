"""Mappings of text -> frozen dataclasses, with all problems at once: the door to pydantic.

A dataclass is the schema. The annotated types below say how a text becomes a value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Annotated, Any, TypeVar, cast

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticCustomError

from autoblog.problems import Place, Problem, problem_at
from autoblog.record_faults import explained, field_types, unknown_keys
from autoblog.yaml_text import Keys, Node, plain_value

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
    problems = list(unknown_keys(kind, node, path, extra))
    ignored = set(extra) - set(field_types(cast(Any, kind)))
    plain = {key: plain_value(value) for key, value in node.nodes.items() if key not in ignored}
    try:
        record = _adapter(cast(Any, kind)).validate_python(
            {k: v for k, v in plain.items() if v is not None}
        )
    except ValidationError as error:
        problems += [explained(finding, kind, node, path) for finding in error.errors()]
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


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
