"""Pictures from the camera to the page: made once, kept, and made anew where they changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image as Pixels

from autoblog.build import Request, build
from autoblog.cache import FILE, FOLDER, Cache
from autoblog.config_file import load_config
from autoblog.problems import ContentError
from autoblog.report import Report
from autoblog.zones import in_zone

PostText = Callable[..., str]
WriteSite = Callable[[Mapping[str, str | bytes]], Path]
IMAGE = "content/images/car.jpg"
SHOWN = '![A car](../images/car.jpg "On the quay")\n'


def photo(colour: str = "#a03020", size: tuple[int, int] = (900, 600)) -> bytes:
    exif = Pixels.Exif()
    exif[0x010F] = "Secret Camera"
    stream = io.BytesIO()
    Pixels.new("RGB", size, colour).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def build_site(root: Path, *, workers: int = 1, output: str = "public") -> Report:
    config = load_config(root)
    request = Request(
        root=root,
        output=root / output,
        home=root.parent / "home",
        now=in_zone(datetime(2026, 1, 1), config.time_zone),
        workers=workers,
        pool_from_items=1,
    )
    cache = Cache(root / FOLDER / FILE)
    try:
        return build(request, cache)
    finally:
        cache.close()


def shelf(root: Path) -> dict[str, int]:
    return {p.name: p.stat().st_mtime_ns for p in (root / FOLDER / "renditions").iterdir()}


@pytest.fixture
def site(write_site: WriteSite, post: PostText) -> Path:
    """A site in which one post shows a picture in its text, another one on top, a third none."""
    return write_site(
        {
            IMAGE: photo(),
            "content/a.md": post("A", body=SHOWN.replace("../", "")),
            "content/b.md": post("B", more="image: {src: images/car.jpg, alt: A car}\n"),
            "content/c.md": post("C"),
        }
    )


def test_a_picture_becomes_files_of_which_a_browser_takes_one(site: Path) -> None:
    build_site(site)

    page = (site / "public/knowledge/a/index.html").read_text("utf-8")
    figure = re.search(r"<figure>.*?</figure>", page, re.DOTALL)
    assert figure is not None
    assert figure[0].count("<source ") == 2
    assert 'type="image/avif"' in figure[0]
    assert " 720w, " in figure[0]
    assert 'width="900" height="600"' in figure[0]
    assert 'loading="lazy"' in figure[0]
    assert 'data-tint="#a0' in figure[0]
    assert "<figcaption>On the quay</figcaption>" in figure[0]
    for path in re.findall(r"/images/[^\s\"]+", figure[0]):
        with Pixels.open(site / "public" / path[1:]) as picture:
            assert picture.width <= 900
            assert b"Secret" not in (site / "public" / path[1:]).read_bytes()


def test_the_picture_that_a_reader_waits_for_comes_first(site: Path) -> None:
    build_site(site)

    page = (site / "public/knowledge/b/index.html").read_text("utf-8")
    lead = re.search(r'<img class="lead-picture"[^>]*>', page)
    assert lead is not None
    assert 'fetchpriority="high"' in lead[0]
    assert "loading" not in lead[0]


def test_lists_load_thumbnails(site: Path) -> None:
    build_site(site)

    page = (site / "public/knowledge/index.html").read_text("utf-8")
    assert " 720w" in page
    assert " 900w" not in page


def test_feeds_get_one_file_of_each_picture(site: Path) -> None:
    build_site(site)

    feed = (site / "public/feed.xml").read_text("utf-8")
    assert "picture&gt;" not in feed
    assert re.search(r"https://test\.example/images/car\.[0-9a-f]{8}-900\.jpg", feed)


def test_the_original_is_not_published(site: Path) -> None:
    build_site(site)

    published = [path.read_bytes() for path in (site / "public/images").iterdir()]
    assert photo() not in published


def test_renditions_are_made_once(site: Path) -> None:
    build_site(site)
    before = shelf(site)

    build_site(site, output="other")

    assert shelf(site) == before
    assert (site / "other/images").is_dir()


def test_a_changed_picture_makes_its_renditions_and_the_pages_that_show_it(site: Path) -> None:
    build_site(site)
    before = shelf(site)
    (site / IMAGE).write_bytes(photo("#203060"))

    report = build_site(site)

    pages = [path for path in report.written if path.endswith(".html")]
    assert "knowledge/a/index.html" in pages
    assert "company-blog/index.html" not in pages
    assert not before.keys() & shelf(site).keys()
    assert len(before) == len(shelf(site))


def test_a_picture_beside_it_is_left_alone(site: Path, post: PostText) -> None:
    (site / "content/images/x.jpg").write_bytes(photo("#123456"))
    (site / "content/d.md").write_text(post("D", body="![X](images/x.jpg)\n"), "utf-8")
    build_site(site)
    before = shelf(site)
    (site / IMAGE).write_bytes(photo("#203060"))

    build_site(site)

    kept = {name: time for name, time in shelf(site).items() if name in before}
    assert len(kept) == len(before) // 2
    assert kept.items() <= before.items()


def test_a_shelf_that_was_cut_short_is_not_trusted(site: Path) -> None:
    build_site(site)
    good = {path: path.read_bytes() for path in (site / "public/images").iterdir()}
    for path in (site / FOLDER / "renditions").iterdir():
        path.write_bytes(path.read_bytes()[:-5])
    for path in good:
        path.unlink()

    build_site(site)

    assert {path: path.read_bytes() for path in (site / "public/images").iterdir()} == good


def test_several_workers_make_the_same_files(site: Path, post: PostText) -> None:
    for number in range(4):
        (site / f"content/images/{number}.jpg").write_bytes(photo(f"#12345{number}", (400, 300)))
        text = post(f"N{number}", body=f"![N](images/{number}.jpg)\n")
        (site / f"content/n{number}.md").write_text(text, "utf-8")
    build_site(site)
    one = {path.name: path.read_bytes() for path in (site / "public/images").iterdir()}
    for path in (site / FOLDER / "renditions").iterdir():
        path.unlink()

    build_site(site, workers=2, output="other")

    other = {path.name: path.read_bytes() for path in (site / "other/images").iterdir()}
    assert other == one


def test_a_broken_picture_is_a_problem_at_each_line_that_shows_it(site: Path) -> None:
    (site / IMAGE).write_bytes(photo()[:-400])

    with pytest.raises(ContentError) as caught:
        build_site(site)

    found = [(p.path, p.line, p.code) for p in caught.value.problems]
    assert found == [("content/a.md", 8, "image-broken"), ("content/b.md", 6, "image-broken")]


def with_cards(root: Path) -> None:
    path = root / "site.yaml"
    path.write_text(path.read_text("utf-8").replace("enabled: false", "enabled: true"), "utf-8")


def test_a_post_without_a_picture_is_shared_with_a_card(site: Path) -> None:
    with_cards(site)

    build_site(site)

    [card] = (site / "public/cards").glob("c.*.png")
    page = (site / "public/knowledge/c/index.html").read_text("utf-8")
    assert f'"og:image" content="https://test.example/cards/{card.name}"' in page
    assert '"og:image:width" content="1200"' in page
    assert '"twitter:card" content="summary_large_image"' in page
    assert not list((site / "public/cards").glob("b.*"))  # has a picture of its own
    other = (site / "public/knowledge/b/index.html").read_text("utf-8")
    assert "-900.jpg" in other.partition('"og:image" content="')[2].partition('"')[0]


def test_a_card_is_drawn_once(site: Path) -> None:
    with_cards(site)
    build_site(site)
    before = shelf(site)

    build_site(site, output="other")

    assert shelf(site) == before
    assert len(list((site / "other/cards").iterdir())) == 2


def test_a_title_without_letters_is_a_warning_at_its_place(site: Path, post: PostText) -> None:
    with_cards(site)
    (site / "content/c.md").write_text(post("한국"), "utf-8")

    report = build_site(site)

    found = [(p.path, p.line, p.column, p.code) for p in report.warnings]
    assert found == [("content/c.md", 2, 8, "card-letters")]


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("![](images/car.jpg)\n", [(8, 5)]),
        ("Text. ![ ](https://x.example/a.png)\n", [(8, 12)]),
        ('<img src="images/car.jpg" alt="">\n', [(8, 11)]),
        ("![](images/car.jpg){: .decorative }\n", []),
        ('<img src="images/car.jpg" class="decorative">\n', []),
        ("![A car](images/car.jpg)\n", []),
    ],
)
def test_a_picture_without_a_text_is_a_warning_that_decoration_waives(
    body: str, places: list[tuple[int, int]], site: Path, post: PostText
) -> None:
    (site / "content/a.md").write_text(post("A", body=body), "utf-8")

    report = build_site(site)

    found = [(p.line, p.column) for p in report.warnings if p.code == "alt-missing"]
    assert found == places
