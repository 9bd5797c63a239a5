"""Completion in a real Bash; the others get what Click makes for them."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import autoblog
from terminal import shown_on

pytestmark = pytest.mark.slow

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]
BASH = shutil.which("bash")
needs_bash = pytest.mark.skipif(BASH is None, reason="needs Bash")


@pytest.fixture(scope="module")
def bash_script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `autoblog completion bash` prints."""
    command = [sys.executable, "-m", "autoblog", "completion", "bash"]
    path = tmp_path_factory.mktemp("completion") / "autoblog.bash"
    path.write_bytes(subprocess.run(command, check=True, capture_output=True).stdout)
    return path


@pytest.fixture
def site(write_site: WriteSite, post: Callable[..., str], tmp_path: Path) -> Path:
    command = tmp_path / "bin" / "autoblog"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m autoblog "$@"\n', "utf-8")
    command.chmod(0o755)
    return write_site(
        {
            "content/knowledge/2025-06-01-tyres.md": post(more="keywords: [used cars, Über]\n"),
            "content/knowledge/2025-07-01-tyre-wear.md": post(more="keywords: used cars, fees\n"),
            "content/company-blog/yard.md": post(category="Company Blog"),
            "content/company-blog/broken.md": "---\nkeywords: [lost]\n---\n",
            "content/pages/about.md": "---\ntitle: About\n---\nText.\n",
        }
    )


def environment_of(site: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{site.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(autoblog.__file__).parents[1]),
        "TERM": "dumb",
    }


@needs_bash
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["sch"], ["schema"]),
        (["mv", "tyre"], ["tyre-wear", "tyres"]),
        (["mv", "content/k"],
         ["content/knowledge/2025-06-01-tyres.md", "content/knowledge/2025-07-01-tyre-wear.md"]),
        (["mv", "tyres", "co"], ["company-blog", "content/company-blog/", "content/knowledge/",
                                 "content/pages/"]),
        (["related", "ya"], ["yard"]),
        (["new", "T", "--section", ""], ["company-blog", "industry-blog", "knowledge"]),
        (["new", "T", "--section", "K"], ["knowledge"]),
        (["new", "T", "--keywords", ""], ["fees", "used\\ cars", "Über"]),
        (["new", "T", "--keywords", "fees,US"], ["fees,used\\ cars"]),
        (["new", "T", "--keywords", '"us'], ["used cars"]),
        (["schema", "--root", "nowhere", "p"], ["page"]),
        (["mv", "--root", "nowhere", "t"], []),
        (["new", "--root", "nowhere", "--section", "k"], []),
    ],
)  # fmt: skip
def test_bash_is_offered_the_words_that_fit(
    site: Path, bash_script: Path, words: list[str], offered: list[str]
) -> None:
    assert BASH
    script = (
        '. "$1"; shift; COMP_WORDS=(autoblog "$@"); COMP_CWORD=$#;'
        ' _autoblog_completion autoblog; printf "%s\\n" "${COMPREPLY[@]}"'
    )

    done = subprocess.run(
        [BASH, "--norc", "--noprofile", "-c", script, "bash", str(bash_script), *words],
        cwd=site, env=environment_of(site), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    assert sorted(line for line in done.stdout.splitlines() if line) == sorted(offered)
    assert not (site / ".autoblog").exists()


@needs_bash
def test_at_the_keyboard_a_word_is_completed_and_stays_one_word(site: Path) -> None:
    assert BASH
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [BASH, "--norc", "--noprofile", "-i"],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=site, env=environment_of(site),
        start_new_session=True,
    ) as bash:  # fmt: skip
        os.close(theirs)
        os.write(ours, b"PS1='> '; eval \"$(autoblog completion bash)\"\n")
        typed = b"autoblog new 'T' --section know\t --summary S. --keywords use\t\n"
        os.write(ours, typed + b"exit 0\n")
        screen = b"".join(shown_on(ours, bash))

    made = sorted(site.rglob("*-t.md"))
    assert [path.parent.name for path in made] == ["knowledge"], screen.decode()
    assert "\nkeywords: [used cars]\n" in made[0].read_text("utf-8")


@pytest.mark.parametrize(
    ("shell", "holds"),
    [
        ("bash", "complete -o nosort -F _autoblog_completion autoblog"),
        ("zsh", "#compdef autoblog"),
        ("fish", "complete --no-files --command autoblog"),
    ],
)
def test_each_shell_gets_a_script_of_its_own(run: Run, shell: str, holds: str) -> None:
    status, out, _ = run("completion", shell)

    assert status == 0
    assert holds in out
    assert f"_AUTOBLOG_COMPLETE={shell}_complete" in out
