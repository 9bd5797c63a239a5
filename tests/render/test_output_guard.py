from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autoblog.problems import ConfigError
from autoblog.render.output_guard import OWNED_LIST, guard

FOLDERS = ("content", "templates", "static")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Lay out a scratch home with a site in it, and return the site's folder."""
    root = tmp_path / "home" / "sites" / "blog"
    for name in ("content/knowledge", "templates", "static/css", ".git", "src", ".venv/bin"):
        (root / name).mkdir(parents=True)
    (root / "content" / "knowledge" / "a.md").write_text("post", "utf-8")
    (root / "site.yaml").write_text("title: T", "utf-8")
    (root / "link").symlink_to("content")
    (root / "up").symlink_to("../..")
    (root / "loop").symlink_to("loop")
    (root / "foreign").mkdir()
    (root / "foreign" / "x.txt").write_text("precious", "utf-8")
    (root / "hidden").mkdir()
    (root / "hidden" / ".x").write_text("precious", "utf-8")
    (root / "hollow" / "empty").mkdir(parents=True)
    (root / "marked-by-link").mkdir()
    (root / "marked-by-link" / OWNED_LIST).symlink_to("../site.yaml")
    return root


def everything(folder: Path) -> list[tuple[str, int, int]]:
    paths = [folder, *sorted(folder.rglob("*"))]
    return [(str(p), p.lstat().st_mtime_ns, p.lstat().st_ino) for p in paths]


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("{home}", "home folder"),
        ("{home}/..", "home folder"),
        ("{root}/up", "home folder"),
        ("{home}/sites/../../home", "home folder"),
        ("{root}", "site's own folder"),
        ("{root}/..", "site's own folder"),
        ("{root}/public/..", "site's own folder"),
        ("{root}/content", "content/"),
        ("{root}/content/public", "content/"),
        ("{root}/content/knowledge", "content/"),
        ("{root}/public/../content", "content/"),
        ("{root}/link", "content/"),
        ("{root}/link/public", "content/"),
        ("{root}/up/sites/blog/content", "content/"),
        ("{root}/templates", "templates/"),
        ("{root}/templates/public", "templates/"),
        ("{root}/static", "static/"),
        ("{root}/static/css", "static/"),
        ("{root}/.git", ".git/"),
        ("{root}/.git/public", ".git/"),
        ("{root}/src", "src/"),
        ("{root}/.venv/bin", ".venv/"),
        ("{root}/site.yaml", "is a file"),
        ("{root}/foreign", "did not write"),
        ("{root}/hidden", "did not write"),
        ("{root}/hollow", "did not write"),
        ("{root}/marked-by-link", "did not write"),
        ("{root}/loop", "loop"),
    ],
)
def test_a_folder_that_is_not_for_sites_is_refused_and_nothing_changes(
    root: Path, tmp_path: Path, output: str, reason: str
) -> None:
    home = tmp_path / "home"
    before = everything(tmp_path)

    with pytest.raises(ConfigError, match=reason) as caught:
        guard(Path(output.format(home=home, root=root)), root, FOLDERS, home=home)

    assert caught.value.exit_code == 2
    assert everything(tmp_path) == before


def test_the_root_of_the_disk_is_refused(root: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="root of the disk"):
        guard(Path("/"), root, FOLDERS, home=tmp_path / "home")


@pytest.mark.parametrize("above", ["", "far"], ids=["itself", "a folder above"])
def test_a_source_folder_that_lies_elsewhere_by_a_link_is_refused(
    root: Path, tmp_path: Path, above: str
) -> None:
    posts = tmp_path / "far" / "posts"
    (root / "content").rename(root / "content-moved")
    posts.mkdir(parents=True)
    (root / "content").symlink_to(posts)

    with pytest.raises(ConfigError, match="content/"):
        guard(tmp_path / above if above else posts, root, FOLDERS, home=tmp_path / "home")


def test_a_source_folder_that_has_another_name_as_well_is_refused(
    root: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    again.mkdir()
    mount = ["mount", "--bind", str(root / "content"), str(again)]
    if (
        sys.platform != "linux"
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("only root can mount, and not everywhere")
    try:
        for output in (again, again / "public"):
            with pytest.raises(ConfigError, match="content/, which a build reads"):
                guard(output, root, FOLDERS, home=tmp_path / "home")
    finally:
        subprocess.run(["umount", str(again)], check=True)


def test_a_home_folder_that_is_a_link_is_refused_under_both_names(
    root: Path, tmp_path: Path
) -> None:
    alias = tmp_path / "alias"
    alias.symlink_to(tmp_path / "home")

    for output in (alias, tmp_path / "home"):
        with pytest.raises(ConfigError, match="home folder"):
            guard(output, root, FOLDERS, home=alias)


def _absent(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)


def _marked(folder: Path) -> None:
    folder.mkdir()
    (folder / OWNED_LIST).write_text("", "utf-8")
    (folder / "foreign.txt").write_text("", "utf-8")


@pytest.mark.parametrize("prepare", [_absent, Path.mkdir, _marked], ids=["new", "empty", "marked"])
@pytest.mark.parametrize("place", ["home/sites/blog/public", "home/www", "srv"])
def test_a_folder_of_its_own_is_accepted(
    root: Path, tmp_path: Path, place: str, prepare: Callable[[Path], None]
) -> None:
    output = tmp_path / place
    prepare(output)

    accepted = guard(output, root, FOLDERS, home=tmp_path / "home")

    assert accepted == output


def test_a_link_to_a_good_folder_is_followed_so_that_the_link_itself_stays(
    root: Path, tmp_path: Path
) -> None:
    (tmp_path / "srv").mkdir()
    (root / "public").symlink_to(tmp_path / "srv")

    accepted = guard(root / "public", root, FOLDERS, home=tmp_path / "home")

    assert accepted == tmp_path / "srv"
