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
from collections.abc import Callable, Collection, Iterator, Mapping
from keyword import iskeyword
from typing import Any

import jinja2
import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from autoblog.render.kept_code import KeptCode
from autoblog.render.theme import FOLDER

FORBIDDEN_FILTERS = ("safe", "random", "pprint", "urlize", "strftime")
_GLOBALS = ("range", "namespace")
_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\b(?:\s*(?:"([^"]+)"|'([^']+)')\s*[-+]?%\})?""")
_SPECIAL = re.compile("[&<>\"']")
_MAPPING = "extra"
"""The one attribute that holds a mapping, whose keys templates name like attributes."""

_PIECES = "pieces"
_YIELDS = {f"{_PIECES}.extend((": 'yield "".join((', f"{_PIECES}.append(": "yield str("}
"""How what Jinja would put into a list, piece by piece, is yielded as one."""

# What a partial means by these depends on being a template of its own.
_OWN_NAMES = frozenset(("caller", "kwargs", "loop", "self", "super", "varargs"))
_OWN_NODES = (nodes.Block, nodes.EvalContextModifier, nodes.Extends)

# What a template that extends another may hold besides blocks to be put into its parent's code.
_BEFORE_PARENT = (nodes.Assign, nodes.FromImport, nodes.Import)


def plain_environment(texts: Mapping[str, str]) -> jinja2.Environment:
    """Make an environment as Jinja has it, for texts by name."""
    return _prepared(jinja2.Environment, texts)


def quick_environment(texts: Mapping[str, str], *, shape: str = "") -> jinja2.Environment:
    """Make an environment of quick code, for texts by name.

    shape: a digest of all that shapes what filters make of constants; without one no code is kept.
    """
    environment = _prepared(_QuickEnvironment, texts)
    assert isinstance(environment, _QuickEnvironment)
    environment.parents = _parents(texts)
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

    def may_open(self, name: str | None) -> bool:
        """Tell whether nobody but the template itself says what stands in its blocks."""
        return self.parents is not None and name not in self.parents

    def tree_for(self, name: str, page: str) -> nodes.Template:
        """Parse a template that may be put into the code of a page. Raises TemplateError."""
        if self.kept is not None:
            self.kept.put.setdefault(page, set()).add(name)
        assert self.loader is not None
        text, path, _ = self.loader.get_source(self, name)
        return self.parse(text, name, path)

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        _put_partials(source, self, (name or "",))
        _put_into_parent(source, self, (name or "",))
        if self.may_open(name) and not source.find(nodes.Extends) and _has_plain_blocks(source):
            _open_blocks(source.body)
        return super()._generate(source, name, filename, defer_init)


def _parents(texts: Mapping[str, str]) -> Collection[str] | None:
    """Name the templates that others extend; None where a name is computed."""
    found = [match for text in texts.values() for match in _EXTENDS.finditer(text)]
    names = [match[1] or match[2] for match in found]
    return None if None in names else frozenset(names)


def _put_partials(tree: nodes.Node, environment: _QuickEnvironment, above: tuple[str, ...]) -> None:
    """Put partials that are named by a constant in the place of their `include`.

    above: the templates on the way to this one, so that none is put into itself.
    """
    for _, value in tree.iter_fields():
        if isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, nodes.Include):
                    value[place] = _partial(item, environment, above) or item
    for child in tree.iter_child_nodes():
        _put_partials(child, environment, above)


def _partial(
    include: nodes.Include, environment: _QuickEnvironment, above: tuple[str, ...]
) -> nodes.Scope | None:
    """Parse a partial into a scope of its own; None where it must stay a template."""
    name = include.template.value if isinstance(include.template, nodes.Const) else None
    if not isinstance(name, str) or name in above or not include.with_context:
        return None
    try:
        tree = environment.tree_for(name, above[0])
    except jinja2.TemplateError:
        return None
    names = {node.name for node in tree.find_all(nodes.Name)}
    if any(tree.find_all(_OWN_NODES)) or names & _OWN_NAMES:
        return None
    _put_partials(tree, environment, (*above, name))
    return nodes.Scope(tree.body)


def _put_into_parent(
    tree: nodes.Template, environment: _QuickEnvironment, above: tuple[str, ...]
) -> None:
    """Put a template's blocks into its parent's, and the parent in its place.

    What a block means by a name is what it means in its place, except in loops, macros and the
    like, from which a block sees nothing; where there is any, all is left to Jinja.
    """
    extends = [node for node in tree.body if isinstance(node, nodes.Extends)]
    name = extends[0].template if len(extends) == 1 else None
    if not isinstance(name, nodes.Const) or name.value in above:
        return
    try:
        parent = environment.tree_for(name.value, above[0])
    except jinja2.TemplateError:
        return
    _put_partials(parent, environment, (*above, name.value))
    _put_into_parent(parent, environment, (*above, name.value))
    before = [
        node
        for node in tree.body
        if not isinstance(node, nodes.Extends | nodes.Block | nodes.Output)
    ]
    if not (_has_plain_blocks(tree) and _has_plain_blocks(parent)) or any(
        not isinstance(node, _BEFORE_PARENT) for node in before
    ):
        return
    _fill_blocks(parent.body, {block.name: block for block in tree.find_all(nodes.Block)})
    tree.body = [*before, *parent.body]


def _has_plain_blocks(tree: nodes.Template) -> bool:
    """Tell whether all blocks stand where they see what they would see in their parent's code."""
    if {node.name for node in tree.find_all(nodes.Name)} & {"self", "super"}:
        return False
    blocks = list(tree.find_all(nodes.Block))
    return len(blocks) == len(list(_plain_blocks(tree.body))) and not any(
        block.required for block in blocks
    )


def _plain_blocks(body: list[nodes.Node]) -> Iterator[nodes.Block]:
    for node in body:
        if isinstance(node, nodes.Block):
            yield node
            yield from _plain_blocks(node.body)
        elif isinstance(node, nodes.If):
            for branch in _branches(node):
                yield from _plain_blocks(branch)


def _branches(node: nodes.If) -> tuple[list[nodes.Node], ...]:
    return (node.body, *(branch.body for branch in node.elif_), node.else_)


def _fill_blocks(body: list[nodes.Node], blocks: Mapping[str, nodes.Block]) -> None:
    """Give blocks the bodies of others with their names."""
    for node in body:
        if isinstance(node, nodes.Block):
            node.body = list(blocks.get(node.name, node).body)
            _fill_blocks(node.body, blocks)
        elif isinstance(node, nodes.If):
            for branch in _branches(node):
                _fill_blocks(branch, blocks)


def _open_blocks(body: list[nodes.Node]) -> None:
    """Put scopes in the places of blocks that nobody fills any more."""
    for place, node in enumerate(body):
        if isinstance(node, nodes.Block):
            _open_blocks(node.body)
            body[place] = nodes.Scope(node.body)
        elif isinstance(node, nodes.If):
            for branch in _branches(node):
                _open_blocks(branch)
