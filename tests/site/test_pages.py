"""Every page of the real site, as a parser meets it."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import feedparser  # type: ignore[import-untyped]  # has no types
import pytest

BASE = "https://www.lanternway.example"


class Page(HTMLParser):
    """What the tests ask of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.times: list[str | None] = []
        self.current: list[str] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        if values.get("id"):
            self.ids.append(str(values["id"]))
        address = values.get("href") or values.get("src")
        if address:
            self.links.append(address)
        if tag == "img":
            self.images.append(values)
        if tag == "time":
            self.times.append(values.get("datetime"))
        if values.get("aria-current") == "page":
            self.current.append(address or "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="session")
def pages(built_site: Path) -> dict[str, Page]:
    """Parse all pages: URL path -> page."""
    return {
        "/" + path.relative_to(built_site).as_posix().removesuffix("index.html"): Page(
            path.read_text("utf-8")
        )
        for path in sorted(built_site.rglob("*.html"))
    }


def test_every_page_has_one_h1_and_no_id_twice(pages: dict[str, Page]) -> None:
    found = {
        url: (page.tags["h1"], [name for name, times in Counter(page.ids).items() if times > 1])
        for url, page in pages.items()
    }

    assert len(found) > 60
    assert {url: what for url, what in found.items() if what != (1, [])} == {}


def test_every_internal_link_and_anchor_resolves(built_site: Path, pages: dict[str, Page]) -> None:
    broken = [
        (url, link)
        for url, page in pages.items()
        for link in page.links
        if not _resolves(url, link, built_site, pages)
    ]

    assert broken == []


def test_every_image_has_a_size_and_an_alt_attribute(pages: dict[str, Page]) -> None:
    images = [(url, image) for url, page in pages.items() for image in page.images]

    assert len(images) > 20
    assert [(u, i) for u, i in images if not {"alt", "width", "height"} <= i.keys()] == []


def test_a_post_shows_its_parts_in_the_promised_order(pages: dict[str, Page]) -> None:
    text = " ".join(" ".join(pages["/knowledge/coupes-vs-sedans/"].text).split())
    parts = [
        "Coupes vs. Sedans: Which Car Style Suits Your Lifestyle Better? Category:",
        "Time: 2025-12-25",
        "Two doors or four is the smaller question.",
        "Park a coupe beside the sedan",
        "Keywords:",
        "Related Information",
        "All of Knowledge (20)",
        "Why an Exporter Writes a Journal Time: 2025-03-06",
        "What the 22nd Guangzhou Show Told Buyers Time: 2025-12-18",
    ]

    places: list[int] = []
    for part in parts:
        places.append(text.find(part, places[-1] if places else 0))

    assert -1 not in places


def test_the_post_itself_stays_in_the_sidebar_as_the_current_page(pages: dict[str, Page]) -> None:
    posts = [url for url in pages if url.count("/") == 3 and url.split("/")[1] in SECTIONS]

    assert len(posts) == 34
    assert {url: pages[url].current for url in posts if pages[url].current != [url]} == {}


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml"])
@pytest.mark.parametrize("folder", ["", "knowledge/", "company-blog/", "industry-blog/"])
def test_feeds_are_well_formed_and_lead_to_pages(
    built_site: Path, pages: dict[str, Page], folder: str, name: str
) -> None:
    feed = feedparser.parse((built_site / folder / name).read_bytes())

    assert feed.bozo == 0
    assert 4 <= len(feed.entries) <= 20
    for entry in feed.entries:
        assert entry.link.startswith(BASE)
        assert entry.link.removeprefix(BASE) in pages
        assert len(entry.content[0].value) > 2000
        assert '"ref:' not in entry.content[0].value
    dates = [entry.published_parsed for entry in feed.entries]
    assert dates == sorted(dates, reverse=True)


SECTIONS = ("knowledge", "company-blog", "industry-blog")


def _resolves(url: str, link: str, folder: Path, pages: dict[str, Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme in ("mailto", "tel"):
        return True
    target, anchor = urldefrag(urljoin(BASE + url, link))
    if not target.startswith(BASE):
        return parts.scheme in ("http", "https")
    path = unquote(target.removeprefix(BASE)) or "/"
    if anchor:
        return path in pages and unquote(anchor) in pages[path].ids
    return path in pages or (folder / path.lstrip("/")).is_file()
