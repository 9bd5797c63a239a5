"""Mappings of text become records, with all problems at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from autoblog.forms import Count, Flag, Moment, SlugText, Text, Words
from autoblog.problems import Place, Problem
from autoblog.records import json_schema, read_record
from autoblog.yaml_nodes import Keys, Node, place_of, plain_value
from autoblog.yaml_text import parse_yaml


@dataclass(frozen=True, slots=True)
class Wheel:
    """A part."""

    size: Count = 17
    rim: Literal["steel", "alloy"] = "steel"


@dataclass(frozen=True, slots=True)
class Car:
    """A record with a bit of everything."""

    name: Text
    built: Moment
    colours: Words = ()
    is_sold: Flag = False
    slug: SlugText | None = None
    spare: Wheel | None = None
    wheels: tuple[Wheel, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)


GOOD = "name: Coupe\nbuilt: 2025-06-01\n"


def tree(text: str) -> Node | None:
    node, problems = parse_yaml(text, "car.yaml")
    assert problems == ()
    return node


def read(text: str, extra: tuple[str, ...] = ()) -> tuple[Car | None, tuple[Problem, ...]]:
    return read_record(Car, tree(text), "car.yaml", extra=extra)


def test_a_mapping_becomes_a_record() -> None:
    car, problems = read(
        "name: Coupe\nbuilt: 2025-06-01\ncolours: red, blue\nis_sold: yes\nslug: a-coupe\n"
        "spare: {size: 15}\nwheels:\n  - {rim: alloy}\n  - {size: 18}\nnotes: {a: 1}\n"
    )

    assert problems == ()
    assert car == Car(
        name="Coupe",
        built=datetime(2025, 6, 1),
        colours=("red", "blue"),
        is_sold=True,
        slug="a-coupe",
        spare=Wheel(15),
        wheels=(Wheel(rim="alloy"), Wheel(18)),
        notes={"a": "1"},
    )


def test_a_key_without_a_value_has_the_default() -> None:
    car, problems = read(GOOD + "colours:\nspare:\nis_sold:\n")

    assert problems == ()
    assert car == Car("Coupe", datetime(2025, 6, 1))


@pytest.mark.parametrize(
    ("text", "place", "code", "words"),
    [
        pytest.param("built: 2025-06-01", (1, 1), "missing-key", '"name" is missing', id="missing"),
        pytest.param(
            "built: 2025-06-01\nname:", (2, 1), "missing-value", '"name"', id="left empty"
        ),
        pytest.param(GOOD + "colour: red", (3, 1), "unknown-key", 'mean "colours"', id="misspelt"),
        pytest.param(GOOD + "xyzzy: 1", (3, 1), "unknown-key", "known keys: name, built", id="odd"),
        pytest.param(GOOD + "spare: {sise: 1}", (3, 9), "unknown-key", '"size"', id="deep"),
        pytest.param(
            GOOD + "wheels:\n  - {}\n  - rims: x", (5, 5), "unknown-key", '"rim"', id="in a list"
        ),
        pytest.param(GOOD + "spare: {size: many}", (3, 15), "bad-value", "whole number", id="word"),
        pytest.param(GOOD + "spare: {size: 0}", (3, 15), "bad-value", "1 or more", id="zero"),
        pytest.param(
            GOOD + "spare: {size: 1000001}", (3, 15), "bad-value", "1000000 or less", id="huge"
        ),
        pytest.param(GOOD + "spare: {rim: gold}", (3, 14), "bad-value", "'alloy'", id="choice"),
        pytest.param(GOOD + "spare: big", (3, 8), "bad-value", "keys with values", id="no keys"),
        pytest.param(GOOD + "wheels: four", (3, 9), "bad-value", "expected a list", id="no list"),
        pytest.param(GOOD + "notes: x", (3, 8), "bad-value", "keys with values", id="no mapping"),
        pytest.param(GOOD + "notes: {a: [b]}", (3, 12), "bad-value", "expected text", id="no text"),
        pytest.param(GOOD + "slug: A b", (3, 7), "bad-value", "lower-case letters", id="slug"),
        pytest.param(
            GOOD + f"slug: {'a' * 81}", (3, 7), "bad-value", "80 characters at most", id="long slug"
        ),
        pytest.param(GOOD + "is_sold: maybe", (3, 10), "bad-value", "true or false", id="flag"),
        pytest.param(GOOD + "colours: {a: b}", (3, 10), "bad-value", "a list such as", id="words"),
        pytest.param("name: ''\nbuilt: 2025-06-01", (1, 7), "bad-value", "expected text", id="''"),
        pytest.param("name: x\nbuilt: 2025-02-30", (2, 8), "bad-value", '"2025-02-30"', id="date"),
        pytest.param("- name: x", (1, 1), "not-keys", "keys with values", id="a list"),
        pytest.param("Coupe", (1, 1), "not-keys", "keys with values", id="a word"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(
    text: str, place: tuple[int, int], code: str, words: str
) -> None:
    car, problems = read(text)

    assert car is None
    assert [(p.line, p.column, p.code) for p in problems] == [(*place, code)]
    assert words in f"{problems[0].message}; {problems[0].hint}"


def test_all_problems_come_at_once() -> None:
    car, problems = read("nam: x\nbuilt: soon\nspare: {size: -1}\nslug: '?'\n")

    assert car is None
    assert sorted((p.line, p.code) for p in problems) == [
        (1, "missing-key"),
        (1, "unknown-key"),
        (2, "bad-value"),
        (3, "bad-value"),
        (4, "bad-value"),
    ]


def test_an_empty_document_is_a_problem() -> None:
    record, problems = read_record(Car, None, "car.yaml")

    assert record is None
    assert [(p.line, p.column, p.code) for p in problems] == [(1, 1, "not-keys")]


def test_keys_that_a_site_declares_are_passed_over() -> None:
    car, problems = read(GOOD + "mood: {any: [thing]}\n", extra=("mood",))

    assert problems == ()
    assert car == Car("Coupe", datetime(2025, 6, 1))


def test_declared_keys_take_part_in_the_search_for_what_was_meant() -> None:
    _, problems = read(GOOD + "moud: sunny\n", extra=("mood",))

    assert [p.hint for p in problems] == ['did you mean "mood"?']


def test_a_declared_key_that_is_a_field_is_read_as_the_field() -> None:
    car, problems = read(GOOD + "slug: sport\n", extra=("name", "slug"))

    assert problems == ()
    assert car is not None
    assert (car.name, car.slug) == ("Coupe", "sport")


def test_a_value_in_a_message_is_cut_and_escaped() -> None:
    _, problems = read('name: x\nbuilt: "\\u202E' + "9" * 500 + '"\n')

    assert "\u202e" not in problems[0].message
    assert r"\u202e" in problems[0].message
    assert len(problems[0].message) < 300


def value(kind: Any, given_value: object) -> object:
    """Read one value; None where it is refused."""
    try:
        return TypeAdapter(Annotated[kind, "one"]).validate_python(given_value)
    except ValidationError:
        return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-01", datetime(2025, 6, 1)),
        ("2025-06-01T09:00", datetime(2025, 6, 1, 9)),
        ("2025-06-01 09:00:30", datetime(2025, 6, 1, 9, 0, 30)),
        ("2025-06-01T09:00Z", datetime(2025, 6, 1, 9, tzinfo=UTC)),
        ("2025-06-01T09:00+08:00", datetime(2025, 6, 1, 9, tzinfo=timezone(timedelta(hours=8)))),
        (date(2025, 6, 1), datetime(2025, 6, 1)),
        (datetime(2025, 6, 1, 9), datetime(2025, 6, 1, 9)),
        ("9999-12-31", datetime(9999, 12, 31)),
    ],
    ids=str,
)
def test_a_moment_is_read(text: object, expected: datetime) -> None:
    assert value(Moment, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2025-02-30", "31.02.2026", "2025-6-1", "25-06-01", "2025-06-01T25:00", "20250601",
        "2025-W22-1", "2025-06-01T09", "2025-06-01T09:00+25:00", "２０２５-06-01", "soon", "",
        "0001-01-01", "0999-12-31", "9999-12-31T23:59-12:00", "2025-06-01\n", 20250601,
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_moment_is_refused(text: object) -> None:
    assert value(Moment, text) is None


@given(st.datetimes(timezones=st.none() | st.timezones()))
def test_every_moment_that_is_read_can_be_brought_into_every_zone(moment: datetime) -> None:
    found = value(Moment, moment.isoformat())

    if isinstance(found, datetime) and found.tzinfo is not None:
        for hours in (-12, 14):
            assert found.astimezone(timezone(timedelta(hours=hours))) == found


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        ("a, b", ("a", "b")), (["a", "b"], ("a", "b")), ("a,,  ,b,", ("a", "b")), ("", ()),
        (["a", "", "a"], ("a",)), ("buying  guide\t", ("buying guide",)), ([["a"]], None),
        ([None], None), ({"a": "b"}, None),
    ],
    ids=repr,
)  # fmt: skip
def test_words_are_a_list_or_text_with_commas(
    given_value: object, expected: tuple[str, ...] | None
) -> None:
    assert value(Words, given_value) == expected


@pytest.mark.parametrize(
    ("given_value", "expected"),
    [
        ("true", True), ("Yes", True), ("ON", True), ("false", False), ("no", False),
        ("off", False), (True, True), ("1", None), ("y", None), ("", None), (1, None),
    ],
    ids=repr,
)  # fmt: skip
def test_a_flag_is_true_or_false(given_value: object, expected: bool | None) -> None:
    assert value(Flag, given_value) is expected


def test_text_is_one_line() -> None:
    assert value(Text, " two \n  words\t") == "two words"
    assert [value(Text, refused) for refused in (" \n ", ["two"])] == [None, None]


@pytest.mark.parametrize(
    ("text", "is_slug"),
    [
        ("a", True), ("a-1", True), ("2025", True), ("-a", False), ("a-", False), ("a--b", False),
        ("A", False), ("a_b", False), ("é", False), ("a\n", False), ("", False), ("a/b", False),
    ],
    ids=repr,
)  # fmt: skip
def test_a_slug_is_fit_for_an_address(text: str, is_slug: bool) -> None:
    assert (value(SlugText, text) is not None) is is_slug


def test_the_place_of_a_missing_value_is_that_of_what_holds_it() -> None:
    node = tree("a:\n  b: 1\n  c:\nd: [x, y]\n")
    assert isinstance(node, Keys)

    places = [place_of(node, keys) for keys in (("a", "b"), ("a", "z"), ("a", "c"), ("d", 1))]

    assert places == [Place(2, 6), Place(2, 3), Place(3, 3), Place(4, 8)]


def test_a_tree_becomes_plain_values() -> None:
    node = tree("a: [x, {b: 1}]\nc:\n")

    assert node is not None
    assert plain_value(node) == {"a": ["x", {"b": "1"}], "c": None}


def test_the_schema_for_editors_names_every_key_and_the_required_ones() -> None:
    schema = json_schema(Car)

    assert set(schema["properties"]) == set(Car.__dataclass_fields__)
    assert schema["required"] == ["name", "built"]
