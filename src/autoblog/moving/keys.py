"""The front matter of posts after a move: what names the post, its section and its addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from autoblog.editing.edits import scalar_edit
from autoblog.model import Post
from autoblog.moving.links import Led, relative
from autoblog.moving.targets import Move
from autoblog.plan.redirects import alias_output_path
from autoblog.problems import Edit, Place
from autoblog.yaml_text import Items, Keys, Node, Scalar


def own_edits(move: Move, node: Keys, lines: list[str], body_line: int) -> Iterator[Edit]:
    """Edit what the moved post says of itself: category, slug, aliases, picture.

    node: its front matter. lines: of the file. body_line: on which its body begins.
    """
    post = move.post
    if move.section and move.section.slug != post.section:
        yield scalar_edit(lines, node.nodes["category"].place, move.section.name)
    if move.slug != post.slug and "slug" in node.nodes:
        yield scalar_edit(lines, node.nodes["slug"].place, move.slug)
    if move.has_new_address:
        yield _alias_edit(move, node, lines, body_line)
    image = node.nodes.get("image")
    folder = posixpath.dirname(move.path)
    if post.image and isinstance(image, Keys) and folder != posixpath.dirname(post.source_path):
        place = image.nodes["src"].place
        is_item = lines[image.place.line - 1][image.place.column - 1 :].startswith("{")
        yield scalar_edit(lines, place, relative(post.image.source_path, folder), is_item=is_item)


def pin_edits(
    post: Post, node: Keys, lines: list[str], *, new_path: str, led: Led, slugs: dict[str, str]
) -> Iterator[Edit]:
    """Edit the posts that a post names under `related`.

    new_path: of this post. slugs: what else names a moved post, and what names it now.
    """
    related = node.nodes.get("related")
    if related is None:
        return
    folders = posixpath.dirname(post.source_path), posixpath.dirname(new_path)
    for pin in post.pins:
        is_path = pin.target.startswith("content/")
        target = led(pin.target) if is_path else slugs.get(pin.target, pin.target)
        if target == pin.target and not (is_path and folders[0] != folders[1]):
            continue
        if target.startswith("content/"):
            target = relative(target, folders[1])
        as_written = relative(pin.target, folders[0]) if is_path else pin.target
        yield _word_edit(lines, related, pin.place, as_written, target)


def _alias_edit(move: Move, node: Keys, lines: list[str], body_line: int) -> Edit:
    """Add the old address; where the new one was an alias until now, it takes its place."""
    old, aliases = move.post.permalink, node.nodes.get("aliases")
    new_file = alias_output_path(move.permalink)
    former = [one for one in move.post.aliases if alias_output_path(one.url) == new_file]
    if aliases is not None and former:
        return _word_edit(lines, aliases, former[0].place, former[0].url, old)
    if aliases is None:
        return _new_key_edit(node, f"aliases: [{old}]", lines, body_line)
    if isinstance(aliases, Items) and aliases.nodes:
        return _item_edit(lines, aliases, old)
    if isinstance(aliases, Scalar) and aliases.text:
        edit = scalar_edit(lines, aliases.place, "")
        is_quoted = lines[edit.line - 1][edit.end - 1] in "\"'"
        end = edit.end - (1 if is_quoted else 0)
        return Edit(edit.line, end, end, f", {old}")
    place = aliases.place
    if isinstance(aliases, Items):
        return Edit(place.line, place.column, place.column, old)  # within the empty brackets
    place = node.key_places["aliases"]
    end = lines[place.line - 1].index(":", place.column - 1) + 1
    return Edit(place.line, end, end, f" [{old}]")


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


def _word_edit(lines: list[str], node: Node, place: Place, word: str, text: str) -> Edit:
    """Write another word where one stands, in a list or between commas."""
    if isinstance(node, Items):
        return scalar_edit(lines, place, text, is_item=_is_in_brackets(lines, node))
    start = lines[place.line - 1].find(word, place.column - 1)
    return Edit(place.line, start, start + len(word), text)


def _is_in_brackets(lines: list[str], node: Node) -> bool:
    return lines[node.place.line - 1][node.place.column - 1 :].startswith("[")
