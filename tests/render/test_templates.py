from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from autoblog.digest import Digest, Shared
from autoblog.model import Body, Page, SiteInfo
from autoblog.problems import MissingBodyError, TemplateError
from autoblog.render.closures import closures
from autoblog.render.templates import Renderer
from autoblog.render.theme import read_templates

INFO = SiteInfo("Journal", "", "", "https://t.example/b/", "/b/", "en", "UTC", "", (), (), {})

GONE = Digest("gone")


@dataclass(frozen=True)
class Item:
    title: str
    permalink: str = "/k/a/"


@dataclass(frozen=True)
class Use:
    digest: Digest = GONE
    permalink: str = "/k/a/"
    targets: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    title: str = "A <b> & c"
    use: Use = field(default_factory=Use)
    posts: Any = field(default_factory=lambda: Shared((Item("One"),)))


def render(template: str, **others: str) -> str:
    texts = {"page.html": template, **others}
    renderer = Renderer(texts, INFO, static_urls={"css/site.css": "/assets/s.css"}, bodies={})
    return renderer.render(Page("a/index.html", "page.html", Context()))


def codes_of(texts: Mapping[str, str], *, static: Mapping[str, str] | None = None) -> list[str]:
    """Check templates: the codes and lines of what is wrong with them."""
    with pytest.raises(TemplateError) as caught:
        closures(texts, ["page.html"], static_files=static or {})
    return [f"{problem.path}:{problem.line}: {problem.code}" for problem in caught.value.problems]


def closure_of(texts: Mapping[str, str], static: Mapping[str, str] | None = None) -> Digest:
    return closures(texts, ["page.html"], static_files=static or {})["page.html"].digest


def test_a_template_sees_its_context_and_the_site() -> None:
    assert render("{{ title }} – {{ site.title }}") == "A &lt;b&gt; &amp; c – Journal"


@pytest.mark.parametrize("name", ["feeds/rss.xml", "robots.txt", "x.json"])
def test_every_kind_of_template_escapes(name: str) -> None:
    renderer = Renderer({name: "{{ title }}"}, INFO, static_urls={}, bodies={})

    assert renderer.render(Page(name, name, Context())) == "A &lt;b&gt; &amp; c"


def test_blocks_leave_no_blank_lines() -> None:
    assert render("<ul>\n  {% if title %}\n<li>\n  {% endif %}\n</ul>\n") == "<ul>\n<li>\n</ul>"


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("x\n{{ titel }}", 2, "'titel' is undefined"),
        ("{{ site.titel }}", 1, "titel"),
        ("x\n\n{{ title.nothing.more }}", 3, "nothing"),
        ("{{ title + 1 }}", 1, "str"),
        ("{{ 1 / 0 }}", 1, "zero"),
        ("{{ title|format(1, 2) }}", 1, "not all arguments"),
        ("{{ posts|fragment('none.html') }}", 1, "none.html"),
        ("{% include 'page.html' %}", 1, "recursion"),
        ("{{ 'css/none.css'|asset }}", 1, "none.css"),
    ],
    ids=[
        "unknown variable", "unknown field", "field of a field", "type", "division", "value",
        "no such partial", "endless", "no such file",
    ],
)  # fmt: skip
def test_what_fails_while_rendering_is_a_problem_at_the_template_line(
    template: str, line: int, said: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        render(template)

    (problem,) = caught.value.problems
    assert (problem.code, problem.path, problem.line) == (
        "template-error",
        "templates/page.html",
        line,
    )
    assert said in problem.message
    assert "a/index.html" in problem.message


def test_a_fault_in_an_included_template_is_reported_there() -> None:
    with pytest.raises(TemplateError) as caught:
        render("{% include 'part.html' %}", **{"part.html": "ok\n{{ nothing }}"})

    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("templates/part.html", 2)


def test_a_body_that_the_cache_lost_is_no_fault_of_the_template() -> None:
    with pytest.raises(MissingBodyError):
        render("{{ use|html }}")


def test_a_fragment_is_rendered_once_for_each_value_and_partial() -> None:
    texts = {
        "page.html": "{{ posts|fragment('a.html') }}|{{ posts|fragment('b.html') }}",
        "a.html": "{% for teaser in value %}<a>{{ teaser.title }}{% endfor %} {{ site.title }}",
        "b.html": "{{ value|length }}",
    }
    renderer = Renderer(texts, INFO, static_urls={}, bodies={})

    pages = [
        renderer.render(Page("x", "page.html", Context(posts=Shared(items))))
        for items in ((Item("<1>"),), (Item("2"), Item("3")), (Item("<1>"),))
    ]

    first = "<a>&lt;1&gt; Journal|1"
    assert pages == [first, "<a>2<a>3 Journal|2", first]


def test_a_fragment_is_taken_from_memory_for_the_same_value_alone() -> None:
    texts = {"page.html": "{{ posts|fragment('a.html') }}", "a.html": "{{ value|length }}"}
    renderer = Renderer(texts, INFO, static_urls={}, bodies={})
    one, two = (Item("1"),), (Item("1"), Item("2"))

    pages = [
        renderer.render(Page("x", "page.html", Context(posts=posts))) for posts in (one, two, one)
    ]

    assert pages == ["1", "2", "1"]
    assert len(renderer._quick._fragments) == 2


@pytest.mark.parametrize(
    "template",
    [
        "{{ title|safe }}",
        "{{ [1, 2]|random }}",
        "{{ title|urlize }}",
        "{{ title|pprint }}",
        "{{ title|nosuch }}",
        "{% if %}",
        "{% for x in title %}",
        "{{ title",
    ],
)
def test_a_template_that_cannot_be_compiled_is_a_problem(template: str) -> None:
    assert codes_of({"page.html": f"\n{template}"}) == ["templates/page.html:2: template-syntax"]


@pytest.mark.parametrize("name", ["lipsum", "cycler", "joiner", "dict", "now"])
def test_a_template_has_no_globals_but_range_and_namespace(name: str) -> None:
    with pytest.raises(TemplateError, match="cannot be rendered"):
        render(f"{{{{ {name}() }}}}")
    assert render("{% for n in range(2) %}{{ n }}{% endfor %}") == "01"


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{% include 'none.html' %}", "template-missing"),
        ("{% extends 'none.html' %}", "template-missing"),
        ("{% import 'none.html' as m %}", "template-missing"),
        ("{% from 'none.html' import m %}", "template-missing"),
        ("{{ 'css/none.css'|asset }}", "asset-missing"),
        ("{{ title|asset }}", "asset-computed"),
        ("{{ title.upper() }}", "template-call"),
    ],
)
def test_what_only_some_pages_would_run_into_is_found_beforehand(template: str, found: str) -> None:
    text = f"{{% if title == 'never' %}}\n{template}\n{{% endif %}}"

    assert codes_of({"page.html": text}) == [f"templates/page.html:2: {found}"]


