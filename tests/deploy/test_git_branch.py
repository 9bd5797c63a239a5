"""A branch of a real git repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from autoblog.problems import DeployError
from deploying import EDITED, FILES, lay_out, publish

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(*arguments: str | Path) -> str:
    identity = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
    command = ["git", *identity, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A bare repository."""
    git("init", "--quiet", "--bare", tmp_path / "remote.git")
    return tmp_path / "remote.git"


def shown(remote: Path) -> dict[str, str]:
    """Read the files of the branch."""
    names = git("-C", remote, "ls-tree", "-r", "-z", "--name-only", "pages").split("\0")
    return {
        name: git("-C", remote, "show", f"pages:{name}")
        for name in names
        if name and name != ".autoblog-manifest.json"
    }


def commits(remote: Path) -> int:
    return int(git("-C", remote, "rev-list", "--count", "pages"))


def test_a_branch_begins_with_the_first_deploy(tmp_path: Path, remote: Path) -> None:
    lay_out(tmp_path)

    publish(tmp_path, f"git:{remote}#pages")

    assert shown(remote) == FILES
    assert commits(remote) == 1


def test_an_unchanged_site_makes_no_commit(tmp_path: Path, remote: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, f"git:{remote}#pages")

    plan = publish(tmp_path, f"git:{remote}#pages")

    assert plan.is_empty
    assert commits(remote) == 1


def test_what_changed_is_committed_and_foreign_files_stay(tmp_path: Path, remote: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, f"git:{remote}#pages")
    clone = tmp_path / "clone"
    git("clone", "--quiet", "--branch", "pages", remote, clone)
    (clone / "CNAME").write_text("www.example.com", "utf-8")
    git("-C", clone, "add", "CNAME")
    git("-C", clone, "commit", "--quiet", "-m", "A name")
    git("-C", clone, "push", "--quiet")
    lay_out(tmp_path, EDITED)

    plan = publish(tmp_path, f"git:{remote}#pages")

    assert len(plan.uploads) == 2
    assert shown(remote) == {**EDITED, "CNAME": "www.example.com"}
    assert commits(remote) == 3


def test_the_name_of_a_remote_is_that_of_the_sites_own_repository(
    tmp_path: Path, remote: Path
) -> None:
    lay_out(tmp_path)
    git("init", "--quiet", tmp_path)
    git("-C", tmp_path, "remote", "add", "origin", remote)

    publish(tmp_path, "git:origin#pages")

    assert shown(remote) == FILES


def test_a_push_that_the_remote_refuses_changes_nothing(tmp_path: Path, remote: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, f"git:{remote}#pages")
    hook = remote / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho no room >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    lay_out(tmp_path, EDITED)

    with pytest.raises(DeployError, match="git: "):
        publish(tmp_path, f"git:{remote}#pages")
    before = shown(remote)
    hook.unlink()
    publish(tmp_path, f"git:{remote}#pages")

    assert before == FILES
    assert shown(remote) == EDITED


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("git:upstream#pages", "this repository has no remote of the name upstream"),
        ("git:/none/there#pages", "git: "),
        ("git:http://secret:w@ord@127.0.0.1:9/x#pages", "git: "),
    ],
    ids=["no remote", "no repository", "no answer"],
)
def test_a_remote_that_is_not_there_is_one_line_without_a_secret(
    tmp_path: Path, to: str, message: str
) -> None:
    lay_out(tmp_path)

    with pytest.raises(DeployError) as raised:
        publish(tmp_path, to)

    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)
    assert "ord" not in str(raised.value)
