"""Jekyll sites -> entries: `_posts`, `_drafts` and pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

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
    HTML_SUFFIXES,
    Dialect,
    Folder,
    article,
    common_fields,
    day_in,
    is_text,
    look_into,
    tell_keys,
)
from autoblog.importers.fronts import Front, read_yaml, text_of, words_of
from autoblog.problems import Problem, shown
from autoblog.read.urls import slug_of

_PASSED_OVER = ("_site", "node_modules", "vendor", "_includes", "_layouts", "_sass", "_plugins")
_DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})-(.+)$")
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_BASE = re.compile(r"\{\{-?\s*site\.(?:baseurl|url|github\.url)\s*-?\}\}")
_FILTERED = re.compile(
    r"\{\{-?\s*[\"']([^\"']*)[\"']\s*\|\s*"
    r"(?:relative_url|absolute_url|prepend:\s*site\.(?:baseurl|url))[^}]*\}\}"
)
_LINK = re.compile(r"\{%-?\s*(post_url|link)\s+([^\s%]+)\s*-?%\}")
_STYLES = {
    "date": "/:categories/:year/:month/:day/:title.html",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title.html",
    "weekdate": "/:categories/:year/W:week/:short_day/:title.html",
    "none": "/:categories/:title.html",
}
_NAMES = ("permalink", "redirect_from")
_IDLE = ("comments", "sitemap")


def read_jekyll(root: Path, sections: SectionMap, *, limit_kib: int) -> Export:
    """Read a Jekyll site's folder."""
    problems: list[Problem] = []
    folder = look_into(root, limit_kib=limit_kib, passed_over=_PASSED_OVER)
    config = _config(folder, problems)
    if not any("_posts/" in path or "_drafts/" in path for path in folder.files):
        message = "it is no folder of Jekyll: it holds no _posts and no _drafts"
        problems.append(failed(root.as_posix(), 1, message))
    entries = [
        entry
        for path in folder.files
        if (entry := _entry(folder, path, config, sections, problems)) is not None
    ]
    base = text_of(config.get("baseurl")).strip("/")
    url = text_of(config.get("url")).rstrip("/")
    base_url = f"{url}/{base}/" if base else f"{url}/"
    is_url = urlsplit(base_url).scheme in ("http", "https") if _is_address(base_url) else False

    def places_of(entry: Entry, address: str) -> Iterator[str]:
        yield address.removeprefix(f"/{base}/") if base else address
        yield from (posixpath.join(posixpath.dirname(name), address) for name in entry.names[:1])

    fetch = folder.fetch(places_of)
    return Export(tuple(entries), tuple(problems), base_url if is_url else "", fetch)


def _config(folder: Folder, problems: list[Problem]) -> Mapping[str, Any]:
    name = next((one for one in ("_config.yml", "_config.yaml") if one in folder.files), None)
    text = folder.text(name, problems) if name else None
    if name is None or text is None:
        return {}
    values, _, found = read_yaml(text, folder.origin(name))
    problems += found
    return values or {}


def _entry(
    folder: Folder,
    path: str,
    config: Mapping[str, Any],
    sections: SectionMap,
    problems: list[Problem],
) -> Entry | None:
    """Make an entry of a file that holds an article; None of any other."""
    parts = path.split("/")
    is_post, is_draft = "_posts" in parts[:-1], "_drafts" in parts[:-1]
    stem, suffix = posixpath.splitext(parts[-1])
    is_page = not is_post and not is_draft
    if not is_text(folder, path, problems, is_article=not is_page):
        return None
    if is_page and (parts[0].startswith("_") or stem in ("404", "index", "README", "search")):
        if parts[0].startswith("_"):
            message = f"not imported: it belongs to the collection {shown(parts[0][1:])}"
            problems.append(lost(folder.origin(path), 1, "import-kind", message))
        return None
    if is_page and suffix in HTML_SUFFIXES and not _is_article(folder, path, problems):
        return None
    read = article(folder, path, Dialect(_TAG, _written_out, "Liquid tag"), problems)
    if read is None:
        return None
    return _article_entry(folder, path, config, sections, problems, read=read, is_draft=is_draft)


