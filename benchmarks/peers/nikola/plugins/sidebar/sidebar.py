"""The sidebar, rendered once a build; its text in the global context makes pages depend on it."""

from __future__ import annotations

from html import escape
from typing import Any

from blinker import signal
from nikola.plugin_categories import SignalHandler  # type: ignore[import-not-found]  # as above


class Sidebar(SignalHandler):  # type: ignore[misc]  # Nikola has no types
    """Adds `sidebar` to the context of all templates."""

    name = "sidebar"

    def set_site(self, site: Any) -> None:
        """Wait for the posts to be found."""
        super().set_site(site)
        self.ready_conditions = [signal("scanned").connect(self._render)]

    def _render(self, site: Any) -> None:
        """Render the newest 20 posts of each section, and note the neighbours of each post."""
        site.taxonomy_plugins["tag"].always_disable_rss = True  # no setting says so
        parts = []
        neighbours: dict[str, tuple[Any, Any]] = {}
        for slug, name in site.config["SECTIONS"].items():
            posts = [post for post in site.posts if post.folders["en"] == slug]
            items = "".join(map(_item, posts[:20]))
            heading = f'<h3><a href="/{slug}/">{name}</a></h3>'
            parts.append(f"<section>{heading}\n<ul>{items}</ul></section>")
            padded = [None, *posts, None]
            for newer, post, older in zip(padded, posts, padded[2:], strict=False):
                neighbours[post.source_path] = (newer, older)
        site.GLOBAL_CONTEXT["sidebar"] = "\n".join(parts)
        # A function is no part of a page's fingerprint, as its name does not change.
        site.GLOBAL_CONTEXT["neighbours"] = neighbours.get


def _item(post: Any) -> str:
    day = post.date.strftime("%Y-%m-%d")
    return (
        f'<li><a href="{post.permalink()}">{escape(post.title())}</a>'
        f' Time:<time datetime="{day}">{day}</time></li>\n'
    )
