"""Mappings of text -> frozen dataclasses, with all problems at once: the door to pydantic.

A dataclass is the schema. The annotated types of `forms` say how a text becomes a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError
from pydantic.json_schema import GenerateJsonSchema

from autoblog.forms import WRITTEN, FormError
from autoblog.problems import Place, Problem, problem_at
from autoblog.record_faults import explained, field_types, unknown_keys
from autoblog.yaml_nodes import Keys, Node, plain_value

T = TypeVar("T")


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
        problems += [
            explained(_in_our_words(finding), kind, node, path) for finding in error.errors()
        ]
        return None, tuple(problems)
    return (None if problems else record), tuple(problems)


def _in_our_words(finding: Mapping[str, Any]) -> Any:
    """Tell what `forms` found as one of the validator's own findings."""
    error = finding.get("ctx", {}).get("error")
    if isinstance(error, FormError):
        return {**finding, "type": error.kind, "msg": str(error)}
    return finding


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
        return {**super().str_schema(schema), "type": WRITTEN}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
