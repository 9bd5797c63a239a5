"""llms.txt: the posts of each section, for language models. Source: https://llmstxt.org."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from autoblog.digest import digest_bytes
from autoblog.layout import SETTINGS_FILE
from autoblog.model import Asset, Section, Site
from autoblog.plan.views import twin_path

_MARKS = re.compile(r"([\\\[\]<>])")
"""What would end a link's text, or begin HTML."""


def plan_llms(site: Site) -> Iterator[Asset]:
    """Plan llms.txt, where the settings ask for it."""
    if site.settings.has_llms:
        data = _text(site).encode()
        yield Asset("llms.txt", SETTINGS_FILE, digest_bytes(data), data)


def _text(site: Site) -> str:
    parts = [f"# {_escaped(site.info.title)}\n"]
    if site.info.summary:
        parts.append(f"> {_escaped(site.info.summary)}\n")
    for section in site.info.sections:
        lines = list(_lines(site, section))
        if lines:
            parts.append(f"## {_escaped(section.name)}\n")
            parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _lines(site: Site, section: Section) -> Iterator[str]:
    """List a section's posts, newest first; never what only a preview shows."""
    for post in site.by_section[section.slug]:
        if site.teasers[post.source_path].status == "published" and not post.has_noindex:
            path = twin_path(site, post) or post.permalink
            address = site.info.base_url + quote(path[1:], safe="/")
            yield f"- [{_escaped(post.title)}]({address}): {_escaped(post.summary)}"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
