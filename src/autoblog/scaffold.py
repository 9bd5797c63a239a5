"""New posts and new sites."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date
from importlib import resources
from pathlib import Path

from autoblog.config import Config, SectionConfig
from autoblog.problems import ConfigError, listed, nearest
from autoblog.read.urls import slug_of

_POST = """---
title: {title}
category: {category}
date: {date}
summary: {summary}
keywords: [{keywords}]
# Remove the next line to publish.
draft: true
---

Begin with what the reader gains.
"""
_SUMMARY = "Write one or two sentences here: readers meet them in lists and search results."
_NOT_COMMITTED = "/public/\n/.public.*/\n/.autoblog/\n"
"""What builds make: the site, what a killed one left of it, and what they remember."""

_PLAIN = re.compile(r"\w+([ &-]\w+)*")  # needs no quotes in YAML
_JOINERS = re.compile("[\u200c\u200d\U000e0020-\U000e007f]")
"""They join emoji and letters into one sign, or spell a flag; by themselves they show nothing."""


def new_post(
    root: Path,
    config: Config,
    title: str,
    *,
    section: str,
    today: date,
    summary: str = "",
    keywords: Sequence[str] = (),
) -> Path:
    """Write a draft into its section's folder, under a name that is free.

    section: a section's name or slug, in any case. today: the date in the site's zone.
    summary: "" leaves a sentence that asks for one.
    Returns the file's path. Raises ConfigError when there is no such section, or no title.
    """
    words = plain_line(title, "title")
    chosen = find_section(config, section)
    folder = root / "content" / chosen.slug
    stem = f"{today.isoformat()}-{slug_of(words) or 'post'}"
    text = _POST.format(
        title=quoted_text(words),
        category=_written(chosen.name),
        date=today.isoformat(),
        summary=quoted_text(plain_line(summary or _SUMMARY, "summary")),
        keywords=", ".join(_written(plain_line(word, "keyword")) for word in keywords),
    )
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        path = folder / (f"{stem}.md" if number == 1 else f"{stem}-{number}.md")
        try:
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except FileExistsError:
            number += 1
        else:
            return path


def plain_line(text: str, what: str) -> str:
    """Bring a title and its like to one line. Raises ConfigError when it is not plain text."""
    words = " ".join(text.split())
    visible = _JOINERS.sub("", words)
    if not visible.strip() or not visible.isprintable():
        raise ConfigError(f"a post needs a {what} in plain text")
    return words


def find_section(config: Config, name: str) -> SectionConfig:
    """Find a section by its name or slug, in any case. Raises ConfigError when there is none."""
    by_name = {one.slug: one for one in config.sections}
    by_name |= {one.name.casefold(): one for one in config.sections}
    chosen = by_name.get(name.casefold())
    if chosen is None:
        names = [one.slug for one in config.sections]
        near = nearest(name, names)
        hint = f'; did you mean "{near}"?' if near else f"; expected {listed(names)}"
        raise ConfigError(f'there is no section "{name}"{hint}')
    return chosen


def quoted_text(text: str) -> str:
    """Write a text as YAML that is read back letter by letter."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _written(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else quoted_text(text)


def lay_out_site(folder: Path) -> None:
    """Copy the starter into a folder, which must be new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(f"{folder} is not empty; choose a new folder")
    starter = Path(str(resources.files("autoblog") / "starter"))
    # In a checkout the theme stands at the top of the repository; a wheel carries it inside.
    theme = starter if (starter / "templates").is_dir() else starter.parents[2]
    shutil.copytree(starter, folder, dirs_exist_ok=True)
    for name in ("templates", "static"):
        shutil.copytree(theme / name, folder / name, dirs_exist_ok=True)
    (folder / ".gitignore").write_text(_NOT_COMMITTED, "utf-8")
