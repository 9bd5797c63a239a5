"""Releases in a folder: whole sites, exchanged in one step."""

from __future__ import annotations

import gzip
import http.client
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from autoblog.config import DeployConfig
from autoblog.deploy.folder import FolderTarget
from autoblog.problems import DeployError
from deploying import EDITED, FILES, lay_out, publish, tree
from serving import needs_nginx, nginx


def open_to_nginx(folder: Path) -> None:
    """Let nginx's workers, which are another user, into a test's folder."""
    for one in (folder, *folder.parents[:2]):
        one.chmod(0o755)


def test_a_first_deploy_makes_a_release_and_links_to_it(tmp_path: Path) -> None:
    lay_out(tmp_path)

    plan = publish(tmp_path, "folder:www")

    assert len(plan.uploads) == len(FILES)
    assert tree(tmp_path / "www/current") == FILES
    assert (tmp_path / "www/current").readlink() == Path("releases/000001")


def test_an_unchanged_site_sends_nothing_and_makes_no_release(tmp_path: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, "folder:www")

    plan = publish(tmp_path, "folder:www")

    assert plan.is_empty
    assert [path.name for path in (tmp_path / "www/releases").iterdir()] == ["000001"]


def test_what_changed_is_sent_and_foreign_files_and_old_releases_stay(tmp_path: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, "folder:www")
    (tmp_path / "www/current/verify.txt").write_text("mine", "utf-8")
    lay_out(tmp_path, EDITED)

    plan = publish(tmp_path, "folder:www")

    assert [one.path for one in plan.uploads] == [
        "assets/site.4567cdef.css", "knowledge/a/index.html",
    ]  # fmt: skip
    assert plan.deletions == ("knowledge/b/index.html",)
    assert tree(tmp_path / "www/current") == {**EDITED, "verify.txt": "mine"}
    assert tree(tmp_path / "www/releases/000001") == {**FILES, "verify.txt": "mine"}
    assert not (tmp_path / "www/current/knowledge/b").exists()


def test_only_as_many_releases_are_kept_as_asked(tmp_path: Path) -> None:
    for number in range(4):
        lay_out(tmp_path, {"index.html": str(number)})
        publish(tmp_path, "folder:www", keep=2)

    releases = sorted(path.name for path in (tmp_path / "www/releases").iterdir())
    assert releases == ["000003", "000004"]


def test_a_rollback_serves_the_release_before(tmp_path: Path) -> None:
    for text in "abc":
        lay_out(tmp_path, {"index.html": text})
        publish(tmp_path, "folder:www")
    target = FolderTarget(DeployConfig("live", "folder:www"), tmp_path)

    names = [target.roll_back(), target.roll_back()]

    assert names == ["000002", "000001"]
    assert tree(tmp_path / "www/current") == {"index.html": "a"}
    with pytest.raises(DeployError, match="no release before"):
        target.roll_back()


def test_a_deploy_after_a_rollback_makes_a_new_release(tmp_path: Path) -> None:
    for text in "ab":
        lay_out(tmp_path, {"index.html": text})
        publish(tmp_path, "folder:www")
    FolderTarget(DeployConfig("live", "folder:www"), tmp_path).roll_back()

    publish(tmp_path, "folder:www")

    assert (tmp_path / "www/current").readlink().name == "000003"
    assert tree(tmp_path / "www/current") == {"index.html": "b"}


def test_a_link_that_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    lay_out(tmp_path)
    (tmp_path / "www/current").mkdir(parents=True)

    with pytest.raises(DeployError, match="is no link that autoblog made"):
        publish(tmp_path, "folder:www")


def test_nothing_is_written_or_removed_through_a_link(tmp_path: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, "folder:www")
    (tmp_path / "elsewhere").mkdir()
    shutil.move(tmp_path / "www/current/knowledge/a", tmp_path / "elsewhere/a")
    (tmp_path / "www/current/knowledge/a").symlink_to(tmp_path / "elsewhere/a")
    before = tree(tmp_path / "elsewhere")

    for files in (EDITED, {"index.html": "a"}):
        lay_out(tmp_path, files)
        with pytest.raises(DeployError, match=r"current/knowledge/a is a link"):
            publish(tmp_path, "folder:www")

    assert tree(tmp_path / "elsewhere") == before


def test_too_many_deletions_stop_a_deploy_before_it_changes_anything(tmp_path: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, "folder:www")
    lay_out(tmp_path, {"index.html": "alone"})

    with pytest.raises(DeployError, match="5 of 6 files would be removed"):
        publish(tmp_path, "folder:www", max_deletes=25)

    assert tree(tmp_path / "www/current") == FILES


