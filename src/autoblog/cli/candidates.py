"""What a shell offers behind a command: sections, posts, keywords of the site at hand.

A press of Tab must not wait: file names and the top of files are read, no page is planned, no
cache is opened. A site with problems offers what can be read.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.problems import AutoblogError
from autoblog.read.front_matter import PostFrontMatter, read_front_matter, split_source
from autoblog.read.posts import PAGES_FOLDER
from autoblog.read.sources import POST_SUFFIX, find_files, plain_text, read_bytes
from autoblog.read.urls import slug_of_file

MOST_READ = 1000  # posts whose keywords are read: half a second


def complete_section(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the slugs of sections."""
    config = _config(context)
    sections = config.sections if config else ()
    return [
        CompletionItem(section.slug, help=section.name)
        for section in sections
        if section.slug.startswith(incomplete.lower())
    ]


def complete_post(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the slugs of posts; their paths once `content/` is begun."""
    paths = _paths(_root(context))
    if "content/".startswith(incomplete[:8]) and incomplete:
        return [CompletionItem(path) for path in paths if path.startswith(incomplete)]
    slugs = sorted({slug_of_file(path)[0] for path in paths})
    return [CompletionItem(slug) for slug in slugs if slug.startswith(incomplete)]


def complete_place(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer where a post may move: sections and folders."""
    folders = sorted({f"{posixpath.dirname(path)}/" for path in _paths(_root(context))})
    return [
        *complete_section(context, parameter, incomplete),
        *(CompletionItem(folder) for folder in folders if folder.startswith(incomplete)),
    ]


def complete_keywords(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the keywords in use for the last word behind a comma."""
    config = _config(context)
    before, comma, last = incomplete.rpartition(",")
    begun = last.strip().casefold()
    known = sorted(set(_keywords(_root(context), config))) if config else []
    return [
        CompletionItem(_for_shell(f"{before}{comma}{word}"))
        for word in known
        if word.casefold().startswith(begun)
    ]


def _root(context: click.Context) -> Path:
    return context.params.get("root") or Path()


def _config(context: click.Context) -> Config | None:
    try:
        return load_config(_root(context))
    except AutoblogError:
        return None


def _paths(root: Path) -> list[str]:
    """List the posts, those named last (by date, the newest) first."""
    files, _ = find_files(root, "content")
    return [file.path for file in reversed(files) if file.path.endswith(POST_SUFFIX)]


def _keywords(root: Path, config: Config) -> Iterator[str]:
    limits = config.limits
    posts = [path for path in _paths(root) if not path.startswith(PAGES_FOLDER)]
    for path in posts[:MOST_READ]:
        try:
            data = read_bytes(root, path)
        except OSError:
            continue
        text, _ = plain_text(data, path, limit_kib=limits.post_kib)
        if text is None:
            continue
        split, _ = split_source(text, path, limit_kib=limits.front_matter_kib)
        front = None
        if split is not None:
            front, _ = read_front_matter(split.node, path, config.reading, is_page=False)
        if front is not None and isinstance(front.values, PostFrontMatter):
            yield from front.values.keywords


def _for_shell(text: str) -> str:
    """Write a word so that it stays one: Click's script for Bash, unlike others, leaves that out.

    A word that is begun with a quotation mark needs nothing.
    """
    is_bash = os.environ.get("_AUTOBLOG_COMPLETE", "").startswith("bash")
    words = os.environ.get("COMP_WORDS", "").split("\n")
    index = os.environ.get("COMP_CWORD", "")
    word = words[int(index)] if index.isdecimal() and int(index) < len(words) else ""
    if not is_bash or word.startswith(("'", '"')):
        return text
    # Two backslashes, because the script's `read` takes one of them away.
    return re.sub(r"[^\w,./-]", r"\\\\\g<0>", text)
