"""Previews for tests: the parts in this process, and the whole command in one of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autoblog.preview.ports import bind, port_of
from autoblog.preview.rebuild import Place, Rebuilder
from autoblog.preview.reload import Hub
from autoblog.preview.server import Server
from preview.running import Preview

MakeRebuilder = Callable[[Path], Rebuilder]


@pytest.fixture
def rebuilder(tmp_path: Path) -> MakeRebuilder:
    """Make what rebuilds a site, and publishes to a hub of its own: `rebuilder(root)`."""
    return lambda root: Rebuilder(Place(root, tmp_path / "home", None, workers=1), Hub())


@pytest.fixture
def serve() -> Iterator[Callable[[Hub, Path], int]]:
    """Serve a folder while the test lasts, `serve(hub, folder)`; gives the port."""
    with contextlib.ExitStack() as servers:

        def start(hub: Hub, folder: Path) -> int:
            listening = servers.enter_context(bind("127.0.0.1", 0))
            servers.enter_context(Server(hub, folder, listening, host="127.0.0.1"))
            return port_of(listening)

        yield start


@pytest.fixture
def preview() -> Iterator[Callable[..., Preview]]:
    """Run the command while the test lasts: `preview(root, "--base-url", …)`."""
    with contextlib.ExitStack() as running:

        def start(root: Path, *options: str) -> Preview:
            started = Preview(root, "--port", "0", *options)
            running.callback(started.close)
            return started

        yield start
