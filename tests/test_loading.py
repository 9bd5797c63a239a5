"""What a build loads: most libraries take longer to load than one edited text to build."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import WriteSite, post_text

TEXT = "content/knowledge/a.md"
HEAVY = (
    "importlib.metadata", "importlib.resources", "lxml", "markdown", "nh3", "PIL", "pydantic",
    "pyromark", "slugify", "yaml",
)  # fmt: skip
STAGES = ("autoblog.arrange", "autoblog.plan", "autoblog.read.posts", "jinja2")
BUILD = """\
import json, sys
from autoblog.cli.main import main
try:
    main(["build", "--json"])
except SystemExit as end:
    assert not end.code
print(json.dumps(list(sys.modules)))
"""


def build(root: Path) -> tuple[list[str], set[str]]:
    """Build in a process of its own; return what was written, and what was loaded."""
    done = subprocess.run([sys.executable, "-c", BUILD], cwd=root, capture_output=True, check=True)
    report, _, modules = done.stdout.decode().rstrip().rpartition("\n")
    return json.loads(report)["written"], set(json.loads(modules))


@pytest.fixture(name="root")
def make_root(write_site: WriteSite) -> Path:
    root = write_site({TEXT: post_text("A", body="## Cells and *more*\n\nText, [b](b.md).\n"),
                       "content/knowledge/b.md": post_text("B")})  # fmt: skip
    build(root)
    return root


def test_an_edited_text_loads_no_library_that_it_does_not_need(root: Path) -> None:
    text = (root / TEXT).read_text("utf-8")
    (root / TEXT).write_text(text.replace("Text,", "Text and"), "utf-8")

    written, modules = build(root)

    assert f"{TEXT[8:-3]}/index.html" in written
    assert modules.isdisjoint(HEAVY)


def test_nothing_changed_loads_no_stage(root: Path) -> None:
    written, modules = build(root)

    assert written == []
    assert modules.isdisjoint((*HEAVY, *STAGES))
