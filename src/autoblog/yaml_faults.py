"""What makes a text no YAML, in plain words, with the line as it was most likely meant.

The parser names the place where it could go no further, which need not be where the slip is:
behind a lost quote it goes on to the next one, and a line without a colon it takes for the
beginning of a key. This module knows the slips that editors make.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autoblog.problems import FORBIDDEN, shown

_CLOSING = {'"': '"', "'": "'", "[": "]", "{": "}"}
_KEY = r"\s*(?:-\s+)?[^\s:#\[\]{},\"'][^:]*"
_KEY_AND_VALUE = re.compile(rf"({_KEY}):[ \t]+(\S.*)")
_OPEN_QUOTE = re.compile(rf"""{_KEY}:[ \t]+(?=(["']))(?:"(?:[^"\\]|\\.)*|'[^']*)$""")
_COLON_WITHOUT_SPACE = re.compile(r"(\s*[\w-]+):(\S.*)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What the parser met."""

    index: int  # of the line
    column: int  # from 1
    code: str
    message: str
    hint: str = ""
    mended: str | None = None  # the line as it was most likely meant; None where nobody can tell


def fault_of(error: Any, lines: Sequence[str]) -> Fault:
    """Say what the parser met, and mend the line where its meaning is clear.

    error: a YAMLError; of its marks and words each may be missing.
    """
    words = str(getattr(error, "problem", "") or error).splitlines()[0]
    index, column = _position(error, lines)
    line = lines[index]
    if "\t" in line and ("token" in words or "tab" in words):
        column, message = line.index("\t") + 1, "a tab stands where YAML wants spaces"
        return Fault(index, column, "yaml-tab", message, "use spaces", line.replace("\t", "  "))
    if hasattr(error, "character"):
        message = f"the character {shown(line[column - 1 : column])} cannot stand in a page"
        mended = FORBIDDEN.sub("", line)
        return Fault(index, column, "control-character", message, "remove it", mended)
    return (
        _unclosed(error, lines, index)
        or _without_colon(error, lines, words)
        or _ill_indented(lines, words, index, column)
        or _unquoted(line, words, index, column)
    )


def quoted(value: str) -> str:
    """Write a text as a YAML scalar that is read back as that text."""
    inner = value.strip()
    for mark in ('"', "'"):
        if len(inner) > 1 and inner[0] == mark and inner[-1] == mark:
            inner = inner[1:-1]
    if '"' in inner and "'" not in inner:
        return f"'{inner}'"
    return '"' + inner.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _position(error: Any, lines: Sequence[str]) -> tuple[int, int]:
    """Find the line (an index) and the column (from 1) that an error of the parser is about."""
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return min(mark.line, len(lines) - 1), mark.column + 1
    # A ReaderError (a character that YAML forbids) has no mark.
    for index, line in enumerate(lines):
        control = FORBIDDEN.search(line)
        if control:
            return index, control.start() + 1
    return 0, 1


def _unclosed(error: Any, lines: Sequence[str], last: int) -> Fault | None:
    """Find a quote or bracket that was opened and not closed, at or above the last line."""
    mark, met = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if mark and met and mark.line < len(lines) and mark.line != met.line:
        char = lines[mark.line][mark.column : mark.column + 1]
        if char in _CLOSING:
            return _closed(lines, mark.line, mark.column)
    for index, line in enumerate(lines[: last + 1]):
        match = _OPEN_QUOTE.match(line)
        if match and not _goes_on(lines, index):
            return _closed(lines, index, match.start(1))
    return None


def _closed(lines: Sequence[str], index: int, at: int) -> Fault:
    line, char = lines[index], lines[index][at]
    message = f"this {char} is never closed"
    if _goes_on(lines, index):
        return Fault(index, at + 1, "yaml-unclosed", message, f"close it with {_CLOSING[char]}")
    mended = line.rstrip() + _CLOSING[char]
    return Fault(index, at + 1, "yaml-unclosed", message, f"write: {mended.strip()}", mended)


def _goes_on(lines: Sequence[str], index: int) -> bool:
    """Tell whether the next line continues the value of this one, as far as its looks go."""
    return any(text[:1] in (" ", "\t", "") for text in lines[index + 1 : index + 2])


def _without_colon(error: Any, lines: Sequence[str], words: str) -> Fault | None:
    """Find the line that has no `: `; the parser stumbles over the next one."""
    mark = getattr(error, "context_mark", None)
    met = getattr(error, "problem_mark", None)
    if "expected ':'" in words and mark and mark.line < len(lines):
        index, column = mark.line, mark.column
    elif "mapping values" in words and met and _lacks_colon(lines, met.line - 1):
        # It took the line above, which is the first, and this one for a text of two lines.
        index, column = met.line - 1, 0
    else:
        return None
    match = _COLON_WITHOUT_SPACE.match(lines[index])
    mended = f"{match[1]}: {match[2]}" if match else ""
    message = "a key needs a colon and a space behind it"
    hint = "write `key: value`, or indent the line if it belongs to the one above"
    hint = f"write: {mended.strip()}" if match else hint
    return Fault(index, column + 1, "yaml-key", message, hint, mended)


def _lacks_colon(lines: Sequence[str], index: int) -> bool:
    """Tell whether a line stands where a key should, as the one below does, and is none."""
    if index < 0 or lines[index][:1] in (" ", "\t", "#", "-", "") or lines[index + 1][:1] == " ":
        return False
    return not re.search(r":(\s|$)", lines[index])


def _ill_indented(lines: Sequence[str], words: str, index: int, column: int) -> Fault | None:
    line = lines[index]
    match = _KEY_AND_VALUE.match(line)
    mended = None
    if "<document start>" in words:
        if not (match and lines[0].startswith(" ")):
            message = "this follows the end of the keys; expected nothing"
            return Fault(index, column, "yaml-document", message)
    elif match and "mapping values" in words and not re.search(r":(\s|$)", match[2]):
        above = lines[index - 1] if index else ""
        mended = above[: len(above) - len(above.lstrip())] + line.lstrip()
    else:
        return None
    message = "this line is indented unlike the one above"
    hint = "let keys that belong together begin alike"
    column = len(line) - len(line.lstrip()) + 1
    return Fault(index, column, "yaml-indent", message, hint, mended)


def _unquoted(line: str, words: str, index: int, column: int) -> Fault:
    """Quote the value of a line that is none as it stands."""
    match = _KEY_AND_VALUE.match(line)
    if match is None or not match[2].isprintable():
        return Fault(index, column, "yaml-syntax", f"this is not YAML: {words}")
    code, message = "yaml-quotes", "this value must be quoted as a whole"
    if "mapping values" in words:
        code, message = "yaml-colon", "a value that holds a colon must be quoted"
    elif "escape" in words:
        message = "a backslash between double quotes must be doubled"
    pasted = f"{match[1]}: {quoted(match[2])}"
    mended = pasted if pasted != line else None
    return Fault(index, column, code, message, f"write: {pasted.strip()}", mended)
