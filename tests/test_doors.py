"""The doors of the house: one module for each library, for the disk, for the clock.

Each rule is a function (path, tree) -> findings; a table of bad sources shows that it bites.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import autoblog

pytestmark = pytest.mark.slow

SOURCE = Path(autoblog.__file__).parent
MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))

DOORS = {
    "pagefind": ("search.py",),
    "PIL": ("read/rasters.py", "render/cards.py", "render/renditions.py"),
    "bs4": ("importers/converter.py", "importers/saved.py"),
    "click": ("cli/",),
    "concurrent": ("workers.py",),
    "ctypes": ("render/exchange.py", "garbage.py"),
    "hashlib": ("digest.py",),
    "httpx": ("outside.py",),
    "jinja2": (
        "render/templates.py",
        "render/closures.py",
        "render/compiler.py",
        "render/inlining.py",
        "render/kept_code.py",
    ),
    "lxml": (
        "read/enrich.py",
        "read/dialects.py",
        "read/figures.py",
        "read/notes.py",
        "checks/audit_markup.py",
        "render/markdown.py",
    ),
    "markdown": ("read/markup.py", "read/engine.py"),
    "markdownify": ("importers/converter.py",),
    "markupsafe": ("render/",),
    "msgspec": ("digest.py",),
    "multiprocessing": ("workers.py",),
    "nh3": ("read/enrich.py",),
    "pydantic": ("records.py",),
    "pydantic_core": ("records.py",),
    "pyromark": ("read/commonmark.py",),
    "rich": ("cli/",),
    "signal": ("workers.py", "cli/main.py"),
    "slugify": ("read/urls.py",),
    "socket": ("outside.py", "preview/ports.py"),
    "sqlite3": ("cache.py",),
    # For a second build, and for what a build remembers where the site cannot be written.
    "tempfile": ("build_verify.py", "cli/memory.py", "deploy/"),
    # The author's own editor; rsync and git; Pagefind.
    "subprocess": ("cli/editor.py", "deploy/programs.py", "history.py", "search.py"),
    "brotli": ("deploy/local.py",),
    "zstandard": ("deploy/local.py",),
    "botocore": ("deploy/s3_redirects.py",),
    "obstore": ("deploy/object_store.py",),
    "starlette": ("preview/server.py",),
    "uvicorn": ("preview/server.py",),
    "watchdog": ("preview/watch.py",),
    "yaml": ("yaml_text.py",),
    "zoneinfo": ("zones.py",),
    # Nobody's: they run what they read, reach the network, or differ from run to run.
    **dict.fromkeys(("dill", "marshal", "pickle", "shelve"), ()),
    **dict.fromkeys(("http", "requests", "ssl"), ()),
    **dict.fromkeys(("locale", "platform", "random", "secrets", "uuid"), ()),
}
"""Library -> the modules that may import it; a name that ends with "/" stands for a folder."""

READS = ("glob", "iterdir", "listdir", "open", "read_bytes", "read_text", "rglob", "scandir")
CHANGES = (
    "chmod copy2 copyfile copytree hardlink_to link makedirs mkdir removedirs rename renames rmdir"
    " rmtree symlink symlink_to touch truncate unlink utime write_bytes write_text"
).split()
AMBIGUOUS = ("copy", "move", "remove", "replace", "walk")  # lists, texts and trees have these too
FILE_CALLS = {
    "cache.py": {"mkdir", "touch", "unlink"},  # its own folder, .autoblog/
    "lock.py": {"mkdir", "open", "truncate"},  # in that folder
    "cli/memory.py": {"mkdir"},  # that folder, to see whether it can be
    "extensions.py": {"read_bytes", "rglob"},  # a site's own code and its inputs
    "settings_file.py": {"read_text"},  # site.yaml
    "digest.py": {"glob", "read_bytes", "rglob"},  # autoblog's own code, its libraries' names
    # The shelf of renditions, .autoblog/renditions/
    "build_pictures.py": {"iterdir", "mkdir", "read_bytes", "unlink", "write_bytes"},
    "deploy/folder.py": {"*"},  # releases, below a folder that is autoblog's
    "deploy/git_branch.py": {"mkdir"},  # a repository of its own, below .autoblog/
    "deploy/local.py": {"mkdir", "read_bytes", "write_bytes"},  # compressed variants, aside
    "deploy/object_store.py": {"read_bytes"},  # the built site
    "deploy/s3_redirects.py": {"read_bytes"},  # the built site, to be sent
    "deploy/rsync.py": {"read_bytes", "write_bytes"},  # the manifest, aside
    "read/rasters.py": {"open"},  # Pillow's, over bytes
    "render/renditions.py": {"open"},  # likewise
    "read/sources.py": {"open", "scandir"},  # the one reader of sources
    "render/output_guard.py": {"iterdir"},  # the output folder
    "render/output.py": {"*"},  # the one publisher,
    "render/trees.py": {"*"},  # its steps,
    "render/pages.py": {"mkdir", "open"},  # and what goes into its staging tree
    "render/theme.py": {"read_text", "rglob"},  # the theme
    "editing/files.py": {"*"},  # sources that move or are mended
    "manual.py": {"read_text"},  # the documentation, for its words
    "checks/outside_memory.py": {"read_text", "replace", "write_text"},  # what is committed of it
    "importers/files.py": {"mkdir", "open", "unlink"},  # new files, never over old ones
    "importers/wxr.py": {"open"},  # an export, which may be too large to be read whole
    "preview/files.py": {"open"},  # what it serves
    "preview/server.py": {"iterdir", "read_bytes"},  # its own script and style sheets
    "permalinks.py": {"read_text", "replace", "write_text"},  # the ledger
    "scaffold.py": {
        "copytree",
        "iterdir",
        "mkdir",
        "open",
        "write_text",
    },  # new files, never over old ones
}
"""Who may call what of the disk; "*": all."""

IMPURE = {
    "Path": ("cwd", "home"),
    "date": ("today",),
    "datetime": ("now", "today", "utcnow"),
    "os": ("chdir", "cpu_count", "environ", "getcwd", "getenv", "getlogin", "putenv", "urandom"),
    "sys": ("argv", "stderr", "stdin", "stdout"),
    "time": ("monotonic", "perf_counter", "sleep", "time", "time_ns"),
}
IMPURE_ALLOWED = {
    "lock.py": {"time.monotonic", "time.sleep"},  # waiting for another build to end
    "deploy/programs.py": {"os.environ"},  # what ssh and git are to find there
    "deploy/hiding.py": {"os.environ"},  # what is not to be told
}
RUNS_TEXT = ("__import__", "breakpoint", "compile", "eval", "exec", "import_module")
COMPILERS = ("re", "environment")  # what they compile is no Python
LOADERS = {
    "cli/main.py": "import_module",  # its own commands, when they are asked for
    "extensions.py": "import_module",  # what a site names
}
SPEAKERS = ("cli/", "preview/")  # only they print, and know the clock and the environment


def wrong_doors(path: str, tree: ast.AST) -> Iterator[str]:
    """Find libraries that enter elsewhere than by their door."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        elif isinstance(node, ast.Call) and path != "zones.py":
            # The time zones are data of a package that nobody imports.
            words = [word.value for word in node.args if isinstance(word, ast.Constant)]
            names = ["tzdata"] if "tzdata" in words else []
        for library in {name.partition(".")[0] for name in names} - {"autoblog"}:
            anywhere = ("",) if library in sys.stdlib_module_names else ()
            doors = DOORS.get(library, anywhere)
            if not any(path.startswith(door) for door in doors):
                yield f"{library} enters here"


