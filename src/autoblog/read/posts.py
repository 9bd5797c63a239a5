"""One source -> one post and its body. Pure: the same text and settings give the same values."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from autoblog.config import ReadingSettings
from autoblog.digest import digest
from autoblog.layout import is_refused_by_windows
from autoblog.likeness import surely_meant
from autoblog.model import Body, Post, Section
from autoblog.parts import Alias, LeadImage, Pin, Reference, Silence
from autoblog.problems import (
    Edit,
    Place,
    Problem,
    Severity,
    errors_of,
    listed,
    nearest,
    problem_at,
    shown,
)
from autoblog.read.bodies import References, read_body
from autoblog.read.front_matter import (
    FrontMatter,
    PostFrontMatter,
    item_places,
    read_front_matter,
    split_source,
)
from autoblog.read.sources import IMAGE_SUFFIXES, plain_text
from autoblog.read.terms import holds_cjk, weighted_terms
from autoblog.read.urls import destination, slug_of_file
from autoblog.silence import hushed
from autoblog.yaml_nodes import Keys, Node, Scalar, place_of
from autoblog.zones import in_zone

PAGES_FOLDER = "content/pages/"
_CHARACTER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
NEVER_SHOWN = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a standalone page, which needs none: no template shows it."""


@dataclass(frozen=True, slots=True)
class ReadPost:
    """What reading a source gave: a post and its body, or None and problems."""

    source_path: str
    post: Post | None
    body: Body | None
    problems: tuple[Problem, ...]
    references: tuple[Reference, ...] = ()  # of the body, also where there is no post


def read_post(source_path: str, data: bytes, settings: ReadingSettings) -> ReadPost:
    """Read a source. All its problems come at once; with an error among them there is no post."""
    limits = settings.limits
    text, problems = plain_text(data, source_path, limit_kib=limits.post_kib)
    if text is None:
        return ReadPost(source_path, None, None, problems)
    split, found = split_source(text, source_path, limit_kib=limits.front_matter_kib)
    problems += found
    if split is None:
        return ReadPost(source_path, None, None, problems)
    is_page = source_path.startswith(PAGES_FOLDER)
    front = None
    if split.node is not None or not errors_of(problems):
        front, found = read_front_matter(split.node, source_path, settings, is_page=is_page)
        problems += found
    section: Section | None = None
    if not is_page:
        section, found = _section(split.node, source_path, settings, text)
        problems += found
    body, found_in_body, found = read_body(split, source_path, settings)
    problems += found
    references = found_in_body.references
    if front is None or body is None or (section is None and not is_page):
        return ReadPost(source_path, None, None, problems, references)
    post, found = _post(front, body, found_in_body, source_path, section, settings)
    problems = tuple(hushed((*problems, *found), {source_path: post.silences}))
    if errors_of(problems):
        return ReadPost(source_path, None, None, problems, references)
    if problems:  # to copy thirty fields takes as long as to fill them
        post = replace(post, warnings=problems)
    return ReadPost(source_path, post, body, problems, references)


def _section(
    node: Node | None, path: str, settings: ReadingSettings, text: str
) -> tuple[Section | None, tuple[Problem, ...]]:
    """Find the section that the category names; case is forgiven with a warning.

    node: all of the front matter, which may have other problems. text: of the file.
    """
    value = node.nodes.get("category") if isinstance(node, Keys) else None
    if not isinstance(value, Scalar) or not (value.text or "").strip():
        return None, ()
    category, place = " ".join((value.text or "").split()), value.place
    names = [section.name for section in settings.sections]
    for section in settings.sections:
        if section.name == category:
            return section, ()
        if section.name.casefold() == category.casefold():
            message = f"the section is written {shown(section.name)}"
            fix = _in_place(text, place, value.text or "", section.name)
            return section, (
                problem_at(
                    place, "category-case", path, message, severity=Severity.WARNING, fix=fix
                ),
            )
    near = nearest(category, names)
    hint = f'did you mean "{near}"?' if near else "choose one of them"
    message = f'"category" is {shown(category)}; expected {listed(names)}'
    meant = surely_meant(category, names)
    fix = _in_place(text, place, value.text or "", meant) if meant else None
    return None, (problem_at(place, "unknown-category", path, message, hint, fix=fix),)


def _in_place(text: str, place: Place, written: str, meant: str) -> Edit | None:
    """Write another word where one stands, quoted or not."""
    start = text.split("\n")[place.line - 1].find(written, place.column - 1)
    return Edit(place.line, start, start + len(written), meant) if start >= 0 else None


