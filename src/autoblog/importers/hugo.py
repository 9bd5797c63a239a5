"""Hugo sites -> entries: what lies in `content/`."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from autoblog.importers.entries import (
    Entry,
    Export,
    SectionMap,
    failed,
    lost,
    no_section,
    section_of,
)
from autoblog.importers.folders import (
    Dialect,
    Folder,
    article,
    common_fields,
    day_in,
    is_text,
    look_into,
    tell_keys,
)
from autoblog.importers.fronts import Front, read_toml, read_yaml, text_of, words_of
from autoblog.problems import Problem, shown
from autoblog.read.urls import slug_of

_PASSED_OVER = ("public", "resources", "node_modules", "themes", "layouts")
_CONFIGS = tuple(
    f"{folder}{name}.{kind}"
    for folder in ("", "config/_default/")
    for name in ("hugo", "config")
    for kind in ("toml", "yaml", "yml", "json")
)
_LEFT_OUT = re.compile(r"[^\w\s./\\#+~@-]")  # of titles in addresses: "it's" is "its" there
_TAG = re.compile(r"\{\{<.*?>\}\}|\{\{%.*?%\}\}", re.DOTALL)
_REF = re.compile(r"(?<=[(\"'<\s])\{\{[<%]\s*(?:rel)?ref\s+[\"'`]?([^\"'`\s>%]+)[\"'`]?\s*[>%]\}\}")
_NAMES = ("aliases", "expirydate", "permalink", "publishdate", "url")
_IDLE = ("iscjklanguage", "menu", "menus", "build", "_build", "cascade", "outputs")
_MONTHS = (
    "january february march april may june july august september october november december"
).split()


@dataclass(frozen=True, slots=True)
class _Settings:
    """What of a Hugo site's settings shapes addresses."""

    base_url: str  # "" where it is not known
    base_path: str  # without a slash at its end
    permalinks: Mapping[str, str]  # section -> pattern
    has_ugly_urls: bool
    other_languages: tuple[str, ...]


def read_hugo(root: Path, sections: SectionMap, *, limit_kib: int) -> Export:
    """Read a Hugo site's folder."""
    problems: list[Problem] = []
    folder = look_into(root, limit_kib=limit_kib, passed_over=_PASSED_OVER)
    settings = _settings(folder, problems)
    if not any(path.startswith("content/") for path in folder.files):
        problems.append(
            failed(root.as_posix(), 1, "it is no folder of Hugo: content/ is not there")
        )
    entries = [
        entry
        for path in folder.files
        if path.startswith("content/")
        and (entry := _entry(folder, path, settings, sections, problems)) is not None
    ]

    def places_of(entry: Entry, address: str) -> Iterator[str]:
        bare = address.removeprefix(f"{settings.base_path}/") if settings.base_path else address
        own = posixpath.dirname(entry.names[0]) if entry.names else ""
        yield f"content{own}/{bare}"
        yield f"static/{bare.lstrip('/')}"
        yield f"assets/{bare.lstrip('/')}"
        yield f"content/{bare.lstrip('/')}"

    fetch = folder.fetch(places_of)
    return Export(tuple(entries), tuple(problems), settings.base_url, fetch)


def _settings(folder: Folder, problems: list[Problem]) -> _Settings:
    name = next((one for one in _CONFIGS if one in folder.files), None)
    text = folder.text(name, problems) if name else None
    values: Mapping[str, Any] = {}
    if name and text is not None:
        if name.endswith(".json"):
            try:
                values = {key.lower(): value for key, value in json.loads(text).items()}
            except (ValueError, AttributeError, RecursionError) as error:
                problems.append(failed(folder.origin(name), 1, f"it is no JSON: {error}"))
        else:
            read = read_toml if name.endswith(".toml") else read_yaml
            found, _, problems_found = read(text, folder.origin(name))
            values = found or {}
            problems += problems_found
    permalinks = values.get("permalinks")
    pages = permalinks.get("page", permalinks) if isinstance(permalinks, Mapping) else {}
    languages = values.get("languages")
    default = text_of(values.get("defaultcontentlanguage")) or "en"
    return _Settings(
        *_base(text_of(values.get("baseurl"))),
        permalinks={str(key): text_of(one) for key, one in pages.items() if text_of(one)}
        if isinstance(pages, Mapping)
        else {},
        has_ugly_urls=text_of(values.get("uglyurls")) == "true",
        other_languages=tuple(str(key) for key in languages if str(key) != default)
        if isinstance(languages, Mapping)
        else (),
    )


