"""JSON Schemas of what editors write: front matter and `site.yaml`, for their tools.

The records say which keys there are and what they may hold; the manual's tables, in the package's
`authoring.md`, say what each means; a site adds its sections and its own keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from autoblog.config import Config
from autoblog.read.front_matter import PageFrontMatter, PostFrontMatter
from autoblog.records import json_schema

Subject = Literal["front-matter", "page", "site"]

_CODE = re.compile(r"`([^`]*)`")
_HEADING_OF: Mapping[Subject, str] = {
    "front-matter": "## Front matter",
    "page": "## Front matter",
    "site": "## Settings of the site",
}


def schema_of(subject: Subject, config: Config | None, manual: str) -> dict[str, Any]:
    """Make the JSON Schema (draft 2020-12) of a post's front matter, a page's, or `site.yaml`.

    config: the site whose sections are a category's values and whose own keys are known; None for
    "site". manual: the text of docs/authoring.md.
    """
    kind = {"front-matter": PostFrontMatter, "page": PageFrontMatter, "site": Config}[subject]
    schema = json_schema(kind)
    meanings = meanings_below(manual, _HEADING_OF[subject])
    _describe(schema, schema, meanings, prefix="")
    if subject != "site" and config is not None:
        properties = schema["properties"]
        for key in config.front_matter.extra:
            properties.setdefault(key, {"description": "A key of this site's own."})
        if "category" in properties:
            names = [section.name for section in config.sections]
            described = {"description": properties["category"]["description"]}
            properties["category"] = {"enum": names, **described}
    used = re.findall(r"#/\$defs/(\w+)", repr(schema["properties"]))
    records = {name: record for name, record in schema.pop("$defs", {}).items() if name in used}
    shared = {"$defs": records} if records else {}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, **shared}


def meanings_below(manual: str, heading: str) -> Mapping[str, str]:
    """Read the table below a heading: the name in its first column -> the text in its last."""
    section = manual.partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    rows = (re.split(r"(?<!\\)\|", line)[1:-1] for line in section.splitlines())
    return {
        name: _CODE.sub(r"\1", cells[-1]).strip().replace("\\|", "|")
        for cells in rows
        if len(cells) > 1
        for name in _CODE.findall(cells[0])
    }


def _describe(
    schema: dict[str, Any], record: dict[str, Any], meanings: Mapping[str, str], *, prefix: str
) -> None:
    """Say at each key what it means; the keys of a record within are named with dots."""
    for key, value in record["properties"].items():
        name = prefix + key
        if name in meanings:
            value["description"] = meanings[name]
        for inner in _records_in(schema, value):
            _describe(schema, inner, meanings, prefix=f"{name}.")


def _records_in(schema: dict[str, Any], value: dict[str, Any]) -> list[dict[str, Any]]:
    """Find the record that a key's value is, or is a list of."""
    kind = value.get("items", value)
    if "$ref" in kind:
        kind = schema["$defs"][kind["$ref"].rpartition("/")[2]]
    return [kind] if "properties" in kind else []
