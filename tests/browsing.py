"""What tests in a browser share."""

from __future__ import annotations

import contextlib
import functools
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from serving import answering

REPOSITORY = Path(__file__).parents[1]
SITE_YAML = """\
title: Small
base_url: https://small.example/
time_zone: Asia/Shanghai
sections:
  - {name: Knowledge, slug: knowledge}
"""


def faults_of(error: object) -> list[str]:
    """Say what went wrong in a page; one that is left halfway breaks its transition off."""
    text = str(error)
    return [] if text.startswith("Transition was aborted") else [text]


def small_site(root: Path, files: dict[str, str]) -> Path:
    """Write a site with the theme and search, or more files into it."""
    if not (root / "site.yaml").exists():
        for name in ("templates", "static"):
            shutil.copytree(REPOSITORY / name, root / name)
        (root / "site.yaml").write_text(SITE_YAML, "utf-8")
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def built(root: Path) -> Path:
    """Build a site as a command would; give the output folder."""
    command = [sys.executable, "-m", "autoblog", "build", "--root", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root / "public"


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback."""
    handler = functools.partial(_Handler, directory=str(folder))
    with answering(handler) as address:
        yield address
