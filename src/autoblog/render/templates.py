"""Templates: the door to Jinja.

A template sees its context's fields and `site`, and nothing else: no clock, no chance, no other
page. What it stands on, its closure, is read off its syntax tree.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, cast

import jinja2
from markupsafe import Markup

from autoblog.digest import Digest, Shared, digest
from autoblog.extensions import NONE, Extensions
from autoblog.model import Body, Page, SiteInfo
from autoblog.problems import TemplateError
from autoblog.render.compiler import (
    plain_environment,
    quick_environment,
)
from autoblog.render.filters import make_filters
from autoblog.render.pieces import joined
from autoblog.render.template_faults import runtime_problem

_ASIDE = Markup("\ufdd0aside\ufdd0")
"""What a page's template sees of its aside: a text with characters that no post may hold."""

_ASIDE_BYTES = _ASIDE.encode()

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
        # All that filters stand on, but for bodies, which no constant is.
        shape = digest((info.base_url, info.base_path, static_urls, extensions.code))
        quick = quick_environment(texts, shape=shape)
        self._quick = _Templates(quick, filters, info, are_quick=True)
        self._plain = _Templates(plain_environment(texts), filters, info, are_quick=False)
        self._failed: set[str] = set()  # templates that quick code cannot render
        self._info, self._texts = info, texts

    def prepare(self, names: Iterable[str]) -> None:
        """Compile templates before their pages are known; what is wrong with one, these tell."""
        for name in names:
            with contextlib.suppress(*_FAULTS):
                self._quick.find(name)

    def render(self, page: Page) -> str:
        """Render a page. Raises TemplateError with the template's line when that fails."""
        return b"".join(self.render_parts(page)).decode()

    def render_parts(self, page: Page) -> tuple[bytes, bytes, bytes]:
        """Render a page as UTF-8, in three parts: what is before its aside, that, and the rest.

        Where the page does not show it just once, all is in the first. Raises what `render` does.
        """
        data = self._render(page)
        before, mark, after = data.partition(_ASIDE_BYTES)
        if page.aside is None or not mark:
            return data, b"", b""
        aside = self.render_aside(page)
        if _ASIDE_BYTES in after:
            return data.replace(_ASIDE_BYTES, aside), b"", b""
        return before, aside, after

    def render_aside(self, page: Page) -> bytes:
        """Render the aside of a page that has one, as UTF-8. Raises what `render` does."""
        return self._render(_as_page(page))

    def _render(self, page: Page) -> bytes:
        if page.template not in self._failed:
            try:
                return self._quick.render(page)
            except _FAULTS:
                self._failed.add(page.template)
        return self._render_plainly(page)

    def render_plainly(self, page: Page) -> None:
        """Render a page by Jinja's own code, whose faults have lines. Raises TemplateError."""
        self._render_plainly(page)
        if page.aside is not None:
            self._render_plainly(_as_page(page))

    def _render_plainly(self, page: Page) -> bytes:
        try:
            return self._plain.render(page)
        except _FAULTS as error:
            problem = runtime_problem(error, page, self._texts, self._info)
            raise TemplateError(f"{page.output_path} cannot be rendered", [problem]) from error


def _as_page(page: Page) -> Page:
    """Make of a page's aside what is rendered like a page."""
    assert page.aside is not None
    return Page(page.output_path, page.aside.template, page.aside.context)


class _Templates:
    """The templates of one environment, and the fragments that they made."""

    def __init__(
        self,
        environment: jinja2.Environment,
        filters: Mapping[str, Callable[..., Any]],
        info: SiteInfo,
        *,
        are_quick: bool,
    ) -> None:
        environment.filters.update(filters, fragment=self._fragment)
        self._environment = environment
        self._info, self._are_quick = info, are_quick
        self._fragments: dict[tuple[int, str], tuple[object, Markup]] = {}

    def render(self, page: Page) -> bytes:
        context = page.context
        values = {name: getattr(context, name) for name in _fields_of(cast(Any, type(context)))}
        if page.aside is not None:
            values["aside"] = _ASIDE
        return self._render(page.template, values)

    def _render(self, name: str, values: dict[str, Any]) -> bytes:
        values["site"] = self._info
        template = self.find(name)
        if self._are_quick:
            return joined(template.root_render_func(template.new_context(values)))
        return joined(template.generate(values))  # which knows the lines of faults

    def find(self, name: str) -> jinja2.Template:
        """Compile a template, once."""
        return self._environment.get_template(name)

    @jinja2.pass_context  # else Jinja would put fragments of constants into the code of pages
    def _fragment(self, _: jinja2.runtime.Context, value: object, name: str) -> Markup:
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
        text = Markup(self._render(name, {"value": shown}).decode())
        self._fragments[id(value), name] = value, text
        return text


@cache
def _fields_of(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
