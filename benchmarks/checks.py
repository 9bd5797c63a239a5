"""Whether a tool wrote the site that it was asked for. A fast build of something else is none."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from statistics import median

from benchmarks.article import missing_parts
from benchmarks.posts import SECTIONS, Post, make_post, make_posts, with_edit
from benchmarks.tools.base import FEED_SIZE, PAGE_SIZE, SIDEBAR_SIZE, Tool

_POST = rf"/(?:{'|'.join(SECTIONS)})/(?!page/)[a-z0-9-]+/"
_POST_LINK = re.compile(rf"""href=["']?[^"' >]*?({_POST})(?:index\.html)?["' >]""")
_POST_ADDRESS = re.compile(rf"<loc>[^<]*({_POST})(?:index\.html)?</loc>")
_ARTICLE = re.compile(rf"{_POST}index\.html$")
_ENTRIES = {"RSS": "<item>", "Atom": "<entry>", "JSON Feed": '"content_html"'}
_FILES = {
    "archive": "archive/index.html",
    "archive of a year": "archive/{year}/index.html",
    "directory of keywords": "keywords/index.html",
    "404 page": "404.html",
    "robots.txt": "robots.txt",
    "web manifest": "site.webmanifest",
}
_TABLE = "|---|---|---|"
RICH = 50  # posts with tables of which one is sampled


@dataclass(frozen=True, slots=True)
class Written:
    """How much a build wrote."""

    pages: int  # HTML files
    files: int
    size_bytes: int  # of all files
    article_bytes: float  # of an article's page, at the median


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be found in the output."""

    posts: int
    least_pages: int
    sections: Mapping[str, int]  # posts of each section, by slug
    oldest: Post  # stands in no sidebar or feed, unless the site is small
    edited: Post  # as it is before the edit
    sampled: Post  # one that has everything: tables, neighbours, and keywords with pages


def expect(count: int) -> Expected:
    """Work out what a site of so many posts must hold."""
    sections: Counter[str] = Counter()
    years: Counter[int] = Counter()
    keywords: Counter[str] = Counter()
    oldest = make_post(0, count)
    rich: list[Post] = []
    for post in make_posts(count):
        sections[post.section] += 1
        years[post.published_on.year] += 1
        keywords.update(post.keywords)
        if post.published_on < oldest.published_on:
            oldest = post
        if len(rich) < RICH and _TABLE in post.body:
            rich.append(post)
    middle = count // 2
    edited = make_post(middle if middle != oldest.number else middle + 1, count)
    shared = [number for number in keywords.values() if number > 1]
    # autoblog's lists have a longer first page and so a page less than others' lists.
    lists = (*sections.values(), *years.values(), *shared)
    fitting = [post for post in rich if all(keywords[word] > 1 for word in post.keywords)]
    by_date = sorted(fitting, key=lambda post: post.published_on) or [edited]
    return Expected(
        posts=count,
        least_pages=count + sum(max(1, number // PAGE_SIZE) for number in lists) + 1,
        sections=sections,
        oldest=oldest,
        edited=edited,
        sampled=by_date[len(by_date) // 2],
    )


def find_faults(tool: Tool, root: Path, expected: Expected) -> list[str]:
    """Say what is wrong with a site's output."""
    output = root / tool.output
    faults = []
    pages = count_pages(output)
    if pages < expected.least_pages:
        faults.append(f"{pages} pages, expected {expected.least_pages}")
    page = _read(output, expected.oldest.permalink + "index.html")
    if unescape(page).count(expected.oldest.title) < 2:
        faults.append("a post's page lacks its title")
    links = set(_POST_LINK.findall(page)) - {expected.oldest.permalink}
    wanted = sum(min(SIDEBAR_SIZE, number) for number in expected.sections.values())
    # A sidebar may show the page's own post in the place of its section's last.
    if len(links) < wanted - 1:
        faults.append(f"a sidebar of {len(links)} posts, expected {wanted}")
    faults += [f"no {part}" for part in _missing(tool, output, expected) if part not in tool.lacks]
    # More than 50,000 addresses need several sitemaps.
    sitemaps = (_read(output, path.name) for path in output.glob("sitemap*.xml"))
    listed = len({address for text in sitemaps for address in _POST_ADDRESS.findall(text)})
    if listed < expected.posts:
        faults.append(f"the sitemap has {listed} posts, expected {expected.posts}")
    return [*faults, *_find_feed_faults(tool, output, expected)]


def _missing(tool: Tool, output: Path, expected: Expected) -> Iterator[str]:
    """Name what an article's page lacks, and which other files are not there."""
    sampled = expected.sampled
    page = _read(output, sampled.permalink + "index.html")
    yield from missing_parts(page, sampled, has_related=tool.has_related)
    for part, path in _FILES.items():
        if not _read(output, path.format(year=sampled.published_on.year)):
            yield part


def _find_feed_faults(tool: Tool, output: Path, expected: Expected) -> Iterator[str]:
    for kind, (path, section_path) in tool.feeds.items():
        feeds = {section_path.format(slug): count for slug, count in expected.sections.items()}
        for place, count in {path: expected.posts, **feeds}.items():
            entries = _read(output, place).count(_ENTRIES[kind])
            if entries != min(FEED_SIZE, count):
                yield f"the feed {place} has {entries} entries"


def find_edit_faults(tool: Tool, root: Path, expected: Expected) -> list[str]:
    """Say whether the edited post's page shows the edit."""
    before, after = expected.edited.body, with_edit(expected.edited).body
    start = next(place for place in range(len(after)) if before[place] != after[place])
    page = _read(root / tool.output, expected.edited.permalink + "index.html")
    return [] if after[start : start + 25] in page else ["the edit is not on the post's page"]


def find_added_faults(tool: Tool, root: Path, expected: Expected, *, added: Post) -> list[str]:
    """Say whether the new post has a page, and a place in the sidebar of the oldest."""
    output = root / tool.output
    faults = []
    if not _read(output, added.permalink + "index.html"):
        faults.append("the new post has no page")
    if added.permalink not in _read(output, expected.oldest.permalink + "index.html"):
        faults.append("the new post is missing from sidebars")
    return faults


def count_pages(folder: Path) -> int:
    """Count the HTML files below a folder."""
    return sum(name.endswith(".html") for _, _, names in os.walk(folder) for name in names)


def measure_output(output: Path) -> Written:
    """Count the files below a folder, and their bytes."""
    sizes = {
        path: os.lstat(path).st_size
        for folder, _, names in os.walk(output)
        for path in (f"{folder}/{name}" for name in names)
    }
    articles = [size for path, size in sizes.items() if _ARTICLE.search(path)]
    return Written(
        pages=sum(path.endswith(".html") for path in sizes),
        files=len(sizes),
        size_bytes=sum(sizes.values()),
        article_bytes=median(articles or [0]),
    )


def _read(output: Path, path: str) -> str:
    try:
        return (output / path.lstrip("/")).read_text("utf-8")
    except OSError:
        return ""