def _post(
    front: FrontMatter,
    body: Body,
    found: References,
    path: str,
    section: Section | None,
    settings: ReadingSettings,
) -> tuple[Post, tuple[Problem, ...]]:
    values, node = front.values, front.node
    tz = settings.time_zone
    as_post = values if isinstance(values, PostFrontMatter) else None
    problems: list[Problem] = []
    slug, is_digest = (values.slug, False) if values.slug else slug_of_file(path)
    if is_digest:
        message = f'the file\'s name gives no slug; the address will end in "{slug}"'
        problems.append(
            Problem("slug-digest", path, message, 1, 1, "add a line `slug: …`",
                    severity=Severity.WARNING)
        )  # fmt: skip
    if is_refused_by_windows(slug) and not is_refused_by_windows(posixpath.basename(path)):
        place = node.nodes["slug"].place if values.slug else Place(1, 1)
        problems.append(_on_windows(f"/{slug}/", path, place, "give it another `slug`"))
    published_at = in_zone(as_post.date, tz) if as_post else NEVER_SHOWN
    keywords = as_post.keywords if as_post else ()
    parent = section.permalink if section else "/"
    post = Post(
        source_path=path,
        section=section.slug if section else "",
        slug=slug,
        permalink=f"{parent}{slug}/",
        title=values.title,
        title_place=node.nodes["title"].place,
        summary=values.summary,
        published_at=published_at,
        updated_at=in_zone(values.updated, tz) if values.updated else None,
        expires_at=in_zone(as_post.expires, tz) if as_post and as_post.expires else None,
        keywords=keywords,
        author=as_post.author if as_post else None,
        image=_lead_image(front, path, problems),
        aliases=tuple(_aliases(values.aliases, item_places(node, "aliases"), path, problems)),
        pins=tuple(_pins(as_post, item_places(node, "related"), path)),
        is_draft=values.draft,
        is_listed=section is not None,
        has_noindex=values.noindex,
        extra=front.extra,
        word_count=word_count(found.words, body.html),
        anchors=found.anchors,
        references=found.references,
        terms=weighted_terms(
            title=values.title, summary=values.summary, keywords=keywords, words=found.words
        ),
        body=digest(body),
        warnings=(),
        silences=tuple(_silences(values.silence, node)),
    )
    return post, tuple(problems)


def _lead_image(front: FrontMatter, path: str, problems: list[Problem]) -> LeadImage | None:
    image, node = front.values.image, front.node.nodes.get("image")
    if image is None or node is None:
        return None
    to = destination(image.src, path)
    place = place_of(node, ("src",))
    if to.kind != "source" or not to.target.lower().endswith(IMAGE_SUFFIXES):
        message = f'"image.src" is {shown(image.src)}; expected the path of a picture in content/'
        problems.append(
            problem_at(place, "bad-image", path, message, "for example ../images/x.jpg")
        )
        return None
    return LeadImage(to.target, " ".join(image.alt.split()), place)


def _aliases(
    aliases: tuple[str, ...], places: Mapping[str, Place], path: str, problems: list[Problem]
) -> Iterator[Alias]:
    for alias in aliases:
        place = places.get(alias, Place(1, 1))
        parts = alias.split("/")
        if not alias.startswith("/") or alias == "/" or ".." in parts or "." in parts:
            message = f"the alias {shown(alias)} is not an old address of this site"
            hint = "write its path, such as /2024/old-name/"
            problems.append(problem_at(place, "bad-alias", path, message, hint))
        elif re.search(r"[?#\\]|//", alias):
            message = f"the alias {shown(alias)} holds characters that no file's name can hold"
            problems.append(problem_at(place, "bad-alias", path, message, "write the path alone"))
        elif len(alias.encode()) > 1000 or max(len(part.encode()) for part in parts) > 255:
            message = f"the alias {shown(alias)} is longer than a file's name can be"
            problems.append(problem_at(place, "bad-alias", path, message, "leave it out"))
        else:
            if any(is_refused_by_windows(part) for part in parts):
                problems.append(_on_windows(alias, path, place, "leave it out, if it can be"))
            yield Alias(alias, place)


def _on_windows(address: str, path: str, place: Place, hint: str) -> Problem:
    message = f"Windows holds no folder for {shown(address)}, so the site cannot be built there"
    return replace(
        problem_at(place, "windows-name", path, message, hint), severity=Severity.WARNING
    )


def _pins(values: PostFrontMatter | None, places: Mapping[str, Place], path: str) -> Iterator[Pin]:
    for target in values.related if values else ():
        to = destination(target, path)
        is_file = target.endswith(".md") and to.kind == "source"
        yield Pin(to.target if is_file else target, places.get(target, Place(1, 1)))


def _silences(reasons: Mapping[str, str], node: Keys) -> Iterator[Silence]:
    written = node.nodes.get("silence")
    for code, reason in reasons.items():
        if isinstance(written, Keys):
            yield Silence(code, reason, written.key_places[code])


def word_count(words: Sequence[str], text: str) -> int:
    """Count words; a Chinese or Japanese character counts as half a word, as reading takes.

    text: in which they stand, whatever else does.
    """
    characters = len(_CHARACTER.findall("".join(words))) if holds_cjk(text) else 0
    return len(words) + characters // 2
