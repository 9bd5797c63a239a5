"""Templates: the door to Jinja.

A template sees its context's fields and `site`, and nothing else: no clock, no chance, no other
page. What it stands on, its closure, is read off its syntax tree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar, cast

import jinja2
from jinja2 import meta, nodes
from markupsafe import Markup

from autoblog.digest import Digest, Shared, digest
from autoblog.extensions import NONE, Extensions
from autoblog.model import Body, Page, SiteInfo
from autoblog.problems import Problem, TemplateError, nearest
from autoblog.render.compiler import (
    FORBIDDEN_FILTERS,
    plain_environment,
    quick_environment,
)
from autoblog.render.filters import make_filters
from autoblog.render.pieces import joined
from autoblog.render.template_faults import column_of, runtime_problem, syntax_problem
from autoblog.render.theme import FOLDER

MOST_FRAGMENTS = 10_000
"""Fragments that a process keeps: some megabytes."""

# What a template's author can bring about: a wrong name, a wrong type, 1 / 0, a partial in itself.
_FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
_Part = TypeVar("_Part", bound=nodes.Node)
_Parts = tuple[nodes.Node, ...]
"""All nodes of a template, in their order: walking through the tree is slow, and done once."""

_OWN_CALLS = ("loop", "self", "super", "caller", "varargs", "kwargs")


@dataclass(frozen=True, slots=True)
class Closure:
    """All that a template stands on besides its context."""

    digest: Digest  # of its own text and of all templates it includes, imports or extends
    static_files: tuple[str, ...]  # named to the filter `asset`


class Renderer:
    """A site's templates, ready to render pages."""

    def __init__(
        self,
        texts: Mapping[str, str],
        info: SiteInfo,
        *,
        static_urls: Mapping[str, str],
        bodies: Mapping[Digest, Body],
        extensions: Extensions = NONE,
    ) -> None:
        """texts: template name -> text, of the whole folder."""
        filters = {**make_filters(info, static_urls, bodies), **extensions.filters}
        shape = digest((texts, info, static_urls, extensions.code))
        quick = quick_environment(texts, shape=shape)
        self._quick = _Templates(quick, filters, info)
        self._plain = _Templates(plain_environment(texts), filters, info)
        self._failed: set[str] = set()  # templates that quick code cannot render
        self._info, self._texts = info, texts

    def render(self, page: Page) -> str:
        """Render a page. Raises TemplateError with the template's line when that fails."""
        if page.template not in self._failed:
            try:
                return self._quick.render(page)
            except _FAULTS:
                self._failed.add(page.template)
        return self.render_plainly(page)

    def render_plainly(self, page: Page) -> str:
        """Render a page by Jinja's own code, whose faults have lines. Raises TemplateError."""
        try:
            return self._plain.render(page)
        except _FAULTS as error:
            problem = runtime_problem(error, page, self._texts, self._info)
            raise TemplateError(f"{page.output_path} cannot be rendered", [problem]) from error


class _Templates:
    """The templates of one environment, and the fragments that they made."""

    def __init__(
        self,
        environment: jinja2.Environment,
        filters: Mapping[str, Callable[..., Any]],
        info: SiteInfo,
    ) -> None:
        environment.filters.update(filters, fragment=self._fragment)
        self._environment = environment
        self._info = info
        self._fragments: dict[tuple[int, str], tuple[object, Markup]] = {}

    def render(self, page: Page) -> str:
        template = self._environment.get_template(page.template)
        context = page.context
        values = {name: getattr(context, name) for name in _fields_of(cast(Any, type(context)))}
        return joined(template.generate(values, site=self._info))

    def _fragment(self, value: object, name: str) -> Markup:
        """Render a partial once for a value that many pages show; there it is called `value`.

        Known by identity, because to compare values would take as long as to render them. The
        value is kept, so that no other one can take its place in memory.
        """
        known = self._fragments.get((id(value), name))
        if known is not None:
            return known[1]
        if len(self._fragments) >= MOST_FRAGMENTS:
            self._fragments.clear()
        shown = value.value if isinstance(value, Shared) else value
        text = Markup(self._environment.get_template(name).render(value=shown, site=self._info))
        self._fragments[id(value), name] = value, text
        return text


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def closures(
    texts: Mapping[str, str],
    required: Collection[str],
    *,
    static_files: Mapping[str, str],
    filters: Iterable[str] = (),
) -> Mapping[str, Closure]:
    """Work out what each page template stands on; check all templates on the way.

    required: the templates of planned pages. filters: more of them, of extensions.
    Raises TemplateError with all problems.
    """
    environment = plain_environment(texts)
    environment.filters.update(dict.fromkeys((*_site_filters(), *filters), str))
    named: dict[str, _Named] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        try:
            tree = environment.parse(text, name)
            parts = tuple(tree.find_all(nodes.Node))
            unknown = list(_unknown_words(parts, name, text, environment))
            judged = list(_judge(parts, name, texts, static_files))
            named[name] = _named_in(tree, parts)
            problems += unknown
            if not unknown:
                environment.compile(tree, name)  # the last, as it may change the tree
        except jinja2.TemplateSyntaxError as error:
            problems.append(syntax_problem(error.message or "", error.lineno, name, text))
            continue
        problems += judged
    for name in required:
        if name not in texts:
            message = "this template is missing; a page of the site needs it"
            problems.append(Problem("template-missing", f"{FOLDER}/{name}", message))
    if problems:
        raise TemplateError("templates have problems", problems)
    return {name: _closure(name, named, texts) for name in required}


