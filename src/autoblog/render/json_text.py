"""JSON in pages and files: the one function that writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

# Within a script element only `</script` and `<!--` can end or bend the text; `&` matters in XHTML.
# U+2028 and U+2029 end a line in old JavaScript. JSON allows all of them as escapes.
_MARKS = "<>&\u2028\u2029"
_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in _MARKS}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def json_text(value: Any) -> Markup:
    """Write a value as JSON that may stand within HTML, and in a file of its own.

    What is None, "" or empty is left out of mappings: it says nothing. Raises
    TypeError for what JSON has no form for, ValueError for what is no number.
    """
    text = _ENCODER.encode(_said(value))
    if any(mark in text for mark in _MARKS):
        text = text.translate(_ESCAPED)
    return Markup(text)


def _said(value: Any) -> Any:
    """Drop what says nothing; numbers and truth values always say something."""
    kind = type(value)  # most values are of these kinds, and to ask for a kind's kin is dear
    if kind is str or kind is int or value is None:
        return value
    if kind is dict or isinstance(value, Mapping):
        said = [(key, _said(item)) for key, item in value.items()]
        return {key: item for key, item in said if item or not _is_nothing(item)}
    if kind is tuple or kind is list:
        return [_said(item) for item in value]
    # A text of the theme may be marked as HTML; a link's address is text all the same.
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [_said(item) for item in value]
    return value


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", [], {})
