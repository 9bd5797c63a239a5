"""Eleventy, from npm, with templates in JavaScript, the fastest of its languages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.posts import SECTIONS, Post
from benchmarks.tools.base import Installed, InstallError, Tool, copy_peer, copy_static
from benchmarks.tools.install import install_with_npm, version_line


def install(folder: Path) -> Installed:
    """Install the npm package; it is run by node itself, not through npx."""
    place = install_with_npm(folder, "eleventy", ("@11ty/eleventy",))
    package = place / "node_modules" / "@11ty" / "eleventy"
    node = shutil.which("node")
    if node is None:
        raise InstallError("node is not installed")
    version = json.loads((package / "package.json").read_text("utf-8"))["version"]
    return Installed(
        program=(node, str(package / "cmd.cjs")),
        version=f"{version} (Node {version_line((node, '--version')).removeprefix('v')})",
    )


def lay(root: Path) -> None:
    """Write the settings, the templates, and what all posts share."""
    copy_peer("eleventy", root)
    copy_static(root / "static")
    for slug in SECTIONS:
        folder = root / "content" / slug
        folder.mkdir(parents=True, exist_ok=True)
        shared = {"layout": "post.11ty.mjs"}
        (folder / f"{slug}.json").write_text(json.dumps(shared), "utf-8")


def post_path(post: Post) -> str:
    """Name the file of a post."""
    return f"content/{post.section}/{post.slug}.md"


def post_text(post: Post) -> str:
    """Write the file of a post."""
    lines = (
        "---",
        f"title: {json.dumps(post.title)}",
        f"date: {post.published_on.isoformat()}",
        f"summary: {json.dumps(post.summary)}",
        f"keywords: {json.dumps(post.keywords)}",
        "---",
    )
    return "\n".join((*lines, "", post.body))


ELEVENTY = Tool(
    name="eleventy",
    title="Eleventy",
    install=install,
    lay=lay,
    post_path=post_path,
    post_text=post_text,
    arguments=("--quiet",),
    made=("public",),
    has_memory=False,
)
