"""Front matter: the YAML block at the top of a source, as a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autoblog.config import ReadingSettings
from autoblog.forms import Flag, Moment, SlugText, Text, Words, plain_record
from autoblog.problems import Place, Problem, problem_at
from autoblog.yaml_nodes import Items, Keys, Node, Scalar, plain_value
from autoblog.yaml_plain import plain_keys

_FENCE = re.compile(r"---[ \t]*(?=\n|\Z)")
_CLOSE = re.compile(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")


@dataclass(frozen=True, slots=True)
class ImageFrontMatter:
    """The lead picture."""

    src: Text  # path from the post's file
    alt: str  # what a reader who does not see it should know; "" for decoration


@dataclass(frozen=True, slots=True)
class PostFrontMatter:
    """The front matter of a post."""

    title: Text
    category: Text
    date: Moment
    summary: Text
    keywords: Words = ()
    updated: Moment | None = None
    slug: SlugText | None = None
    aliases: Words = ()
    draft: Flag = False
    expires: Moment | None = None
    author: Text | None = None
    image: ImageFrontMatter | None = None
    related: Words = ()
    noindex: Flag = False
    silence: Mapping[str, Text] = field(default_factory=dict)  # code -> reason


@dataclass(frozen=True, slots=True)
class PageFrontMatter:
    """The front matter of a standalone page, in content/pages/."""

    title: Text
    summary: Text = ""
    updated: Moment | None = None
    slug: SlugText | None = None
    aliases: Words = ()
    draft: Flag = False
    image: ImageFrontMatter | None = None
    noindex: Flag = False
    silence: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SplitSource:
    """A source, cut in two."""

    node: Node | None
    body: str
    body_line: int  # the line on which the body begins


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stood at the top of a source, and where."""

    values: PostFrontMatter | PageFrontMatter
    extra: Mapping[str, Any]
    node: Keys


def split_source(
    text: str, path: str, *, limit_kib: int
) -> tuple[SplitSource | None, tuple[Problem, ...]]:
    """Cut a source into front matter and body."""
    fence = _FENCE.match(text)
    if fence is None:
        message = "the file does not begin with front matter"
        hint = "begin with a line `---`, then title, category, date and summary, then `---`"
        return None, (Problem("no-front-matter", path, message, 1, 1, hint),)
    close = _CLOSE.search(text, fence.end())
    if close is None:
        message = "the front matter is never closed"
        hint = "add a line `---` below its last key"
        return None, (Problem("front-matter-open", path, message, 1, 1, hint),)
    yaml_text = text[fence.end() + 1 : close.start()]
    if len(yaml_text.encode()) > limit_kib * 1024:
        message = f"the front matter has more than {limit_kib} KiB"
        hint = "move text below it, or raise limits.front_matter_kib"
        return None, (Problem("too-large", path, message, 1, 1, hint),)
    problems: tuple[Problem, ...] = ()
    node: Node | None = plain_keys(yaml_text, first_line=2)
    if node is None:
        # Most front matter needs no parser, which takes a while to load.
        from autoblog.yaml_text import parse_yaml

        node, problems = parse_yaml(yaml_text, path, first_line=2)
    body_line = text.count("\n", 0, close.end()) + 2
    return SplitSource(node, text[close.end() + 1 :], body_line), problems


def read_front_matter(
    node: Node | None, path: str, settings: ReadingSettings, *, is_page: bool
) -> tuple[FrontMatter | None, tuple[Problem, ...]]:
    """Read the front matter of a post or of a standalone page."""
    kind: type[PageFrontMatter | PostFrontMatter]
    kind = PageFrontMatter if is_page else PostFrontMatter
    if node is None:
        node = Keys({}, {}, Place(1, 1))
    values: PageFrontMatter | PostFrontMatter | None = None
    problems: tuple[Problem, ...] = ()
    if isinstance(node, Keys):
        values = plain_record(kind, node, extra=settings.extra_keys)
    if values is None:
        # The validator takes longer to load than a post to read.
        from autoblog.records import read_record

        values, problems = read_record(kind, node, path, extra=settings.extra_keys)
    if values is None or not isinstance(node, Keys):
        return None, problems
    limit = settings.limits.title_characters
    if len(values.title) > limit:
        place = node.nodes["title"].place
        message = f'"title" has {len(values.title)} characters; the limit is {limit}'
        return None, (*problems, problem_at(place, "too-long", path, message, "shorten it"))
    extra = {key: node.nodes[key] for key in settings.extra_keys if key in node.nodes}
    return FrontMatter(values, {k: _frozen(plain_value(v)) for k, v in extra.items()}, node), ()


def item_places(node: Keys, key: str) -> Mapping[str, Place]:
    """Find where each word of a list stands: the list may be a sequence or text with commas."""
    value = node.nodes.get(key)
    if isinstance(value, Items):
        return {
            " ".join((item.text or "").split()): item.place
            for item in reversed(value.nodes)
            if isinstance(item, Scalar)
        }
    if isinstance(value, Scalar) and value.text:
        return {" ".join(word.split()): value.place for word in value.text.split(",")}
    return {}


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, dict):
        return {key: _frozen(item) for key, item in value.items()}
    return value
