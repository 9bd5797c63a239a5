"""Pages that lead from old addresses to new ones."""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.model import Page, Site
from autoblog.plan.contexts import RedirectContext


def plan_redirects(site: Site) -> Iterator[Page]:
    """Plan one page an alias. `/old`, `/old/` and `/old.html` keep the file that serves them."""
    for post in (*site.posts, *site.pages):
        for alias in post.aliases:
            yield Page(
                output_path=alias_output_path(alias.url),
                template="redirect.html",
                context=RedirectContext(post.title, post.permalink),
                source_path=post.source_path,
            )


def alias_output_path(url: str) -> str:
    """Name the file that answers at an old URL path, which has no extension or `.html`."""
    path = url.strip("/")
    return path if path.endswith((".html", ".htm")) else f"{path}/index.html"
