"""The command as a whole, where no browser is needed."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from autoblog.preview.ports import bind, port_of
from preview.running import Preview, until

pytestmark = pytest.mark.slow

A = "content/knowledge/a.md"


def test_a_taken_port_is_told_and_the_next_one_served(
    write_site: Callable[..., Path], post: Callable[..., str], preview: Callable[..., Preview]
) -> None:
    root = write_site({A: post()})
    with bind("127.0.0.1", 0) as taken:
        running = preview(root, "--port", str(port_of(taken)))

        assert running.found(rf"port {port_of(taken)} is taken; port (\d+) is used instead")
    with urllib.request.urlopen(f"{running.address}/knowledge/a/") as answer:
        assert b"A post" in answer.read()


def test_problems_are_printed_as_check_prints_them_and_so_is_their_end(
    write_site: Callable[..., Path], post: Callable[..., str], preview: Callable[..., Preview]
) -> None:
    root = write_site({A: post()})
    running = preview(root)

    (root / A).write_text("---\ntitel: A\n---\n", "utf-8")
    until(lambda: running.found(rf"({A}:2:1: unknown-key: .*\n  2 \| titel: A\n    \| \^)"))
    (root / A).write_text(post(body="Mended.\n"), "utf-8")
    until(lambda: running.found(r"(built in \d+\.\d\d s: \d+ files? written)"))

    assert running.process.poll() is None
