"""Time zones by name, the same on every machine: the door to tzdata and zoneinfo."""

from __future__ import annotations

import io
import pkgutil
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo


@cache
def zone(name: str) -> tzinfo:
    """Load a time zone by its IANA name from the package `tzdata`, the same on every machine.

    Raises KeyError when there is no such zone.
    """
    parts = name.split("/")
    if not all(part and not part.startswith(".") for part in parts):
        raise KeyError(name)
    try:
        # `importlib.resources` takes longer to load than all zones.
        data = pkgutil.get_data("tzdata", "/".join(("zoneinfo", *parts)))
        return ZoneInfo.from_file(io.BytesIO(data or b""), key=name)
    except (OSError, ValueError) as error:
        raise KeyError(name) from error


def in_zone(moment: datetime, name: str) -> datetime:
    """Give a naive moment the time zone of that name, or bring an aware one into it.

    Its offset is of whole minutes, as dates are written: clocks went by the sun before 1900.
    """
    if moment.tzinfo is None:
        placed = moment.replace(tzinfo=zone(name))
    else:
        try:
            placed = moment.astimezone(zone(name))
        except OverflowError:  # at the ends of the calendar
            return moment
    offset = placed.utcoffset() or timedelta()
    minutes = offset // timedelta(minutes=1)
    if offset == timedelta(minutes=minutes):
        return placed
    return placed.replace(tzinfo=timezone(timedelta(minutes=minutes)))
