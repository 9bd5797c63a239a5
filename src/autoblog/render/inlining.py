"""Parents and partials of a template, put into its own syntax tree.

Only those that are named by a constant, and only where each name in them means there what it meant
in a template of its own. The rest is left to Jinja.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TypeVar

import jinja2
from jinja2 import nodes

Tree = TypeVar("Tree", bound=nodes.Node)

TreeOf = Callable[[str, str], nodes.Template]
"""Parses a template, by its name and that of the page that it is for. Raises TemplateError."""

_EXTENDS = re.compile(r"""\{%[-+]?\s*extends\b(?:\s*(?:"([^"]+)"|'([^']+)')\s*[-+]?%\})?""")

# What a partial means by these depends on being a template of its own.
_OWN_NAMES = frozenset(("caller", "kwargs", "loop", "self", "super", "varargs"))
_OWN_NODES = (nodes.Block, nodes.EvalContextModifier, nodes.Extends)

# What a template that extends another may hold besides blocks to be put into its parent's code.
_BEFORE_PARENT = (nodes.Assign, nodes.FromImport, nodes.Import)


def aliases_of(texts: Mapping[str, str]) -> Mapping[str, str]:
    """Find the templates that do nothing but extend another, and name that one for each."""
    found: dict[str, str] = {}
    for name, text in texts.items():
        match = _EXTENDS.fullmatch(text.strip())
        if match and (parent := _named(match)):
            found[name] = parent
    return {name: parent for name, parent in found.items() if parent not in found}


def parents_of(texts: Mapping[str, str]) -> Collection[str] | None:
    """Name the templates whose blocks others fill; None where a name is computed."""
    aliases = aliases_of(texts)
    names = {
        _named(match)
        for name, text in texts.items()
        for match in _EXTENDS.finditer(text)
        if name not in aliases
    }
    return None if None in names else frozenset(name for name in names if name)


def _named(match: re.Match[str]) -> str | None:
    name: str | None = match[1] or match[2]
    return name


def copied(node: Tree) -> Tree:
    """Copy a syntax tree."""
    copy = object.__new__(type(node))
    for name, value in vars(node).items():
        if isinstance(value, nodes.Node):
            value = copied(value)
        elif type(value) is list:
            value = [copied(one) if isinstance(one, nodes.Node) else one for one in value]
        object.__setattr__(copy, name, value)
    return copy


def put_partials(tree: nodes.Node, tree_of: TreeOf, above: tuple[str, ...]) -> None:
    """Put partials that are named by a constant in the place of their `include`.

    above: the templates on the way to this one, so that none is put into itself.
    """
    for _, value in tree.iter_fields():
        if not isinstance(value, list):
            continue
        for place, item in enumerate(value):
            if isinstance(item, nodes.Include):
                value[place] = _partial(item, tree_of, above) or item
            elif isinstance(item, nodes.Stmt) and not isinstance(item, nodes.Output):
                put_partials(item, tree_of, above)


def _partial(include: nodes.Include, tree_of: TreeOf, above: tuple[str, ...]) -> nodes.Scope | None:
    """Parse a partial into a scope of its own; None where it must stay a template."""
    name = include.template.value if isinstance(include.template, nodes.Const) else None
    if not isinstance(name, str) or name in above or not include.with_context:
        return None
    try:
        tree = tree_of(name, above[0])
    except jinja2.TemplateError:
        return None
    for node in tree.find_all((nodes.Name, *_OWN_NODES)):
        if not isinstance(node, nodes.Name) or node.name in _OWN_NAMES:
            return None
    put_partials(tree, tree_of, (*above, name))
    return nodes.Scope(tree.body)


def put_into_parent(tree: nodes.Template, tree_of: TreeOf, above: tuple[str, ...]) -> None:
    """Put a template's blocks into its parent's, and the parent in its place.

    What a block means by a name is what it means in its place, except in loops, macros and the
    like, from which a block sees nothing; where there is any, all is left to Jinja.
    """
    extends = [node for node in tree.body if isinstance(node, nodes.Extends)]
    name = extends[0].template if len(extends) == 1 else None
    if not isinstance(name, nodes.Const) or name.value in above:
        return
    try:
        parent = tree_of(name.value, above[0])
    except jinja2.TemplateError:
        return
    put_into_parent(parent, tree_of, (*above, name.value))
    blocks, their_blocks = plain_blocks(tree), plain_blocks(parent)
    before = [
        node
        for node in tree.body
        if not isinstance(node, nodes.Extends | nodes.Block | nodes.Output)
    ]
    if (
        blocks is None
        or their_blocks is None
        or not all(isinstance(node, _BEFORE_PARENT) for node in before)
    ):
        return
    _fill_blocks(parent.body, {block.name: block for block in blocks})
    tree.body = [*before, *parent.body]


def plain_blocks(tree: nodes.Template) -> list[nodes.Block] | None:
    """List the blocks of a template; None where one does not see what its parent's code sees."""
    found = list(tree.find_all((nodes.Name, nodes.Block)))
    blocks = [node for node in found if isinstance(node, nodes.Block)]
    names = {node.name for node in found if isinstance(node, nodes.Name)}
    if names & {"self", "super"} or any(block.required for block in blocks):
        return None
    return blocks if len(blocks) == len(list(_plain_blocks(tree.body))) else None


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


def open_blocks(body: list[nodes.Node]) -> None:
    """Put scopes in the places of blocks that nobody fills any more."""
    for place, node in enumerate(body):
        if isinstance(node, nodes.Block):
            open_blocks(node.body)
            body[place] = nodes.Scope(node.body)
        elif isinstance(node, nodes.If):
            for branch in _branches(node):
                open_blocks(branch)
