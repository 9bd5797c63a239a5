"""Nikola, from PyPI. It remembers what it built, task by task, in a database of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.posts import Post
from benchmarks.tools.base import PEERS, Installed, Tool, copy_peer, copy_static
from benchmarks.tools.install import install_in_venv, venv_python, version_line


def install(folder: Path) -> Installed:
    """Install the package; without Jinja a plugin of its own fails, and it pauses four seconds."""
    venv = install_in_venv(folder, "nikola", ("Nikola", "jinja2"))
    program = (str(venv_python(venv)), "-m", "nikola")
    version = version_line((*program, "version")).split()[-1].removeprefix("v")
    return Installed(program=program, version=version)


def lay(root: Path) -> None:
    """Write the settings, the theme and the plugin."""
    copy_peer("nikola", root)
    copy_static(root / "files")
    shutil.copy(PEERS / "robots.txt", root / "files")


def post_path(post: Post) -> str:
    """Name the file of a post."""
    return f"posts/{post.section}/{post.slug}.md"


def post_text(post: Post) -> str:
    """Write the file of a post."""
    lines = (
        "<!--",
        f".. title: {post.title}",
        f".. slug: {post.slug}",
        f".. date: {post.published_on.isoformat()}",
        f".. tags: {', '.join(post.keywords)}",
        f".. description: {post.summary}",
        "-->",
    )
    return "\n".join((*lines, "", post.body))


NIKOLA = Tool(
    name="nikola",
    title="Nikola",
    install=install,
    lay=lay,
    post_path=post_path,
    post_text=post_text,
    arguments=("build", "--quiet"),  # with --process, sitemap.xml may lack pages
    made=("public", "cache", ".doit.db*", "__pycache__"),
    feeds={"RSS": ("feed.xml", "{}.xml"), "Atom": ("atom.atom", "{}.atom")},
    lacks=("JSON Feed",),
)
