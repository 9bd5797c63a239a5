from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autoblog.preview.watch import Watch

A_MOMENT_S = 0.25
LONG_S = 60.0
POST = "content/knowledge/a.md"

pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("content/knowledge", "templates", "static/css"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / POST).write_text("one", "utf-8")
    (tmp_path / "site.yaml").write_text("title: A", "utf-8")
    return tmp_path


@pytest.fixture
def watch(root: Path) -> Iterator[Watch]:
    folders = ("content", "templates", "static")
    with Watch(root, folders=folders, files=("site.yaml",)) as watching:
        assert watching.trouble == ""
        yield watching


def save_aside(root: Path) -> None:
    """Save as careful editors do."""
    (root / "content/knowledge/.a.md.swp").write_text("two", "utf-8")
    (root / "content/knowledge/.a.md.swp").replace(root / POST)


def save_by_backup(root: Path) -> None:
    """Save as Vim does."""
    (root / POST).replace(root / f"{POST}~")
    (root / POST).write_text("two", "utf-8")
    (root / f"{POST}~").unlink()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda root: (root / POST).write_text("two", "utf-8"), id="a save in place"),
        pytest.param(save_aside, id="a save aside"),
        pytest.param(save_by_backup, id="a save with a backup"),
        pytest.param(lambda root: (root / POST).unlink(), id="a removed post"),
        pytest.param(lambda root: (root / POST).rename(root / "b.md"), id="a post moved away"),
        pytest.param(
            lambda root: (root / "content/knowledge").rename(root / "content/k"), id="a folder"
        ),
        pytest.param(lambda root: shutil.rmtree(root / "content"), id="all content removed"),
        pytest.param(lambda root: (root / "site.yaml").write_text("b", "utf-8"), id="settings"),
        pytest.param(
            lambda root: (root / "static/css/a.css").write_text("b", "utf-8"), id="a style sheet"
        ),
        pytest.param(
            lambda root: (root / "templates/a.html").write_text("b", "utf-8"), id="a template"
        ),
    ],
)
def test_a_change_is_noticed(root: Path, watch: Watch, change: Callable[[Path], object]) -> None:
    change(root)

    assert watch.wait(LONG_S)


def test_what_builds_pass_over_is_not_noticed(root: Path, watch: Watch) -> None:
    (root / "content" / ".a.md.swp").write_text("x", "utf-8")
    (root / "content" / "a.md~").write_text("x", "utf-8")
    (root / "content" / "#a.md#").write_text("x", "utf-8")
    (root / "content" / ".git").mkdir()
    (root / "content" / ".git" / "index.md").write_text("x", "utf-8")
    (root / "notes.txt").write_text("x", "utf-8")
    (root / "public").mkdir()
    (root / "public" / "index.html").write_text("x", "utf-8")
    (root / POST).read_text("utf-8")

    assert not watch.wait(A_MOMENT_S)


def test_a_checkout_of_a_thousand_files_is_one_or_two_changes(root: Path, watch: Watch) -> None:
    for number in range(1000):
        (root / f"content/knowledge/{number}.md").write_text("x", "utf-8")

    changes = 0
    while watch.wait(LONG_S if not changes else 1.0):
        changes += 1

    assert 1 <= changes <= 2


def test_a_folder_that_was_removed_and_made_again_is_watched(root: Path, watch: Watch) -> None:
    shutil.rmtree(root / "content")
    assert watch.wait(LONG_S)
    (root / "content").mkdir()
    assert watch.wait(LONG_S)
    watch.wait(A_MOMENT_S)

    (root / "content" / "a.md").write_text("x", "utf-8")

    assert watch.wait(LONG_S)


def test_a_new_folder_is_watched_too(root: Path, watch: Watch) -> None:
    (root / "content/new/deep").mkdir(parents=True)
    assert watch.wait(LONG_S)
    watch.wait(A_MOMENT_S)

    (root / "content/new/deep/a.md").write_text("x", "utf-8")

    assert watch.wait(LONG_S)


def test_folders_made_within_new_folders_are_watched_too(root: Path, watch: Watch) -> None:
    for number in range(200):
        (root / f"content/{number}/a/b/c/d").mkdir(parents=True)
    assert watch.wait(LONG_S)
    watch.wait(A_MOMENT_S)

    (root / "content/199/a/b/c/d/a.md").write_text("x", "utf-8")

    assert watch.wait(LONG_S)


def test_a_style_sheet_is_waited_for_beside_all_other_changes(root: Path, watch: Watch) -> None:
    found: list[bool] = []
    waiting = threading.Thread(target=lambda: found.append(watch.wait_for(".css")))
    waiting.start()

    (root / POST).write_text("two", "utf-8")
    assert watch.wait(LONG_S)
    waiting.join(A_MOMENT_S)
    assert waiting.is_alive()

    (root / "static/css/.site.css.new").write_text("p {}", "utf-8")
    (root / "static/css/.site.css.new").replace(root / "static/css/site.css")
    waiting.join(LONG_S)
    assert found == [True]
    assert watch.wait(LONG_S)


def test_nobody_waits_for_a_watch_that_is_over(root: Path) -> None:
    found: list[bool] = []
    with Watch(root, folders=("static",), files=()) as watch:
        waiting = threading.Thread(target=lambda: found.append(watch.wait_for(".css")))
        waiting.start()

    waiting.join(LONG_S)

    assert found == [False]
