"""The plain YAML of most front matter, read line by line, without a parser.

The rule: only what is known for certain to be read the same by `yaml_text`, value by value and
place by place, is read here. Everything else, and every slip, is the parser's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from autoblog.problems import Place
from autoblog.yaml_nodes import Items, Keys, Node, Scalar

_KEY = r"([A-Za-z_][A-Za-z0-9_]*): +"
_DOUBLE, _SINGLE = r'"([^"\\]*)"', r"'([^']*)'"
# A plain text holds no ` #` and no `: `, and begins with no sign that means something.
_TEXT = r"(\w(?:[^:#]|:(?=\S))*(?<![ :]))"
_ITEM = r" *\w[\w .&/+()-]*"
_LIST = rf"\[({_ITEM}(?:,{_ITEM})*)\]"
_LINE = re.compile(rf"{_KEY}(?:{_TEXT}|{_DOUBLE}|{_SINGLE}|{_LIST})")
_BARE, _LISTED = 2, 5  # groups of that pattern; the others are quoted


def plain_keys(text: str, *, first_line: int) -> Keys | None:
    """Read a mapping of one line for each key; None where anything is not plain.

    first_line: the line of the file on which the text begins.
    """
    lines = text.split("\n")
    if not "".join(lines).isprintable():
        return None
    nodes: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for number, line in enumerate(lines, first_line):
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        key, group = match[1], match.lastindex or 0
        if key in nodes:
            return None
        places[key] = Place(number, 1)
        start = match.start(group)
        if group == _LISTED:
            nodes[key] = Items(tuple(_items(match[group], number, start)), Place(number, start))
        else:
            at = Place(number, start + 1 if group == _BARE else start)
            nodes[key] = Scalar(match[group], at)
    return Keys(nodes, places, Place(first_line, 1))


def _items(text: str, line: int, start: int) -> Iterator[Scalar]:
    """Cut a list at its commas. start: the index of its first character."""
    for item in text.split(","):
        bare = item.strip(" ")
        yield Scalar(bare, Place(line, start + len(item) - len(item.lstrip(" ")) + 1))
        start += len(item) + 1
