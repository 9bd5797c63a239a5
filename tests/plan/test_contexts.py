"""Every variable and field that the theme's templates name is one that their context has.

Jinja would find a wrong name only when a page takes that branch. So the templates are read as the
planners' records say: what a loop runs over, what a macro is called with, what an included partial
sees. Filters give values of unknown kind; those are not looked into.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import pytest
from jinja2 import Environment, nodes

from autoblog.digest import Shared
from autoblog.model import SiteInfo
from autoblog.parts import Heading
from autoblog.plan.all_contexts import CONTEXTS

TEMPLATES = Path(__file__).parents[2] / "templates"
UNKNOWN = None

Scope = dict[str, Any]
"""Name -> its type, UNKNOWN, or a Macro or Module."""


@dataclass(frozen=True)
class Macro:
    node: nodes.Macro
    home: str  # the template that it stands in


@dataclass(frozen=True)
class Module:
    macros: Mapping[str, Macro]


class TemplateReader:
    """Reads templates with the types of what they are given; collects what they name in vain."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.trees = {name: Environment().parse(text) for name, text in texts.items()}
        self.findings: list[str] = []

    def read(self, name: str, scope: Scope) -> None:
        own = {**self.macros_of(name), **scope}
        for node in self.trees[name].body:
            self.statement(node, own, name)

    def macros_of(self, name: str) -> dict[str, Macro]:
        return {macro.name: Macro(macro, name) for macro in self.trees[name].find_all(nodes.Macro)}

    def statement(self, node: nodes.Node, scope: Scope, name: str) -> None:
        if isinstance(node, nodes.Macro):
            return  # read where it is called
        if isinstance(node, nodes.Include | nodes.Extends):
            assert isinstance(node.template, nodes.Const)
            self.read(node.template.value, dict(scope))
        elif isinstance(node, nodes.Import):
            assert isinstance(node.template, nodes.Const)
            scope[node.target] = Module(self.macros_of(node.template.value))
        elif isinstance(node, nodes.Assign):
            assert isinstance(node.target, nodes.Name)
            scope[node.target.name] = self.kind(node.node, scope, name)
        elif isinstance(node, nodes.For):
            assert isinstance(node.target, nodes.Name)
            element = element_of(self.kind(node.iter, scope, name))
            inner = {**scope, node.target.name: element, "loop": UNKNOWN}
            self.children([*([node.test] if node.test else []), *node.body], inner, name)
            self.children(node.else_, scope, name)
        elif isinstance(node, nodes.Block):
            self.children(node.body, dict(scope), name)
        elif isinstance(node, nodes.With):
            targets = [target for target in node.targets if isinstance(target, nodes.Name)]
            kinds = [self.kind(value, scope, name) for value in node.values]
            inner = {target.name: kind for target, kind in zip(targets, kinds, strict=True)}
            self.children(node.body, {**scope, **inner}, name)
        else:
            self.children(node.iter_child_nodes(), scope, name)

    def children(self, children: Any, scope: Scope, name: str) -> None:
        for child in children:
            if isinstance(child, nodes.Expr):
                self.kind(child, scope, name)
            else:
                self.statement(child, scope, name)

    def kind(self, node: nodes.Node, scope: Scope, name: str) -> Any:
        """Tell the type of an expression."""
        if isinstance(node, nodes.Name):
            if node.name not in scope:
                self.findings.append(f"{name}:{node.lineno}: {node.name}")
            return scope.get(node.name)
        if isinstance(node, nodes.Getattr):
            return self.field(self.kind(node.node, scope, name), node, name)
        if isinstance(node, nodes.Call):
            return self.call(node, scope, name)
        self.children(node.iter_child_nodes(), scope, name)
        if isinstance(node, nodes.Filter) and node.name == "fragment":
            assert isinstance(node.args[0], nodes.Const)
            kind = self.kind(cast(nodes.Expr, node.node), scope, name)
            value = get_args(kind)[0] if get_origin(kind) is Shared else kind
            self.read(node.args[0].value, {**GIVEN, "value": value})
        if isinstance(node, nodes.Filter) and node.name == "toc":
            return tuple[Heading, ...]
        return UNKNOWN

    def field(self, kind: Any, node: nodes.Getattr, name: str) -> Any:
        if isinstance(kind, Module):
            fields: Mapping[str, Any] = kind.macros
        elif get_origin(kind) is Shared:
            fields = {"value": get_args(kind)[0], "digest": str}
        elif is_dataclass(kind):
            fields = {key: plain(hint) for key, hint in get_type_hints(kind).items()}
        else:
            return UNKNOWN
        if node.attr not in fields:
            self.findings.append(f"{name}:{node.lineno}: {node.attr}")
        return fields.get(node.attr)

    def call(self, node: nodes.Call, scope: Scope, name: str) -> Any:
        macro = self.kind(node.node, scope, name)
        kinds = [self.kind(argument, scope, name) for argument in node.args]
        if isinstance(macro, Macro):
            if len(kinds) != len(macro.node.args):
                self.findings.append(f"{name}:{node.lineno}: {macro.node.name}()")
            given = dict(zip((one.name for one in macro.node.args), kinds, strict=False))
            # A macro sees its arguments and its neighbours, neither the context nor `site`.
            self.children(macro.node.body, {**self.macros_of(macro.home), **given}, macro.home)
        return UNKNOWN


