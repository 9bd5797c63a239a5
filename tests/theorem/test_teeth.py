"""The theorem has teeth: autoblog with any one guard of its memory left out is found wrong.

Copies of the code are mutated as `mutants` says, and play the `scenarios` in other processes.
"""

from __future__ import annotations

import compileall
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

import autoblog
from theorem.mutants import HARMLESS, MUTANTS, Change, Mutant
from theorem.scenarios import SCENARIOS

PACKAGE = Path(autoblog.__file__).parent
TESTS = Path(__file__).parents[1]

Play = Callable[[Sequence[Change], Sequence[str]], dict[str, list[str]]]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the stage forks")


@pytest.fixture(scope="module")
def stage() -> Iterator[subprocess.Popen[str]]:
    """Start the process that plays."""
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("stage.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), str(TESTS)])},
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the package and compile it once, so that each mutant compiles what it changes."""
    folder = copy_of_the_code(PACKAGE, tmp_path_factory.mktemp("code"), [])
    assert compileall.compile_dir(folder, quiet=1)
    return folder / "autoblog"


@pytest.fixture
def play(stage: subprocess.Popen[str], compiled: Path, tmp_path: Path) -> Play:
    """Play scenarios with changed code: what each finds wrong."""

    def ask(changes: Sequence[Change], names: Sequence[str]) -> dict[str, list[str]]:
        source = copy_of_the_code(compiled, tmp_path / "source", changes)
        older = {}
        for number, name in enumerate(names):
            change = SCENARIOS[name].older
            if change:
                folder = tmp_path / f"older-{number}"
                older[name] = str(copy_of_the_code(source / "autoblog", folder, [change]))
        order = {
            "source": str(source), "folder": str(tmp_path), "scenarios": names, "older": older
        }  # fmt: skip
        assert stage.stdin and stage.stdout
        stage.stdin.write(json.dumps(order) + "\n")
        stage.stdin.flush()
        answer = json.loads(stage.stdout.readline())
        assert isinstance(answer, dict), answer
        return answer

    return ask


def copy_of_the_code(package: Path, folder: Path, changes: Sequence[Change]) -> Path:
    """Copy the package into a folder and change it there; what was compiled is copied too."""
    shutil.copytree(package, folder / "autoblog", ignore=shutil.ignore_patterns("starter"))
    for module, old, new in changes:
        path = folder / "autoblog" / module
        text = path.read_text("utf-8")
        assert old in text, f"{module} no longer says {old!r}: mend the table"
        path.write_text(text.replace(old, new), "utf-8")
    return folder


def test_the_code_as_it_is_passes_every_scenario(play: Play) -> None:
    found = play([], list(SCENARIOS))

    assert found == {name: [] for name in SCENARIOS}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_guard_left_out_is_found(play: Play, mutant: Mutant) -> None:
    found = play(mutant.changes, mutant.scenarios)

    assert {name: SCENARIOS[name].lie in lies for name, lies in found.items()} == dict.fromkeys(
        mutant.scenarios, True
    ), found


@pytest.mark.parametrize("mutant", HARMLESS, ids=lambda mutant: mutant.name)
def test_a_guard_that_another_one_stands_in_for_is_not_missed(play: Play, mutant: Mutant) -> None:
    assert play(mutant.changes, mutant.scenarios) == {name: [] for name in mutant.scenarios}


def test_every_scenario_finds_some_mutant() -> None:
    used = {name for mutant in MUTANTS for name in mutant.scenarios}

    assert used == SCENARIOS.keys()