def raw_calls(path: str, tree: ast.AST) -> Iterator[str]:
    """Find calls that touch the disk, run text, or print, in modules that have no business to."""
    allowed = FILE_CALLS.get(path, set())
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("io", "os", "shutil"):
            yield f"import {node.module} whole, so that its calls show"
        if not isinstance(node, ast.Call):
            continue
        owner, name = parts_of(node.func)
        if touches_disk(node) and not allowed & {name, "*"}:
            yield f"{name}() touches the disk"
        if name in RUNS_TEXT and owner not in COMPILERS and name != LOADERS.get(path):
            yield f"{name}() runs text"
        if name == "print" and not path.startswith(SPEAKERS):
            yield f"{name}() prints"


def touches_disk(call: ast.Call) -> bool:
    owner, name = parts_of(call.func)
    if not isinstance(call.func, ast.Attribute):
        return name == "open"  # any other is a function of our own
    if name == "replace" and owner not in ("dataclasses", "os"):
        return len(call.args) == 1 and not call.keywords  # a text's has two, a record's keywords
    if name in AMBIGUOUS:
        return owner in ("Path", "folder", "os", "path", "shutil")
    return name in READS or name in CHANGES


def impurities(path: str, tree: ast.AST) -> Iterator[str]:
    """Find clocks, environment and streams below `cli`."""
    if path.startswith(SPEAKERS):
        return
    for node in ast.walk(tree):
        owner, name = parts_of(node)
        what = f"{owner}.{name}"
        if name in IMPURE.get(owner, ()) and what not in IMPURE_ALLOWED.get(path, set()):
            yield f"{what} is impure"


def parts_of(node: ast.AST) -> tuple[str, str]:
    """Take `a.b.c` apart: the last name and the one before, "" where there is none."""
    if isinstance(node, ast.Attribute):
        return parts_of(node.value)[1], node.attr
    return "", node.id if isinstance(node, ast.Name) else ""


