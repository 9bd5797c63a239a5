"""The command that says where a build's time goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(__file__).parents[1] / "benchmarks" / "stages.py"


def test_each_stage_of_a_build_has_its_cost(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"

    done = subprocess.run(
        (sys.executable, COMMAND, "--posts", "100", "--scratch", tmp_path, "--out", figures),
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    costs = json.loads(figures.read_text("utf-8"))
    assert {"find files", "Markdown", "render", "publish"} <= {
        stage for stage, cost in costs.items() if cost > 0
    }
    assert f"| all | {costs['all']:.3f} |" in done.stdout
    assert list(tmp_path.iterdir()) == [figures]
