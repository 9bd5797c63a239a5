"""autoblog, from this checkout, with its own templates and its default settings.

With `commonmark` the other Markdown engine reads the same posts.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from functools import partial
from pathlib import Path

from benchmarks.posts import SECTIONS, Post
from benchmarks.tools.base import SIDEBAR_SIZE, SITE_URL, Installed, InstallError, Tool
from benchmarks.tools.install import run_once

REPOSITORY = Path(__file__).resolve().parents[2]
NEEDED = "jinja2", "lxml", "markdown", "msgspec", "nh3", "pydantic", "pyromark", "slugify", "yaml"
DEFAULT_ENGINE = "python-markdown"

SITE_YAML = f"""\
title: Benchmark
base_url: {SITE_URL}/
time_zone: Asia/Shanghai
cards: {{enabled: false}}
sidebar:
  per_section: {SIDEBAR_SIZE}
search:
  enabled: false # none of the others makes an index
sections:
"""


def install(folder: Path, *, python: str | None) -> Installed:
    """Copy this checkout's autoblog and compile it, as pip does with packages that it installs.

    An edit during the benchmark would otherwise make the tool another one, whose cache is void.
    python: the interpreter asked for; None: this one, else the one of build.py's .venv.
    """
    interpreter = python or _find_python()
    source = folder / "autoblog"
    shutil.rmtree(source, ignore_errors=True)
    ignore = shutil.ignore_patterns("__pycache__", ".*_cache")
    shutil.copytree(REPOSITORY / "src" / "autoblog", source / "autoblog", ignore=ignore)
    environment = {"PYTHONPATH": str(source)}
    run_once((interpreter, "-m", "compileall", "-q", str(source)))
    code = "import autoblog.cli, sys; print(autoblog.__version__, sys.version.split()[0])"
    try:
        words = run_once((interpreter, "-c", code), environment=environment).split()
    except InstallError as error:
        raise InstallError(f"{error}; name an interpreter with --python") from error
    return Installed(
        program=(interpreter, "-m", "autoblog", "build"),
        version=f"{words[0]} (Python {words[1]})",
        environment=environment,
    )


def lay(root: Path, *, theme: Path, engine: str) -> None:
    """Write site.yaml and copy the theme."""
    sections = "".join(f"  - {{name: {name}, slug: {slug}}}\n" for slug, name in SECTIONS.items())
    markdown = "" if engine == DEFAULT_ENGINE else f"markdown: {{engine: {engine}}}\n"
    (root / "site.yaml").write_text(SITE_YAML + sections + markdown, "utf-8")
    for folder in ("templates", "static"):
        shutil.copytree(theme / folder, root / folder)


def post_path(post: Post) -> str:
    """Name the file of a post, with its date in front as our own posts have it."""
    return f"content/{post.section}/{post.published_on.isoformat()}-{post.slug}.md"


def post_text(post: Post) -> str:
    """Write the file of a post."""
    title, summary = (f'"{text}"' for text in (post.title, post.summary))
    lines = (
        "---",
        f"title: {title}",
        f"category: {SECTIONS[post.section]}",
        f"date: {post.published_on.isoformat()}",
        f"summary: {summary}",
        f"keywords: [{', '.join(post.keywords)}]",
        "---",
    )
    return "\n".join((*lines, "", post.body))


def autoblog_tool(
    *, python: str | None = None, theme: Path | None = None, engine: str = DEFAULT_ENGINE
) -> Tool:
    """Describe autoblog. theme: a folder that holds templates/ and static/; None: ours."""
    is_default = engine == DEFAULT_ENGINE
    return Tool(
        name="autoblog" if is_default else f"autoblog-{engine}",
        title="autoblog" if is_default else f"autoblog with {engine}",
        variant="related posts on",
        has_related=True,
        install=partial(install, python=python),
        lay=partial(lay, theme=theme or REPOSITORY, engine=engine),
        post_path=post_path,
        post_text=post_text,
        arguments=(),
        made=("public", ".autoblog"),
    )


def _find_python() -> str:
    if all(importlib.util.find_spec(name) for name in NEEDED):
        return sys.executable
    python = REPOSITORY / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return str(python) if python.exists() else sys.executable
