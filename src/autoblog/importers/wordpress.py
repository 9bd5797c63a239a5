"""WordPress exports (WXR) -> entries: posts, pages and drafts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from autoblog.importers.entries import (
    Entry,
    EntryImage,
    Export,
    Fetch,
    SectionMap,
    failed,
    lost,
    no_section,
    nothing_fetched,
    section_of,
)
from autoblog.importers.html import TooTangledError, to_markdown
from autoblog.importers.texts import plain
from autoblog.importers.wp_html import with_paragraphs
from autoblog.importers.wp_notes import META, notes_of, with_marks_held, with_notes
from autoblog.importers.wxr import Item, read_wxr
from autoblog.problems import Problem, counted, shown

_DRAFTS = ("draft", "pending", "private")
_PASSED_OVER = ("auto-draft", "inherit", "trash")
_SILENT = ("attachment", "nav_menu_item", "revision", "wp_global_styles")
"""Kinds of items that are no articles of their own, and are missed by nobody."""

_META_SUMMARIES = ("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description")
_NO_CATEGORY = "uncategorized"

MakeFetch = Callable[[str], Fetch]
"""Makes what fetches pictures of the site at an address."""


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry with what only the end of the export can complete."""

    entry: Entry
    login: str
    thumbnail: str


def read_wordpress(
    path: Path, sections: SectionMap, *, make_fetch: MakeFetch | None = None
) -> Export:
    """Read an export. Raises AutoblogError where it is none, ConfigError as `to_markdown` does.

    make_fetch: None leaves pictures where they are.
    """
    gathering = _Gathering(str(path), sections)
    channel = read_wxr(path, str(path), gathering.take)
    entries = [gathering.completed(found, channel.authors) for found in gathering.found]
    gathering.tell_kinds()
    base_url = channel.fields.get("base_blog_url") or channel.fields.get("link", "")
    base_url = _base(base_url, str(path), gathering.problems)
    fetch = make_fetch(base_url) if make_fetch else nothing_fetched
    return Export(tuple(entries), tuple(gathering.problems), base_url, fetch)


class _Gathering:
    """Takes items one by one, so that the whole export is never in memory."""

    def __init__(self, origin: str, sections: SectionMap) -> None:
        self.origin = origin
        self.sections = sections
        self.found: list[_Found] = []
        self.problems: list[Problem] = []
        self.pictures: dict[str, EntryImage] = {}
        self.kinds: Counter[str] = Counter()
        self.kind_lines: dict[str, int] = {}

    def take(self, item: Item) -> None:
        """Make an entry of an item, where it is an article."""
        kind, status = item.fields.get("post_type", ""), item.fields.get("status", "")
        if kind == "attachment":
            address = item.fields.get("attachment_url", "").strip()
            alt = plain(item.meta.get("_wp_attachment_image_alt", ""))
            self.pictures[item.fields.get("post_id", "")] = EntryImage(address, alt)
        elif kind not in ("post", "page"):
            self.kinds[kind] += 1
            self.kind_lines.setdefault(kind, item.line)
        elif status in _PASSED_OVER:
            title = shown(plain(item.fields.get("title", "")))
            self.say(item, "import-kind", f"{title} is left out: its status is {shown(status)}")
        else:
            self.take_article(item, is_page=kind == "page", status=status)

    def take_article(self, item: Item, *, is_page: bool, status: str) -> None:
        fields = item.fields
        body = self.body_of(item)
        names = [unescape(name) for domain, _, name in item.terms if domain == "category"]
        slugs = [slug for domain, slug, _ in item.terms if domain == "category"]
        section, used = section_of([*names, *slugs], self.sections)
        if section is None and not is_page:
            listed = ", ".join(names) or "none"
            what = f"not imported: no category of {shown(fields.get('title', ''))} ({listed})"
            what += " is a section of this site"
            problem = no_section(self.origin, item.line, names, what)
            self.problems.append(problem)
            return
        if body is None:
            return
        self.tell_left(item, status)
        others = [
            name
            for name, slug in zip(names, slugs, strict=True)
            if used.casefold() not in (name.casefold(), slug.casefold())
            and name.casefold() not in (_NO_CATEGORY, *self.sections)
        ]
        tags = [unescape(name) for domain, _, name in item.terms if domain == "post_tag"]
        entry = Entry(
            origin=self.origin,
            line=item.line,
            title=unescape(fields.get("title", "")),
            body=body,
            day=_moment(fields, "post_date") or _published(fields),
            section=None if is_page else section,
            slug=unquote(fields.get("post_name", "")),
            summary=self.summary_of(item),
            keywords=() if is_page else (*tags, *others),
            addresses=_addresses(fields.get("link", "")),
            updated=_updated(fields),
            is_draft=status in _DRAFTS or bool(fields.get("post_password", "").strip()),
        )
        login = fields.get("creator", "").strip()
        self.found.append(_Found(entry, login, item.meta.get("_thumbnail_id", "")))

    def body_of(self, item: Item) -> str | None:
        """Turn an item's HTML into Markdown; None where it cannot be."""
        html, line = item.fields.get("content", ""), item.lines.get("content", item.line)
        notes = notes_of(item.meta.get(META, ""))
        prepared, shortcodes = with_paragraphs(with_marks_held(html, notes))
        for offset, code in shortcodes:
            message = f"the shortcode {shown(code)} stays as text"
            self.problems.append(lost(self.origin, line + offset, "import-shortcode", message))

        def report(number: int, message: str) -> None:
            self.problems.append(lost(self.origin, line + number - 1, "import-html", message))

        try:
            return with_notes(to_markdown(prepared, report), notes, report)
        except TooTangledError as error:
            self.problems.append(failed(self.origin, line, f"not imported: {error}"))
            return None

    def summary_of(self, item: Item) -> str:
        """Take the excerpt, or what was written for search engines."""
        excerpt = item.fields.get("excerpt", "")
        if excerpt.strip():
            return plain(unescape(re.sub(r"<[^<>]*>", " ", excerpt)))
        found = (plain(item.meta.get(key, "")) for key in _META_SUMMARIES)
        return next((text for text in found if text and "%%" not in text), "")

    def tell_left(self, item: Item, status: str) -> None:
        """Say what of an article does not come with it."""
        if item.comments:
            message = f"{counted(item.comments, 'comment')} not carried: posts here have none"
            self.say(item, "import-comments", message)
        if status == "private" or item.fields.get("post_password", "").strip():
            self.say(item, "import-kind", "it was not public; it comes as a draft")
        link = urlsplit(item.fields.get("link", "").strip())
        if link.query and status == "publish":
            message = (
                f"its old address {shown(item.fields['link'])} cannot lead here: it is a query"
            )
            self.say(item, "import-address", message)

    def completed(self, found: _Found, authors: Mapping[str, str]) -> Entry:
        """Give an entry its author's name and its picture, which may stand anywhere."""
        author = authors.get(found.login, found.login) if found.entry.section else ""
        image = self.pictures.get(found.thumbnail)
        if found.thumbnail and image is None:
            message = f"its picture, number {shown(found.thumbnail)}, is not in the export"
            problem = lost(self.origin, found.entry.line, "import-picture", message)
            self.problems.append(problem)
        return replace(found.entry, author=author, image=image)

    def tell_kinds(self) -> None:
        """Say which other kinds of items the export holds, each once."""
        for kind, count in sorted(self.kinds.items()):
            if kind in _SILENT:
                continue
            message = f"{counted(count, 'item')} of the kind {shown(kind)} left out"
            line = self.kind_lines[kind]
            self.problems.append(lost(self.origin, line, "import-kind", message))

    def say(self, item: Item, code: str, message: str) -> None:
        self.problems.append(lost(self.origin, item.line, code, message))


