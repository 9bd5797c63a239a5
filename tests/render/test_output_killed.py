from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import autoblog
from autoblog.render.trees import MOVING

SCRIPT = Path(__file__).with_name("killed_publish.py")
SOURCE = str(Path(autoblog.__file__).parents[1])
OLD = {"index.html": "old", "same/index.html": "same", "gone/index.html": "old", "a/b.html": "old"}
NEW = {"index.html": "new", "same/index.html": "same", "c/d/new.html": "new", "a/b.html": "new"}
PART = {**OLD, "a/c/d.html": "old"}, {**OLD, "a/b.html": "new", "a/c/d.html": "new"}
FOREIGN = {"CNAME": "foreign", "a/notes.txt": "foreign", "gone/notes.txt": "foreign"}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform != "linux", reason="needs fork, and folders that can be exchanged"
    ),
]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kills")


def sites_of(way: str) -> tuple[dict[str, str], dict[str, str]]:
    """Give the site before and after: of one folder or of all."""
    return PART if way == "one folder" else (OLD, NEW)


@cache
def kill_everywhere(folder: Path, way: str, wish: str) -> list[dict[str, Any]]:
    """Publish in processes that die, each before another call; once for all tests that ask."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder / f"{way}, {wish}"), way, wish],
        env={**os.environ, "PYTHONPATH": SOURCE, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("wish", ["new", "old"], ids=["built again", "reverted"])
@pytest.mark.parametrize("way", ["exchange", "one folder"])
def test_a_kill_at_any_call_leaves_the_old_site_or_the_new_one_whole(
    scratch: Path, way: str, wish: str
) -> None:
    results = kill_everywhere(scratch, way, wish)

    old, new = ({**site, **FOREIGN} for site in sites_of(way))
    left = ["old" if r["left"] == old else "new" if r["left"] == new else r for r in results]
    changed_at = left.index("new")
    assert left == ["old"] * changed_at + ["new"] * (len(left) - changed_at)
    assert changed_at > 15  # calls before the exchange: making and filling the staging tree
    assert len(left) - changed_at > 10  # and after it: discarding the old tree


@pytest.mark.parametrize("wish", ["new", "old"], ids=["built again", "reverted"])
@pytest.mark.parametrize("way", ["exchange", "one folder", "one by one"])
def test_the_build_after_a_kill_makes_all_good(scratch: Path, way: str, wish: str) -> None:
    results = kill_everywhere(scratch, way, wish)

    wanted = {**sites_of(way)[wish == "new"], **FOREIGN}
    assert [r["next"] for r in results] == [wanted] * len(results)
    assert [r["beside"] for r in results] == [["public"]] * len(results)
    assert [r["killed"] for r in results] == [True] * (len(results) - 1) + [False]


def test_where_no_exchange_is_possible_a_kill_leaves_only_whole_files(scratch: Path) -> None:
    results = kill_everywhere(scratch, "one by one", "new")

    for result in results:
        left = {name: text for name, text in result["left"].items() if name != MOVING}
        assert left.items() >= FOREIGN.items()
        assert {name: text for name, text in left.items() if text in ("old", "new")}.items() <= (
            OLD.items() | NEW.items()
        )
        # Deletions come last: as long as a page of the old site may lead to one, it is there.
        assert "gone/index.html" in left or left == {**NEW, **FOREIGN}
