"""The front matter of posts after a move: what names the post, its section and its addresses."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from autoblog.editing.edits import scalar_edit
from autoblog.editing.keys import added_to_list, word_edit
from autoblog.model import Post
from autoblog.moving.links import Led, relative
from autoblog.moving.targets import Move
from autoblog.plan.redirects import alias_output_path
from autoblog.problems import Edit
from autoblog.yaml_nodes import Keys


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
        yield word_edit(lines, related, pin.place, as_written, target)


def _alias_edit(move: Move, node: Keys, lines: list[str], body_line: int) -> Edit:
    """Add the old address; where the new one was an alias until now, it takes its place."""
    old, aliases = move.post.permalink, node.nodes.get("aliases")
    new_file = alias_output_path(move.permalink)
    former = [one for one in move.post.aliases if alias_output_path(one.url) == new_file]
    if aliases is not None and former:
        return word_edit(lines, aliases, former[0].place, former[0].url, old)
    return added_to_list(node, "aliases", old, lines, body_line)
