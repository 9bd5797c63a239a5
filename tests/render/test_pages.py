from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from autoblog.digest import digest_bytes
from autoblog.model import Aside, Asset, Output, Page, SiteInfo
from autoblog.problems import TemplateError
from autoblog.render.pages import Old, write_asset, write_page
from autoblog.render.templates import Renderer

INFO = SiteInfo("T", "", "", "https://t.example/", "/", "en", "UTC", "", (), (), {})


@dataclass(frozen=True)
class Context:
    text: str = "电"


def renderer(template: str) -> Renderer:
    return Renderer({"t": template}, INFO, static_urls={}, bodies={})


def test_a_page_is_written_as_utf8_below_its_folders(tmp_path: Path) -> None:
    page = Page("a/b/index.html", "t", Context())

    output = write_page(page, renderer("<p>{{ text }}</p>\n"), tmp_path)

    data = "<p>电</p>".encode()
    assert (tmp_path / "a" / "b" / "index.html").read_bytes() == data
    assert output == Output("a/b/index.html", digest_bytes(data), len(data))


@pytest.mark.parametrize(
    ("path", "template", "code"),
    [
        ("feed.xml", "<a><b></a>", "not-xml"),
        ("feed.xml", "", "not-xml"),
        ("feed.xml", "<a>\x08</a>", "not-xml"),
        ("index.json", "{,}", "not-json"),
    ],
)
def test_xml_and_json_that_cannot_be_parsed_are_problems_and_not_written(
    tmp_path: Path, path: str, template: str, code: str
) -> None:
    with pytest.raises(TemplateError) as caught:
        write_page(Page(path, "t", Context()), renderer(template), tmp_path)

    assert [(p.code, p.path) for p in caught.value.problems] == [(code, "templates/t")]
    assert path in caught.value.problems[0].message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "template"),
    [("feed.xml", "<a>{{ text }}</a>"), ("x.json", '["a"]'), ("x.html", "<a><b></a>")],
)
def test_what_can_be_parsed_or_need_not_be_is_written(
    tmp_path: Path, path: str, template: str
) -> None:
    write_page(Page(path, "t", Context()), renderer(template), tmp_path)

    assert (tmp_path / path).is_file()


def page_with_aside(text: str = "a") -> Page:
    return Page("a/index.html", "t", Context("电"), aside=Aside("aside", Context(text)))


def renderer_of_both(template: str = "<p>{{ text }}</p>{{ aside }}<hr>") -> Renderer:
    texts = {"t": template, "aside": "<b>{{ text }}</b>"}
    return Renderer(texts, INFO, static_urls={}, bodies={})


def test_where_the_aside_stands_in_a_page_is_known_in_bytes(tmp_path: Path) -> None:
    output = write_page(page_with_aside("电池"), renderer_of_both(), tmp_path)

    data = (tmp_path / "a/index.html").read_bytes()
    assert data.decode() == "<p>电</p><b>电池</b><hr>"
    assert output.aside is not None
    start, size = output.aside
    assert data[start : start + size].decode() == "<b>电池</b>"


@pytest.mark.parametrize("template", ["<p>{{ text }}</p>", "{{ aside }}{{ aside }}"])
def test_an_aside_that_is_not_shown_just_once_has_no_place(tmp_path: Path, template: str) -> None:
    output = write_page(page_with_aside(), renderer_of_both(template), tmp_path)

    assert output.aside is None
    assert (tmp_path / "a/index.html").read_text() == template.replace(
        "{{ aside }}", "<b>a</b>"
    ).replace("{{ text }}", "电")


def old_file(folder: Path, data: bytes, *, written: bytes | None = None) -> Old:
    """Lay out an old page whose aside is `(old)`. written: what autoblog wrote, if not that."""
    (folder / "a").mkdir(parents=True)
    (folder / "a/index.html").write_bytes(data)
    known = written or data
    place = known.find(b"(old)"), len(b"(old)")
    return Old(folder, Output("a/index.html", digest_bytes(known), len(known), place))


def test_a_new_aside_is_set_into_the_old_file(tmp_path: Path) -> None:
    old = old_file(tmp_path / "public", "电1(old)2".encode())

    output = write_page(page_with_aside("电池"), renderer_of_both(), tmp_path / "new", old)

    data = (tmp_path / "new/a/index.html").read_bytes()
    assert data.decode() == "电1<b>电池</b>2"
    assert output == Output("a/index.html", digest_bytes(data), len(data), (4, 13))


def test_an_old_file_that_is_not_what_was_written_is_not_used(tmp_path: Path) -> None:
    old = old_file(tmp_path / "public", b"1(odd)2", written=b"1(old)2")

    write_page(page_with_aside(), renderer_of_both(), tmp_path / "new", old)

    assert (tmp_path / "new/a/index.html").read_text() == "<p>电</p><b>a</b><hr>"


def test_an_old_file_that_is_gone_is_not_used(tmp_path: Path) -> None:
    old = old_file(tmp_path / "public", b"1(old)2")
    (tmp_path / "public/a/index.html").unlink()

    write_page(page_with_aside(), renderer_of_both(), tmp_path / "new", old)

    assert (tmp_path / "new/a/index.html").read_text() == "<p>电</p><b>a</b><hr>"


def test_a_fault_in_an_aside_is_told_at_its_line(tmp_path: Path) -> None:
    texts = {"t": "{{ aside }}", "aside": "\n{{ txt }}"}
    renderer = Renderer(texts, INFO, static_urls={}, bodies={})

    with pytest.raises(TemplateError) as caught:
        write_page(page_with_aside(), renderer, tmp_path)

    assert [(p.path, p.line) for p in caught.value.problems] == [("templates/aside", 2)]
    with pytest.raises(TemplateError):
        renderer.render_plainly(page_with_aside())


def test_an_asset_is_written_byte_for_byte(tmp_path: Path) -> None:
    data = b"\x89PNG\r\n\x00"

    output = write_asset(Asset("images/x.png", "content/x.png", digest_bytes(data)), data, tmp_path)

    assert (tmp_path / "images" / "x.png").read_bytes() == data
    assert output == Output("images/x.png", digest_bytes(data), 7)
