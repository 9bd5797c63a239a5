"""What YAML holds: texts, lists and mappings, each with its place in the file.

Apart from `yaml_text`, whose parser most sources do without and which takes a while to load.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from autoblog.problems import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written; None where nothing stands."""

    text: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    nodes: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping, in the order of the file; keys are unique."""

    nodes: Mapping[str, Node]
    key_places: Mapping[str, Place]
    place: Place


Node: TypeAlias = Scalar | Items | Keys


def plain_value(node: Node) -> Any:
    """Turn a node into text, lists and dictionaries; None where nothing stands."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Items):
        return [plain_value(item) for item in node.nodes]
    return {key: plain_value(value) for key, value in node.nodes.items()}


def place_of(node: Node, keys: tuple[str | int, ...]) -> Place:
    """Find where the value below those keys stands; the nearest one above where it is missing."""
    for key in keys:
        if isinstance(node, Keys) and isinstance(key, str) and key in node.nodes:
            child = node.nodes[key]
            missing = isinstance(child, Scalar) and child.text is None
            node = Scalar(None, node.key_places[key]) if missing else child
        elif isinstance(node, Items) and isinstance(key, int) and key < len(node.nodes):
            node = node.nodes[key]
    return node.place
