"""The schemas for editors' tools say what autoblog says, as far as a schema can.

Documents are read here as editors read them, by YAML 1.2's core schema, which guesses types.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from autoblog.config import Config, FrontMatterConfig
from autoblog.config_file import load_config
from autoblog.manual import read_page
from autoblog.problems import AutoblogError
from autoblog.read.posts import PAGES_FOLDER, read_post
from autoblog.schemas import meanings_below, schema_of

REPOSITORY = Path(__file__).parents[1]
INVALID = REPOSITORY / "tests" / "sites" / "invalid"
CONFIG = load_config(REPOSITORY)
MANUAL = read_page("authoring.md")
KEYS = {"unknown-key", "missing-key", "missing-value", "bad-value", "unknown-category"}
BEYOND_SCHEMAS = {
    "date-impossible": "no pattern knows the calendar",
    "date-time-impossible": "the same",
    "settings-bad-address": "an address is judged as a whole",
    "settings-bad-address-with-query": "the same",
    "settings-bad-time-zone": "the names are in a package",
    "settings-time-zone-is-a-path": "the same",
    "settings-no-sections": "an empty list is a list",
}


class CoreLoader(yaml.SafeLoader):
    """Reads YAML as version 1.2 does: a date is text, `no` is a word."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - as PyYAML has it


for tag, form, first in (
    ("null", r"|~|null|Null|NULL", ["", "~", "n", "N"]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{form})$"), first)


def front_matter_of(text: str) -> Any:
    return yaml.load(text.split("---\n")[1], Loader=CoreLoader)


def findings(subject: Any, document: Any, config: Config = CONFIG) -> list[str]:
    schema = schema_of(subject, config, MANUAL)
    found = Draft202012Validator(schema).iter_errors(document)
    return sorted(f"{'.'.join(map(str, error.path))}: {error.validator}" for error in found)


@pytest.mark.parametrize("subject", ["front-matter", "page", "site"])
def test_a_schema_is_one_by_the_rules_of_its_draft_and_describes_every_key(subject: Any) -> None:
    schema = schema_of(subject, CONFIG, MANUAL)

    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    records = [schema, *schema.get("$defs", {}).values()]
    records += [r for r in schema["properties"].values() if "properties" in r]
    for record in records:
        assert record["additionalProperties"] is False
    groups = {key for key, value in schema["properties"].items() if "properties" in value}
    named = {key for key, value in schema["properties"].items() if "description" in value}
    assert groups | named == schema["properties"].keys()
    leaves = [leaf for record in records[1:] for leaf in record["properties"].values()]
    assert leaves
    assert [leaf for leaf in leaves if "description" not in leaf] == []


def test_a_description_is_the_manuals_own_sentence() -> None:
    schema = schema_of("front-matter", CONFIG, MANUAL)

    assert schema["properties"]["expires"]["description"] == (
        "From that moment on the post is no longer shown."
    )
    assert meanings_below(
        "\n## A\n| `x`, `y` | no | As `z` \\| so. |\n## B\n| `q` | r |\n", "## A"
    ) == {
        "x": "As z | so.",
        "y": "As z | so.",
    }


@pytest.mark.parametrize(
    "path",
    sorted(
        path.relative_to(REPOSITORY).as_posix()
        for top in ("content", "src/autoblog/starter/content", "tests/sites")
        for path in (REPOSITORY / top).rglob("*.md")
    ),
)
def test_front_matter_is_judged_as_a_build_judges_it(path: str) -> None:
    data = (REPOSITORY / path).read_bytes()
    inside = path[path.index("content/") :]
    read = read_post(inside, data, CONFIG.reading)
    codes = {problem.code for problem in read.problems}
    try:
        document = front_matter_of(data.decode("utf-8-sig").replace("\r\n", "\n"))
    except (yaml.YAMLError, UnicodeDecodeError, IndexError, RecursionError):
        assert codes  # what no tool can read is a problem of its own
        return
    subject = "page" if inside.startswith(PAGES_FOLDER) else "front-matter"

    found = findings(subject, document)

    if not codes:
        assert found == []
    elif codes & KEYS and path.split("/")[3] not in BEYOND_SCHEMAS:
        assert found != []


@pytest.mark.parametrize(
    "path",
    sorted(
        path.relative_to(REPOSITORY).as_posix()
        for pattern in ("site.yaml", "src/autoblog/starter/site.yaml", "tests/**/site.yaml")
        for path in REPOSITORY.glob(pattern)
    ),
)
def test_settings_are_judged_as_a_build_judges_them(path: str) -> None:
    file = REPOSITORY / path
    try:
        load_config(file.parent)
        codes = set()
    except AutoblogError as error:
        codes = {problem.code for problem in error.problems}
    try:
        document = yaml.load(file.read_text("utf-8"), Loader=CoreLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        assert codes
        return

    found = findings("site", document)

    if not codes:
        assert found == []
    elif codes & KEYS and file.parent.name not in BEYOND_SCHEMAS:
        assert found != []


GOOD = "title: T\ncategory: Knowledge\ndate: 2025-06-01\nsummary: S.\n"


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("", []),
        ("keywords: sedan, 2024\n", []),
        ("keywords: [sedan, 2024]\n", []),
        ("keywords:\nupdated:\nimage:\n", []),
        ("draft: yes\nnoindex: Off\n", []),
        ("updated: 2025-06-01T09:00+01:00\n", []),
        ("slug: 2024\nauthor: No\n", []),
        ("image: {src: ../a.png, alt: ''}\n", []),
        ("own: [a, {b: c}]\n", []),
        ("layout: post\n", [": additionalProperties"]),
        ("draft: maybe\n", ["draft: enum"]),
        ("slug: Not A Slug\n", ["slug: pattern"]),
        (f"slug: {'x' * 81}\n", ["slug: maxLength"]),
        ("image: a.png\n", ["image: type"]),
        ("image: {src: a.png}\n", ["image: required"]),
        ("image: {src: a.png, alt: a, title: b}\n", ["image: additionalProperties"]),
        ("keywords: {a: b}\n", ["keywords: type"]),
        ("keywords: [[a]]\n", ["keywords.0: type"]),
        ("updated: 31.02.2026\n", ["updated: pattern"]),
        ("author: ' '\n", ["author: pattern"]),
    ],
)
def test_what_a_key_may_hold(more: str, found: list[str]) -> None:
    own_key = replace(CONFIG, front_matter=FrontMatterConfig(extra=("own",)))

    assert findings("front-matter", yaml.load(GOOD + more, Loader=CoreLoader), own_key) == found


@pytest.mark.parametrize(
    ("line", "instead", "found"),
    [
        ("title: T", "title: 2024", []),
        ("title: T", "", [": required"]),
        ("title: T", "title:", ["title: type"]),
        ("category: Knowledge", "category: knowledge", ["category: enum"]),
        ("date: 2025-06-01", "date: June", ["date: pattern"]),
    ],
)
def test_what_a_post_needs(line: str, instead: str, found: list[str]) -> None:
    text = GOOD.replace(line, instead)

    assert findings("front-matter", yaml.load(text, Loader=CoreLoader)) == found


def test_a_page_needs_a_title_alone_and_knows_no_category() -> None:
    assert findings("page", {"title": "About"}) == []
    assert findings("page", {"title": "About", "category": "Knowledge"}) == [
        ": additionalProperties"
    ]
