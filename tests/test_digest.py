"""Digests and JSON rows: equal values give equal bytes, on every machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoblog.digest import (
    SHAPING_LIBRARIES,
    Shared,
    code_digest,
    decode,
    digest,
    digest_bytes,
    encode,
    lasting_name,
)

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Inner:
    """A record within a record."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A record of everything that a page's context may hold."""

    title: str = "Cells"
    count: int = 3
    share: float = 0.5
    is_draft: bool = False
    data: bytes = b"\0\xff"
    published_on: date = date(2025, 6, 1)
    published_at: datetime = datetime(2025, 6, 1, 9, tzinfo=UTC)
    words: tuple[str, ...] = ("a", "b")
    inner: Inner | None = Inner("x")
    extra: Mapping[str, Any] | None = None


def test_a_digest_is_known_forever() -> None:
    # A change of this value makes every cache anew: it must be meant.
    assert digest(("a", 1, None, True)) == "cd94c31848337491be72ddd94b6823b7"


def test_bytes_are_digested_as_they_are() -> None:
    assert digest_bytes(b"") == "e3b0c44298fc1c149afbf4c8996fb924"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"a": 1, "b": 2}, {"b": 2, "a": 1}, id="order of keys"),
        pytest.param({"b", "a", "c"}, {"c", "a", "b"}, id="order in a set"),
        pytest.param(Row(), Row(), id="records"),
        pytest.param(
            Row(extra={"x": {"b": 1, "a": 2}}), Row(extra={"x": {"a": 2, "b": 1}}), id="deep keys"
        ),
    ],
)
def test_equal_values_have_equal_digests(one: object, other: object) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(Row(title="cells"), id="text"),
        pytest.param(Row(count=4), id="int"),
        pytest.param(Row(share=0.25), id="float"),
        pytest.param(Row(is_draft=True), id="bool"),
        pytest.param(Row(data=b"\0"), id="bytes"),
        pytest.param(Row(published_on=date(2025, 6, 2)), id="date"),
        pytest.param(Row(published_at=datetime(2025, 6, 1, 9, 1, tzinfo=UTC)), id="moment"),
        pytest.param(
            Row(published_at=datetime(2025, 6, 1, 9, tzinfo=timezone(timedelta(hours=1)))),
            id="zone",
        ),
        pytest.param(Row(words=("b", "a")), id="order of a tuple"),
        pytest.param(Row(words=("ab",)), id="borders in a tuple"),
        pytest.param(Row(inner=None), id="None"),
        pytest.param(Row(inner=Inner("x", 0)), id="within"),
        pytest.param(Row(extra={}), id="empty is not None"),
    ],
)
def test_each_part_of_a_record_counts(changed: Row) -> None:
    assert digest(changed) != digest(Row())


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(object(), id="object"),
        pytest.param(Path("a"), id="path"),
        pytest.param(len, id="function"),
        pytest.param((x for x in "a"), id="generator"),
        pytest.param(1j, id="complex"),
        pytest.param({1: "a"}, id="number as key"),
        pytest.param({None: "a"}, id="None as key"),
        pytest.param(re.compile("a"), id="pattern"),
    ],
)
@pytest.mark.parametrize("depth", ["itself", "within"])
def test_what_cannot_be_written_down_is_refused(value: object, depth: str) -> None:
    held = value if depth == "itself" else Row(extra={"x": ({"y": value},)})

    with pytest.raises(TypeError):
        digest(held)


def test_a_digest_does_not_depend_on_the_hash_seed() -> None:
    code = "from autoblog.digest import digest; print(digest({*'abcdefgh'}))"
    path = str(Path(sys.modules["autoblog"].__path__[0]).parent)

    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(digests) == 1


def test_a_shared_value_is_known_by_its_digest() -> None:
    one, same, other = Shared(("a",)), Shared(("a",)), Shared(("b",))

    assert one == same
    assert hash(one) == hash(same)
    assert one != other
    assert one != ("a",)
    assert digest((one,)) == digest((same,)) != digest((other,))


def test_a_shared_value_is_written_as_its_digest_alone() -> None:
    long_value = Shared("x" * 10_000)

    assert len(encode(long_value)) < 100
    assert long_value.digest in repr(long_value)


@given(
    st.builds(
        Row,
        title=st.text(),
        count=st.integers(-(2**62), 2**62),
        share=st.floats(allow_nan=False, allow_infinity=False),
        is_draft=st.booleans(),
        data=st.binary(),
        published_on=st.dates(),
        published_at=st.datetimes(timezones=st.just(UTC)),
        words=st.lists(st.text(max_size=5), max_size=3).map(tuple),
        inner=st.none() | st.builds(Inner, text=st.text(), number=st.none() | st.integers(0, 9)),
    )
)
def test_what_was_written_is_read_back(row: Row) -> None:
    assert decode(encode(row), Row) == row


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="cut short"),
        pytest.param(encode(Row())[:-5], id="cut short later"),
        pytest.param(b"[]", id="of another kind"),
        pytest.param(b'{"title": 3}', id="a field of another kind"),
        pytest.param(b"\x80\x04K\x01.", id="pickle"),
        pytest.param(b'{"title": "\xff"}', id="not UTF-8"),
    ],
)
def test_a_damaged_row_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match="not a"):
        decode(data, Row)


def test_the_digest_of_the_code_stays_while_the_code_does() -> None:
    assert code_digest() == code_digest()
    assert re.fullmatch("[0-9a-f]{32}", code_digest())


def test_every_library_that_shapes_output_is_part_of_the_digest_of_the_code() -> None:
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    names = {re.split("[<>=~! ]", line)[0].lower() for line in project["dependencies"]}
    shown_only = {"click", "rich", "watchdog", "starlette", "uvicorn", "websockets"}

    assert names - shown_only <= {name.lower() for name in SHAPING_LIBRARIES}


def test_a_name_in_an_address_is_the_same_in_every_version() -> None:
    assert lasting_name("！！！") == "60fb5101ab"
