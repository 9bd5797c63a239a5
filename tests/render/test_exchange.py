from __future__ import annotations

import sys
from pathlib import Path

import pytest

from autoblog.render.exchange import exchange


@pytest.mark.skipif(
    sys.platform not in ("linux", "darwin"), reason="this system cannot exchange two folders"
)
def test_two_folders_change_places(tmp_path: Path) -> None:
    for name in ("one", "zwei ü"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").write_text(name, "utf-8")

    assert exchange(tmp_path / "one", tmp_path / "zwei ü")

    assert (tmp_path / "one" / "x").read_text("utf-8") == "zwei ü"
    assert (tmp_path / "zwei ü" / "x").read_text("utf-8") == "one"


def test_where_it_cannot_be_done_nothing_moves(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()

    assert not exchange(tmp_path / "one", tmp_path / "missing")

    assert [path.name for path in tmp_path.iterdir()] == ["one"]
