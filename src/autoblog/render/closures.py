"""Closures: what a template stands on, read off its syntax tree; and the faults seen on the way.

A process that looks at the same template again, as a preview and `autoblog mv` do, finds what
it saw.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import jinja2
from jinja2 import meta, nodes

from autoblog.digest import digest
from autoblog.model import SiteInfo
from autoblog.problems import Problem, TemplateError, nearest
from autoblog.render.compiler import FORBIDDEN_FILTERS, plain_environment
from autoblog.render.filters import make_filters
from autoblog.render.template_faults import column_of, syntax_problem
from autoblog.render.theme import FOLDER, Closure

MOST_STUDIES = 1000
"""Templates that a process remembers: some megabytes."""

_Part = TypeVar("_Part", bound=nodes.Node)
_Parts = tuple[nodes.Node, ...]
"""All nodes of a template, in their order: walking through the tree is slow, and done once."""

_OWN_CALLS = ("loop", "self", "super", "caller", "varargs", "kwargs")


@dataclass(frozen=True, slots=True)
class _Study:
    """What the text of one template says."""

    faults: tuple[Problem, ...]
    targets: tuple[tuple[str, int], ...] = ()  # templates named by a constant, and their lines
    assets: tuple[tuple[str | None, int], ...] = ()  # static files and lines; None: a computed one
    templates: tuple[str | None, ...] = ()  # as Jinja finds them; None: one whose name is computed
    strings: tuple[str, ...] = ()


def closures(
    texts: Mapping[str, str],
    required: Collection[str],
    *,
    static_files: Collection[str],
    filters: Iterable[str] = (),
) -> Mapping[str, Closure]:
    """Work out what each page template stands on; check all templates on the way.

    required: the templates of planned pages. filters: more of them, of extensions.
    Raises TemplateError with all problems.
    """
    studies = study(texts, filters)
    problems: list[Problem] = []
    for name, seen in studies.items():
        problems += seen.faults
        problems += _judge(seen, name, texts, static_files)
    for name in required:
        if name not in texts:
            message = "this template is missing; a page of the site needs it"
            problems.append(Problem("template-missing", f"{FOLDER}/{name}", message))
    if problems:
        raise TemplateError("templates have problems", problems)
    return {name: _closure(name, studies, texts) for name in required}


def study(texts: Mapping[str, str], filters: Iterable[str] = ()) -> Mapping[str, _Study]:
    """Look at each template, by name, as `closures` does; what was looked at is remembered.

    filters: more of them, of extensions.
    """
    words = tuple(sorted(filters))
    return {name: _study(name, text, words) for name, text in texts.items()}


@lru_cache(maxsize=MOST_STUDIES)
def _study(name: str, text: str, filters: tuple[str, ...]) -> _Study:
    """Parse and compile one template. filters: the words of extensions."""
    environment = _environment(filters)
    try:
        tree = environment.parse(text, name)
        parts = tuple(tree.find_all(nodes.Node))
        unknown = tuple(_unknown_words(parts, name, text, environment))
        found = _Study(
            (*unknown, *_method_calls(parts, name, text)),
            tuple(_targets(parts)),
            tuple(_asset_places(parts)),
            tuple(meta.find_referenced_templates(tree)),
            tuple(node.value for node in _of(nodes.Const, parts) if isinstance(node.value, str)),
        )
        if not unknown:
            environment.compile(tree, name)  # the last, as it may change the tree
    except jinja2.TemplateSyntaxError as error:
        return _Study((syntax_problem(error.message or "", error.lineno, name, text),))
    return found


@lru_cache(maxsize=2)
def _environment(filters: tuple[str, ...]) -> jinja2.Environment:
    environment = plain_environment({})
    nobody = SiteInfo("", "", "", "", "/", "", "", "", (), (), {})
    names = (*make_filters(nobody, {}, {}), "fragment", *filters)
    environment.filters.update(dict.fromkeys(names, str))
    return environment


def _closure(name: str, studies: Mapping[str, _Study], texts: Mapping[str, str]) -> Closure:
    """Follow includes, imports, parents and named fragments; a computed name widens to all."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in reached:
            continue
        reached.add(current)
        found = studies[current].templates
        if None in found:
            waiting += texts
        waiting += [other for other in found if other is not None and other in texts]
        # A partial is named to the filter `fragment` as a plain string.
        waiting += [text for text in studies[current].strings if text in texts]
    static = {text for other in reached for text, _ in studies[other].assets if text is not None}
    own = {other: texts[other] for other in sorted(reached)}
    return Closure(digest(own), tuple(sorted(static)))


