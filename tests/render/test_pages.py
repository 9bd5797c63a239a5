from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from autoblog.digest import digest_bytes
from autoblog.model import Asset, Output, Page, SiteInfo
from autoblog.problems import TemplateError
from autoblog.render.pages import write_asset, write_page
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


def test_an_asset_is_written_byte_for_byte(tmp_path: Path) -> None:
    data = b"\x89PNG\r\n\x00"

    output = write_asset(Asset("images/x.png", "content/x.png", digest_bytes(data)), data, tmp_path)

    assert (tmp_path / "images" / "x.png").read_bytes() == data
    assert output == Output("images/x.png", digest_bytes(data), 7)
