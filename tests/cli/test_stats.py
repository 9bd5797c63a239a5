from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from terminal import shown_on

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(write_site: WriteSite, post: Callable[..., str]) -> Path:
    return write_site(
        {
            "content/knowledge/a.md": post(date="2025-01-01", more="keywords: [ev, range]\n"),
            "content/knowledge/b.md": post(date="2025-03-01", body="One two three.\n"),
            "content/company-blog/c.md": post(
                category="Company Blog", date="2025-03-02", more="keywords: [ev]\ndraft: true\n"
            ),
            "content/knowledge/broken.md": "No front matter.\n",
        }
    )


def test_figures_in_a_pipe_are_plain(site: Path, run: Run) -> None:
    status, out, err = run("stats", "--root", site)

    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "3 posts (1 held back), 5 words, median 1 a post",
        "2025-01\t1\t1",
        "2025-02\t0\t0",
        "2025-03\t2\t4",
        "Knowledge\t2\t4",
        "Company Blog\t1\t1",
        "Industry Blog\t0\t0",
        "ev\t2",
        "range\t1",
    ]


def test_figures_for_machines(site: Path, run: Run) -> None:
    status, out, _ = run("stats", "--json", "--root", site)

    value = json.loads(out)
    assert status == 0
    assert value["months"][2] == {"month": "2025-03", "by_section": [1, 1, 0], "word_count": 4}
    assert value["keywords"] == [{"name": "ev", "posts": 2}, {"name": "range", "posts": 1}]
    assert (value["posts"], value["held_back"]) == (3, 1)


def on_a_terminal(*arguments: str | Path) -> str:
    """Run a command on a terminal of 80 columns and return what it shows."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, "-m", "autoblog", *map(str, arguments)]
    with subprocess.Popen(command, stdout=theirs, stdin=theirs, env=environment) as process:
        os.close(theirs)
        screen = b"".join(shown_on(ours, process))
    return screen.decode().replace("\r\n", "\n")


def test_a_terminal_shows_a_chart_in_the_colours_of_the_sections(site: Path) -> None:
    screen = on_a_terminal("stats", "--root", site)

    lines = screen.splitlines()
    assert any(line.startswith("2025-03") and line.count("█") == 4 for line in lines)
    assert any(line.startswith("2025-01") and line.count("█") == 2 for line in lines)
    assert any(line.startswith("2025-02") and "█" not in line for line in lines)
    assert "\x1b[36m██\x1b[0m\x1b[32m██\x1b[0m" in screen
    assert lines[-1] == "3 posts (1 held back), 5 words, median 1 a post"


def test_a_site_without_posts_has_figures_too(write_site: WriteSite, run: Run) -> None:
    root = write_site({})

    assert run("stats", "--root", root)[1].startswith("0 posts, 0 words")
    assert "0 posts, 0 words" in on_a_terminal("stats", "--root", root)
