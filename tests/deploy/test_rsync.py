"""A folder of another machine: a real sshd on this one, and rsync."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from autoblog.problems import DeployError
from deploying import EDITED, FILES, lay_out, publish, tree

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not (SSHD and shutil.which("rsync")), reason="sshd or rsync is not installed"
    ),
]

CUTTER = """\
#!/bin/sh
number=$(($(cat {count}) + 1))
echo $number > {count}
[ $number = {number} ] && exit 255
exec {ssh} "$@"
"""
"""Reaches the server, but not by the n-th connection, at which it ends as ssh does when cut off."""


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An ssh server that lets this user in; gives the command that reaches it."""
    folder = tmp_path_factory.mktemp("sshd")
    for name in ("host", "user"):
        keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(keygen, check=True)
    shutil.copy(folder / "user.pub", folder / "authorized")
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # where sshd, as root, gives up its rights
    (folder / "settings").write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {folder}/host\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nPermitRootLogin yes\n",
        "utf-8",
    )
    log = (folder / "log").open("wb")
    server = subprocess.Popen([str(SSHD), "-D", "-e", "-f", folder / "settings"], stderr=log)
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert server.poll() is None, (folder / "log").read_text("utf-8")
                assert time.monotonic() < deadline
                time.sleep(0.05)
        user = pwd.getpwuid(os.getuid()).pw_name
        command = (
            f"ssh -p {port} -l {user} -i {folder}/user -o BatchMode=yes -o LogLevel=ERROR"
            f" -o StrictHostKeyChecking=no -o UserKnownHostsFile={folder}/known -F none"
        )
        socket_path = f"-o ControlPath={folder}/s"  # one connection for all: they are slow to make
        master = subprocess.Popen([*command.split(), *socket_path.split(), "-NM", "127.0.0.1"])
        while not (folder / "s").exists():
            assert master.poll() is None
            time.sleep(0.02)
        yield f"{command} {socket_path}"
        master.terminate()
        master.wait()
    finally:
        server.terminate()
        server.wait()
        log.close()


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """The folder on the other machine, which is this one."""
    (tmp_path / "www").mkdir()
    return tmp_path / "www"


def test_what_changed_is_sent_and_what_went_is_removed(
    ssh: str, tmp_path: Path, remote: Path
) -> None:
    to = f"rsync:127.0.0.1:{remote}"
    lay_out(tmp_path)
    first = publish(tmp_path, to, ssh=ssh)
    (remote / "verify.txt").write_text("mine", "utf-8")
    sent = tree(remote)

    again = publish(tmp_path, to, ssh=ssh)
    lay_out(tmp_path, EDITED)
    edited = publish(tmp_path, to, ssh=ssh)

    assert len(first.uploads) == len(FILES)
    assert sent == {**FILES, "verify.txt": "mine"}
    assert again.is_empty
    assert len(edited.uploads) == 2
    assert tree(remote) == {**EDITED, "verify.txt": "mine"}
    assert not (remote / "knowledge/b").exists()
    assert (remote / "index.html").stat().st_mode & 0o777 == 0o644


def test_a_file_that_somebody_changed_there_is_sent_again(
    ssh: str, tmp_path: Path, remote: Path
) -> None:
    to = f"rsync:127.0.0.1:{remote}"
    lay_out(tmp_path)
    publish(tmp_path, to, ssh=ssh)
    (remote / "index.html").write_text("by hand", "utf-8")
    (remote / "feed.xml").unlink()

    plan = publish(tmp_path, to, ssh=ssh)

    assert [upload.path for upload in plan.uploads] == ["index.html", "feed.xml"]
    assert tree(remote) == FILES


def test_a_folder_that_is_not_there_is_one_line(ssh: str, tmp_path: Path) -> None:
    lay_out(tmp_path)

    with pytest.raises(DeployError, match=r"^rsync: [^\n]*$"):
        publish(tmp_path, f"rsync:127.0.0.1:{tmp_path}/none", ssh=ssh)


def test_a_deploy_whose_connection_is_cut_anywhere_is_completed_by_the_next(
    ssh: str, tmp_path: Path, remote: Path
) -> None:
    """The n-th connection fails, for each n until none does."""
    to = f"rsync:127.0.0.1:{remote}"
    lay_out(tmp_path)
    publish(tmp_path, to, ssh=ssh)
    wrapper, count = tmp_path / "cut", tmp_path / "count"
    for number in range(1, 20):
        count.write_text("0", "utf-8")
        wrapper.write_text(CUTTER.format(count=count, number=number, ssh=ssh), "utf-8")
        wrapper.chmod(0o755)
        files = {**EDITED, "n.html": f"{number}"} if number % 2 else FILES
        lay_out(tmp_path, files)
        try:
            publish(tmp_path, to, ssh=str(wrapper))
            was_cut = False
        except DeployError:
            was_cut = True
        publish(tmp_path, to, ssh=ssh)
        assert tree(remote) == files, number
        if not was_cut and int(count.read_text("utf-8")) < number:
            break

    assert number > 5


@pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small disk")
def test_a_full_disk_stops_a_deploy_and_room_completes_it(
    ssh: str, tmp_path: Path, remote: Path
) -> None:
    to = f"rsync:127.0.0.1:{remote}"
    lay_out(tmp_path)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(remote)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount")
    try:
        publish(tmp_path, to, ssh=ssh)
        lay_out(tmp_path, {**FILES, "big.html": "b" * 80_000})
        with pytest.raises(DeployError, match=r"^rsync: "):
            publish(tmp_path, to, ssh=ssh)
        old_pages = {name: text for name, text in tree(remote).items() if name in FILES}
        lay_out(tmp_path)
        publish(tmp_path, to, ssh=ssh)
        after = tree(remote)
    finally:
        subprocess.run(["umount", str(remote)], check=True)

    assert old_pages == FILES
    assert after == FILES
