"""A process that plays scenarios with other code than its own, each in a child of its own.

Each line of its input is JSON: `source`, the folder that holds the package `autoblog`; `folder`,
where sites may be made; `scenarios`, their names; `older`, for each the folder with the code of
the first build, or none. It answers with a line: what each scenario found, or a traceback.

What a build loads of libraries, and compiles of patterns, is loaded once, by a build here, and
inherited: that takes most of a start.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from theorem.scenarios import SCENARIOS, Bench


def main() -> None:
    """Answer until the input ends."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        bench.lay_out()
        assert bench.build() == []
    for module in [name for name in sys.modules if name.partition(".")[0] == "autoblog"]:
        del sys.modules[module]
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(in_a_child(play, json.loads(line)))
        sys.stdout.flush()


def in_a_child(function: Any, order: dict[str, Any]) -> str:
    """Call a function in a child; return the line that it answers."""
    inlet, outlet = os.pipe()
    child = os.fork()
    if not child:
        os.close(inlet)
        try:
            answer = json.dumps(function(order))
        except BaseException:  # the process that asked shall say it, not this one
            answer = json.dumps(traceback.format_exc())
        with open(outlet, "w", encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor
            stream.write(answer + "\n")
        os._exit(0)
    os.close(outlet)
    with open(inlet, encoding="utf-8") as stream:  # noqa: PTH123 - a descriptor
        answer = stream.read()
    os.waitpid(child, 0)
    return answer


def play(order: dict[str, Any]) -> dict[str, list[str]]:
    """Play scenarios one after the other; return what each found."""
    benches = {
        name: Bench(Path(order["folder"]) / str(number))
        for number, name in enumerate(order["scenarios"])
    }
    for name, source in order["older"].items():
        said = in_a_child(build_first, {"source": source, "bench": benches[name]})
        assert said == "null\n", said
    use(order["source"])
    found = {}
    for name, bench in benches.items():
        if name not in order["older"]:
            build_first({"source": order["source"], "bench": bench})
        SCENARIOS[name].act(bench)
        found[name] = bench.lies()
    return found


def build_first(order: dict[str, Any]) -> None:
    """Make the site, and the build that is to be remembered."""
    use(order["source"])
    order["bench"].lay_out()
    problems = order["bench"].build()
    assert problems == [], problems


def use(source: str) -> None:
    """Let `import autoblog` find this code."""
    if source not in sys.path:
        sys.path.insert(0, source)
    package = importlib.import_module("autoblog")
    assert package.__file__ and Path(package.__file__).is_relative_to(source)


if __name__ == "__main__":
    main()