def test_variants_follow_their_files(tmp_path: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, "folder:www", precompress=("gz", "br", "zst"))
    before = {path for path in (tmp_path / "www/current").rglob("*.html.*")}

    again = publish(tmp_path, "folder:www", precompress=("gz", "br", "zst"))
    lay_out(tmp_path, {path: text for path, text in FILES.items() if "/a/" not in path})
    publish(tmp_path, "folder:www", precompress=("gz", "br"))

    assert {path.suffix for path in before} == {".gz", ".br", ".zst"}
    assert again.is_empty
    assert not list((tmp_path / "www/current").rglob("*.html.*"))


@pytest.mark.slow
@needs_nginx
def test_a_server_sends_variants_to_those_who_take_them(tmp_path: Path) -> None:
    open_to_nginx(tmp_path)
    page = "<p>" + "Tyres wear. " * 300
    lay_out(tmp_path, {"a/index.html": page})
    publish(tmp_path, "folder:www", precompress=("gz",))

    with nginx(tmp_path / "www/current") as port:
        plain, packed = (
            urlopen(Request(f"http://127.0.0.1:{port}/a/", headers={"Accept-Encoding": kind}))
            for kind in ("identity", "gzip")
        )
        texts = plain.read(), packed.read()

    assert (plain.headers["Content-Encoding"], packed.headers["Content-Encoding"]) == (None, "gzip")
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert plain.headers["Content-Type"] == packed.headers["Content-Type"]
    assert texts[0] == gzip.decompress(texts[1]) == page.encode()
    assert len(texts[1]) < len(texts[0]) / 10


@pytest.mark.slow
@needs_nginx
def test_readers_see_one_release_or_the_other_while_it_changes(tmp_path: Path) -> None:
    open_to_nginx(tmp_path)
    names = [f"p{number}.html" for number in range(9)]
    lay_out(tmp_path, dict.fromkeys(names, "0"))
    publish(tmp_path, "folder:www")
    seen: list[tuple[int, str]] = []
    is_over = threading.Event()

    def read(port: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        while not is_over.is_set():
            for name in names:
                connection.request("GET", f"/{name}")
                answer = connection.getresponse()
                seen.append((answer.status, answer.read().decode()))
        connection.close()

    with nginx(tmp_path / "www/current") as port:
        reader = threading.Thread(target=read, args=(port,))
        reader.start()
        for number in range(1, 9):
            lay_out(tmp_path, dict.fromkeys(names, str(number)))
            publish(tmp_path, "folder:www")
        FolderTarget(DeployConfig("live", "folder:www"), tmp_path).roll_back()
        last = len(seen)
        while len(seen) < last + 2 * len(names) and reader.is_alive():
            time.sleep(0.01)
        is_over.set()
        reader.join()

    assert {status for status, _ in seen} == {200}
    texts = [text for _, text in seen]
    shown = [text for text, before in zip(texts, ["", *texts], strict=False) if text != before]
    assert shown[-1] == "7"
    assert shown[:-1] == sorted(shown[:-1])


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="only root can mount a small disk"
)
def test_a_full_disk_stops_a_deploy_and_room_completes_it(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(tmp_path / "www")]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this system lets nobody mount")
    try:
        lay_out(tmp_path)
        publish(tmp_path, "folder:www")
        lay_out(tmp_path, {**FILES, "big.html": "b" * 120_000})
        with pytest.raises(OSError, match="No space left on device"):
            publish(tmp_path, "folder:www")
        shown = tree(tmp_path / "www/current")
        lay_out(tmp_path, EDITED)
        publish(tmp_path, "folder:www")
        after = tree(tmp_path / "www/current")
    finally:
        subprocess.run(["umount", str(tmp_path / "www")], check=True)

    assert shown == FILES
    assert after == EDITED


@pytest.mark.slow
def test_a_deploy_that_is_killed_anywhere_leaves_a_whole_site(tmp_path: Path) -> None:
    """The child ends itself at the n-th change of the disk, for each n until it survives."""
    lay_out(tmp_path)
    publish(tmp_path, "folder:www")
    lay_out(tmp_path, EDITED)
    seen = set()
    program = Path(__file__).with_name("killed_deploy.py")
    with subprocess.Popen(
        [sys.executable, program, tmp_path],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as deploys:  # fmt: skip
        assert deploys.stdin and deploys.stdout
        for number in range(1, 500):
            print(number, file=deploys.stdin, flush=True)
            status = int(deploys.stdout.readline())
            shown = tree(tmp_path / "www/current")
            assert shown in (FILES, EDITED), number
            seen.add(status)
            if status == 0:
                break

    assert seen == {0, 9}
    assert number > 15
    assert tree(tmp_path / "www/current") == EDITED
    assert publish(tmp_path, "folder:www").is_empty
