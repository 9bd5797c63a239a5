"""The real site, built once for all tests that look at it; and a browser to look with."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from browsing import built, faults_of, served, small_site

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the repository's own content as a command would; give the output folder.

    The processes of pytest-xdist share it: the first one builds, the others wait for it.
    """
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    root = shared / "built-site"
    with (shared / "built-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "public").exists():
            for name in ("content", "templates", "static"):
                shutil.copytree(REPOSITORY / name, root / name, dirs_exist_ok=True)
            shutil.copy(REPOSITORY / "site.yaml", root)
            built(root)
    return root / "public"


@pytest.fixture(scope="session")
def address(built_site: Path) -> Iterator[str]:
    """Serve the built site on loopback; give its address without a slash at the end."""
    with served(built_site) as address:
        yield address


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
    return lambda files: built(small_site(tmp_path / "site", files))
