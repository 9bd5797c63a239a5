from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from autoblog.digest import digest_bytes
from autoblog.model import Output
from autoblog.render.output import (
    Published,
    discard,
    is_complete,
    owned_files,
    publish,
    staging_folder,
)
from autoblog.render.output_guard import OWNED_LIST
from autoblog.render.trees import MOVING

SITE = {"index.html": "home", "a/index.html": "post a"}


def put(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def publish_files(output: Path, files: Mapping[str, str]) -> Published:
    staging = staging_folder(output)
    put(staging, files)
    outputs = {
        name: Output(name, digest_bytes(text.encode()), len(text)) for name, text in files.items()
    }
    published = publish(output, staging, outputs)
    discard(staging)
    return published


def tree(folder: Path) -> dict[str, str]:
    """Read all that is in a folder but the list: path -> text, or where a link leads."""
    return {
        path.relative_to(folder).as_posix(): (
            f"-> {path.readlink()}" if path.is_symlink() else path.read_text("utf-8")
        )
        for path in folder.rglob("*")
        if path.is_symlink() or (path.is_file() and path.name != OWNED_LIST)
    }


@pytest.mark.parametrize(
    "line",
    ["../../victim.txt", "/{tmp}/victim.txt", "a/../../victim.txt", "..%2Fvictim.txt", "link/x"],
)
def test_a_list_that_a_stranger_edited_deletes_nothing_outside(tmp_path: Path, line: str) -> None:
    output = tmp_path / "nest" / "public"
    victims = [tmp_path / "victim.txt", output.parent / "victim.txt", tmp_path / "far" / "x"]
    publish_files(output, SITE)
    for victim in victims:
        put(victim.parent, {victim.name: "precious"})
    (output / "link").symlink_to(tmp_path / "far")
    with (output / OWNED_LIST).open("a", encoding="utf-8") as stream:
        stream.write(line.format(tmp=str(tmp_path).lstrip("/")) + "\n")

    assert owned_files(output) - {"link/x"} == {*SITE, MOVING}
    publish_files(output, {"index.html": "new"})

    assert [victim.read_text("utf-8") for victim in victims] == ["precious"] * 3
    assert tree(output) == {"index.html": "new", "link": f"-> {tmp_path / 'far'}"}


@pytest.mark.parametrize(
    "name", ["x\nCNAME", "x\rCNAME", "x\u2028CNAME", "100%41", "%0ACNAME", "标题.txt", "caf\udce9"]
)
def test_a_list_keeps_any_name_as_one_line(tmp_path: Path, name: str) -> None:
    output = tmp_path / "public"

    publish_files(output, {**SITE, name: "odd"})
    (output / "CNAME").write_text("foreign", "utf-8")

    assert {*SITE, name} <= owned_files(output)
    assert "CNAME" not in owned_files(output)
    assert publish_files(output, SITE).removed == (name,)
    assert tree(output) == {**SITE, "CNAME": "foreign"}


def test_a_list_that_is_no_text_is_survived(tmp_path: Path) -> None:
    output = tmp_path / "public"
    publish_files(output, SITE)
    (output / OWNED_LIST).write_bytes(b"\xff\xfe\x00\n" * 5)

    publish_files(output, SITE)

    assert is_complete(output, SITE)
