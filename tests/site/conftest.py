"""The real site, built once for all tests that look at it; and a browser to look with."""

from __future__ import annotations

import contextlib
import functools
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from browsing import faults_of

REPOSITORY = Path(__file__).parents[2]
SITE_YAML = """\
title: Small
base_url: https://small.example/
time_zone: Asia/Shanghai
sections:
  - {name: Knowledge, slug: knowledge}
"""


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the repository's own content as a command would; give the output folder."""
    root = tmp_path_factory.mktemp("site")
    for name in ("content", "templates", "static"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "site.yaml", root)
    return built(root)


def built(root: Path) -> Path:
    """Build a site as a command would; give the output folder."""
    command = [sys.executable, "-m", "autoblog", "build", "--root", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return root / "public"


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    """Serve the built site on loopback; give its address without a slash at the end."""
    with served(built_site) as address:
        yield address


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback."""
    handler = functools.partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window; whatever the console or the network complains of fails the test."""
    window = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    window.on("console", lambda message: complaints.append(message.text))
    window.on("pageerror", lambda error: complaints.extend(faults_of(error)))
    window.on("requestfailed", lambda request: complaints.extend(_failure_of(request)))
    window.on(
        "response",
        lambda answer: (
            complaints.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None
        ),
    )
    yield window
    window.close()
    assert complaints == []


def _failure_of(request: Request) -> list[str]:
    """Say what failed; leaving a page ends its requests, which is no failure."""
    is_left = request.failure == "net::ERR_ABORTED"
    return [] if is_left else [f"{request.failure} {request.url}"]


@pytest.fixture
def build_site(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Build a site with the theme and search, again after each change; give the output folder."""
    root = tmp_path / "site"

    def build(files: dict[str, str]) -> Path:
        if not root.exists():
            for name in ("templates", "static"):
                shutil.copytree(REPOSITORY / name, root / name)
            (root / "site.yaml").write_text(SITE_YAML, "utf-8")
        for name, text in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        return built(root)

    return build


@pytest.fixture
def browser_site(
    build_site: Callable[[dict[str, str]], Path],
) -> Iterator[Callable[[dict[str, str]], str]]:
    """Build a site and serve it; give its address."""
    with contextlib.ExitStack() as stack:
        yield lambda files: stack.enter_context(served(build_site(files)))
