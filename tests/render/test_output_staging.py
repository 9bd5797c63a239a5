from __future__ import annotations

from pathlib import Path

import pytest

from autoblog.digest import digest_bytes
from autoblog.model import Output
from autoblog.problems import ConfigError
from autoblog.render.output import discard, discard_left, publish, staging_folder
from autoblog.render.output_guard import OWNED_LIST
from autoblog.render.trees import find_entries

NAME = ".public.autoblog"


def test_a_staging_tree_stands_beside_the_output_so_that_it_can_be_exchanged(
    tmp_path: Path,
) -> None:
    staging = staging_folder(tmp_path / "public")

    assert staging.parent == tmp_path
    assert [path.name for path in staging.iterdir()] == [OWNED_LIST]


@pytest.mark.parametrize(
    "left",
    [(), (OWNED_LIST,), (OWNED_LIST, "a/index.html", ".x")],
    ids=["an empty folder", "only the list", "half a site"],
)
def test_what_a_killed_build_left_is_replaced(tmp_path: Path, left: tuple[str, ...]) -> None:
    folder = tmp_path / NAME
    folder.mkdir()
    for name in left:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("old", "utf-8")

    staging = staging_folder(tmp_path / "public")

    assert [path.name for path in staging.iterdir()] == [OWNED_LIST]


@pytest.mark.parametrize("kind", ["file", "folder", "link"])
def test_what_stands_in_its_place_and_is_not_ours_stays(tmp_path: Path, kind: str) -> None:
    place, elsewhere = tmp_path / NAME, tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / OWNED_LIST).write_text("", "utf-8")
    if kind == "file":
        place.write_text("mine", "utf-8")
    elif kind == "folder":
        place.mkdir()
        (place / "mine.txt").write_text("mine", "utf-8")
    else:
        place.symlink_to(elsewhere)

    discard_left(tmp_path / "public")
    with pytest.raises(ConfigError, match="in the way"):
        staging_folder(tmp_path / "public")

    assert place.exists()
    assert (elsewhere / OWNED_LIST).exists()
    assert kind != "folder" or (place / "mine.txt").exists()


def test_a_staging_tree_goes_whole_and_a_link_in_it_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "x").write_text("kept", "utf-8")
    staging = staging_folder(tmp_path / "public")
    (staging / "folder").mkdir()
    (staging / "link").symlink_to(precious)
    (staging / "folder" / "link").symlink_to(precious)

    discard(staging)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["precious"]
    assert (precious / "x").read_text("utf-8") == "kept"


def test_a_place_that_cannot_be_written_is_a_plain_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")

    with pytest.raises(ConfigError, match="cannot be written"):
        staging_folder(tmp_path / "file" / "public")


@pytest.mark.parametrize("late", ["b.html", "b.html/mine.txt"], ids=["file", "folder"])
def test_a_foreign_file_that_came_since_the_look_is_not_lost(tmp_path: Path, late: str) -> None:
    output = tmp_path / "public"
    output.mkdir()
    staging = staging_folder(output)
    found = find_entries(output)
    outputs = {name: Output(name, digest_bytes(b"ours"), 4) for name in ("a.html", "b.html")}
    for name in outputs:
        (staging / name).write_text("ours", "utf-8")
    (output / late).parent.mkdir(exist_ok=True)
    (output / late).write_text("mine", "utf-8")

    with pytest.raises(ConfigError, match="in the way"):
        publish(output, staging, outputs, found)

    assert [path.name for path in output.iterdir()] == ["b.html"]
    assert (output / late).read_text("utf-8") == "mine"


def test_foreign_files_that_came_or_went_since_the_look_are_theirs(tmp_path: Path) -> None:
    output = tmp_path / "public"
    output.mkdir()
    for name in ("goes.txt", "stays.txt"):
        (output / name).write_text("mine", "utf-8")
    staging = staging_folder(output)
    found = find_entries(output)
    outputs = {name: Output(name, digest_bytes(b"ours"), 4) for name in ("a.html", "b.html")}
    for name in outputs:
        (staging / name).write_text("ours", "utf-8")
    (output / "goes.txt").unlink()
    (output / "comes").mkdir()
    (output / "comes" / "x.txt").write_text("mine", "utf-8")

    publish(output, staging, outputs, found)
    discard(staging)

    left = {path for path in find_entries(output) if path != OWNED_LIST}
    assert left == {"a.html", "b.html", "stays.txt", "comes/x.txt"}
