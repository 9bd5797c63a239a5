"""Edits of sources: a few characters at a place; every other byte stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from autoblog.problems import Edit, Place

_ENDINGS = re.compile(r"(\r\n|\r|\n)")
_PLAIN = re.compile(r"[\w./-]+( [\w./&-]+)*")  # is read back as it stands
_ANYWHERE = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'"
_SCALAR = re.compile(rf"{_ANYWHERE}|(?:(?!\s+#|\s*$).)+")
_ITEM = re.compile(rf"{_ANYWHERE}|(?:(?!\s+#|\s*$|\s*[,\[\]{{}}]).)+")


def lines_of(data: bytes) -> list[str]:
    """Split a source into lines, as problems count them: without byte order mark and endings."""
    return _ENDINGS.split(data.decode("utf-8-sig"))[::2]


def edited(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Apply edits that do not overlap."""
    parts = _ENDINGS.split(data.decode("utf-8"))
    for edit in sorted(edits, key=lambda edit: (edit.line, edit.start), reverse=True):
        index = 2 * (edit.line - 1)
        mark = 1 if edit.line == 1 and parts[0].startswith("\ufeff") else 0
        ending = parts[index + 1] if index + 1 < len(parts) else "\n"
        text = parts[index]
        parts[index] = (
            text[: edit.start + mark] + edit.text.replace("\n", ending) + text[edit.end + mark :]
        )
    return "".join(parts).encode()


def scalar_edit(lines: list[str], place: Place, text: str, *, is_item: bool = False) -> Edit:
    """Write another value where a scalar stands. is_item: it stands in brackets."""
    start = place.column - 1
    match = (_ITEM if is_item else _SCALAR).match(lines[place.line - 1], start)
    return Edit(place.line, start, match.end() if match else start, written(text))


def written(text: str) -> str:
    """Write a text as YAML that is read back letter by letter."""
    if _PLAIN.fullmatch(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
