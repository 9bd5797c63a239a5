"""The hook for pre-commit, run by pre-commit itself at commits of a scratch repository.

Where the hook's environment comes from is the one thing left out: pre-commit would install
autoblog from its repository, here the one under test is on the path.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import autoblog

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
REPOSITORY = Path(__file__).parents[1]
IDENTITY = [
    "-c", "user.name=Editor", "-c", "user.email=editor@test.example", "-c", "commit.gpgsign=false",
]  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("git") is None, reason="needs git"),
]


class Workplace:
    """A site under git with the hook installed."""

    def __init__(self, site: Path) -> None:
        self.site = site
        folder = site.parent
        command = folder / "bin" / "autoblog"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m autoblog "$@"\n', "utf-8")
        command.chmod(0o755)
        self.environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith("GIT_")},
            "HOME": str(folder),
            "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
            "PRE_COMMIT_HOME": str(folder / "pre-commit"),
            "PYTHONPATH": str(Path(autoblog.__file__).parents[1]),
        }

    def run(self, *command: str, cwd: Path | None = None) -> tuple[int, str]:
        done = subprocess.run(
            command, cwd=cwd or self.site, env=self.environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    def commit(self, path: str, text: str) -> tuple[int, str]:
        file = self.site / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        assert self.run("git", "add", path)[0] == 0
        return self.run("git", *IDENTITY, "commit", "-m", "change")


@pytest.fixture
def workplace(write_site: WriteSite, post: Callable[..., str]) -> Workplace:
    """Hand out a repository of a site whose configuration names the hook's repository."""
    site = write_site({"content/knowledge/a.md": post(), ".gitignore": "/.autoblog/\n"})
    place = Workplace(site)
    hooks = site.parent / "hooks"
    hooks.mkdir()
    shutil.copy2(REPOSITORY / ".pre-commit-hooks.yaml", hooks)
    for folder in (hooks, site):
        assert place.run("git", "init", "-q", cwd=folder)[0] == 0
        assert place.run("git", "add", "-A", cwd=folder)[0] == 0
        assert place.run("git", *IDENTITY, "commit", "-qm", "begin", cwd=folder)[0] == 0
    revision = place.run("git", "rev-parse", "HEAD", cwd=hooks)[1].strip()
    (site / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n"
        "      - id: autoblog-check\n        language: system\n",
        "utf-8",
    )
    assert place.run("git", "add", ".pre-commit-config.yaml")[0] == 0
    assert place.run(sys.executable, "-m", "pre_commit", "install")[0] == 0
    return place


def test_a_commit_is_checked_when_content_changes(
    workplace: Workplace, post: Callable[..., str]
) -> None:
    broken = post(category="Knowlege")

    refused = workplace.commit("content/knowledge/b.md", broken)
    mended = workplace.commit("content/knowledge/b.md", post("B"))
    other = workplace.commit("notes.txt", "Nothing of the site.\n")

    assert refused[0] == 1
    assert "content/knowledge/b.md:3:11: unknown-category" in refused[1]
    assert "1 problem and " in refused[1]
    assert mended[0] == 0
    assert "autoblog check" in mended[1] and "Passed" in mended[1]
    assert other[0] == 0
    assert "Skipped" in other[1]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("site.yaml", "title: T\n"),
        ("templates/post.html", "{{ nonsense }}\n"),
    ],
)
def test_settings_and_templates_count_as_content(
    workplace: Workplace, path: str, text: str
) -> None:
    status, printed = workplace.commit(path, text)

    assert status == 1
    assert f"{path}:" in printed