def _moment(fields: Mapping[str, str], key: str) -> date | None:
    """Read a moment of the export with its zone: the local time less the one in UTC."""
    local, utc = _parsed(fields.get(key, "")), _parsed(fields.get(f"{key}_gmt", ""))
    if local is None:
        return utc.replace(tzinfo=UTC) if utc else None
    if utc is None:
        return local
    offset = local - utc
    if abs(offset) >= timedelta(hours=24):
        return utc.replace(tzinfo=UTC)
    # A zone is a number of whole minutes.
    return local.replace(tzinfo=timezone(timedelta(minutes=round(offset.total_seconds() / 60))))


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip()[:19]).replace(tzinfo=None)
    except ValueError:
        return None  # 0000-00-00 00:00:00 too, of drafts


def _published(fields: Mapping[str, str]) -> date | None:
    """Read the date of the RSS item."""
    for form in ("%a, %d %b %Y %H:%M:%S %z", "%d %b %Y %H:%M:%S %z"):
        try:
            found = datetime.strptime(fields.get("pubDate", "").strip(), form)
        except ValueError:
            continue
        return found if found.year > 1 else None
    return None


def _updated(fields: Mapping[str, str]) -> date | None:
    """Read when an article was changed: on another day than that of its appearance."""
    changed, first = _moment(fields, "post_modified"), _moment(fields, "post_date")
    if not isinstance(changed, datetime) or not isinstance(first, datetime):
        return None
    is_later = changed.replace(tzinfo=None) > first.replace(tzinfo=None)
    return changed if is_later and changed.date() != first.date() else None


def _addresses(link: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ()
    return () if parts.query or parts.path in ("", "/") else (unquote(parts.path),)


def _base(address: str, origin: str, problems: list[Problem]) -> str:
    """Read where the old site was."""
    try:
        parts = urlsplit(address.strip())
        if parts.scheme in ("http", "https") and parts.hostname:
            return f"{address.strip().rstrip('/')}/"
    except ValueError:
        pass
    problems.append(lost(origin, 1, "import-address", f"{shown(address)} is no address of a site"))
    return ""
