"""Built files -> where they lead and what they say: the door to lxml for whole pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from typing import Any

from lxml import etree

_LINKS = {
    "a": "link", "area": "link", "audio": "recording", "embed": "embedded file",
    "form": "form", "iframe": "frame", "image": "picture", "img": "picture", "input": "picture",
    "link": "link", "object": "embedded file", "script": "script", "source": "picture",
    "track": "track", "use": "symbol", "video": "film",
}  # fmt: skip
_ATTRIBUTES = ("action", "data", "formaction", "href", "poster", "src", "{xlink}href", "xlink:href")
_SETS = ("imagesrcset", "srcset")
_TEXTS = ("atom", "css", "htm", "html", "json", "rss", "svg", "webmanifest", "xml", "xsl")
_MARKDOWN = ("index.md", "llms.txt")
_NOT_FETCHED = ("dns-prefetch", "preconnect")
_META = re.compile(r"(?:og|twitter):(?:url|image|video|audio)(?::(?:secure_)?url|:src)?")
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*url\s*=\s*[\"']?([^\"']*)", re.IGNORECASE)
_CODE = re.compile(r"(?ms)^[ >]*(`{3,}|~{3,}).*?^[ >]*\1|(?<![\\`])(`+)(?!`).+?(?<!`)\2(?!`)")
_MARKDOWN_LINK = re.compile(
    r"(?<!\\)\]\((?:<([^<>]+)>|([^\s<>()]+))|(?<!\\)<(https?://[^\s<>]+)>", re.IGNORECASE
)
_CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)|@import\s+[\"']([^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Mention:
    """One address that a built file names."""

    address: str
    line: int
    what: str  # "link", "picture", "canonical", "entry", "structured data" and so on


@dataclass(frozen=True, slots=True)
class Facts:
    """What an audit needs to know of a built file."""

    mentions: tuple[Mention, ...]
    anchors: frozenset[str]
    fault: str = ""  # why it could not be read, "" where it could


def facts_of(path: str, data: bytes, own: str) -> Facts:
    """Read a built file by its kind.

    own: the site's base URL; a text of a feed that begins with it is an address.
    """
    suffix = path.rpartition(".")[2].lower()
    is_markdown = path.rpartition("/")[2] in _MARKDOWN
    if suffix not in _TEXTS and path != "robots.txt" and not is_markdown:
        return Facts((), frozenset())
    try:
        text = data.decode("utf-8")
        if is_markdown:
            return Facts(tuple(_in_markdown(text)), frozenset())
        if suffix in ("html", "htm"):
            return _of_html(text)
        if suffix == "css":
            return Facts(tuple(_in_css(text)), frozenset())
        if suffix in ("json", "webmanifest"):
            return Facts(tuple(_in_json(json.loads(text), own, suffix)), frozenset())
        if suffix == "txt":
            return Facts(tuple(_in_robots(text)), frozenset())
        return Facts(tuple(_in_xml(data, own)), frozenset())
    except (ValueError, etree.XMLSyntaxError, RecursionError) as error:
        return Facts((), frozenset(), f"it cannot be read: {error}")


def _of_html(text: str) -> Facts:
    if not text.strip():
        return Facts((), frozenset(), "it is empty")
    root = etree.fromstring(text, _html_parser())
    anchors = {str(value) for value in _xpath(root, "//@id | //a/@name")}
    mentions = [one for element in root.iter() for one in _of_element(element)]
    return Facts(tuple(mentions), frozenset(anchors))


def _of_element(element: etree._Element) -> Iterator[Mention]:
    tag = element.tag
    if not isinstance(tag, str):
        return
    line = int(element.sourceline or 0)
    if tag == "meta":
        yield from _of_meta(element, line)
    elif tag == "script" and (element.get("type") or "").lower() == "application/ld+json":
        yield from _of_data(element.text or "", line)
    elif tag == "style":
        yield from (Mention(one.address, line + one.line - 1, one.what)
                    for one in _in_css(element.text or ""))  # fmt: skip
    elif tag in _LINKS:
        yield from _of_link(element, tag, line)


def _of_link(element: etree._Element, tag: str, line: int) -> Iterator[Mention]:
    relation = (element.get("rel") or "").lower().split()
    if tag == "link" and set(relation) & set(_NOT_FETCHED):
        return
    what = " ".join(relation) if tag == "link" and relation else _LINKS[tag]
    for name in _ATTRIBUTES:
        value = element.get(name)
        if value is not None:
            yield Mention(value.strip(), line, what)
    for name in _SETS:
        for candidate in re.split(r",\s+|,$", (element.get(name) or "").strip()):
            if candidate.strip():
                yield Mention(candidate.split()[0], line, f"{what} of a set")


def _of_meta(element: etree._Element, line: int) -> Iterator[Mention]:
    content = element.get("content") or ""
    name = element.get("property") or element.get("name") or ""
    if _META.fullmatch(name):
        yield Mention(content.strip(), line, name)
    elif (element.get("http-equiv") or "").lower() == "refresh":
        match = _REFRESH.match(content)
        if match:
            yield Mention(match[1].strip(), line, "redirect")


def _of_data(text: str, line: int) -> Iterator[Mention]:
    try:
        value = json.loads(text)
    except ValueError:
        yield Mention("", line, "structured data")
        return
    for word in _words(value):
        if re.match(r"https?://", word):
            yield Mention(word.partition("#")[0], line, "structured data")


def _in_json(value: Any, own: str, suffix: str) -> Iterator[Mention]:
    for word in _words(value):
        if word.startswith(own) or (suffix == "webmanifest" and re.match(r"\.{0,2}/", word)):
            yield Mention(word, 0, "entry" if suffix == "json" else "manifest")
        elif "<" in word and ("href=" in word or "src=" in word):
            yield from (Mention(one.address, 0, one.what) for one in _of_html(word).mentions)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)


def _in_xml(data: bytes, own: str) -> Iterator[Mention]:
    root = etree.fromstring(data, _xml_parser())
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        line = int(element.sourceline or 0)
        for word in ((element.text or "").strip(), *map(str, element.attrib.values())):
            if word.startswith(own) and "<" not in word:
                yield Mention(word, line, "entry")
            elif "<" in word and ("href=" in word or "src=" in word):
                for one in _of_html(word).mentions:
                    yield Mention(one.address, line + max(one.line, 1) - 1, one.what)


def _in_css(text: str) -> Iterator[Mention]:
    for match in _CSS_URL.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Mention((match[1] or match[2]).strip(), line, "file of a style")


def _in_markdown(text: str) -> Iterator[Mention]:
    """Read the links that twins and `llms.txt` name; what is code names none."""
    bare = _CODE.sub(lambda match: "\n" * match[0].count("\n"), text)
    for number, line in enumerate(bare.split("\n"), 1):
        for match in _MARKDOWN_LINK.finditer(line):
            yield Mention(match[1] or match[2] or match[3], number, "link")


def _in_robots(text: str) -> Iterator[Mention]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.lower().startswith("sitemap:"):
            yield Mention(line.partition(":")[2].strip(), number, "sitemap")


def seen_text(data: bytes) -> str:
    """Read all that a built text says: with its tags and without, characters written out."""
    raw = data.decode("utf-8", "replace")
    raw = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), raw)
    raw = unescape(raw.replace('\\"', '"').replace("\\/", "/"))
    raw = unescape(raw) if "&" in raw else raw  # feeds hold HTML within XML
    bare = re.sub(r"<[^<>]*>", "", _BLOCK.sub(" ", raw))
    return " ".join(f"{bare} \n {raw}".split())


_BLOCK = re.compile(r"</?(?:p|li|d[dt]|blockquote|pre|t[dhr]|h[1-6r]|figcaption|div|br)\b[^<>]*>")


def _xpath(root: etree._Element, path: str) -> list[Any]:
    found = root.xpath(path)
    return found if isinstance(found, list) else []


@cache
def _html_parser() -> etree.HTMLParser:
    return etree.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)


@cache
def _xml_parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
