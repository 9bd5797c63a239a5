"""What the theme needs besides posts. The sidebars are rendered once a build, one for each section.

Their text in the global context makes pages depend on it. A function there is no part of a page's
fingerprint, as its name does not change.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from blinker import signal
from nikola.plugin_categories import SignalHandler  # type: ignore[import-not-found]  # as above

WORDS_A_MINUTE = 230

_HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)</h')
_TAG = re.compile("<[^>]*>")
_TABLE = '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table>'
_words: dict[str, int] = {}


@dataclass(frozen=True, slots=True)
class Article:
    """The text of a post, for its own page."""

    body: str
    headings: list[tuple[str, str, str]]  # level, id, HTML
    words: int


class Sidebar(SignalHandler):  # type: ignore[misc]  # Nikola has no types
    """Adds `sidebars` and functions to the context of all templates."""

    name = "sidebar"

    def set_site(self, site: Any) -> None:
        """Wait for the posts to be found."""
        super().set_site(site)
        self.ready_conditions = [signal("scanned").connect(self._prepare)]

    def _prepare(self, site: Any) -> None:
        """Render the sidebars, and note the neighbours of each post."""
        tags = site.taxonomy_plugins["tag"]  # no settings say so
        tags.always_disable_rss = tags.always_disable_atom = True
        home = site.taxonomy_plugins["index"]
        home.show_list_as_index, home.template_for_single_list = False, "home.tmpl"
        names = site.config["SECTIONS"]
        sections = {
            slug: [post for post in site.posts if post.folders["en"] == slug] for slug in names
        }
        neighbours: dict[str, tuple[Any, Any]] = {}
        for posts in sections.values():
            padded = [None, *posts, None]
            for newer, post, older in zip(padded, posts, padded[2:], strict=False):
                neighbours[post.source_path] = (newer, older)

        def newest(count: int, section: str = "") -> list[Any]:
            posts: list[Any] = sections[section] if section else site.posts
            return posts[:count]

        context = site.GLOBAL_CONTEXT
        context["sidebars"] = {slug: _sidebar(sections, names, slug) for slug in names}
        context["neighbours"] = neighbours.get
        context["newest"] = newest
        context["size_of"] = lambda section: len(sections[section])
        for function in (read, minutes, words, to_json, instant, day, long_date):
            context[function.__name__] = function


def read(post: Any) -> Article:
    """Read the text of a post, which costs Nikola two passes through an HTML parser."""
    text = post.text()
    return Article(
        body=text.replace("<table>", _TABLE).replace("</table>", "</table></div>"),
        headings=_HEADING.findall(text),
        words=words(post, text),
    )


def words(post: Any, text: str = "") -> int:
    """Count the words of a post, once a build."""
    path = post.source_path
    if path not in _words:
        _words[path] = len(_TAG.sub(" ", text or post.text()).split())
    return _words[path]


def minutes(post: Any) -> int:
    """Say how long a post takes to read."""
    return max(1, round(words(post) / WORDS_A_MINUTE))


def to_json(value: Any) -> str:
    """Write JSON that can stand in a script."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def instant(date: datetime) -> str:
    """Write a moment as Open Graph and schema.org want it."""
    return f"{date.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def day(date: datetime) -> str:
    """Write a date as `<time>` wants it."""
    return f"{date.year}-{date.month:02}-{date.day:02}"


def long_date(date: datetime) -> str:
    """Write a date for readers."""
    return f"{date.day} {date:%B} {date.year}"


def _sidebar(sections: dict[str, list[Any]], names: dict[str, str], own: str) -> str:
    """Render the newest 20 posts of each section for the pages of one, which is open there."""
    parts = []
    for slug, posts in sections.items():
        name, items = names[slug], [_item(post) for post in posts[:20]]
        parts.append(f"""<section>
<h3><a href="/{slug}/">{name}</a></h3>
<details{" open" if slug == own else ""}>
<summary>{len(posts)} articles<span> in {name}</span></summary>
<ul>
{"".join(items[:2])}</ul>
<details>
<summary>18 more<span> in {name}</span></summary>
<ul>
{"".join(items[2:])}</ul>
</details>
<p><a class="all" href="/{slug}/">All of {name} ({len(posts)})</a></p>
</details>
</section>
""")
    return "".join(parts)


def _item(post: Any) -> str:
    return (
        f'<li><a href="{post.permalink()}">{escape(post.title())}</a>'
        f" <small>Time:<time>{day(post.date)}</time></small></li>\n"
    )
