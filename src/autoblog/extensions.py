"""Extensions: a site's own code in five slots, and how it is loaded.

`site.yaml` names modules by import path; each holds an `Extension` called `extension`. A module of
the site's own folder is read from its source each time that changed, never from compiled code whose
age says nothing. The digest of all code and inputs is part of every key that they may shape.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from autoblog.digest import Digest, digest, digest_bytes
from autoblog.layout import FOLDERS, SETTINGS_FILE
from autoblog.problems import AutoblogError, ExtensionError, Problem, shown

if TYPE_CHECKING:  # a build with nothing to do, which looks here as well, needs none of them
    from autoblog.model import Asset, Body, Page, Post, Site

Result = TypeVar("Result")

Inputs = Mapping[str, bytes]
"""What the files hold that an extension names as its inputs, by path."""

PostStep = Callable[["Post", "Body", Inputs], "tuple[Post, Body]"]
"""Changes a post right after it was read."""
ExtensionPlanner = Callable[["Site", Inputs], Iterable["Page | Asset"]]
"""Plans more pages and files."""
ExtensionCheck = Callable[["Site", Inputs], Iterable[Problem]]
"""Finds problems; an error among them stops the build."""

_NOTHING = Digest("")
_CODE = "__autoblog_code__"


@dataclass(frozen=True, slots=True)
class Extension:
    """What a site adds to autoblog. All functions stand in modules, so that they reach workers."""

    name: str
    posts: tuple[PostStep, ...] = ()
    planners: tuple[ExtensionPlanner, ...] = ()
    filters: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    checks: tuple[ExtensionCheck, ...] = ()
    inputs: tuple[str, ...] = ()  # files that it reads, relative to the site's folder


@dataclass(frozen=True, slots=True)
class Extensions:
    """The extensions of a site, in order, ready to be called."""

    root: str = ""
    every: tuple[Extension, ...] = ()
    inputs: Inputs = field(default_factory=dict)
    code: Digest = _NOTHING  # of all their modules
    digest: Digest = _NOTHING  # of code and inputs

    def read(self, post: Post, body: Body) -> tuple[Post, Body]:
        """Let each change a post that was read. Raises ExtensionError when one fails."""
        for one in self.every:
            for step in one.posts:
                post, body = self._call(one, step, post, body, self._inputs_of(one))
        return post, body

    def plan(self, site: Site) -> Iterator[Page | Asset]:
        """Plan what each adds. Raises ExtensionError when one fails."""
        for one in self.every:
            for planner in one.planners:
                for item in self._call(one, _listed, planner, site, self._inputs_of(one)):
                    parts = item.output_path.split("/")
                    if {"", ".", ".."}.intersection(parts) or "\\" in item.output_path:
                        path = shown(item.output_path)
                        raise _error(one.name, SETTINGS_FILE, f"{path} is no path of the output")
                    yield item

    def check(self, site: Site) -> Iterator[Problem]:
        """Let each judge the site. Raises ExtensionError when one fails."""
        for one in self.every:
            for check in one.checks:
                yield from self._call(one, _listed, check, site, self._inputs_of(one))

    @property
    def filters(self) -> Mapping[str, Callable[..., Any]]:
        """Their words for templates; each raises ExtensionError when it fails."""

        def guarded(one: Extension, function: Callable[..., Any]) -> Callable[..., Any]:
            return lambda *values, **named: self._call(one, function, *values, **named)

        return {
            word: guarded(one, function)
            for one in self.every
            for word, function in one.filters.items()
        }

    def _inputs_of(self, one: Extension) -> Inputs:
        return {path: self.inputs[path] for path in one.inputs}

    def _call(
        self, one: Extension, function: Callable[..., Result], *values: Any, **named: Any
    ) -> Result:
        try:
            return function(*values, **named)
        except AutoblogError:
            raise
        except Exception as error:  # the boundary to code that is not autoblog's
            raise _failure(one.name, error, Path(self.root)) from error


NONE = Extensions()


def load_extensions(root: Path, names: Sequence[str]) -> Extensions:
    """Load what `site.yaml` names. Raises ExtensionError where that fails."""
    if not names:
        return NONE
    tops = dict.fromkeys(name.partition(".")[0] for name in names)
    code: dict[str, Digest] = {}
    for top in tops:
        code |= _code_of(root, top)
    of_code = digest(code)
    _make_findable(root, tops, of_code)
    every = tuple(_load(root, name, of_code) for name in names)
    inputs = {path: _read_input(root, one, path) for one in every for path in one.inputs}
    digests = {path: digest_bytes(data) for path, data in inputs.items()}
    return Extensions(str(root), every, inputs, of_code, digest((of_code, names, digests)))


def places_of(names: Iterable[str]) -> tuple[str, ...]:
    """Name the folders and files of a site in which the code of extensions may lie."""
    tops = dict.fromkeys(name.partition(".")[0] for name in names)
    return tuple(place for top in tops for place in (top, f"{top}.py"))


def _own_places(root: Path, top: str) -> list[Path]:
    return [root / place for place in places_of([top]) if (root / place).exists()]


def _code_of(root: Path, top: str) -> dict[str, Digest]:
    """Digest the modules of a package, or a module alone; of the site, or else installed."""
    if not top.isidentifier() or top in (*sys.stdlib_module_names, *FOLDERS, "autoblog"):
        raise _error(top, SETTINGS_FILE, f"{shown(top)} cannot be the name of an extension")
    places = _own_places(root, top)
    if not places and (spec := find_spec(top)) is not None:
        places = [Path(place) for place in spec.submodule_search_locations or [spec.origin or ""]]
    files = [
        (place, path)
        for place in places
        for path in (sorted(place.rglob("*.py")) if place.is_dir() else [place])
        if path.is_file()
    ]
    return {
        f"{top}/{path.relative_to(place).as_posix()}": digest_bytes(path.read_bytes())
        for place, path in files
    }


class _FromSource(SourceFileLoader):
    """Compiles a module each time: two states of a file may have one time and size."""

    def path_stats(self, path: Any) -> Any:
        raise OSError(f"{path} is not asked for its age")


class _SiteFinder:
    """Finds the modules of a site's own folder, and no others there."""

    def __init__(self, root: Path, tops: Iterable[str]) -> None:
        self._root, self._tops = str(root), frozenset(tops)

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] not in self._tops:
            return None
        for folder in [self._root] if path is None else path:
            spec = FileFinder(folder, (_FromSource, [".py"])).find_spec(name)
            if spec is not None:
                return spec
        return None


