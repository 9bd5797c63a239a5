"""Quick code makes just the text that Jinja's own makes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jinja2
import pytest
from markupsafe import Markup

from autoblog.build import Request
from autoblog.build_bodies import StoredBodies
from autoblog.build_site import survey
from autoblog.cache import Cache
from autoblog.model import Page
from autoblog.render.compiler import plain_environment, quick_environment
from autoblog.render.templates import Renderer

ROOT = Path(__file__).parents[2]


class Thing:
    """A value with attributes."""

    name = 'A <b> & "c"'
    plain = "text"
    safe = Markup("<i>")
    number = 3
    extra: Mapping[str, Any] = {"colour": "red", "items": "a key"}
    things = ("x", "y & z")


def texts_of(texts: Mapping[str, str]) -> tuple[str, str]:
    """Render page.html by quick code and by Jinja's own."""
    quick, plain = (
        environment.get_template("page.html").render(thing=Thing(), flag=True)
        for environment in (quick_environment(texts), plain_environment(texts))
    )
    return quick, plain


@pytest.mark.parametrize(
    ("page", "others"),
    [
        pytest.param("{{ thing.name }}{{ thing.safe }}{{ thing.number }}", {}, id="kinds"),
        pytest.param("{{ thing.extra.colour }}{{ thing.extra.no | default(7) }}", {}, id="keys"),
        pytest.param("{{ thing.extra.colour.nothing is defined }}", {}, id="below a key"),
        pytest.param("{{ 'a'.b is defined }}{{ [1].c is defined }}", {}, id="constants"),
        pytest.param(
            "{{ [thing, {'name': 1, 'keys': 2}] | map(attribute='name') | list }}"
            "{{ thing['plain'] }}{{ {'keys': 2}['keys'] }}{{ 'ab'[0] }}{{ thing['no'] is defined }}"
            "{{ [{'keys': 2}] | map(attribute='keys') | list }}{{ thing[0] is defined }}",
            {},
            id="items",
        ),
        pytest.param("{{ thing.plain.upper() }}{{ -thing.number.real }}", {}, id="calls"),
        pytest.param("<{{ 'a' }}{{ 1 }}>{# only constants #}!", {}, id="nothing but constants"),
        pytest.param(
            "{% with a = thing.name %}{% include 'p.html' +%}\n{% endwith %}{{ a is defined }}",
            {"p.html": "{{ a }}-{{ flag }}"},
            id="a partial with names of its own",
        ),
        pytest.param(
            "{% filter upper %}<{{ thing.name }}>{% endfilter %}.{{ thing.plain }}",
            {},
            id="a filtered block",
        ),
        pytest.param(
            "{% set a = 1 %}{% include 'p.html' %}{{ a }}",
            {"p.html": "{{ a }}{% set a = 2 %}{{ a }}"},
            id="names of a partial",
        ),
        pytest.param(
            "{% for x in thing.things %}{% include 'p.html' %}{% endfor %}",
            {"p.html": "{% set y = x ~ '!' %}{{ y }}{% for x in 'ab' %}{{ x }}{% endfor %}\n"},
            id="a partial in a loop",
        ),
        pytest.param(
            "{% for x in 'ab' %}{% include 'p.html' %}{% endfor %}",
            {"p.html": "{% for x in 'ab' %}{{ loop.index }}{% endfor %}"},
            id="a loop in a partial",
        ),
        pytest.param(
            "{% extends 'base.html' %}{% import 'm.html' as m %}"
            "{% block a %}{% include 'p.html' %}{% endblock %}",
            {
                "base.html": "{% set s = 5 %}<{% block a %}{% endblock %}>{% include 'p.html' %}",
                "p.html": "{% import 'm.html' as m %}{{ m.bold(thing.name) }}{{ s }}",
                "m.html": "{% macro bold(x) %}<b>{{ x }}</b>{% endmacro %}",
            },
            id="parents and macros",
        ),
        pytest.param(
            "{% include 'p.html' %}",
            {"p.html": "<{% block b %}{{ thing.plain }}{% endblock %}>"},
            id="a block in a partial",
        ),
        pytest.param(
            "{% extends 'middle.html' %}{% set s = 'own' %}text{% block b %}{{ s }}{% endblock %}",
            {
                "middle.html": "{% extends 'base.html' %}{% block a %}[{% block b %}{% endblock %}"
                "{% block c %}c{% endblock %}{{ t }}]{% endblock %}",
                "base.html": "{% set t = 1 %}{% if flag %}{% block a %}{% endblock %}{% else %}"
                "{% block d %}{% endblock %}{% endif %}{% set t = 2 %}{{ t }}{{ s }}",
            },
            id="parents of parents",
        ),
        pytest.param(
            "{% extends 'base.html' %}{% block a %}{{ x is defined }}{% set y = 1 %}{% endblock %}",
            {"base.html": "{% for x in 'ab' %}{% block a %}{% endblock %}{% endfor %}"},
            id="a block in a loop",
        ),
        pytest.param(
            "{% extends 'base.html' %}{% block a %}<{{ super() }}>{% endblock %}",
            {"base.html": "{% block a %}a{% endblock %}"},
            id="blocks that are called",
        ),
        pytest.param(
            "{% extends 'base.html' %}{% set x = 1 %}"
            "{% macro m() %}{{ x is defined }}{{ t is defined }}{% endmacro %}"
            "{% block a %}{{ m() }}{% set t = 3 %}{% endblock %}{% block b %}{{ t }}{% endblock %}",
            {"base.html": "{% set t = 1 %}{% block a %}{% endblock %}{% block b %}{% endblock %}"},
            id="macros beside blocks",
        ),
        pytest.param(
            "{% extends 'base.html' if flag else 'other.html' %}{% block a %}1{% endblock %}",
            {"base.html": "<{% block a %}{% endblock %}>", "other.html": ""},
            id="a computed parent",
        ),
        pytest.param(
            "{% extends 'page.html' if not flag else 'base.html' %}",
            {"base.html": "{% extends 'top.html' %}", "top.html": "top"},
            id="parents without blocks",
        ),
        pytest.param(
            "{% include ['no.html', 'p.html'] %}{% include 'no.html' ignore missing %}",
            {"p.html": "p"},
            id="choices",
        ),
        pytest.param(
            "{% include 'p.html' without context %}",
            {"p.html": "{{ thing is defined }}"},
            id="without context",
        ),
        pytest.param(
            "a{% include 'p.html' %}",
            {"p.html": "{% if not flag %}{% include 'page.html' %}{% endif %}b"},
            id="a partial in itself",
        ),
    ],
)
def test_quick_code_makes_the_same_text(page: str, others: Mapping[str, str]) -> None:
    quick, plain = texts_of({"page.html": page, **others})

    assert quick == plain


