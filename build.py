#!/usr/bin/env python3
"""Build the site, or run any other command of autoblog, from a fresh clone.

python3 build.py              build content/ into public/
python3 build.py test         run the test suite; what follows goes to pytest
python3 build.py check        any command of autoblog, with its options

Where a dependency is missing, a virtual environment is made in .venv with the packages of
constraints.txt, each held against its hash. Only the standard library is needed to get there.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
NEEDED = (
    "click", "jinja2", "lxml", "markdown", "msgspec", "nh3", "PIL", "pydantic", "rich", "slugify",
    "starlette", "tzdata", "uvicorn", "watchdog", "yaml",
)  # fmt: skip
NEEDED_FOR_TESTS = (
    "axe_playwright_python", "extruct", "feedparser", "hatchling", "httpx", "hypothesis",
    "jsonschema",
    "markdownify", "moto", "obstore",
    "pagefind", "playwright", "pre_commit", "pydantic_sarif", "pyromark", "pytest",
    "pytest_randomly", "xdist",
)  # fmt: skip


def main() -> int:
    """Run the command that the arguments name; `build` when they name none."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may well run this file
        return stop(f"autoblog needs Python 3.11 or newer; this is {sys.version.split()[0]}")
    arguments = sys.argv[1:] or ["build"]
    is_test = arguments[0] == "test"
    if arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version"):
        arguments.insert(0, "build")
    python = find_python((*NEEDED, *NEEDED_FOR_TESTS) if is_test else NEEDED)
    if isinstance(python, str):
        return stop(python)
    command = ["-m", "pytest", *arguments[1:]] if is_test else ["-m", "autoblog", *arguments]
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    # Tests run from the repository; other commands from where they were called, as they would by
    # themselves, unless that place is no site.
    is_site = Path("site.yaml").is_file()
    folder = Path.cwd() if is_site and not is_test else ROOT
    try:
        return subprocess.call([str(python), *command], cwd=folder, env=environment)
    except KeyboardInterrupt:
        return 130


def find_python(needed: tuple[str, ...]) -> Path | str:
    """Find a Python that has all that is needed, making one in .venv if need be.

    Returns its path, or what to tell the user when there is none.
    """
    if all(importlib.util.find_spec(name) for name in needed):
        return Path(sys.executable)
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = VENV / "autoblog-stamp"
    wanted = hashlib.sha256(
        b"".join((ROOT / name).read_bytes() for name in ("pyproject.toml", "constraints.txt"))
        + sys.version.encode()
    ).hexdigest()
    if python.exists() and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return python
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return f"this Python lacks venv; on Debian and Ubuntu: apt install python{version}-venv"
    print("autoblog: setting up .venv (once; takes a minute)", file=sys.stderr, flush=True)
    if VENV.exists() and not (VENV / "pyvenv.cfg").is_file():
        return ".venv is no virtual environment; move it away"
    shutil.rmtree(VENV, ignore_errors=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for step in (
        [sys.executable, "-m", "venv", str(VENV)],
        [*pip, "--require-hashes", "--requirement", str(ROOT / "constraints.txt")],
        # The project itself, by tools that are there by now: nothing is fetched for it.
        [*pip, "--no-index", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    ):
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            reason = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no reason given"]
            return (
                "the packages of constraints.txt could not be installed; is the network there?"
                f" ({reason[0]})"
            )
    stamp.write_text(wanted, "utf-8")
    return python


def stop(message: str) -> int:
    """Say in one line why nothing can be done."""
    print(f"autoblog: {message}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
