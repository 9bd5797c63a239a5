"""What an article's page holds, part by part, whichever tool wrote it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from benchmarks.posts import SECTIONS, Post

VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "path", "circle", "wbr"))

ADDRESS_METAS = "og:url", "og:image"
METAS = "og:site_name", "og:locale", "og:type", "og:image:alt", "article:published_time"
POSTING = (
    "@id", "author", "articleSection", "dateModified", "datePublished", "description", "headline",
    "image", "inLanguage", "isPartOf", "keywords", "mainEntityOfPage", "publisher", "timeRequired",
    "url", "wordCount",
)  # fmt: skip
RELATED = 4
DATA = "script application/ld+json"


@dataclass(slots=True)
class Link:
    """An anchor: where it leads, and the classes and elements that it lies in."""

    target: str
    rel: str
    inside: str


@dataclass(slots=True)
class Article:
    """A page as it was read."""

    title: str = ""
    text: str = ""
    metas: list[tuple[str, str]] = field(default_factory=list)
    relations: list[tuple[str, str]] = field(default_factory=list)  # of link elements
    types: set[str] = field(default_factory=set)  # of link elements
    links: list[Link] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)  # ids of second headings in the body
    scrollers: int = 0  # what tables are wrapped in
    data: list[str] = field(default_factory=list)  # JSON-LD


class _Reader(HTMLParser):
    """Reads a page. Elements that are left open end with what they lie in."""

    def __init__(self) -> None:
        super().__init__()
        self.article = Article()
        self._open: list[tuple[str, str]] = []  # element and class

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        article = self.article
        if tag == "meta":
            name = given.get("property") or given.get("name", "")
            article.metas.append((name, given.get("content", "")))
        elif tag == "link":
            article.relations.append((given.get("rel", ""), given.get("href", "")))
            article.types.add(given.get("type", ""))
        elif tag == "a":
            inside = " ".join(f"{name} {classes}" for name, classes in self._open)
            article.links.append(Link(given.get("href", ""), given.get("rel", ""), f" {inside} "))
        elif tag == "h2" and self._is_inside("body"):
            article.anchors.append(given.get("id", ""))
        if "table-scroll" in given.get("class", "").split():
            article.scrollers += 1
        if tag == "script":
            tag = f"script {given.get('type', '')}"
            article.data += [""] * (tag == DATA)
        if tag not in VOID:
            self._open.append((tag, given.get("class", "")))

    def handle_endtag(self, tag: str) -> None:
        names = [name.split()[0] for name, _ in self._open]
        if tag in names:
            del self._open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        element = self._open[-1][0] if self._open else ""
        if element == "title":
            self.article.title += data
        elif element == DATA:
            self.article.data[-1] += data
        elif not element.startswith("script"):
            self.article.text += data

    def _is_inside(self, name: str) -> bool:
        return any(name in classes.split() for _, classes in self._open)


def read_article(page: str) -> Article:
    """Read an article's page."""
    reader = _Reader()
    reader.feed(page)
    return reader.article


def missing_parts(page: str, post: Post, *, has_related: bool) -> Iterator[str]:
    """Name the parts that an article's page lacks."""
    article = read_article(page)
    metas = set(article.metas)
    named = dict(article.metas)
    if post.title not in article.title:
        yield "title"
    if named.get("description") != post.summary:
        yield "description"
    if not dict(article.relations).get("canonical", "").endswith(post.permalink):
        yield "canonical address"
    social = {("og:title", post.title), ("og:description", post.summary)}
    social |= {("article:section", SECTIONS[post.section]), ("twitter:card", "summary_large_image")}
    social |= {("article:tag", keyword) for keyword in post.keywords}
    is_addressed = all(named.get(name, "").startswith("https://") for name in ADDRESS_METAS)
    if not social <= metas or not is_addressed or not all(map(named.get, METAS)):
        yield "Open Graph"
    yield from _missing_feeds(article)
    yield from _missing_data(article, post)
    yield from _missing_links(article, post, has_related=has_related)
    headings = post.body.count("\n## ")
    if len(article.anchors) != headings or not all(article.anchors):
        yield "headings' ids"
    if "min read" not in article.text:
        yield "reading time"
    if article.scrollers != post.body.count("|---|---|---|"):
        yield "tables' wrappers"


def _missing_feeds(article: Article) -> Iterator[str]:
    for name, kind in {"RSS": "rss+xml", "Atom": "atom+xml", "JSON Feed": "feed+json"}.items():
        if f"application/{kind}" not in article.types:
            yield name


def _missing_data(article: Article, post: Post) -> Iterator[str]:
    nodes: dict[str, Mapping[str, Any]] = {}
    for text in article.data:
        try:
            nodes.update({node["@type"]: node for node in json.loads(text)["@graph"]})
        except ValueError:
            yield "JSON-LD that is JSON"
    posting = nodes.get("BlogPosting", {})
    own = posting.get("headline"), sorted(posting.get("keywords", ()))
    if not all(map(posting.get, POSTING)) or own != (post.title, sorted(post.keywords)):
        yield "JSON-LD of the article"
    steps = nodes.get("BreadcrumbList", {}).get("itemListElement", [])
    if [step.get("position") for step in steps] != [1, 2, 3] or steps[2]["name"] != post.title:
        yield "JSON-LD of the breadcrumbs"
    if "Organization" not in nodes:
        yield "JSON-LD of the publisher"


def _missing_links(article: Article, post: Post, *, has_related: bool) -> Iterator[str]:
    def targets(name: str) -> list[str]:
        return [link.target for link in article.links if f" {name} " in link.inside]

    if not {"/", f"/{post.section}/"} <= set(targets("crumbs")):
        yield "breadcrumbs"
    if set(targets("toc")) != {f"#{anchor}" for anchor in article.anchors}:
        yield "table of contents"
    keywords = [link for link in article.links if link.rel == "tag"]
    if len(keywords) != len(post.keywords):
        yield "keywords' links"
    if len(targets("neighbours")) != 2:
        yield "newer and older post"
    if not {"prev", "next"} <= {relation for relation, _ in article.relations}:
        yield "prev and next"
    if has_related and len(targets("picks")) != RELATED:
        yield "related posts"
