"""What pages and feeds of the real site say to machines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import extruct  # type: ignore[import-untyped]  # has no types
import pytest
from lxml import etree, html

BASE = "https://www.lanternway.example"
KINDS = {
    "/": "WebSite",
    "/knowledge/": "CollectionPage",
    "/knowledge/page/1/": "CollectionPage",
    "/keywords/": "CollectionPage",
    "/keywords/vehicle-export/": "CollectionPage",
    "/authors/": "CollectionPage",
    "/authors/lin-yao/": "CollectionPage",
    "/archive/": "CollectionPage",
    "/archive/2025/": "CollectionPage",
    "/knowledge/incoterms-for-car-buyers/": "BlogPosting",
    "/company-blog/how-we-inspect-a-car/": "BlogPosting",
    "/about/": "WebPage",
    "/404.html": "WebPage",
}
# Required and recommended of an article: https://developers.google.com/search/docs/appearance
ARTICLE = {
    "headline", "image", "datePublished", "dateModified", "author", "publisher", "description",
    "mainEntityOfPage", "url", "articleSection", "keywords", "wordCount", "inLanguage",
}  # fmt: skip


def page_at(site: Path, url: str) -> str:
    path = site / url.lstrip("/")
    return (path / "index.html" if url.endswith("/") else path).read_text("utf-8")


def graph_of(text: str) -> dict[str, dict[str, Any]]:
    """Extract a page's JSON-LD as a search engine does: type -> what is said of it."""
    found = extruct.extract(text, syntaxes=["json-ld"], errors="strict")["json-ld"]
    return {item["@type"]: item for block in found for item in block["@graph"]}


@pytest.mark.parametrize(("url", "kind"), KINDS.items())
def test_a_page_says_what_it_is_who_publishes_it_and_where_it_stands(
    built_site: Path, url: str, kind: str
) -> None:
    graph = graph_of(page_at(built_site, url))

    crumbs = {"BreadcrumbList"} if url != "/" else set()
    assert graph.keys() == {"Organization", kind, *crumbs}
    assert graph[kind]["url"] == BASE + url
    assert graph[kind]["publisher"]["@id"] == graph["Organization"]["@id"]
    if crumbs:
        items = graph["BreadcrumbList"]["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert (items[0]["item"], items[-1]["item"]) == (f"{BASE}/", BASE + url)


def test_every_article_says_all_that_search_engines_ask(built_site: Path) -> None:
    posts = [p for section in SECTIONS for p in sorted((built_site / section).glob("*/index.html"))]
    posts = [path for path in posts if path.parent.name != "page"]

    lacking = {
        path: ARTICLE - graph_of(path.read_text("utf-8"))["BlogPosting"].keys() for path in posts
    }

    assert len(lacking) == 34
    assert {path: keys for path, keys in lacking.items() if keys} == {}


def test_every_page_has_the_head_that_networks_and_search_engines_read(built_site: Path) -> None:
    wanted = ["og:title", "og:type", "og:url", "og:image", "og:image:alt", "og:description"]
    lacking = []
    for path in sorted(built_site.rglob("*.html")):
        page = html.fromstring(path.read_text("utf-8"))
        if page.xpath("//meta[@http-equiv='refresh']"):
            continue
        lacking += [(path, key) for key in wanted if not page.xpath(f"//meta[@property='{key}']")]
        title = page.findtext(".//title")
        if not title or len(title) > 65:
            lacking.append((path, "title"))
        for link in ("canonical", "icon", "apple-touch-icon", "manifest"):
            if len(page.xpath(f"//link[@rel='{link}']")) != 1:
                lacking.append((path, link))

    assert lacking == []


def test_a_list_and_an_article_name_their_neighbours(built_site: Path) -> None:
    links = [
        [link.get("rel") for link in html.fromstring(page_at(built_site, url)).xpath("//link")]
        for url in ("/archive/2025/", "/archive/2025/page/2/", "/knowledge/lease-or-buy/")
    ]

    assert [("prev" in rels, "next" in rels) for rels in links] == [
        (False, True), (True, True), (True, True)
    ]  # fmt: skip


@pytest.mark.parametrize("folder", ["", "knowledge/", "company-blog/", "industry-blog/"])
def test_the_json_feed_says_what_the_atom_feed_says(built_site: Path, folder: str) -> None:
    feed = json.loads((built_site / folder / "feed.json").read_text("utf-8"))
    atom = etree.parse(built_site / folder / "atom.xml")
    names = {"a": "http://www.w3.org/2005/Atom"}

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{BASE}/{folder}feed.json"
    assert [item["id"] for item in feed["items"]] == atom.xpath(
        "//a:entry/a:id/text()", namespaces=names
    )
    assert [item["content_html"] for item in feed["items"]] == atom.xpath(
        "//a:entry/a:content/text()", namespaces=names
    )


def test_the_manifest_names_icons_that_are_there(built_site: Path) -> None:
    manifest = json.loads((built_site / "site.webmanifest").read_text("utf-8"))

    assert manifest["name"] == "Lanternway"
    assert len(manifest["icons"]) == 4
    assert [i for i in manifest["icons"] if not (built_site / i["src"].lstrip("/")).is_file()] == []


def test_the_sitemap_names_the_pictures_of_posts(built_site: Path) -> None:
    sitemap = etree.parse(built_site / "sitemap.xml")
    names = {"image": "http://www.google.com/schemas/sitemap-image/1.1"}

    found = [str(url) for url in sitemap.xpath("//image:loc/text()", namespaces=names)]

    assert len(found) >= 5
    assert [u for u in found if not (built_site / u.removeprefix(f"{BASE}/")).is_file()] == []


SECTIONS = ("knowledge", "company-blog", "industry-blog")
