"""Releases in a folder: whole sites, exchanged in one step."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autoblog.config import DeployConfig
from autoblog.deploy.folder import FolderTarget
from autoblog.problems import DeployError
from deploying import EDITED, FILES, lay_out, publish, tree


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


def test_too_many_deletions_stop_a_deploy_before_it_changes_anything(tmp_path: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, "folder:www")
    lay_out(tmp_path, {"index.html": "alone"})

    with pytest.raises(DeployError, match="5 of 6 files would be removed"):
        publish(tmp_path, "folder:www", max_deletes=25)

    assert tree(tmp_path / "www/current") == FILES


def test_variants_follow_their_files(tmp_path: Path) -> None:
    lay_out(tmp_path)
    publish(tmp_path, "folder:www", precompress=("gz", "br"))
    before = {path for path in (tmp_path / "www/current").rglob("*.??") if path.suffix != ".js"}

    again = publish(tmp_path, "folder:www", precompress=("gz", "br"))
    lay_out(tmp_path, {path: text for path, text in FILES.items() if "/a/" not in path})
    publish(tmp_path, "folder:www", precompress=("gz", "br"))

    assert {path.name for path in before} == {"index.html.gz", "index.html.br"}
    assert again.is_empty
    assert not list((tmp_path / "www/current").rglob("*.gz"))


@pytest.mark.slow
def test_a_deploy_that_is_killed_anywhere_leaves_a_whole_site(tmp_path: Path) -> None:
    """The child ends itself at the n-th change of the disk, for each n until it survives."""
    lay_out(tmp_path)
    publish(tmp_path, "folder:www")
    lay_out(tmp_path, EDITED)
    seen = set()
    for number in range(1, 500):
        done = subprocess.run(
            [sys.executable, Path(__file__).with_name("killed_deploy.py"), tmp_path, str(number)],
            check=False,
        )
        shown = tree(tmp_path / "www/current")
        assert shown in (FILES, EDITED), number
        seen.add(done.returncode)
        if done.returncode == 0:
            break

    assert seen == {0, 9}
    assert number > 15
    assert tree(tmp_path / "www/current") == EDITED
    assert publish(tmp_path, "folder:www").is_empty
