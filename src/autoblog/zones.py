"""Time zones by name, the same on every machine: the door to tzdata and zoneinfo."""

from __future__ import annotations

from datetime import datetime, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo


@cache
def zone(name: str) -> tzinfo:
    """Load a time zone by its IANA name from the package `tzdata`, the same on every machine.

    Raises KeyError when there is no such zone.
    """
    parts = name.split("/")
    if not all(part and not part.startswith(".") for part in parts):
        raise KeyError(name)
    file = resources.files("tzdata").joinpath("zoneinfo", *parts)
    try:
        with file.open("rb") as stream:
            return ZoneInfo.from_file(stream, key=name)
    except (OSError, ValueError) as error:
        raise KeyError(name) from error


def in_zone(moment: datetime, name: str) -> datetime:
    """Give a naive moment the time zone of that name, or bring an aware one into it."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone(name))
    return moment.astimezone(zone(name))
