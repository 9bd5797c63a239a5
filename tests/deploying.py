"""What tests of deploys share: a built site of few files, and one deploy of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autoblog.config import DeployConfig
from autoblog.deploy.plan import DeployPlan
from autoblog.deploy.target import MANIFEST
from autoblog.deploy.upload import prepared
from autoblog.render.output_guard import OWNED_LIST

FILES = {
    "index.html": "<p>home</p>",
    "knowledge/a/index.html": "<p>a</p>" * 200,
    "knowledge/b/index.html": "<p>b</p>",
    "assets/site.0123abcd.css": "p {}",
    "feed.xml": "<rss/>",
    "images/旧 bild#1.svg": "<svg/>",
}
EDITED = {
    **{path: text for path, text in FILES.items() if path != "knowledge/b/index.html"},
    "knowledge/a/index.html": "<p>A</p>" * 200,
    "assets/site.4567cdef.css": "p {a}",
}


def lay_out(folder: Path, files: Mapping[str, str] = FILES) -> Path:
    """Lay out `public` as a build leaves it, in place of what was there."""
    public = folder / "public"
    for path in sorted(public.rglob("*"), reverse=True):
        if path.is_file():
            path.unlink()
        else:
            path.rmdir()
    for name, text in files.items():
        (public / name).parent.mkdir(parents=True, exist_ok=True)
        (public / name).write_text(text, "utf-8")
    (public / OWNED_LIST).write_text("# list\n" + "\n".join(sorted(files)) + "\n", "utf-8")
    return public


def publish(folder: Path, to: str, *, max_deletes: int = 100, **settings: Any) -> DeployPlan:
    """Deploy `public`; return what was done."""
    config = DeployConfig("live", to, **settings)
    with prepared(config, folder / "public", folder) as deploy:
        deploy.run(max_deletes=max_deletes, tell=lambda *_: None)
        return deploy.plan


def tree(folder: Path) -> dict[str, str]:
    """Read all files of a folder, but for the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }
