"""Whether a tool wrote the site that it was asked for. A fast build of something else is none."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from benchmarks.posts import SECTIONS, Post, make_post, make_posts, with_edit
from benchmarks.tools.base import FEED_SIZE, PAGE_SIZE, SIDEBAR_SIZE, Tool

_POST = rf"/(?:{'|'.join(SECTIONS)})/(?!page/)[a-z0-9-]+/"
_POST_LINK = re.compile(rf"""href=["']?[^"' >]*?({_POST})(?:index\.html)?["' >]""")
_POST_ADDRESS = re.compile(rf"<loc>[^<]*({_POST})(?:index\.html)?</loc>")


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be found in the output."""

    posts: int
    least_pages: int
    sections: Mapping[str, int]  # posts of each section, by slug
    oldest: Post  # stands in no sidebar or feed, unless the site is small
    edited: Post  # as it is before the edit


def expect(count: int) -> Expected:
    """Work out what a site of so many posts must hold."""
    sections: Counter[str] = Counter()
    keywords: Counter[str] = Counter()
    oldest = make_post(0, count)
    for post in make_posts(count):
        sections[post.section] += 1
        keywords.update(post.keywords)
        if post.published_on < oldest.published_on:
            oldest = post
    middle = count // 2
    edited = make_post(middle if middle != oldest.number else middle + 1, count)
    shared = [number for number in keywords.values() if number > 1]
    # autoblog's lists have a longer first page and so a page less than others' lists.
    lists = sum(max(1, number // PAGE_SIZE) for number in (*sections.values(), *shared))
    return Expected(
        posts=count,
        least_pages=count + lists + 1,
        sections=sections,
        oldest=oldest,
        edited=edited,
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
    faults += [
        f"a post's page lacks the keyword {keyword!r}"
        for keyword in expected.oldest.keywords
        if f">{keyword}</a>" not in page and f"/keywords/{keyword.replace(' ', '-')}/" not in page
    ]
    # More than 50,000 addresses need several sitemaps.
    sitemaps = (_read(output, path.name) for path in output.glob("sitemap*.xml"))
    listed = len({address for text in sitemaps for address in _POST_ADDRESS.findall(text)})
    if listed < expected.posts:
        faults.append(f"the sitemap has {listed} posts, expected {expected.posts}")
    feeds = {tool.section_feed.format(slug): count for slug, count in expected.sections.items()}
    for path, count in {tool.feed: expected.posts, **feeds}.items():
        items = _read(output, path).count("<item>")
        if items != min(FEED_SIZE, count):
            faults.append(f"the feed {path} has {items} items")
    return faults


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


def _read(output: Path, path: str) -> str:
    try:
        return (output / path.lstrip("/")).read_text("utf-8")
    except OSError:
        return ""