@pytest.mark.parametrize(
    "template",
    [
        "{% import 'm.html' as m %}{{ m.show(title) }}",
        "{% from 'm.html' import show %}{{ show(title) }}",
        "{% for x in [1, 2] %}{{ loop.cycle('a', 'b') }}{% endfor %}",
        "{% extends 'b.html' %}{% block main %}{{ super() }}{% endblock %}",
    ],
    ids=["module", "macro", "loop", "super"],
)
def test_macros_loops_and_blocks_may_be_called(template: str) -> None:
    texts = {
        "page.html": template,
        "m.html": "{% macro show(x) %}{{ x }}{% endmacro %}",
        "b.html": "{% block main %}{% endblock %}",
    }

    assert closures(texts, ["page.html"], static_files={})


def test_all_problems_of_all_templates_come_at_once() -> None:
    found = codes_of({"a.html": "{{", "b.html": "{{ 'x'|asset }}{% include 'aa.html' %}"})

    assert sorted(found) == [
        "templates/a.html:1: template-syntax",
        "templates/b.html:1: asset-missing",
        "templates/b.html:1: template-missing",
        "templates/page.html:0: template-missing",
    ]


@pytest.mark.parametrize(
    ("template", "counts"),
    [
        ("{% include 'part.html' %}", True),
        ("{% extends 'part.html' %}", True),
        ("{% import 'part.html' as p %}", True),
        ("{% from 'part.html' import p %}", True),
        ("{% include 'via.html' %}", True),
        ("{{ posts|fragment('part.html') }}", True),
        ("{% include title %}", True),
        ("{% include ['part.html'] %}", True),
        ("{{ title }}", False),
    ],
    ids=[
        "include", "extends", "import", "from", "through another", "fragment", "computed", "list",
        "none",
    ],
)  # fmt: skip
def test_a_closure_changes_with_all_that_the_template_stands_on_and_nothing_else(
    template: str, counts: bool
) -> None:
    texts = {"page.html": template, "via.html": "{% include 'part.html' %}", "part.html": "one"}

    before, after = closure_of(texts), closure_of({**texts, "part.html": "two"})

    assert (before != after) == counts


def test_a_closure_names_the_static_files_of_all_its_templates() -> None:
    texts = {
        "page.html": "{% include 'part.html' %}{{ 'a.css'|asset }}",
        "part.html": "{{ 'b.css'|asset }}",
        "other.html": "{{ 'c.css'|asset }}",
    }

    found = closures(
        texts, ["page.html"], static_files=dict.fromkeys(("a.css", "b.css", "c.css"), "")
    )

    assert found["page.html"].static_files == ("a.css", "b.css")


def test_templates_are_read_by_name_and_hidden_files_and_links_are_passed_over(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "templates" / "feeds"
    folder.mkdir(parents=True)
    (folder / "rss.xml").write_text("电", "utf-8")
    (folder / ".rss.xml.swp").write_bytes(b"\xff")
    (folder / "link.xml").symlink_to("rss.xml")

    assert read_templates(tmp_path) == {"feeds/rss.xml": "电"}


def test_a_template_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "post.html").write_bytes(b"caf\xe9")

    with pytest.raises(TemplateError) as caught:
        read_templates(tmp_path)

    assert [(p.code, p.path) for p in caught.value.problems] == [
        ("not-utf-8", "templates/post.html")
    ]


def test_a_body_is_looked_up_only_when_it_is_shown() -> None:
    bodies = {GONE: Body("<p>text</p>", ())}
    renderer = Renderer({"page.html": "{{ use|html }}"}, INFO, static_urls={}, bodies=bodies)

    assert renderer.render(Page("a", "page.html", Context())) == "<p>text</p>"
