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


def test_the_site_is_opened_in_the_browser_when_that_is_asked(
    write_site: Callable[..., Path],
    post: Callable[..., str],
    preview: Callable[..., Preview],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened = tmp_path / "opened.txt"
    script = tmp_path / "browser.sh"
    script.write_text(f'#!/bin/sh\nprintf %s "$1" > "{opened}.new"; mv "{opened}.new" "{opened}"\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))

    running = preview(write_site({A: post()}), "--open")

    until(opened.exists)
    assert opened.read_text("utf-8") == f"{running.address}/"


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


CODE = """\
from dataclasses import replace
from autoblog.extensions import Extension

def add(post, body, inputs):
    return post, replace(body, html=f"<p>One and {inputs['data/more.txt'].decode()}.</p>")

extension = Extension("more", posts=(add,), inputs=("data/more.txt",))
"""


def test_an_extension_and_its_inputs_are_watched_also_when_they_come_late(
    write_site: Callable[..., Path], post: Callable[..., str], preview: Callable[..., Preview]
) -> None:
    root = write_site({A: post()})
    running = preview(root)
    page = root / ".autoblog/preview/knowledge/a/index.html"

    def shows(text: str) -> bool:
        return f"<p>{text}.</p>" in page.read_text("utf-8")

    settings = (root / "site.yaml").read_text("utf-8")
    (root / "site.yaml").write_text(settings + "extensions: [extensions.more]\n", "utf-8")
    until(lambda: running.found('(there is no module "extensions.more")'))
    for name in ("data", "extensions"):
        (root / name).mkdir()
    (root / "data/more.txt").write_text("two", "utf-8")
    (root / "extensions/more.py").write_text(CODE, "utf-8")
    until(lambda: shows("One and two"))
    (root / "data/more.txt").write_text("three", "utf-8")
    until(lambda: shows("One and three"))
    (root / "extensions/more.py").write_text(CODE.replace("One", "Ten"), "utf-8")
    until(lambda: shows("Ten and three"))
    (root / "extensions/more.py").write_text(CODE.replace("return", "retrun"), "utf-8")
    until(lambda: running.found(r"(extensions/more.py:5:\d+: extension-failed: .*SyntaxError)"))
    (root / "extensions/more.py").write_text(CODE, "utf-8")
    until(lambda: shows("One and three"))

    assert not running.found("(without notice)")