RULES: dict[str, Callable[[str, ast.AST], Iterator[str]]] = {
    "doors": wrong_doors,
    "raw calls": raw_calls,
    "purity": impurities,
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("path", MODULES)
def test_a_module_uses_the_doors_of_the_house(path: str, rule: str) -> None:
    tree = ast.parse((SOURCE / path).read_text("utf-8"))

    findings = list(RULES[rule](path, tree))

    assert findings == []


@pytest.mark.parametrize("path", sorted(FILE_CALLS))
def test_each_call_that_a_module_may_make_is_one_that_it_makes(path: str) -> None:
    calls = [
        node
        for node in ast.walk(ast.parse((SOURCE / path).read_text("utf-8")))
        if isinstance(node, ast.Call) and touches_disk(node)
    ]

    assert FILE_CALLS[path] - {parts_of(call.func)[1] for call in calls} <= {"*"}


@pytest.mark.parametrize(
    ("rule", "path", "text", "finding"),
    [
        pytest.param(rule, path, text, finding, id=f"{path}: {text}")
        for rule, path, text, finding in (
            ("doors", "config.py", "import yaml", "yaml enters here"),
            ("doors", "read/posts.py", "from pydantic import Field", "pydantic enters here"),
            ("doors", "read/posts.py", "import lxml.html", "lxml enters here"),
            ("doors", "render/pages.py", "import jinja2", "jinja2 enters here"),
            ("doors", "plan/feeds.py", "from markupsafe import Markup", "markupsafe enters here"),
            ("doors", "clipboard.py", "import click", "click enters here"),
            ("doors", "cache.py", "import pickle", "pickle enters here"),
            ("doors", "arrange/site.py", "import random", "random enters here"),
            ("doors", "cli/main.py", "import requests", "requests enters here"),
            ("doors", "cli/main.py", "import numpy", "numpy enters here"),
            ("doors", "read/posts.py", "files('tzdata')", "tzdata enters here"),
            ("doors", "digest.py", "def f():\n    import markdown", "markdown enters here"),
            ("raw calls", "plan/feeds.py", "open('a')", "open() touches the disk"),
            ("raw calls", "read/posts.py", "path.read_text()", "read_text() touches the disk"),
            ("raw calls", "read/posts.py", "(a / b).write_bytes(c)", "write_bytes() touches"),
            ("raw calls", "build.py", "shutil.rmtree(x)", "rmtree() touches the disk"),
            ("raw calls", "build.py", "os.replace(a, b)", "replace() touches the disk"),
            ("raw calls", "build.py", "path.replace(other)", "replace() touches the disk"),
            ("raw calls", "build.py", "os.remove(a)", "remove() touches the disk"),
            ("raw calls", "build.py", "os.walk(a)", "walk() touches the disk"),
            ("raw calls", "build.py", "from shutil import rmtree", "import shutil whole"),
            ("raw calls", "read/sources.py", "path.write_text(x)", "write_text() touches"),
            ("raw calls", "scaffold.py", "path.unlink()", "unlink() touches the disk"),
            ("raw calls", "plan/feeds.py", "eval(x)", "eval() runs text"),
            ("raw calls", "cli/show.py", "importlib.import_module(x)", "import_module() runs"),
            ("raw calls", "plan/feeds.py", "print(x)", "print() prints"),
            ("purity", "arrange/site.py", "datetime.now(UTC)", "datetime.now is impure"),
            ("purity", "arrange/site.py", "x = datetime.datetime.now", "datetime.now is impure"),
            ("purity", "build.py", "time.time()", "time.time is impure"),
            ("purity", "cache.py", "time.time()", "time.time is impure"),
            ("purity", "workers.py", "os.environ['A']", "os.environ is impure"),
            ("purity", "config.py", "Path.home()", "Path.home is impure"),
            ("purity", "scaffold.py", "date.today()", "date.today is impure"),
        )
    ],
)
def test_a_wrong_door_is_found(rule: str, path: str, text: str, finding: str) -> None:
    findings = list(RULES[rule](path, ast.parse(text)))

    assert len(findings) == 1
    assert finding in findings[0]


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        pytest.param(rule, path, text, id=f"{path}: {text}")
        for rule, path, text in (
            ("doors", "yaml_text.py", "import yaml"),
            ("doors", "cli/show.py", "from rich.console import Console"),
            ("doors", "plan/feeds.py", "import json"),
            ("doors", "plan/feeds.py", "from autoblog.model import Site"),
            ("raw calls", "plan/feeds.py", "text.replace('a', 'b')"),
            ("raw calls", "plan/feeds.py", "dataclasses.replace(post)"),
            ("raw calls", "plan/feeds.py", "found.remove(x)"),
            ("raw calls", "read/files.py", "read_bytes(root, path)"),
            ("raw calls", "read/urls.py", "re.compile(x)"),
            ("purity", "cli/new.py", "datetime.now(UTC)"),
            ("purity", "lock.py", "time.sleep(1)"),
            ("purity", "read/posts.py", "settings.now"),
        )
    ],
)
def test_what_has_business_there_is_not_found(rule: str, path: str, text: str) -> None:
    assert list(RULES[rule](path, ast.parse(text))) == []