@pytest.mark.parametrize(
    "text", ["{{ thing.nothing is defined }}", "{% if no.thing %}{% endif %}", "{{ no }}"]
)
def test_quick_code_makes_no_text_where_it_is_not_certain(text: str) -> None:
    environment = quick_environment({"page.html": text})

    with pytest.raises((AttributeError, jinja2.UndefinedError)):
        environment.get_template("page.html").render(thing=Thing())


def test_quick_code_makes_each_page_of_this_site(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    request = Request(ROOT, tmp_path / "public", tmp_path, datetime(2026, 1, 1, tzinfo=UTC))
    seen = survey(request, cache)
    pages = [item for item in seen.planned if isinstance(item, Page)]
    theme = seen.theme

    def renderer() -> Renderer:
        bodies = StoredBodies(cache.path)
        return Renderer(theme.texts, theme.info, static_urls=theme.static_urls, bodies=bodies)

    quick, plain = renderer(), renderer()
    plain._failed |= set(theme.texts)
    made = [quick.render(page) for page in pages]
    cache.close()

    assert made == [plain.render(page) for page in pages]
    assert not quick._failed


NOTE = '{% include "note.html" ignore missing %}'
PAGE = '{% extends "base.html" %}{% block body %}' + NOTE + "{% endblock %}"
BASE = "<main>{% block body %}{% endblock %}</main>"


def _code(texts: dict[str, str], name: str = "page.html", shape: str = "one") -> object:
    template = quick_environment(texts, shape=shape).get_template(name)
    return template.root_render_func.__code__


def test_code_is_kept_for_its_shape_and_for_no_other() -> None:
    texts = {"page.html": "{{ thing.name }}"}

    assert _code(texts) is _code(texts)
    assert _code(texts) is not _code(texts, shape="two")
    assert _code(texts, shape="") is not _code(texts, shape="")


@pytest.mark.parametrize(
    "changed",
    [
        {"page.html": PAGE + " "},
        {"base.html": BASE + "!"},
        {"note.html": "A note."},
        {"deep.html": "Deeper."},
        {"other.html": '{% extends "page.html" %}{% block body %}{% endblock %}'},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_code_is_kept_while_all_that_stands_in_it_is_the_same(changed: dict[str, str]) -> None:
    texts = {"page.html": PAGE, "base.html": BASE, "note.html": '{% include "deep.html" %}'}
    texts["deep.html"] = "Deep."
    code = _code(texts)

    assert _code({**texts, "elsewhere.html": "Not here."}) is code
    assert _code({**texts, **changed}) is not code


def test_a_template_that_only_extends_another_is_that_one() -> None:
    texts = {"page.html": PAGE, "base.html": BASE, "note.html": "A note."}
    renamed = {**texts, "other.html": ' {% extends "page.html" %}\n'}
    again = {**renamed, "last.html": '{% extends "other.html" %}'}

    assert _code(renamed, "other.html") is _code(renamed) is _code(texts)
    assert quick_environment(again).get_template("last.html").render() == "<main>A note.</main>"


def test_a_template_that_only_extends_itself_is_a_fault() -> None:
    environment = quick_environment({"page.html": '{% extends "page.html" %}'})

    with pytest.raises(RecursionError):
        environment.get_template("page.html").render()


def test_a_partial_that_comes_or_goes_changes_the_code() -> None:
    with_note = {"page.html": PAGE, "base.html": BASE, "note.html": "A note."}
    without = {"page.html": PAGE, "base.html": BASE}

    for texts, text in ((without, "<main></main>"), (with_note, "<main>A note.</main>")) * 2:
        assert quick_environment(texts, shape="one").get_template("page.html").render() == text
