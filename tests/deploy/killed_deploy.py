"""Deploy to a folder in child processes that die at the n-th change of the disk below it.

Each line of the input is such a number; the line that answers it is the child's exit status.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from deploying import publish

CHANGES = ("os.link", "os.mkdir", "os.remove", "os.rename", "os.symlink", "shutil.copyfile")


def main(folder: Path) -> None:
    """folder: that of the site, with `public` and `www`."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            deploy_and_die(folder, int(line))
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def deploy_and_die(folder: Path, number: int) -> None:
    """number: which change of the disk is the last."""
    count = 0

    def look(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal count
        writes = event == "open" and "w" in str(arguments[1]) and "/www/" in str(arguments[0])
        if writes or (event in CHANGES and "/www/" in f"{arguments}"):
            count += 1
            if count == number:
                os._exit(9)

    sys.addaudithook(look)
    publish(folder, "folder:www")


main(Path(sys.argv[1]))
