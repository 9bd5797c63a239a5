"""How texts of settings and front matter become values: the types of their records.

`records` hands them to the validator. Where every value is plain and good, as in most front matter,
`plain_record` does without it: to load it takes longer than to read a post.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from functools import cache
from typing import Annotated, Any, TypeVar, cast

from autoblog.yaml_nodes import Keys, plain_value

T = TypeVar("T")
Read = Callable[[object], object]


class FormError(ValueError):
    """A value has not the form of its type. `kind`: which; the message says what was expected."""

    def __init__(self, kind: str, message: str) -> None:
        """kind: a word that `record_faults` knows."""
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """How values of a type are read, and what editors' tools may think of them."""

    read: Read  # raises FormError
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Have values read before the validator looks at them: its `BeforeValidator`, in data."""
        function = {"type": "no-info", "function": self.read}
        return {"type": "function-before", "function": function, "schema": handler(source)}

    def __get_pydantic_json_schema__(self, _core: Any, _handler: Any) -> dict[str, Any]:
        """Describe the type."""
        return dict(self.schema)


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What a number or a text must keep to, in the validator's words."""

    words: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        """Have the validator mind them."""
        return {**handler(source), **self.words}


def _plain_text(value: object) -> object:
    if isinstance(value, str):
        text = " ".join(value.split())
        if not text:
            raise FormError("empty", "expected text")
        return text
    raise FormError("text", "expected text")


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
    raise FormError(
        "date", "expected a date such as 2026-02-28 or a moment such as 2026-02-28T09:00"
    )


def _words(value: object) -> object:
    """Read `a, b` like `[a, b]`; drop what is empty and what was said before."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise FormError("words", "expected a list such as [sedan, buying guide]")
    plain = [" ".join(item.split()) for item in items]
    return tuple(dict.fromkeys(item for item in plain if item))


def _flag(value: object) -> object:
    words = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    raise FormError("flag", "expected true or false")


WRITTEN = ["string", "number", "boolean"]
"""What other readers of YAML take a plain text for: `title: 2024` is a number to them."""

_WRITTEN_FLAGS = [True, False] + [
    form for word in ("true", "yes", "on", "false", "no", "off")
    for form in (word, word.capitalize(), word.upper())
]  # fmt: skip

Text = Annotated[str, Form(_plain_text, {"type": WRITTEN, "pattern": r"\S"})]
"""One line of text, not empty; runs of white space become one space."""

_MOMENT = r"[1-9]\d{3}-\d{2}-\d{2}($|[T ]\d{2}:)"

Moment = Annotated[
    datetime,
    Form(_moment, {"type": "string", "pattern": f"^{_MOMENT}"}),
]
"""A date or a moment (ISO 8601); naive where no zone is written, a bare date at its midnight."""

Words = Annotated[
    tuple[str, ...],
    Form(_words, {"type": [*WRITTEN, "array"], "items": {"type": WRITTEN}}),
]
"""Short texts without repetition, from a list or from text with commas."""

Flag = Annotated[bool, Form(_flag, {"enum": _WRITTEN_FLAGS})]
"""True or false."""

Count = Annotated[int, Limits({"ge": 1, "le": 1_000_000})]
"""A whole number from 1."""

Days = Annotated[int, Limits({"ge": 0, "le": 3650})]
"""A number of days, at most ten years of them."""

_SLUG, _LONGEST_SLUG = r"[a-z0-9]+(-[a-z0-9]+)*", 80

SlugText = Annotated[str, Limits({"pattern": f"^{_SLUG}$", "max_length": _LONGEST_SLUG})]
"""The last part of a URL: lower-case letters, digits and single hyphens."""


def plain_record(kind: type[T], node: Keys, *, extra: tuple[str, ...] = ()) -> T | None:
    """Read a mapping into a record, as `read_record` would; None where it might find problems.

    So it is also where a field is of a type whose values are not plain.
    """
    readers, required = _readers(cast(Any, kind))
    values: dict[str, object] = {}
    for key, child in node.nodes.items():
        if key in readers:
            value = plain_value(child)
            try:
                if value is not None:  # a key with nothing behind it counts as not there
                    values[key] = readers[key](value)
            except FormError:
                return None
        elif key not in extra:
            return None
    return kind(**values) if required <= values.keys() else None


def _slug(value: object) -> object:
    if isinstance(value, str) and len(value) <= _LONGEST_SLUG and re.fullmatch(_SLUG, value):
        return value
    raise FormError("slug", "expected a slug")


_PLAIN: Mapping[str, Read] = {
    "Flag": _flag, "Moment": _moment, "SlugText": _slug, "Text": _plain_text, "Words": _words,
}  # fmt: skip
"""How values of the types that are plain are read, by the names of these types."""


def _not_plain(_: object) -> object:
    raise FormError("not-plain", "the validator knows")


@cache
def _readers(kind: Any) -> tuple[Mapping[str, Read], frozenset[str]]:
    """Tell how a record's fields are read, and which it must be given."""
    names = {field.name: str(field.type).removesuffix(" | None") for field in fields(kind)}
    needless = {
        field.name
        for field in fields(kind)
        if field.default is not MISSING or field.default_factory is not MISSING
    }
    readers = {name: _PLAIN.get(type_name, _not_plain) for name, type_name in names.items()}
    return readers, frozenset(readers.keys() - needless)