def _article_entry(
    folder: Folder,
    path: str,
    config: Mapping[str, Any],
    sections: SectionMap,
    problems: list[Problem],
    *,
    read: tuple[Front, str, tuple[int, ...]],
    is_draft: bool,
) -> Entry | None:
    front, body, lines = read
    origin = folder.origin(path)
    above, _, _ = path.rpartition("_drafts/" if is_draft else "_posts/")
    is_page = not is_draft and "_posts/" not in path
    stem = posixpath.splitext(posixpath.basename(path))[0]
    dated = _DATED.match(stem)
    name = dated[2] if dated and not is_page else stem
    categories = [part for part in above.split("/") if part] if not is_page else []
    categories += words_of(front.values.get("categories"), by_space=True)
    categories += words_of(front.values.get("category"))
    section, used = section_of(categories, sections)
    if section is None and not is_page:
        what = f"not imported: no category ({', '.join(categories) or 'none'}) is a section here"
        problems.append(no_section(origin, front.line("categories"), categories, what))
        return None
    day = day_in(front, "date", origin, problems) or (_day(dated[1]) if dated else None)
    tell_keys(front, origin, problems, read=_NAMES, idle=_IDLE)
    others = [category for category in categories if category != used]
    fields = common_fields(front, origin, problems, name=name, words=others, sections=sections)
    fields["is_draft"] = fields["is_draft"] or is_draft
    slug = text_of(front.values.get("slug")) or name
    base = "/" + text_of(config.get("baseurl")).strip("/")
    own = text_of(front.values.get("permalink")) or text_of(config.get("permalink")) or "date"
    if is_page and "permalink" not in front.values:
        own = f"/{posixpath.splitext(path)[0]}" + ("/" if own == "pretty" else ".html")
    address = _address(own, day, slug=slug, categories=categories)
    old = [] if is_draft or address is None else [address]
    old += words_of(front.values.get("redirect_from"))
    return Entry(
        **fields,
        body=body,
        body_lines=lines,
        day=day,
        section=None if is_page else section,
        slug=slug,
        addresses=tuple(posixpath.join(base, one.lstrip("/")) for one in old),
        names=(f"/{path}", f"/{posixpath.splitext(path)[0]}"),
    )


def _is_article(folder: Folder, path: str, problems: list[Problem]) -> bool:
    """Tell a page in HTML from a template, which a page with Liquid is."""
    text = folder.text(path, []) or ""
    if not text.startswith("---"):
        return False
    if _TAG.search(text):
        message = "not imported: it is a template"
        problems.append(lost(folder.origin(path), 1, "import-kind", message))
        return False
    return True


def _written_out(body: str) -> str:
    """Write out what stands for the site's own address, and for that of another post."""
    body = _FILTERED.sub(lambda match: "/" + match[1].lstrip("/"), body)
    body = re.sub(rf"{_BASE.pattern}(?={_BASE.pattern})", "", body)
    body = re.sub(rf"(?<=[(\"'<]){_BASE.pattern}(?=[/{{])", "", body)
    return re.sub(rf"(?<=[(\"'<\s]){_LINK.pattern}", _link_address, body)


def _link_address(match: re.Match[str]) -> str:
    if match[1] == "link":
        return "/" + match[2].strip("\"'").lstrip("/")
    folder, _, name = match[2].rpartition("/")
    return f"/{folder}/_posts/{name}.md" if folder else f"/_posts/{name}.md"


def _address(pattern: str, day: date | None, *, slug: str, categories: list[str]) -> str | None:
    """Fill a permalink's pattern; None where it needs what is not known."""
    pattern = _STYLES.get(pattern, pattern).replace(":output_ext", ".html")
    words: dict[str, str] = {
        "title": slug, "slug": slug_of(slug),
        "categories": "/".join(slug_of(name) for name in categories),
    }  # fmt: skip
    if day is not None:
        words |= {
            "year": f"{day.year:04}", "short_year": f"{day:%y}",
            "month": f"{day.month:02}", "i_month": str(day.month),
            "day": f"{day.day:02}", "i_day": str(day.day), "y_day": f"{day:%j}",
            "week": f"{day.isocalendar().week:02}", "w_day": str(day.isoweekday()),
            "short_day": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()],
        }  # fmt: skip
    if isinstance(day, datetime):
        words |= {"hour": f"{day:%H}", "minute": f"{day:%M}", "second": f"{day:%S}"}
    names = re.findall(r":([a-z_]+)", pattern)
    if any(name not in words for name in names):
        return None
    filled = re.sub(r":([a-z_]+)", lambda match: words[match[1]], pattern)
    return re.sub("/{2,}", "/", f"/{filled}")


def _day(text: str) -> date | None:
    try:
        return date(*map(int, text.split("-")))
    except ValueError:
        return None


def _is_address(address: str) -> bool:
    try:
        return bool(urlsplit(urljoin(address, "/a")).netloc)
    except ValueError:
        return False