def plain(hint: Any) -> Any:
    """Take None out of a union: templates ask before they look into what may be None."""
    if get_origin(hint) in (Union, types.UnionType):
        kinds = [kind for kind in get_args(hint) if kind is not type(None)]
        return kinds[0] if len(kinds) == 1 else UNKNOWN
    return hint


def element_of(kind: Any) -> Any:
    return plain(get_args(kind)[0]) if get_origin(kind) is tuple else UNKNOWN


GIVEN: Scope = {"site": SiteInfo, "aside": UNKNOWN, "range": UNKNOWN, "namespace": UNKNOWN}


def findings_in(texts: Mapping[str, str], name: str, record: type) -> list[str]:
    """Read a page template with what its record holds: places and names that are not there."""
    reader = TemplateReader(texts)
    reader.read(name, {**GIVEN, **{k: plain(v) for k, v in get_type_hints(record).items()}})
    return reader.findings


def theme() -> dict[str, str]:
    return {
        path.relative_to(TEMPLATES).as_posix(): path.read_text("utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_template_names_what_its_context_has(name: str) -> None:
    assert findings_in(theme(), name, CONTEXTS[name]) == []


def test_each_template_of_the_theme_is_a_page_or_part_of_one() -> None:
    reader = TemplateReader(theme())
    reached = {
        constant.value
        for tree in reader.trees.values()
        for constant in tree.find_all(nodes.Const)
        if isinstance(constant.value, str)
    }

    assert reader.trees.keys() - CONTEXTS.keys() - reached == set()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("{{ titel }}", "p:1: titel"),
        ("\n{{ page.titel }}", "p:2: titel"),
        ("{{ post.section.nam }}", "p:1: nam"),
        ("{{ site.tagine }}", "p:1: tagine"),
        ("{% if newer %}{{ newer.titel }}{% endif %}", "p:1: titel"),
        ("{% for one in related %}{{ one.titel }}{% endfor %}", "p:1: titel"),
        ("{% for one in related if one.titel %}{% endfor %}", "p:1: titel"),
        ("{% for one in related %}{% endfor %}{{ one }}", "p:1: one"),
        ("{% set s = post.section %}{{ s.titel }}", "p:1: titel"),
        ("{% for h in body|toc %}{{ h.titel }}{% endfor %}", "p:1: titel"),
        ("{% for g in sidebar %}{{ g.posts.values }}{% endfor %}", "p:1: values"),
        ("{{ sidebar[0]|upper ~ nothing }}", "p:1: nothing"),
        ("{% include 'part' %}", "part:1: titel"),
        ("{% extends 'part' %}", "part:1: titel"),
        ("{% for g in sidebar %}{{ g.posts|fragment('part') }}{% endfor %}", "part:1: page"),
        ("{{ newer|fragment('of') }}", "of:1: titel"),
        ("{% import 'macros' as m %}{{ m.one(newer) }}", "macros:1: titel"),
        ("{% import 'macros' as m %}{{ m.none() }}", "p:1: none"),
        ("{% import 'macros' as m %}{{ m.one() }}", "p:1: one()"),
        ("{% import 'macros' as m %}{{ m.two(page) }}", "macros:2: site"),
        ("{% import 'macros' as m %}{{ m.three(newer) }}", "macros:1: titel"),
    ],
)
def test_a_wrong_name_is_found(text: str, finding: str) -> None:
    texts = {
        "p": text,
        "part": "{{ page.titel }}",
        "of": "{{ value.titel }}",
        "macros": "{% macro one(t) %}{{ t.titel }}{% endmacro %}\n"
        "{% macro two(t) %}{{ site.title }}{% endmacro %}\n"
        "{% macro three(t) %}{{ one(t) }}{% endmacro %}",
    }

    is_aside = "related" in text or "sidebar" in text

    findings = findings_in(texts, "p", CONTEXTS["aside.html" if is_aside else "post.html"])

    assert finding in findings
