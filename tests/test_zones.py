"""Moments in time zones, also where clocks had odd offsets and at the ends of the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from autoblog.digest import decode, encode
from autoblog.zones import in_zone


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Amsterdam", "America/New_York"])
@pytest.mark.parametrize("year", [1, 1012, 1899, 1915, 2025, 9999])
def test_a_day_in_a_zone_stays_that_day_and_can_be_remembered(year: int, zone: str) -> None:
    placed = in_zone(datetime(year, 12, 18), zone)

    assert placed.replace(tzinfo=None) == datetime(year, 12, 18)
    assert decode(encode(placed), datetime) == placed
    assert (placed.utcoffset() or timedelta()).total_seconds() % 60 == 0


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_the_ends_of_the_calendar_are_moments_too(moment: datetime, zone: str) -> None:
    assert in_zone(moment.replace(tzinfo=UTC), zone) is not None
