"""Pelican, from PyPI. Its content cache is on where it helps: in builds on top of another."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.posts import SECTIONS, Post
from benchmarks.tools.base import FEEDS, PEERS, Installed, Tool, copy_peer, copy_static
from benchmarks.tools.install import install_in_venv, venv_python, version_line


def install(folder: Path) -> Installed:
    """Install the package with Markdown."""
    venv = install_in_venv(folder, "pelican", ("pelican[markdown]",))
    program = (str(venv_python(venv)), "-m", "pelican")
    version = version_line((*program, "--version"))
    return Installed(program=program, version=version)


def lay(root: Path) -> None:
    """Write the settings and the theme."""
    copy_peer("pelican", root)
    static = root / "theme" / "static"
    copy_static(static)
    shutil.copy(PEERS / "robots.txt", static)


def post_path(post: Post) -> str:
    """Name the file of a post."""
    return f"content/{post.section}/{post.slug}.md"


def post_text(post: Post) -> str:
    """Write the file of a post."""
    lines = (
        f"Title: {post.title}",
        f"Date: {post.published_on.isoformat()}",
        f"Category: {SECTIONS[post.section]}",
        f"Tags: {', '.join(post.keywords)}",
        f"Slug: {post.slug}",
        f"Summary: {post.summary}",
    )
    return "\n".join((*lines, "", post.body))


PLAIN = ("content", "--settings", "pelicanconf.py", "--quiet")

PELICAN = Tool(
    name="pelican",
    title="Pelican",
    install=install,
    lay=lay,
    post_path=post_path,
    post_text=post_text,
    arguments=PLAIN,
    warm_arguments=(*PLAIN, "--extra-settings", "CACHE_CONTENT=true", "LOAD_CONTENT_CACHE=true"),
    made=("public", "cache", "__pycache__"),
    feeds={kind: FEEDS[kind] for kind in ("RSS", "Atom")},
    lacks=("JSON Feed",),
)