def _judge(
    study: _Study, name: str, texts: Mapping[str, str], static_files: Collection[str]
) -> Iterator[Problem]:
    """Check what Jinja itself would find only when a page needs it."""
    path = f"{FOLDER}/{name}"
    for target, line in study.targets:
        if target not in texts:
            near = nearest(target, texts)
            hint = f'did you mean "{near}"?' if near else ""
            message = f'there is no template "{target}"'
            column = column_of(texts[name], line, target)
            yield Problem("template-missing", path, message, line, column, hint)
    for text, line in study.assets:
        if text is None:
            message = "the filter asset needs a plain text in front of it"
            column = column_of(texts[name], line, "asset")
            yield Problem("asset-computed", path, message, line, column)
        elif text not in static_files:
            near = nearest(text, static_files)
            hint = f'did you mean "{near}"?' if near else f"add static/{text}"
            column = column_of(texts[name], line, text)
            yield Problem("asset-missing", path, f"there is no static/{text}", line, column, hint)


def _method_calls(parts: _Parts, name: str, text: str) -> Iterator[Problem]:
    modules = {node.target for node in _of(nodes.Import, parts)}
    for call in _of(nodes.Call, parts):
        function = call.node
        if isinstance(function, nodes.Getattr) and not (
            isinstance(function.node, nodes.Name) and function.node.name in (*modules, *_OWN_CALLS)
        ):
            message = f"a template calls no methods, and {function.attr}() is one"
            column = column_of(text, call.lineno, function.attr)
            path = f"{FOLDER}/{name}"
            yield Problem("template-call", path, message, call.lineno, column, "use a filter")


def _unknown_words(
    parts: _Parts, name: str, text: str, environment: jinja2.Environment
) -> Iterator[Problem]:
    """Find filters and tests that do not exist, also where Jinja would look only when it runs."""
    for kind, word, known in (
        (nodes.Filter, "filter", environment.filters),
        (nodes.Test, "test", environment.tests),
    ):
        for node in _of(kind, parts):
            used = str(getattr(node, "name", ""))
            if used not in known:
                near = nearest(used, known)
                hint = f'did you mean "{near}"?' if near else "docs/templates.md lists them"
                if used in FORBIDDEN_FILTERS:
                    hint = "templates have no way around escaping, the clock or chance"
                message = f'there is no {word} "{used}"'
                column = column_of(text, node.lineno, used)
                path = f"{FOLDER}/{name}"
                yield Problem("template-syntax", path, message, node.lineno, column, hint)


def _targets(parts: _Parts) -> Iterator[tuple[str, int]]:
    for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends):
        for node in _of(kind, parts):
            target = getattr(node, "template", None)
            if isinstance(target, nodes.Const):
                yield str(target.value), node.lineno


def _asset_places(parts: _Parts) -> Iterator[tuple[str | None, int]]:
    for node in _of(nodes.Filter, parts):
        if node.name == "asset":
            constant = node.node.value if isinstance(node.node, nodes.Const) else None
            yield (constant if isinstance(constant, str) else None), node.lineno


def _of(kind: type[_Part], parts: _Parts) -> Iterator[_Part]:
    return (node for node in parts if isinstance(node, kind))
