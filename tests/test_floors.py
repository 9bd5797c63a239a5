"""The floors of the house: who may import whom. See docs/architecture.md.

Each rule is a function (path, text) -> findings; a table of bad sources shows that it bites.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import autoblog

pytestmark = pytest.mark.slow

SOURCE = Path(autoblog.__file__).parent
MODULES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
LONGEST_MODULE = 300

FLOORS = (
    ("__init__",),
    (
        "digest",
        "problems",
        "model",
        "parts",
        "report",
        "layout",
        "silence",
        "likeness",
        "fences",
        "search_files",
        "garbage",
    ),
    (
        "yaml_plain",
        "yaml_nodes",
        "yaml_text",
        "yaml_faults",
        "forms",
        "records",
        "record_faults",
        "config",
        "config_file",
        "settings_file",
        "zones",
        "manual",
        "extensions",
    ),
    (
        "read",
        "arrange",
        "plan",
        "render",
        "cache",
        "lock",
        "workers",
        "search",
        "editing",
        "outside",
    ),
    ("build",),  # and the parts of it, build_read and the like
    (
        "preview",
        "checks",
        "importers",
        "deploy",
        "moving",
        "history",
        "permalinks",
        "scaffold",
        "schemas",
        "tally",
    ),
    ("cli",),
    ("__main__",),
)
BLIND = (FLOORS[3], FLOORS[5])  # the rooms of these do not know one another
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def imports_of(path: str, text: str) -> Iterator[tuple[int, str]]:
    """List what a module imports, as absolute dotted names, with lines."""
    package = ["autoblog", *path.split("/")[:-1]]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def climbs(path: str, text: str) -> Iterator[str]:
    """Find imports from a higher floor, or from a neighbour that a room must not know."""
    room = room_of(path.removesuffix(".py").split("/")[0])
    if room not in FLOOR_OF:
        yield f"{path} stands on no floor"
        return
    for line, name in imports_of(path, text):
        top, *rest = name.split(".")
        if top != "autoblog" or not rest:
            continue
        other = room_of(rest[0])
        other = other if other in FLOOR_OF else "__init__"  # a name of the package itself
        is_blind = any(room in rooms and other in rooms and room != other for rooms in BLIND)
        if FLOOR_OF[other] > FLOOR_OF[room] or is_blind:
            yield f"{path}:{line}: {room} imports {other}"


def room_of(name: str) -> str:
    return "build" if name.startswith("build_") else name


def hidden_imports(path: str, text: str) -> Iterator[str]:
    """Find imports within functions that no comment right above explains."""
    lines = text.split("\n")
    for function in ast.walk(ast.parse(text)):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                above = node.lineno - 2
                while lines[above].strip().startswith(("from ", "import ")):
                    above -= 1
                if not lines[above].strip().startswith("#"):
                    yield f"{path}:{node.lineno}: an import within a function says no reason"


def too_long(path: str, text: str) -> Iterator[str]:
    """Find a module that should be two."""
    count = len(text.splitlines())
    if count > LONGEST_MODULE:
        yield f"{path} has {count} lines"


RULES: dict[str, Callable[[str, str], Iterator[str]]] = {
    "floors": climbs,
    "imports": hidden_imports,
    "length": too_long,
}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("path", MODULES)
def test_a_module_keeps_the_rules_of_the_house(path: str, rule: str) -> None:
    text = (SOURCE / path).read_text("utf-8")

    findings = list(RULES[rule](path, text))

    assert findings == []


def test_no_module_imports_itself_in_a_circle() -> None:
    names = {f"autoblog.{path.removesuffix('.py').replace('/', '.')}": path for path in MODULES}
    needs = {name: needs_of(path, set(names)) for name, path in names.items()}

    while free := {name for name, others in needs.items() if not others}:
        needs = {name: others - free for name, others in needs.items() if name not in free}

    assert needs == {}


def needs_of(path: str, modules: set[str]) -> set[str]:
    """Find the modules that a module imports, or imports names of."""
    found = {name for _, name in imports_of(path, (SOURCE / path).read_text("utf-8"))}
    return (found | {name.rpartition(".")[0] for name in found}) & modules


@pytest.mark.parametrize(
    ("rule", "path", "text", "found"),
    [
        pytest.param("floors", path, text, found, id=f"{path}: {text}")
        for path, text, found in (
            ("model.py", "from autoblog.forms import Text", "model imports forms"),
            ("records.py", "import autoblog.read.urls", "records imports read"),
            ("config.py", "from autoblog import build", "config imports build"),
            ("read/urls.py", "from autoblog.plan.links import x", "read imports plan"),
            ("read/urls.py", "from autoblog import render", "read imports render"),
            ("render/pages.py", "from autoblog.cache import Cache", "render imports cache"),
            ("cache.py", "from autoblog.workers import parallel_map", "cache imports workers"),
            ("arrange/site.py", "from ..plan import feeds", "arrange imports plan"),
            ("plan/feeds.py", "from .. import read", "plan imports read"),
            ("build.py", "from autoblog.scaffold import x", "build imports scaffold"),
            ("read/posts.py", "from autoblog.build_read import x", "read imports build"),
            ("scaffold.py", "from autoblog.checks.links import x", "scaffold imports checks"),
            ("checks/links.py", "from autoblog.cli import main", "checks imports cli"),
            ("cli/build.py", "import autoblog.__main__", "cli imports __main__"),
            ("utils.py", "", "utils.py stands on no floor"),
            ("helpers/text.py", "", "helpers/text.py stands on no floor"),
        )
    ]
    + [
        pytest.param("floors", "read/urls.py", "if x:\n    from autoblog.cli import y", ":2: ",
                     id="within a block"),
        pytest.param("imports", "cli/show.py", "def f():\n    import rich", ":2: ",
                     id="import in a function"),
        pytest.param("imports", "cli/show.py", "# why\n\ndef f():\n    pass\n    import rich",
                     ":5: ", id="a comment elsewhere"),
        pytest.param("length", "model.py", "x = 1\n" * 301, "model.py has 301 lines", id="301"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found(rule: str, path: str, text: str, found: str) -> None:
    findings = list(RULES[rule](path, text))

    assert len(findings) == 1
    assert found in findings[0]


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        pytest.param("floors", "read/posts.py", "from autoblog.read.urls import x", id="own room"),
        pytest.param("floors", "records.py", "from autoblog.yaml_text import x", id="own floor"),
        pytest.param("floors", "build.py", "from autoblog.read.posts import x", id="below"),
        pytest.param("floors", "cli/main.py", "from autoblog import __version__", id="version"),
        pytest.param("floors", "model.py", "from autobloggers.plan import x", id="alike"),
        pytest.param("imports", "cli/show.py",
                     "def f():\n    # slow\n    import a\n    import b", id="explained"),
        pytest.param("length", "model.py", "x = 1\n" * 300, id="300 lines"),
    ],
)  # fmt: skip
def test_what_is_allowed_is_not_found(rule: str, path: str, text: str) -> None:
    assert list(RULES[rule](path, text)) == []
