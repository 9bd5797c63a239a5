"""Jinja templates, compiled to quicker code that makes the same text.

Jinja's own code looks up each attribute by a function that knows five ways to fail, and makes a
context, a generator and a dictionary for each `{% include %}`. Here an attribute is an attribute,
parents and partials that are named by a constant stand in their page's code, imported macros are
not asked for their names on every page, and a text without `&` and its like is not copied to be
escaped.

What such code cannot do ends in an exception; `render.templates` then has Jinja's own code do the
page, which makes it after all or says what is wrong, and on which line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, MutableMapping
from keyword import iskeyword
from types import MappingProxyType
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from autoblog.render.inlining import (
    aliases_of,
    copied,
    open_blocks,
    parents_of,
    plain_blocks,
    put_into_parent,
    put_partials,
)
from autoblog.render.kept_code import KeptCode
from autoblog.render.theme import FOLDER

FORBIDDEN_FILTERS = ("safe", "random", "pprint", "urlize", "strftime")
_GLOBALS = ("range", "namespace")
_SPECIAL = re.compile("[&<>\"']")
_MAPPING = "extra"
"""The one attribute that holds a mapping, whose keys templates name like attributes."""

_PIECES = "pieces"
_YIELDS = {f"{_PIECES}.extend((": 'yield "".join((', f"{_PIECES}.append(": "yield str("}
"""How what Jinja would put into a list, piece by piece, is yielded as one."""


def plain_environment(texts: Mapping[str, str]) -> jinja2.Environment:
    """Make an environment as Jinja has it, for texts by name."""
    return _prepared(jinja2.Environment, texts)


def quick_environment(texts: Mapping[str, str], *, shape: str = "") -> jinja2.Environment:
    """Make an environment of quick code, for texts by name.

    shape: a digest of all that shapes what filters make of constants; without one no code is kept.
    """
    environment = _prepared(_QuickEnvironment, texts)
    assert isinstance(environment, _QuickEnvironment)
    environment.aliases, environment.parsed = aliases_of(texts), {}
    environment.parents = parents_of(texts)
    if shape:
        environment.kept = KeptCode(texts, shape, environment.may_open)
        environment.bytecode_cache = environment.kept
    return environment


def _prepared(
    kind: Callable[..., jinja2.Environment], texts: Mapping[str, str]
) -> jinja2.Environment:
    environment = kind(
        loader=jinja2.FunctionLoader(lambda name: _found(texts, name)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.globals = {name: environment.globals[name] for name in _GLOBALS}
    for name in FORBIDDEN_FILTERS:
        environment.filters.pop(name, None)
    return environment


def _found(texts: Mapping[str, str], name: str) -> tuple[str, str, None] | None:
    return (texts[name], f"{FOLDER}/{name}", None) if name in texts else None


def _quick_escape(value: Any) -> Any:
    """Escape a value as `markupsafe.escape` does; the result may be a plain string."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    return value if kind is Markup else escape(value)


def _escape_slowly(text: str) -> str:
    return escape(text) if _SPECIAL.search(text) else text


# The work of `escape` without the mark on its result: a quarter of the time, where it is found.
_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _escape_slowly)


class _QuickGenerator(CodeGenerator):
    """Writes attributes as attributes, escapes with `_quick_escape`, yields fewer pieces."""

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        super().writeline(_YIELDS.get(x, x), node, extra)
        if x.startswith("from jinja2.runtime import "):
            super().writeline("escape = environment.quick_escape")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if frame.buffer is None and len(node.nodes) > 1:
            frame = frame.copy()
            frame.buffer = _PIECES
        super().visit_Output(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        if iskeyword(node.attr) or not _is_record(node.node):
            super().visit_Getattr(node, frame)
            return
        if isinstance(node.node, nodes.Name):
            self.write(frame.symbols.ref(node.node.name))  # what is missing has no attributes
        else:
            self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        # With a context Jinja looks whether it has globals of its own, which none here has.
        self.write(f", {self.name!r})._get_default_module()")


def _is_record(node: nodes.Expr) -> bool:
    """Tell whether an expression is a name or an attribute of one, and below no mapping."""
    if isinstance(node, nodes.Name):
        return node.name != _MAPPING
    return isinstance(node, nodes.Getattr) and node.attr != _MAPPING and _is_record(node.node)


class _QuickEnvironment(jinja2.Environment):
    """An environment whose code fails where Jinja's own would look further."""

    code_generator_class = _QuickGenerator
    quick_escape = staticmethod(_quick_escape)
    parents: Collection[str] | None = None  # templates whose blocks others fill; None: unknown
    kept: KeptCode | None = None
    parsed: dict[str, nodes.Template]  # templates that were put into others
    aliases: Mapping[str, str] = MappingProxyType({})  # template -> the one that it is, renamed

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._loaded: dict[object, jinja2.Template] = {}

    def get_template(
        self,
        name: str | jinja2.Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> jinja2.Template:
        """Find a template by its name alone: pages ask ten times, and Jinja looks for changes."""
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = super().get_template(name, parent, globals)
        return found

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give all templates one plain dictionary: each page's context copies it, twice."""
        return self.globals if d is None else super().make_globals(d)

    def _load_template(
        self, name: str, globals: MutableMapping[str, Any] | None
    ) -> jinja2.Template:
        return super()._load_template(self.aliases.get(name, name), globals)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Ask what has no items for none: each time that ends in an exception, which is slow."""
        has_items = hasattr(type(obj), "__getitem__") or type(argument) is not str
        return (super().getitem if has_items else self.getattr)(obj, argument)

    def may_open(self, name: str | None) -> bool:
        """Tell whether nobody but the template itself says what stands in its blocks."""
        return self.parents is not None and name not in self.parents

    def tree_for(self, name: str, page: str) -> nodes.Template:
        """Parse a template that may be put into the code of a page. Raises TemplateError."""
        if self.kept is not None:
            self.kept.put.setdefault(page, set()).add(name)
        if name not in self.parsed:
            assert self.loader is not None
            text, path, _ = self.loader.get_source(self, name)
            self.parsed[name] = self.parse(text, name, path)
        return copied(self.parsed[name])  # to parse the frame for each page takes longest

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        above = (name or "",)
        put_into_parent(source, self.tree_for, above)
        is_whole = source.find(nodes.Extends) is None
        if self.may_open(name) and is_whole and plain_blocks(source) is not None:
            open_blocks(source.body)
        put_partials(source, self.tree_for, above)
        return super()._generate(source, name, filename, defer_init)
