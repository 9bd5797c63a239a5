"""New posts and new sites."""

from __future__ import annotations

import re
import shutil
from datetime import date
from importlib import resources
from pathlib import Path

from autoblog.config import Config
from autoblog.problems import ConfigError, listed, nearest
from autoblog.read.urls import slug_of

_POST = """---
title: {title}
category: {category}
date: {date}
summary: "Write one or two sentences here: readers meet them in lists and search results."
keywords: []
# Remove the next line to publish.
draft: true
---

Begin with what the reader gains.
"""
_PLAIN = re.compile(r"\w+([ &-]\w+)*")  # needs no quotes in YAML


def new_post(root: Path, config: Config, title: str, *, section: str, today: date) -> Path:
    """Write a draft into its section's folder, under a name that is free.

    section: a section's name or slug, in any case. today: the date in the site's zone.
    Returns the file's path. Raises ConfigError when there is no such section, or no title.
    """
    words = " ".join(title.split())
    if not words or not words.isprintable():
        raise ConfigError("a post needs a title in plain text")
    by_name = {one.slug: one for one in config.sections}
    by_name |= {one.name.casefold(): one for one in config.sections}
    chosen = by_name.get(section.casefold())
    if chosen is None:
        names = [one.slug for one in config.sections]
        near = nearest(section, names)
        hint = f'; did you mean "{near}"?' if near else f"; expected {listed(names)}"
        raise ConfigError(f'there is no section "{section}"{hint}')
    folder = root / "content" / chosen.slug
    stem = f"{today.isoformat()}-{slug_of(words) or 'post'}"
    category = chosen.name if _PLAIN.fullmatch(chosen.name) else quoted_text(chosen.name)
    text = _POST.format(title=quoted_text(words), category=category, date=today.isoformat())
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


def quoted_text(text: str) -> str:
    """Write a text as YAML that is read back letter by letter."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


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
