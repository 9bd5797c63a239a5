"""`autoblog new` on a real pseudo-terminal: what it asks, what it offers, which editor it opens."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autoblog.config_file import load_config
from autoblog.model import Post
from autoblog.read.posts import read_post
from terminal import shown_on

pytestmark = pytest.mark.slow

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Dialogue = list[tuple[str, str]]
CTRL_C = "\x03"
PATIENCE = 25  # pieces of `shown_on` without a word: five seconds
OWN_TERMINAL = (  # so that Ctrl+C reaches the command
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " signal.signal(signal.SIGINT, signal.SIG_DFL);"  # pytest's workers ignore it, and so would it
    " os.execv(sys.argv[1], sys.argv[1:])"
)
FREE = {"VISUAL": "", "EDITOR": ""}
TITLE, SECTION = ("Title: ", "Who pays?\n"), ("by number or name: ", "2\n")
SUMMARY, KEYWORDS = ("(Enter: later): ", "\n"), ("(Enter: none): ", "\n")


def talk(
    root: Path, *arguments: str, dialogue: Dialogue, environment: Mapping[str, str] = FREE
) -> tuple[int, str]:
    """Run `autoblog new` on a terminal of its own: exit status, and all that was on the screen.

    dialogue: what to wait for, and what to type then.
    """
    autoblog = [sys.executable, "-m", "autoblog", "new", *arguments, "--root", str(root)]
    command = [sys.executable, "-ISc", OWN_TERMINAL, *autoblog]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command,
        stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True, env={**os.environ, **environment},
    ) as process:  # fmt: skip
        os.close(theirs)
        screen, seen, quiet = "", 0, 0
        waiting = list(dialogue)
        for data in shown_on(ours, process):
            quiet = 0 if data else quiet + 1
            screen += data.decode().replace("\r\n", "\n")
            while waiting and waiting[0][0] in screen[seen:]:
                seen = screen.index(waiting[0][0], seen) + len(waiting[0][0])
                os.write(ours, waiting.pop(0)[1].encode())
            # A signal just before the line editor waits for keys is seen at the next one only: a
            # person waits a while, and presses Ctrl+C again.
            is_left = not waiting and any(key == CTRL_C for _, key in dialogue[-1:])
            if is_left and quiet == PATIENCE:
                os.write(ours, CTRL_C.encode())
                quiet = 0
    assert waiting == [], screen
    return process.returncode, screen


def only_post(root: Path) -> tuple[Path, Post]:
    """Find the draft that was made, among the published posts."""
    found = []
    for path in sorted((root / "content").rglob("*.md")):
        inside = path.relative_to(root).as_posix()
        read = read_post(inside, path.read_bytes(), load_config(root).reading)
        assert read.problems == () and read.post
        if read.post.is_draft:
            found.append((path, read.post))
    assert len(found) == 1
    return found[0]


def test_all_that_is_missing_is_asked_for(write_site: WriteSite, post: Callable[..., str]) -> None:
    more = "keywords: [Auction, used cars]\n"
    root = write_site({"content/knowledge/a.md": post(more=more)})

    status, screen = talk(
        root,
        dialogue=[
            TITLE,
            SECTION,
            ("(Enter: later): ", 'It "depends": #1\n'),
            ("(Enter: none): ", "auction, used-cars, auctoin, fees\n"),
        ],
    )

    path, made = only_post(root)
    assert status == 0
    assert path.parent.name == made.section == "company-blog"
    assert made.title == "Who pays?"
    assert made.summary == 'It "depends": #1'
    assert made.keywords == ("Auction", "used cars", "auctoin", "fees")
    assert "  1  Knowledge\n  2  Company Blog\n  3  Industry Blog\n" in screen
    assert "In use: Auction, used cars\n" in screen
    assert '"auctoin" is a new keyword; "Auction" is in use\n' in screen
    assert '"fees" is a new keyword\n' in screen
    assert screen.endswith(f"{path}\n")


def test_what_the_command_says_is_not_asked_for(write_site: WriteSite) -> None:
    root = write_site({})
    given = ["Who pays?", "--section", "knowledge", "--summary", "S.", "--keywords", "fees"]

    status, screen = talk(root, *given, dialogue=[])

    path, made = only_post(root)
    assert (status, screen) == (0, f"{path}\n")
    assert (made.summary, made.keywords) == ("S.", ("fees",))


def test_a_wrong_answer_is_asked_for_again(write_site: WriteSite) -> None:
    root = write_site({})

    status, screen = talk(
        root,
        dialogue=[
            ("Title: ", "\n"),
            ("needs a title in plain text\n", ""),
            TITLE,
            ("by number or name: ", "9\n"),
            ('no section "9"', ""),
            ("by number or name: ", "knowlege\n"),
            ('did you mean "knowledge"?', ""),
            ("by number or name: ", "industry blog\n"),
            SUMMARY,
            KEYWORDS,
        ],
    )

    assert status == 0, screen
    assert only_post(root)[1].section == "industry-blog"


@pytest.mark.parametrize("key", [CTRL_C, "\x04"], ids=["Ctrl+C", "Ctrl+D"])
def test_leaving_halfway_makes_nothing(write_site: WriteSite, key: str) -> None:
    root = write_site({})

    status, screen = talk(root, dialogue=[TITLE, ("by number or name: ", key)])

    assert status == 130
    assert "Traceback" not in screen
    assert screen.splitlines()[-1].startswith("autoblog: stopped; ")
    assert [path for path in (root / "content").rglob("*") if path.is_file()] == []


GIVEN = ("T", "--section", "knowledge", "--summary", "S.", "--keywords", "fees")


@pytest.mark.parametrize("name", ["VISUAL", "EDITOR"])
def test_the_post_is_opened_in_the_authors_editor(
    write_site: WriteSite, tmp_path: Path, name: str
) -> None:
    root = write_site({})
    editor = tmp_path / "my editor.sh"
    editor.write_text('#!/bin/sh\n[ -t 0 ] && [ "$1" = --wait ] && echo Typed. >> "$2"\n', "utf-8")
    editor.chmod(0o755)

    status, screen = talk(
        root, *GIVEN, dialogue=[], environment={**FREE, name: f'"{editor}" --wait'}
    )

    assert status == 0, screen
    assert only_post(root)[0].read_text("utf-8").endswith("reader gains.\nTyped.\n")


@pytest.mark.parametrize(
    ("editor", "said"),
    [
        ("no-such-editor", '"no-such-editor" cannot be started: No such file or directory; set'),
        ("false", 'the editor "false" failed with status 1; the file is '),
        ("'unclosed", "cannot be read: No closing quotation"),
    ],
)
def test_an_editor_that_fails_is_told_and_the_post_stays(
    write_site: WriteSite, editor: str, said: str
) -> None:
    root = write_site({})

    status, screen = talk(root, *GIVEN, dialogue=[], environment={"VISUAL": editor, "EDITOR": "x"})

    assert status == 2
    assert said in screen
    assert screen.count("\n") == 2
    assert only_post(root)[1].title == "T"


def test_no_editor_opens_where_none_is_wanted(write_site: WriteSite) -> None:
    root = write_site({})

    status, _ = talk(
        root, *GIVEN, "--no-edit", dialogue=[], environment={**FREE, "EDITOR": "false"}
    )

    assert status == 0


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [([], "argument 'TITLE'"), (["T"], "option '--section'")],
)
def test_without_a_terminal_nothing_is_asked_and_no_editor_opens(
    write_site: WriteSite, arguments: list[str], missing: str
) -> None:
    root = write_site({})
    command = [sys.executable, "-m", "autoblog", "new", "--root", str(root)]
    environment = {**os.environ, "EDITOR": "false"}

    refused = subprocess.run(
        [*command, *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env=environment, check=False,
    )  # fmt: skip

    assert refused.returncode == 2
    assert re.search(f"Missing {missing}", refused.stderr)
    assert [path for path in (root / "content").rglob("*") if path.is_file()] == []


def test_without_a_terminal_a_post_is_made_as_it_was_told(write_site: WriteSite) -> None:
    root = write_site({})
    command = [sys.executable, "-m", "autoblog", "new", "T", "--section", "knowledge"]

    made = subprocess.run(
        [*command, "--root", str(root)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env={**os.environ, "EDITOR": "false"}, check=False,
    )  # fmt: skip

    path, found = only_post(root)
    assert (made.returncode, made.stdout, made.stderr) == (0, f"{path}\n", "")
    assert found.summary.startswith("Write one or two sentences")