def _base(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "", ""
    is_known = parts.scheme in ("http", "https") and bool(parts.netloc)
    return f"{address.rstrip('/')}/" if is_known else "", parts.path.rstrip("/")


def _entry(
    folder: Folder,
    path: str,
    settings: _Settings,
    sections: SectionMap,
    problems: list[Problem],
) -> Entry | None:
    """Make an entry of a file that holds an article; None of any other."""
    stem, _ = posixpath.splitext(posixpath.basename(path))
    origin = folder.origin(path)
    if not is_text(folder, path, problems, is_article=True):
        return None
    if stem == "_index" or stem.startswith("_index."):
        message = "not imported: a section's own page; its summary is set in site.yaml"
        problems.append(lost(origin, 1, "import-kind", message))
        return None
    language = stem.rpartition(".")[2] if "." in stem else ""
    if language in settings.other_languages:
        message = f"not imported: it is in another language, {shown(language)}"
        problems.append(lost(origin, 1, "import-kind", message))
        return None
    read = article(folder, path, Dialect(_TAG, _written_out, "shortcode"), problems)
    if read is None:
        if folder.text(path, []) and not any(one.path == origin for one in problems):
            message = "not imported: it does not begin with front matter"
            problems.append(lost(origin, 1, "import-kind", message))
        return None
    return _article_entry(path, origin, settings, sections, problems, read=read)


def _article_entry(
    path: str,
    origin: str,
    settings: _Settings,
    sections: SectionMap,
    problems: list[Problem],
    *,
    read: tuple[Front, str, tuple[int, ...]],
) -> Entry | None:
    front, body, lines = read
    inside = posixpath.splitext(path.removeprefix("content/"))[0]
    is_bundle = posixpath.basename(inside) == "index"
    place = posixpath.dirname(inside) if is_bundle else inside
    top, _, _ = place.rpartition("/")
    root_section = place.split("/")[0] if top else ""
    categories = list(words_of(front.values.get("categories")))
    categories += words_of(front.values.get("category"))
    is_page = not categories and root_section in ("", "page", "pages")
    section, used = section_of([*categories, root_section], sections)
    if section is None and not is_page:
        names = [name for name in (*categories, root_section) if name]
        what = f"not imported: neither category nor folder ({', '.join(names)}) is a section here"
        problems.append(no_section(origin, front.line("categories"), names, what))
        return None
    tell_keys(front, origin, problems, read=_NAMES, idle=_IDLE)
    day = day_in(front, "date", origin, problems)
    day = day or day_in(front, "publishdate", origin, problems)
    others = [category for category in categories if category != used]
    name = posixpath.basename(place)
    fields = common_fields(front, origin, problems, name=name, words=others, sections=sections)
    address = _address(front, place, root_section, settings, day=day, title=fields["title"])
    old = [address] if address else []
    aliases = words_of(front.values.get("aliases"))
    old += (posixpath.join("/", top, alias) for alias in aliases)
    ways = (f"/{inside}", f"/{inside}.md", f"/{place}", f"/{place}.md", f"/{name}", f"/{name}.md")
    return Entry(
        **fields,
        body=body,
        body_lines=lines,
        day=day,
        section=None if is_page else section,
        slug=text_of(front.values.get("slug")) or name,
        addresses=tuple(settings.base_path + one for one in old),
        names=ways,
        expires=day_in(front, "expirydate", origin, problems),
    )


def _written_out(body: str) -> str:
    """Write out what names another article."""
    return _REF.sub(lambda match: "/" + match[1].lstrip("/"), body)


def _address(
    front: Front,
    place: str,
    section: str,
    settings: _Settings,
    *,
    day: date | None,
    title: str,
) -> str | None:
    """Tell where an article was read; None where that cannot be known."""
    url = text_of(front.values.get("url"))
    if url:
        return f"/{url.lstrip('/')}"
    slug = text_of(front.values.get("slug"))
    folder, _, name = place.lower().replace(" ", "-").rpartition("/")
    pattern = settings.permalinks.get(section)
    if pattern:
        filled = _filled(pattern, folder, name, slug=slug, day=day, title=title)
    else:
        filled = f"/{folder}/{slug or name}/"
    if filled and settings.has_ugly_urls:
        filled = f"{filled.rstrip('/')}.html"
    return re.sub("/{2,}", "/", filled) if filled else None


def _filled(
    pattern: str, folder: str, name: str, *, slug: str, day: date | None, title: str
) -> str | None:
    """Fill a permalink's pattern; None where it needs what is not known."""
    titled = slug_of(_LEFT_OUT.sub("", title))
    words = {
        "section": folder.split("/")[0], "sections": folder,
        "title": titled, "slug": slug or titled,
        "filename": name, "contentbasename": name,
        "slugorfilename": slug or name, "slugorcontentbasename": slug or name,
    }  # fmt: skip
    if day is not None:
        words |= {
            "year": f"{day.year:04}", "month": f"{day.month:02}", "day": f"{day.day:02}",
            "monthname": _MONTHS[day.month - 1], "yearday": str(day.timetuple().tm_yday),
            "weekday": str(day.isoweekday() % 7),
        }  # fmt: skip
    names = re.findall(r":([a-z]+)", pattern)
    if any(one not in words for one in names):
        return None
    filled = re.sub(r":([a-z]+)", lambda match: words[match[1]], pattern)
    return f"/{filled.strip('/')}/"
