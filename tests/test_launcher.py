"""`build.py` at the top of the repository, run in a copy of it with a scratch home."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
FILES = ("build.py", "constraints.txt", "pyproject.toml", "site.yaml")
FOLDERS = ("docs", "src", "static", "templates")

# A Python that does not find some packages, as a fresh machine's does not.
FRESH_MACHINE = """\
import sys
from importlib.machinery import BuiltinImporter, FrozenImporter, PathFinder

class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {hidden!r}:
            return None
        return PathFinder.find_spec(name, path, target)

sys.meta_path[:] = [BuiltinImporter, FrozenImporter, Finder]
"""

Run = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.skipif(
    not (REPOSITORY / "build.py").is_file(), reason="build.py belongs to the repository alone"
)


@pytest.fixture
def clone(tmp_path: Path, post: Callable[..., str]) -> Path:
    """Copy what a build needs of the repository, with one post."""
    clone = tmp_path / "clone"
    for name in FOLDERS:
        ignored = shutil.ignore_patterns(".*_cache")  # what is compiled need not be so again
        shutil.copytree(REPOSITORY / name, clone / name, ignore=ignored)
    for name in FILES:
        shutil.copy(REPOSITORY / name, clone / name)
    (clone / "content" / "knowledge").mkdir(parents=True)
    (clone / "content" / "knowledge" / "a.md").write_text(post("A post"), "utf-8")
    return clone


@pytest.fixture
def run(clone: Path, tmp_path: Path) -> Run:
    """Run build.py with a scratch home.

    site: the text of a `sitecustomize` module. cwd: where it is called.
    """
    (tmp_path / "home").mkdir()

    def run_there(
        *arguments: str, site: str = "", cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        (tmp_path / "customs").mkdir(exist_ok=True)
        (tmp_path / "customs" / "sitecustomize.py").write_text(site, "utf-8")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
            "HOME": str(tmp_path / "home"),
            "PYTHONPATH": os.pathsep.join(
                filter(None, (str(tmp_path / "customs"), os.environ.get("PYTHONPATH")))
            ),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
            "PIP_RETRIES": "0",
        }
        return subprocess.run(
            [sys.executable, str(clone / "build.py"), *arguments],
            cwd=cwd or clone,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run_there


def fresh_machine(*hidden: str) -> str:
    return FRESH_MACHINE.format(hidden=hidden)


def test_with_the_dependencies_there_it_just_builds(clone: Path, run: Run) -> None:
    done = run()

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 post, ")
    assert (clone / "public" / "knowledge" / "a" / "index.html").is_file()
    assert not (clone / ".venv").exists()


def test_a_flag_alone_is_one_of_the_build(clone: Path, run: Run) -> None:
    done = run("--output", "x", "--as-of", "2026-01-31")

    assert (done.returncode, done.stderr) == (0, "")
    assert (clone / "x" / "index.html").is_file()
    assert not (clone / "public").exists()


def test_called_from_elsewhere_it_builds_its_own_site(
    clone: Path, run: Run, tmp_path: Path
) -> None:
    done = run(cwd=tmp_path / "home")

    assert done.returncode == 0
    assert (clone / "public" / "index.html").is_file()
    assert list((tmp_path / "home").iterdir()) == []


def test_any_command_and_its_exit_status_pass_through(clone: Path, run: Run) -> None:
    (clone / "content" / "knowledge" / "b.md").write_text("no post", "utf-8")

    done = run("check")

    assert done.returncode == 1
    assert "content/knowledge/b.md:1:1: no-front-matter" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_are_those_of_autoblog(run: Run, flag: str) -> None:
    done = run(flag)

    assert done.returncode == 0
    assert "autoblog" in done.stdout


def test_what_follows_test_goes_to_pytest(run: Run) -> None:
    done = run("test", "--version")

    assert done.returncode == 0
    assert (done.stdout + done.stderr).startswith("pytest ")


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_a_python_without_venv_gets_one_line_that_says_what_to_install(
    clone: Path, run: Run, missing: str
) -> None:
    done = run(site=fresh_machine("markdown", missing))

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert (done.returncode, done.stdout) == (2, "")
    said = f"this Python lacks venv; on Debian and Ubuntu: apt install python{version}-venv"
    assert done.stderr == f"autoblog: {said}\n"
    assert not (clone / ".venv").exists()
    assert not (clone / "public").exists()


def test_without_a_network_one_line_says_so(clone: Path, run: Run) -> None:
    done = run(site=fresh_machine("markdown"))

    setting_up, failed = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert setting_up == "autoblog: setting up .venv (once; takes a minute)"
    assert failed.startswith(
        "autoblog: the packages of constraints.txt could not be installed; is the network there?"
    )
    assert not (clone / "public").exists()


def test_an_old_python_gets_one_line(run: Run) -> None:
    done = run(site="import sys\nsys.version_info = (3, 9, 7, 'final', 0)\n")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("autoblog: autoblog needs Python 3.11 or newer; this is ")
    assert done.stderr.count("\n") == 1


def test_a_folder_that_is_no_environment_is_not_removed(clone: Path, run: Run) -> None:
    (clone / ".venv").mkdir()
    (clone / ".venv" / "mine.txt").write_text("mine", "utf-8")

    done = run(site=fresh_machine("markdown"))

    assert done.returncode == 2
    assert done.stderr.endswith("autoblog: .venv is no virtual environment; move it away\n")
    assert (clone / ".venv" / "mine.txt").read_text("utf-8") == "mine"


@pytest.mark.skipif(os.name == "nt", reason="a shell script stands for the environment's Python")
def test_an_environment_that_is_set_up_is_used_again(clone: Path, run: Run) -> None:
    pinned = b"".join((clone / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
    stamp = hashlib.sha256(pinned + sys.version.encode()).hexdigest()
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    python.chmod(0o755)
    (clone / ".venv" / "autoblog-stamp").write_text(stamp, "utf-8")

    done = run("check", "--drafts", site=fresh_machine("markdown"))

    assert (done.returncode, done.stdout, done.stderr) == (0, "-m autoblog check --drafts\n", "")