def _site_filters() -> tuple[str, ...]:
    nobody = SiteInfo("", "", "", "", "/", "", "", "", (), (), {})
    return (*make_filters(nobody, {}, {}), "fragment")


@dataclass(frozen=True, slots=True)
class _Named:
    """What one template names."""

    templates: tuple[str | None, ...]  # None: one whose name is computed
    strings: tuple[str, ...]
    assets: tuple[str, ...]


def _named_in(tree: nodes.Template, parts: _Parts) -> _Named:
    return _Named(
        tuple(meta.find_referenced_templates(tree)),
        tuple(node.value for node in _of(nodes.Const, parts) if isinstance(node.value, str)),
        tuple(text for text, _ in _asset_places(parts) if text is not None),
    )


def _closure(name: str, named: Mapping[str, _Named], texts: Mapping[str, str]) -> Closure:
    """Follow includes, imports, parents and named fragments; a computed name widens to all."""
    reached: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        if current in reached:
            continue
        reached.add(current)
        found = named[current].templates
        if None in found:
            waiting += texts
        waiting += [other for other in found if other is not None and other in texts]
        # A partial is named to the filter `fragment` as a plain string.
        waiting += [text for text in named[current].strings if text in texts]
    static = {text for other in reached for text in named[other].assets}
    own = {other: texts[other] for other in sorted(reached)}
    return Closure(digest(own), tuple(sorted(static)))


def _judge(
    parts: _Parts, name: str, texts: Mapping[str, str], static_files: Mapping[str, str]
) -> Iterator[Problem]:
    """Check what Jinja itself would find only when a page needs it."""
    path = f"{FOLDER}/{name}"
    for kind in (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends):
        for node in _of(kind, parts):
            target = getattr(node, "template", None)
            if isinstance(target, nodes.Const) and target.value not in texts:
                near = nearest(str(target.value), texts)
                hint = f'did you mean "{near}"?' if near else ""
                message = f'there is no template "{target.value}"'
                column = column_of(texts[name], node.lineno, str(target.value))
                yield Problem("template-missing", path, message, node.lineno, column, hint)
    for text, line in _asset_places(parts):
        if text is None:
            message = "the filter asset needs a plain text in front of it"
            column = column_of(texts[name], line, "asset")
            yield Problem("asset-computed", path, message, line, column)
        elif text not in static_files:
            near = nearest(text, static_files)
            hint = f'did you mean "{near}"?' if near else f"add static/{text}"
            column = column_of(texts[name], line, text)
            yield Problem("asset-missing", path, f"there is no static/{text}", line, column, hint)
    modules = {node.target for node in _of(nodes.Import, parts)}
    for call in _of(nodes.Call, parts):
        function = call.node
        if isinstance(function, nodes.Getattr) and not (
            isinstance(function.node, nodes.Name) and function.node.name in (*modules, *_OWN_CALLS)
        ):
            message = f"a template calls no methods, and {function.attr}() is one"
            column = column_of(texts[name], call.lineno, function.attr)
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


def _asset_places(parts: _Parts) -> Iterator[tuple[str | None, int]]:
    for node in _of(nodes.Filter, parts):
        if node.name == "asset":
            constant = node.node.value if isinstance(node.node, nodes.Const) else None
            yield (constant if isinstance(constant, str) else None), node.lineno


def _of(kind: type[_Part], parts: _Parts) -> Iterator[_Part]:
    return (node for node in parts if isinstance(node, kind))
