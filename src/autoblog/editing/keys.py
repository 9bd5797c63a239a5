"""Edits of front matter that add to it: a key, a word of a list."""

from __future__ import annotations

from autoblog.editing.edits import scalar_edit, written
from autoblog.problems import Edit, Place
from autoblog.yaml_nodes import Items, Keys, Node, Scalar


def added_to_list(node: Keys, key: str, word: str, lines: list[str], body_line: int) -> Edit:
    """Add a word to the list that a key holds, however it is written; add the key if need be.

    lines: of the file. body_line: on which its body begins.
    """
    word, value = written(word), node.nodes.get(key)
    if value is None:
        return _new_key_edit(node, f"{key}: [{word}]", lines, body_line)
    if isinstance(value, Items) and value.nodes:
        return _item_edit(lines, value, word)
    if isinstance(value, Scalar) and value.text:
        edit = scalar_edit(lines, value.place, "")
        is_quoted = lines[edit.line - 1][edit.end - 1] in "\"'"
        end = edit.end - (1 if is_quoted else 0)
        return Edit(edit.line, end, end, f", {word}")
    place = value.place
    if isinstance(value, Items):
        return Edit(place.line, place.column, place.column, word)  # within the empty brackets
    place = node.key_places[key]
    end = lines[place.line - 1].index(":", place.column - 1) + 1
    return Edit(place.line, end, end, f" [{word}]")


def _new_key_edit(node: Keys, text: str, lines: list[str], body_line: int) -> Edit:
    """Add a key as the last one."""
    key, place = max(node.key_places.items(), key=lambda item: item[1].line)
    indent = " " * (place.column - 1)
    if lines[place.line - 1][place.column - 1 + len(key) + 1 :].strip().startswith(("|", ">")):
        # A text in several lines would get a line end more if it were no longer the last one.
        return Edit(place.line, 0, 0, f"{indent}{text}\n")
    last = body_line - 2  # above the line `---`
    end = len(lines[last - 1])
    return Edit(last, end, end, f"\n{indent}{text}")


def _item_edit(lines: list[str], items: Items, text: str) -> Edit:
    """Add an item behind the last one, in brackets or on a line of its own."""
    last = items.nodes[-1].place
    if _is_in_brackets(lines, items):
        edit = scalar_edit(lines, last, "", is_item=True)
        return Edit(edit.line, edit.end, edit.end, f", {text}")
    line = lines[last.line - 1]
    return Edit(last.line, len(line), len(line), f"\n{line[: line.index('-')]}- {text}")


def word_edit(lines: list[str], node: Node, place: Place, word: str, text: str) -> Edit:
    """Write another word where one stands, in a list or between commas."""
    if isinstance(node, Items):
        return scalar_edit(lines, place, text, is_item=_is_in_brackets(lines, node))
    start = lines[place.line - 1].find(word, place.column - 1)
    return Edit(place.line, start, start + len(word), text)


def _is_in_brackets(lines: list[str], node: Node) -> bool:
    return lines[node.place.line - 1][node.place.column - 1 :].startswith("[")
