"""What the benchmark knows of a tool: how it is installed, is fed posts, and builds."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.posts import Post

PEERS = Path(__file__).resolve().parents[1] / "peers"
STATIC = PEERS.parents[1] / "static"  # autoblog's style sheets, scripts and icons
SITE_URL = "https://bench.example"
PAGE_SIZE = 20
SIDEBAR_SIZE = 20
FEED_SIZE = 20

FEEDS: Mapping[str, tuple[str, str]] = {
    "RSS": ("feed.xml", "{}/feed.xml"),
    "Atom": ("atom.xml", "{}/atom.xml"),
    "JSON Feed": ("feed.json", "{}/feed.json"),
}
"""Paths of each kind of feed: of the whole site, and of a section, with its slug."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A tool that can be run."""

    program: tuple[str, ...]  # the command's first words
    version: str
    environment: Mapping[str, str] = field(default_factory=dict)


Install = Callable[[Path], Installed]
"""Installs a tool below a folder unless it is there. Raises InstallError."""


class InstallError(Exception):
    """A tool cannot be installed; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A site generator, set up in one way."""

    name: str  # on the command line
    title: str  # in the table
    install: Install
    lay: Callable[[Path], None]  # writes all but the posts
    post_path: Callable[[Post], str]  # relative to the site's folder
    post_text: Callable[[Post], str]
    arguments: tuple[str, ...]  # of the build command, which runs in the site's folder
    made: tuple[str, ...]  # patterns of what builds leave: a clean build starts without it
    variant: str = ""  # how it is set up, for the table
    output: str = "public"  # folder with the built site
    feeds: Mapping[str, tuple[str, str]] = field(default_factory=lambda: FEEDS)
    lacks: tuple[str, ...] = ()  # parts of the site, as checks name them, that it does not make
    has_related: bool = False
    warm_arguments: tuple[str, ...] | None = None  # of builds on top of others; None: the same
    has_memory: bool = True  # whether a build uses what earlier builds left


def lay_posts(tool: Tool, root: Path, posts: Iterable[Post]) -> None:
    """Write posts into a site's folder."""
    folders: set[Path] = set()
    for post in posts:
        path = root / tool.post_path(post)
        if path.parent not in folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            folders.add(path.parent)
        path.write_text(tool.post_text(post), "utf-8", newline="\n")


def copy_peer(name: str, root: Path) -> None:
    """Copy a peer's settings and templates into a site's folder."""
    shutil.copytree(PEERS / name, root, dirs_exist_ok=True)


def copy_static(folder: Path) -> None:
    """Copy the static files of autoblog's theme, so that all sites have the same."""
    shutil.copytree(STATIC, folder, dirs_exist_ok=True)
    shutil.copy(PEERS / "site.webmanifest", folder)


def yaml_front_matter(values: Mapping[str, str | list[str]]) -> str:
    """Write front matter. Strings are quoted as JSON, which is YAML too."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    return "\n".join(("---", *lines, "---", "", ""))
