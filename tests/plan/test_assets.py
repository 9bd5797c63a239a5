"""Static files, pictures and downloads: their names, and what is rewritten in style sheets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autoblog.digest import Digest, digest_bytes
from autoblog.model import Asset, Image, Post, Site, StaticFile
from autoblog.parts import LeadImage, Reference
from autoblog.plan.assets import plan_pictures, plan_static, static_urls
from autoblog.problems import Place

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]

PLACE = Place(8, 1)
ICON = StaticFile("img/icon.svg", digest_bytes(b"<svg/>"), None)
ICON_NAME = f"icon.{ICON.digest[:8]}.svg"


def sheet(text: str, path: str = "css/site.css") -> StaticFile:
    return StaticFile(path, digest_bytes(text.encode()), text)


def published(make_site: MakeSite, *files: StaticFile) -> dict[str, Asset]:
    """Plan static files: source path below static/ -> asset."""
    site = make_site(static_files=files)
    return {asset.source_path.removeprefix("static/"): asset for asset in plan_static(site)}


def references(*targets: str) -> tuple[Reference, ...]:
    return tuple(Reference(target, PLACE, target.endswith(".svg")) for target in targets)


def image(path: str, content: str = "x") -> Image:
    name = digest_bytes(content.encode())
    return Image(path, name, f"/images/{path.rpartition('/')[2]}.{name[:8]}", 4, 3)


@pytest.mark.parametrize(
    ("path", "output_path"),
    [
        ("css/site.css", "assets/css/site.{0}.css"),
        ("fonts/deep/a.b.woff2", "assets/fonts/deep/a.b.{0}.woff2"),
        ("js/LICENSE", "assets/js/LICENSE.{0}"),
        ("favicon.svg", "favicon.svg"),
        ("CNAME", "CNAME"),
        (".well-known/security.txt", ".well-known/security.txt"),
    ],
)
def test_files_in_folders_have_hashed_names_and_those_on_top_keep_theirs(
    path: str, output_path: str, make_site: MakeSite
) -> None:
    file = StaticFile(path, Digest("0123456789abcdef"), None)

    asset = published(make_site, file)[path]

    expected = output_path.format("01234567")
    assert asset == Asset(expected, f"static/{path}", file.digest)
    assert static_urls((file,)) == {path: f"/{expected}"}


@pytest.mark.parametrize(
    ("written", "rewritten"),
    [
        ("url(../img/icon.svg)", f'url("../img/{ICON_NAME}")'),
        ("url('../img/icon.svg')", f'url("../img/{ICON_NAME}")'),
        ('url( "../img/icon.svg" )', f'url("../img/{ICON_NAME}")'),
        ("url(../css/../img/icon.svg)", f'url("../img/{ICON_NAME}")'),
        ("url(../img/icon.svg#part)", f'url("../img/{ICON_NAME}#part")'),
        ("url(../img/icon.svg?v=2#part)", f'url("../img/{ICON_NAME}?v=2#part")'),
        ("url(../img/none.svg)", "url(../img/none.svg)"),
        ("url(#clip)", "url(#clip)"),
        ("url(data:image/svg+xml,%3Csvg/%3E)", "url(data:image/svg+xml,%3Csvg/%3E)"),
        ("url(https://example.com/img/icon.svg)", "url(https://example.com/img/icon.svg)"),
        ("url(site.css)", "url(site.css)"),
    ],
)
def test_a_style_sheet_names_what_it_fetches_by_its_hashed_name(
    written: str, rewritten: str, make_site: MakeSite
) -> None:
    text = f"a {{ background: {written} }}\n"

    asset = published(make_site, ICON, sheet(text))["css/site.css"]

    published_text = asset.data.decode() if asset.data is not None else text
    assert published_text == f"a{{background:{rewritten}}}"
    assert asset.digest == digest_bytes(published_text.encode())
    assert f".{asset.digest[:8]}.css" in asset.output_path


@pytest.mark.parametrize(
    "way", ["@import url(print.css);", '@import "print.css";', "@import'print.css';"]
)
def test_an_imported_style_sheet_is_named_by_its_hashed_name(way: str, make_site: MakeSite) -> None:
    print_sheet = sheet("a{color:black}", "css/print.css")

    asset = published(make_site, sheet(f"{way}\n"), print_sheet)["css/site.css"]

    assert asset.data is not None
    name = f"print.{print_sheet.digest[:8]}.css"
    assert asset.data.decode().replace(" ", "") == f'@importurl("{name}");'


def test_a_changed_picture_gives_the_style_sheets_above_it_new_names(make_site: MakeSite) -> None:
    middle = sheet("a { background: url(../img/icon.svg) }", "css/middle.css")
    top = sheet("@import url(middle.css);", "css/top.css")
    other = sheet("a { color: red }", "css/other.css")
    changed = StaticFile(ICON.path, Digest("f" * 32), None)

    before = static_urls((ICON, middle, top, other))
    after = static_urls((changed, middle, top, other))

    assert {path for path in before if before[path] != after[path]} == {
        "img/icon.svg", "css/middle.css", "css/top.css"
    }  # fmt: skip


def test_a_style_sheet_on_top_reaches_down_into_the_hashed_folders(make_site: MakeSite) -> None:
    text = "a { background: url(img/icon.svg) }"

    asset = published(make_site, ICON, sheet(text, "site.css"))["site.css"]

    assert asset.output_path == "site.css"
    assert asset.data == f'a{{background:url("assets/img/{ICON_NAME}")}}'.encode()


def test_pictures_and_files_are_published_when_a_shown_post_needs_them(
    make_post: MakePost, make_site: MakeSite
) -> None:
    names = ("shown", "lead", "draft", "unused", "page")
    images = {f"content/images/{name}.svg": image(f"content/images/{name}.svg") for name in names}
    downloads = {f"content/files/{name}.pdf": Digest(name) for name in ("linked", "unused")}
    site = make_site(
        make_post(
            "knowledge/a",
            image=LeadImage("content/images/lead.svg", "", PLACE),
            references=references(
                "content/images/shown.svg", "content/files/linked.pdf#page=2", "/archive/"
            ),
        ),
        make_post("knowledge/b", is_draft=True, references=references("content/images/draft.svg")),
        make_post("pages/about", references=references("content/images/page.svg")),
        images=images,
        downloads=downloads,
    )

    planned = {asset.source_path: asset for asset in plan_pictures(site)}

    shown = {f"content/images/{name}.svg" for name in ("shown", "lead", "page")}
    assert planned.keys() == {*shown, "content/files/linked.pdf"}
    assert planned["content/files/linked.pdf"].output_path == "files/linked.pdf"
    for path in shown:
        assert planned[path].output_path == images[path].path.lstrip("/")


def test_copies_of_one_picture_are_published_once(make_post: MakePost, make_site: MakeSite) -> None:
    paths = ("content/a/x.svg", "content/b/x.svg", "content/c/x.svg")
    images = {path: image(path, "same" if path != paths[2] else "other") for path in paths}
    post = make_post(references=references(*paths))

    assets = list(plan_pictures(make_site(post, images=images)))

    assert [asset.source_path for asset in assets] == ["content/a/x.svg", "content/c/x.svg"]
