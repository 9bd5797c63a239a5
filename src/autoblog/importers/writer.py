"""Entries of any export -> new posts that pass `autoblog check`. Nothing is written here.

1. What is there already is left alone (`naming.match`); the others get free names.
2. Links among them are led to their new files, pictures that the export has come along.
3. Each text is read as a build would read it. One with a problem is no new file but a problem.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from autoblog.config import ReadingSettings
from autoblog.importers.attached import Attached, ReadOld
from autoblog.importers.entries import Entry, Export, lost
from autoblog.importers.guide import Guide, Places, address_key
from autoblog.importers.links import led
from autoblog.importers.naming import Named, Taken, aliases_of, match, name, slug_key
from autoblog.importers.texts import plain, post_text, summary_of
from autoblog.model import Post
from autoblog.problems import FORBIDDEN, Place, Problem, errors_of, in_order, problem_at, shown
from autoblog.read.bodies import read_body
from autoblog.read.front_matter import SplitSource
from autoblog.read.posts import read_post


@dataclass(frozen=True, slots=True)
class Here:
    """The site that entries come to."""

    posts: Sequence[Post]  # those held back included
    files: Sequence[str]  # paths below content/
    output_paths: Sequence[str]  # of all that is planned or held back
    read_old: ReadOld
    settings: ReadingSettings
    today: date  # for what has no date


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written."""

    path: str
    data: bytes
    title: str  # "" for a picture or a download


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do."""

    files: tuple[NewFile, ...]  # pictures first, so that no post ever lacks its own
    there: tuple[str, ...]  # source paths of what is there already, sorted
    problems: tuple[Problem, ...]


def plan_import(export: Export, here: Here) -> ImportPlan:
    """Decide what becomes of each entry of an export.

    An entry that would not pass `autoblog check` is a problem, and the others come without it.
    """
    plan, refused = _plan(export, here)
    found: list[Problem] = []
    while refused:
        found += [problem for problems in refused.values() for problem in problems]
        kept = (entry for number, entry in enumerate(export.entries) if number not in refused)
        export = replace(export, entries=tuple(kept))
        plan, refused = _plan(export, here)
    return replace(plan, problems=in_order([*plan.problems, *found]))


def _plan(export: Export, here: Here) -> tuple[ImportPlan, Mapping[int, tuple[Problem, ...]]]:
    """Decide it for all entries. Returns also which of them have faults, by their numbers."""
    problems = list(export.problems)
    entries = [_plain_entry(entry, problems) for entry in export.entries]
    there, new = match(entries, here.posts, here.settings.time_zone)
    problems += _other_titles(entries, there, here.posts)
    taken = Taken(here.files, here.output_paths)
    zone = here.settings.time_zone
    named = list(name((entries[n] for n in new), taken, today=here.today, zone=zone))
    refused: dict[int, tuple[Problem, ...]] = {}
    places = _places(entries, there, named, here)
    attached = Attached(export.fetch, here.read_old, here.settings.limits)
    files = []
    for number, one in zip(new, named, strict=True):
        text = _text(one, export, places, attached, taken, here, problems)
        found = _faults(one, text, here, problems)
        if found:
            refused[number] = found
        files.append(NewFile(one.path, text.encode(), one.entry.title))
    pictures = [NewFile(path, data, "") for path, data in sorted(attached.files.items())]
    plan = ImportPlan(
        files=(*pictures, *files),
        there=tuple(sorted(set(there.values()))),
        problems=in_order([*problems, *attached.problems]),
    )
    return plan, refused


def _plain_entry(entry: Entry, problems: list[Problem]) -> Entry:
    """Leave out what no page can hold, and say so; a title is never empty."""
    body = FORBIDDEN.sub("", entry.body)
    if body != entry.body:
        message = "control characters, which no page can hold, are left out"
        problems.append(lost(entry.origin, entry.line, "import-characters", message))
    keywords = (plain(one.replace(",", " ")) for one in entry.keywords)
    title = plain(entry.title)
    if not title:
        problems.append(lost(entry.origin, entry.line, "import-title", "it has no title"))
        title = plain(entry.slug).replace("-", " ").capitalize() or "Untitled"
    return replace(
        entry,
        title=title,
        body=body,
        summary=plain(entry.summary),
        author=plain(entry.author),
        keywords=tuple(dict.fromkeys(filter(None, keywords))),
    )


def _other_titles(
    entries: Sequence[Entry], there: Mapping[int, str], posts: Sequence[Post]
) -> Iterator[Problem]:
    """Say which of the posts that are there may not be what the export holds."""
    by_path = {post.source_path: post for post in posts}
    for number, path in there.items():
        entry, post = entries[number], by_path[path]
        if plain(post.title) != entry.title:
            message = f"{path}, which has another title, answers at its address already"
        elif post.is_draft and not post.word_count and entry.body and not entry.is_stub:
            message = f"{path} is an empty draft of that title; delete it and import again"
        elif entry.addresses and not _answers(post, entry):
            message = f"{path} has its title and day already; if it is the same article, add the"
            message += f" old address {shown(entry.addresses[0])} to its aliases"
        else:
            continue
        yield lost(entry.origin, entry.line, "import-there", f"not imported: {message}")


def _answers(post: Post, entry: Entry) -> bool:
    here = {address_key(post.permalink), *(address_key(alias.url) for alias in post.aliases)}
    return any(address_key(address) in here for address in entry.addresses)


def _places(
    entries: Sequence[Entry], there: Mapping[int, str], named: Sequence[Named], here: Here
) -> Places:
    """Say where each old address and name leads now, and what anchors are there."""
    paths = {**{number: path for number, path in there.items()}}
    by_entry = {id(one.entry): one.path for one in named}
    posts: dict[str, str] = {}
    for number, entry in enumerate(entries):
        path = paths.get(number) or by_entry.get(id(entry))
        for old in (*entry.addresses, *entry.names) if path else ():
            posts.setdefault(address_key(old), path or "")
    anchors = {post.source_path: frozenset(post.anchors) for post in here.posts}
    for one in named:
        split = SplitSource(None, one.entry.body, 1)
        _, found, _ = read_body(split, one.path, here.settings)
        anchors[one.path] = frozenset(found.anchors)
    urls = frozenset(address_key(f"/{path}") for path in here.output_paths)
    return Places(posts, anchors, urls)


def _text(
    one: Named,
    export: Export,
    places: Places,
    attached: Attached,
    taken: Taken,
    here: Here,
    problems: list[Problem],
) -> str:
    entry = one.entry
    guide = Guide(export, entry, one.path, places, attached.take, problems)
    names = {section.slug: section.name for section in here.settings.sections}
    body = led(entry.body, guide.lead)
    summary = entry.summary
    if not summary and entry.section:
        read, _, _ = read_body(SplitSource(None, body, 1), one.path, here.settings)
        summary = (summary_of(read) if read else "") or entry.title
    if entry.day is None and entry.section:
        message = f"it has no date; {here.today.isoformat()} stands there now"
        problems.append(lost(entry.origin, entry.line, "import-date", message))
    return post_text(
        entry,
        category=names[entry.section] if entry.section else None,
        slug=slug_key(one),
        day=entry.day or here.today,
        summary=summary,
        aliases=aliases_of(one, taken, problems),
        image=_lead_image(one, attached, problems),
        body=body,
    )


def _lead_image(one: Named, attached: Attached, problems: list[Problem]) -> str | None:
    entry = one.entry
    if entry.image is None:
        return None
    path = attached.take(entry, entry.image.address, entry.line)
    if path is None:
        message = f"its picture {shown(entry.image.address)} is not carried"
        problems.append(lost(entry.origin, entry.line, "import-picture", message))
        return None
    return posixpath.relpath(path, posixpath.dirname(one.path))


def _faults(one: Named, text: str, here: Here, problems: list[Problem]) -> tuple[Problem, ...]:
    """Read a text as a build would. Returns what keeps it out; warnings join the problems."""
    entry = one.entry
    read = read_post(one.path, text.encode(), here.settings)
    problems += [
        lost(entry.origin, entry.line, "import-check", warning.message)
        for warning in read.problems
        if not warning.is_error
    ]
    place = Place(max(entry.line, 1), 1)
    return tuple(
        problem_at(
            place, "import-check", entry.origin, f"not imported: {error.message}", error.hint
        )
        for error in errors_of(read.problems)
    )