_searched: set[str] = set()  # folders of sites that were put on the path


def _make_findable(root: Path, tops: Iterable[str], code: Digest) -> None:
    """Let imports find the site's own modules, as they are now."""
    own = [top for top in tops if _own_places(root, top)]
    sys.meta_path[:] = [one for one in sys.meta_path if not isinstance(one, _SiteFinder)]
    sys.meta_path.insert(0, _SiteFinder(root, own))
    # For workers of systems that cannot fork; of another site, the first one would be taken.
    sys.path[:] = [*(place for place in sys.path if place not in _searched), str(root)]
    _searched.add(str(root))
    for name in [one for one in sys.modules if one.partition(".")[0] in own]:
        if getattr(sys.modules[name], _CODE, code) != code or not _is_of(root, sys.modules[name]):
            for other in [one for one in sys.modules if one.partition(".")[0] in own]:
                del sys.modules[other]
            return


def _is_of(root: Path, module: ModuleType) -> bool:
    places = [getattr(module, "__file__", None) or "", *getattr(module, "__path__", ())]
    return any(Path(place).is_relative_to(root) for place in places if place)


def _load(root: Path, name: str, code: Digest) -> Extension:
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            hint = f"{name.replace('.', '/')}.py in the site's folder, or an installed package"
            raise _error(name, SETTINGS_FILE, f"there is no module {shown(name)}", hint) from error
        raise _failure(name, error, root) from error
    except Exception as error:  # the boundary to code that is not autoblog's
        raise _failure(name, error, root) from error
    setattr(module, _CODE, code)
    found = getattr(module, "extension", None)
    if not isinstance(found, Extension):
        hint = "end it with: extension = Extension(name=…)"
        message = f"{shown(name)} holds no Extension that is called extension"
        raise _error(name, SETTINGS_FILE, message, hint)
    return found


def _read_input(root: Path, one: Extension, path: str) -> bytes:
    parts = path.split("/")
    if {"", ".", ".."}.intersection(parts) or "\\" in path or ":" in path:
        message = f"{shown(path)} is no path of a file in the site's folder"
        raise _error(one.name, SETTINGS_FILE, message)
    try:
        if not (root / path).resolve(strict=True).is_relative_to(root.resolve()):
            raise OSError("it leads out of the site's folder")
        return (root / path).read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"an input of the extension {shown(one.name)} cannot be read: {reason}"
        raise _error(one.name, path, message, "add it, or take it out of inputs") from error


def _listed(function: Callable[..., Iterable[Any]], *values: Any) -> tuple[Any, ...]:
    return tuple(function(*values))


def _failure(name: str, error: Exception, root: Path) -> ExtensionError:
    """Say where an extension's own code raised: its last line there, below which others stand."""
    frames = [(one.filename, one.lineno or 0) for one in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno or 0))
    own = [one for one in frames if Path(one[0]).is_relative_to(root)]
    path, line = (own or frames)[-1]
    if own:
        path = Path(path).relative_to(root).as_posix()
    column = (error.offset or 1) if isinstance(error, SyntaxError) else 1
    said = f"{type(error).__name__}: {error.msg if isinstance(error, SyntaxError) else error}"
    message = f"the extension {shown(name)} failed: {said}"
    problem = Problem("extension-failed", path, message, line, column)
    return ExtensionError(f"the extension {shown(name)} failed", [problem])


def _error(name: str, path: str, message: str, hint: str = "") -> ExtensionError:
    problem = Problem("bad-extension", path, message, hint=hint)
    return ExtensionError(f"the extension {shown(name)} cannot be used", [problem])
