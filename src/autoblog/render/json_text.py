"""JSON in pages and files: the one function that writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any

from markupsafe import Markup

# Within a script element only `</script` and `<!--` can end or bend the text; `&` matters in XHTML.
# U+2028 and U+2029 end a line in old JavaScript. JSON allows all of them as escapes.
_MARKS = "<>&\u2028\u2029"
_ESCAPED = {ord(mark): f"\\u{ord(mark):04x}" for mark in _MARKS}
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_WORDS = {None: "null", True: "true", False: "false"}
_NOTHING = frozenset(("null", '""', "[]", "{}"))


def json_text(value: Any) -> Markup:
    """Write a value as JSON that may stand within HTML, and in a file of its own.

    What is None, "" or empty is left out of mappings: it says nothing. Raises
    TypeError for what JSON has no form for, ValueError for what is no number.
    """
    text = _written(value)
    if any(mark in text for mark in _MARKS):
        text = text.translate(_ESCAPED)
    return Markup(text)


def _written(value: Any) -> str:
    """Write a value, without what says nothing in its mappings."""
    kind = type(value)  # most values are of these kinds, and to ask for a kind's kin is dear
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return str(value)
    if value is None or kind is bool:
        return _WORDS[value]
    if kind is tuple or kind is list:
        return f"[{','.join(map(_written, value))}]"
    if kind is dict or isinstance(value, Mapping):
        said = [
            f"{_name(key)}:{text}"
            for key, item in value.items()
            if (text := _written(item)) not in _NOTHING
        ]
        return f"{{{','.join(said)}}}"
    # A text of the theme may be marked as HTML; a link's address is text all the same.
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return _written(list(value))
    return _ENCODER.encode(value)


def _name(key: Any) -> str:
    return encode_basestring(key) if type(key) is str else _ENCODER.encode({key: 0})[1:-3]
