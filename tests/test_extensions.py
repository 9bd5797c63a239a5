"""A site's own code: loaded, called, and blamed for what it does."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autoblog.build import Request, build
from autoblog.cache import FILE, FOLDER, Cache
from autoblog.extensions import NONE, Extension, load_extensions, places_of
from autoblog.problems import AutoblogError, ConfigError, ContentError, ExtensionError
from autoblog.report import Report

WriteSite = Callable[..., Path]
Text = Callable[..., str]

MANUAL = Path(__file__).parents[1] / "docs/extensions.md"
A = "content/knowledge/a.md"
HEAD = "from autoblog.extensions import Extension\n"


def blocks(language: str) -> Iterator[str]:
    """List what the manual shows in a language."""
    return (
        match[1]
        for match in re.finditer(rf"```{language}\n(.*?)```", MANUAL.read_text("utf-8"), re.S)
    )


def load(root: Path, code: str) -> Extension:
    (root / "extensions").mkdir(exist_ok=True)
    (root / "extensions/more.py").write_text(HEAD + code, "utf-8")
    return load_extensions(root, ["extensions.more"]).every[0]


def build_site(root: Path) -> Report:
    """Build with workers, which extensions must reach."""
    request = Request(
        root=root, output=root / "public", home=root.parent / "home",
        now=datetime(2026, 1, 1, tzinfo=UTC), workers=2, pool_from_items=1,
    )  # fmt: skip
    cache = Cache(root / FOLDER / FILE)
    try:
        return build(request, cache)
    finally:
        cache.close()


def test_the_example_of_the_manual_does_what_it_says(write_site: WriteSite, post: Text) -> None:
    [code], [settings], [template] = blocks("python"), blocks("yaml"), blocks("jinja")
    root = write_site({
        A: post(more="model: Model E\n"),
        "content/knowledge/b.md": post("B", more="model: Model X\n"),
        "extensions/prices.py": code,
        "data/prices.csv": "Model E,30990\n",
    })  # fmt: skip
    site_yaml, page = root / "site.yaml", root / "templates/post.html"
    site_yaml.write_text(site_yaml.read_text("utf-8") + settings, "utf-8")
    text = page.read_text("utf-8")
    page.write_text(text.replace("<article", template + "<article", 1), "utf-8")

    report = build_site(root)

    shown = (root / "public/knowledge/a/index.html").read_text("utf-8")
    assert "<p>From 30\N{NO-BREAK SPACE}990 euros</p>" in shown
    assert "<p>From" not in (root / "public/knowledge/b/index.html").read_text("utf-8")
    assert (root / "public/prices.json").read_text("utf-8") == '{"Model E": 30990}'
    assert [one.code for one in report.warnings if one.code == "no-price"] == ["no-price"]


def test_the_manual_explains_each_slot() -> None:
    text = MANUAL.read_text("utf-8")

    assert [field.name for field in fields(Extension) if f"`{field.name}`" not in text] == []


def test_a_site_without_extensions_loads_none(tmp_path: Path) -> None:
    assert load_extensions(tmp_path, []) is NONE


def test_code_that_changed_but_in_size_and_time_is_loaded_anew(tmp_path: Path) -> None:
    path = tmp_path / "extensions/more.py"
    one = load(tmp_path, 'extension = Extension("a")\n')
    times = path.stat()
    path.write_text(HEAD + 'extension = Extension("b")\n', "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    two = load_extensions(tmp_path, ["extensions.more"]).every[0]

    assert (one.name, two.name) == ("a", "b")
    assert not list(tmp_path.rglob("*.pyc"))


def test_two_sites_have_extensions_of_their_own(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()

    found = [load(tmp_path / name, f'extension = Extension("{name}")\n').name for name in "ab"]

    assert found == ["a", "b"]


def test_what_an_extension_imports_beside_it_counts(tmp_path: Path) -> None:
    (tmp_path / "extensions").mkdir()
    (tmp_path / "extensions/words.py").write_text("NAME = 'a'\n", "utf-8")
    code = "from extensions.words import NAME\nextension = Extension(NAME)\n"
    assert load(tmp_path, code).name == "a"

    (tmp_path / "extensions/words.py").write_text("NAME = 'b'\n", "utf-8")

    assert load_extensions(tmp_path, ["extensions.more"]).every[0].name == "b"


def test_a_module_alone_may_be_one(tmp_path: Path) -> None:
    (tmp_path / "one_alone.py").write_text(HEAD + 'extension = Extension("a")\n', "utf-8")

    assert load_extensions(tmp_path, ["one_alone"]).every[0].name == "a"
    assert places_of(["one_alone"]) == ("one_alone", "one_alone.py")


@pytest.mark.parametrize(
    ("names", "code", "place", "said"),
    [
        (["extensions.mor"], "", ("site.yaml", 0), 'no module "extensions.mor"'),
        (["json"], "", ("site.yaml", 0), '"json" cannot be the name'),
        (["content.x"], "", ("site.yaml", 0), '"content" cannot be the name'),
        (["autoblog.x"], "", ("site.yaml", 0), '"autoblog" cannot be the name'),
        (["extensions.more"], "x = 1", ("site.yaml", 0), "holds no Extension"),
        (["extensions.more"], "x = (", ("extensions/more.py", 2), "SyntaxError"),
        (["extensions.more"], "\n1 / 0", ("extensions/more.py", 3), "ZeroDivisionError"),
        (["extensions.more"], "import nowhere", ("extensions/more.py", 2), "No module named"),
        (["extensions.more"], "extension = Extension('a', inputs=('../b',))",
         ("site.yaml", 0), "no path of a file"),
        (["extensions.more"], "extension = Extension('a', inputs=('b.csv',))",
         ("b.csv", 0), "cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_loaded_is_named_with_its_place(
    tmp_path: Path, names: list[str], code: str, place: tuple[str, int], said: str
) -> None:
    (tmp_path / "extensions").mkdir()
    (tmp_path / "extensions/more.py").write_text(HEAD + code, "utf-8")

    with pytest.raises(ExtensionError) as error:
        load_extensions(tmp_path, names)

    [problem] = error.value.problems
    assert (problem.path, problem.line) == place
    assert said in problem.message


def test_an_input_may_be_no_link_out_of_the_site(tmp_path: Path) -> None:
    root = tmp_path / "site"
    root.mkdir()
    (tmp_path / "secret").write_text("x", "utf-8")
    (root / "in.csv").symlink_to(tmp_path / "secret")

    with pytest.raises(ExtensionError, match="cannot be used"):
        load(root, "extension = Extension('a', inputs=('in.csv',))")


FAILING = """\
from dataclasses import replace
from autoblog.model import Asset
def fail(*_):
    return 1 / 0
