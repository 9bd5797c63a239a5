"""The text of a new post: front matter that is read back letter by letter, then the body."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import unescape

from autoblog.importers.entries import Entry
from autoblog.model import Body
from autoblog.problems import FORBIDDEN
from autoblog.read.plain import plain_text

SUMMARY_CHARACTERS = 160
_PLAIN = re.compile(r"[^\W\d_]\w*([ &-]\w+)*")
_WORDS_OF_YAML = ("null", "true", "false", "yes", "no", "on", "off", "y", "n")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
# What a generator's own tags, the marks of footnotes and WordPress's shortcodes leave in HTML.
_NO_WORDS = re.compile(
    r"<code>\{[{%].*?</code>|<sup id=\"fnref.*?</sup>"
    r"|\[[a-z][\w-]*\s[^\[\]]*=[^\[\]]*\]|\[/[a-z][\w-]*\]",
    re.DOTALL,
)
_TAG = re.compile("<[^<>]*>")
_SENTENCE = re.compile(r".+?[.!?。！？](?=\s|$)|.+", re.DOTALL)


def post_text(
    entry: Entry,
    *,
    category: str | None,
    slug: str | None,
    day: date,
    summary: str,
    aliases: tuple[str, ...],
    image: str | None,
    body: str,
) -> str:
    """Write a post; a standalone page where there is no category.

    slug: where the file's name does not say it. image: path from the file. body: its links led.
    """
    lines = [f"title: {quoted(entry.title)}"]
    if category is not None:
        lines += [f"category: {word(category)}", f"date: {moment(day)}"]
    if summary:
        lines.append(f"summary: {quoted(summary)}")
    if category is not None and entry.keywords:
        lines.append(f"keywords: [{', '.join(map(word, entry.keywords))}]")
    if entry.updated is not None:
        lines.append(f"updated: {moment(entry.updated)}")
    if slug:
        lines.append(f"slug: {quoted(slug)}")
    if aliases:
        lines += ["aliases:", *(f"  - {quoted(alias)}" for alias in aliases)]
    if category is not None and entry.author:
        lines.append(f"author: {quoted(entry.author)}")
    if image and entry.image:
        lines += ["image:", f"  src: {quoted(image)}", f"  alt: {quoted(entry.image.alt)}"]
    if category is not None and entry.expires is not None:
        lines.append(f"expires: {moment(entry.expires)}")
    lines += ["noindex: true"] if entry.has_noindex else []
    lines += ["draft: true"] if entry.is_draft else []
    text = "\n".join(["---", *lines, "---", "", body.strip("\n"), ""])
    return text.replace("\r\n", "\n").replace("\r", "\n")


def quoted(text: str) -> str:
    """Write a text as YAML that is read back letter by letter."""
    escaped = plain(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def word(text: str) -> str:
    """Write a word as YAML, without quotation marks where it needs none."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if is_plain else quoted(text)


def plain(text: str) -> str:
    """Bring a text to one line, without what no page can hold."""
    return " ".join(FORBIDDEN.sub("", text).split())


def moment(day: date) -> str:
    """Write a date, or a moment without seconds that are none."""
    if not isinstance(day, datetime):
        return day.isoformat()
    exact = day.replace(microsecond=0)
    return exact.isoformat(timespec="seconds" if exact.second else "minutes")


def summary_of(body: Body) -> str:
    """Take the first sentences of an article's paragraphs, as many as a summary has room for."""
    found = (_NO_WORDS.sub("", match[1]) for match in _PARAGRAPH.finditer(body.html))
    text = " ".join(unescape(_TAG.sub("", " ".join(found))).split()) or plain_text(body.html)
    summary = ""
    for match in _SENTENCE.finditer(" ".join(text[:2000].split())):
        longer = f"{summary} {match[0].strip()}".strip()
        if len(longer) > SUMMARY_CHARACTERS:
            break
        summary = longer
    if summary:
        return summary
    cut = text[: SUMMARY_CHARACTERS - 1]
    return f"{cut.rpartition(' ')[0] or cut}…" if text else ""
