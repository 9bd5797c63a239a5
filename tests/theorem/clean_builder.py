"""A process that makes clean builds on demand, under another hash seed, zone and locale.

Each line of its input is JSON: root, output, now, drafts, workers. It answers with a line of JSON:
the problems of the site, or none.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from autoblog.build import Request, build
from autoblog.cache import FILE, Cache
from autoblog.problems import AutoblogError
from autoblog.report import Show


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        problems = clean_build(order)
        sys.stdout.write(json.dumps(problems) + "\n")
        sys.stdout.flush()


def clean_build(order: dict[str, str]) -> list[str]:
    """Build with an empty cache into an empty folder; return what problems it has."""
    root, output = Path(order["root"]), Path(order["output"])
    shutil.rmtree(output, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=output.parent) as scratch:
        cache = Cache(Path(scratch) / FILE)
        request = Request(
            root=root,
            output=output,
            home=Path(scratch),
            now=datetime.fromisoformat(order["now"]),
            show=Show(drafts=order["drafts"] == "yes"),
            workers=int(order["workers"]),
            pool_from_items=1,
        )
        try:
            build(request, cache)
        except AutoblogError as error:
            return [repr(problem) for problem in error.problems] or [str(error)]
        finally:
            cache.close()
    return []


if __name__ == "__main__":
    main()