def away(site, inputs):
    yield Asset("../away", "x", "0" * 32, b"")
"""


@pytest.mark.parametrize(
    ("slots", "kind", "place"),
    [
        ("posts=(fail,)", ContentError, ("extensions/more.py", 5)),
        ("planners=(fail,)", ExtensionError, ("extensions/more.py", 5)),
        ("planners=(away,)", ExtensionError, ("site.yaml", 0)),
        ("checks=(fail,)", ExtensionError, ("extensions/more.py", 5)),
        ("filters={'fail': fail}", ExtensionError, ("extensions/more.py", 5)),
    ],
)
def test_what_an_extension_raises_is_blamed_on_its_line(
    write_site: WriteSite,
    post: Text,
    slots: str,
    kind: type[AutoblogError],
    place: tuple[str, int],
) -> None:
    code = HEAD + FAILING + f"extension = Extension('a', {slots})\n"
    root = write_site({A: post(), "extensions/more.py": code})
    settings, page = root / "site.yaml", root / "templates/post.html"
    settings.write_text(settings.read_text("utf-8") + "extensions: [extensions.more]\n", "utf-8")
    if "filters" in slots:
        text = page.read_text("utf-8")
        page.write_text(text.replace("<article", "{{ page.title | fail }}<article"), "utf-8")

    with pytest.raises(kind) as error:
        build_site(root)

    assert {(one.path, one.line) for one in error.value.problems} == {place}
    assert not (root / "public/index.html").exists()


def test_settings_with_a_wrong_list_say_so(write_site: WriteSite) -> None:
    root = write_site({})
    settings = root / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + "extensions: {a: b}\n", "utf-8")

    with pytest.raises(ConfigError):
        build_site(root)
