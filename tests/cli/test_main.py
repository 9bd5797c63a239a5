"""`autoblog` as a program of its own: help, versions, signals and pipes."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import autoblog
from autoblog.cli import main

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
SOURCE = str(Path(autoblog.__file__).parents[1])
PROGRAM = [sys.executable, "-m", "autoblog"]


def environment(home: Path, **others: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": SOURCE, "HOME": str(home), **others}


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ([], ["build", "check", "new", "init", "autoblog init my-site"]),
        (["build"], ["autoblog build --drafts --future --output preview", "--workers", "--json"]),
        (["check"], ["autoblog check --fix", "--as-of", "--base-url"]),
        (["new"], ['autoblog new "Five questions before an auction" --section knowledge']),
        (["init"], ["autoblog init my-site", "cd my-site && autoblog build"]),
    ],
    ids=lambda value: " ".join(value) or "autoblog",
)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_has_examples(
    capsys: pytest.CaptureFixture[str], command: list[str], said: list[str], flag: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*command, flag])

    out = capsys.readouterr().out
    assert not caught.value.code
    assert out.startswith("Usage: autoblog")
    assert [words for words in said if words not in out] == []
    assert max(len(line) for line in out.splitlines()) <= 100


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])

    assert not caught.value.code
    assert capsys.readouterr().out == f"autoblog, version {autoblog.__version__}\n"


def test_without_a_command_it_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([])

    assert caught.value.code == 2
    assert "autoblog new" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["build"], 0), (["check", "--json"], 1), (["build", "--output", "content"], 2)],
    ids=["good", "problems", "refused"],
)
def test_the_exit_status_reaches_the_shell(
    write_site: WriteSite, tmp_path: Path, arguments: list[str], status: int
) -> None:
    root = write_site({"content/knowledge/a.md": "no post"} if status == 1 else {})

    done = subprocess.run(
        [*PROGRAM, *arguments],
        cwd=root,
        env=environment(tmp_path / "home"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == status
    assert "Traceback" not in done.stdout + done.stderr
    assert done.stdout if status < 2 else done.stderr


def hear_the_keyboard() -> None:
    """What a shell begins in the background does not hear Ctrl+C, and hands that on."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["keyboard", "system"]
)
def test_who_stops_it_gets_one_line(
    write_site: WriteSite, tmp_path: Path, number: int, status: int
) -> None:
    root = write_site({})
    (root / ".autoblog").mkdir()

    with (root / ".autoblog" / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("process 1")
        lock.flush()
        with subprocess.Popen(
            [*PROGRAM, "build"],
            cwd=root,
            env=environment(tmp_path),
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hear_the_keyboard,
        ) as build:
            assert build.stderr
            waiting = build.stderr.readline()
            build.send_signal(number)
            said = build.stderr.read()

    assert waiting == "waiting: process 1 is building this site\n"
    assert said.strip() == "autoblog: stopped; what was published before is as it was"
    assert build.returncode == status


@pytest.mark.parametrize("command", ["build", "schema site"], ids=["stopped", "ending"])
def test_a_second_ctrl_c_is_no_traceback(
    write_site: WriteSite, tmp_path: Path, command: str
) -> None:
    root = write_site({})
    (root / ".autoblog").mkdir()

    with (root / ".autoblog" / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with subprocess.Popen(
            [*PROGRAM, *command.split()],
            cwd=root,
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hear_the_keyboard,
        ) as running:
            assert running.stdout and running.stderr
            (running.stderr if command == "build" else running.stdout).readline()
            while running.poll() is None:
                running.send_signal(signal.SIGINT)
                time.sleep(0.001)
            said = running.stderr.read()

    assert said.strip() in ("", "autoblog: stopped; what was published before is as it was")
    assert running.returncode in (0, 130)


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_pipe_that_closes_and_a_plain_terminal_are_no_tracebacks(
    write_site: WriteSite, tmp_path: Path, encoding: str
) -> None:
    root = write_site({"content/knowledge/电.md": "no post"})
    inlet, outlet = os.pipe()
    os.close(inlet)

    done = subprocess.run(
        [*PROGRAM, "check"],
        cwd=root,
        env=environment(tmp_path, PYTHONIOENCODING=encoding),
        stdout=outlet if encoding == "utf-8" else subprocess.PIPE,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(outlet)

    assert done.returncode == 1
    assert done.stderr == b""
