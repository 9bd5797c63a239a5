"""Footnotes of WordPress's editor, which lie beside the text, made into those of Markdown."""

from __future__ import annotations

import json
import re

from autoblog.importers.html import to_markdown
from autoblog.importers.lines import Report

META = "footnotes"
_MARK = re.compile(r"<sup\b[^<>]*\bdata-fn=[\"']([^\"'<>]+)[\"'][^<>]*>.*?</sup>", re.DOTALL)
# Letters that no text has, and that nothing escapes, hold the places of marks.
_OPEN, _SHUT = "\ue000", "\ue001"
_HELD = re.compile(f"{_OPEN}(\\d+){_SHUT}")


def notes_of(meta: str) -> dict[str, str]:
    """Read what an item keeps of its footnotes, id -> HTML; none where it is of another form."""
    try:
        found = json.loads(meta) if meta else []
        return {str(note["id"]): str(note["content"]) for note in found}
    except (ValueError, TypeError, KeyError):
        return {}


def with_marks_held(html: str, notes: dict[str, str]) -> str:
    """Put something that outlasts the way to Markdown in the place of each mark of a footnote."""
    numbers = {name: number for number, name in enumerate(notes, 1)}

    def held(mark: re.Match[str]) -> str:
        number = numbers.get(mark[1])
        lines = "\n" * mark[0].count("\n")
        return mark[0] if number is None else f"{_OPEN}{number}{_SHUT}{lines}"

    return _MARK.sub(held, html)


def with_notes(markdown: str, notes: dict[str, str], report: Report) -> str:
    """Write the marks, and below the text the footnotes. Raises as `to_markdown` does."""
    marked = {int(number) for number in _HELD.findall(markdown)}
    text = _HELD.sub(r"[^\1]", markdown)
    for number, html in enumerate(notes.values(), 1):
        if number in marked:
            text = f"{text.rstrip()}\n\n[^{number}]: {' '.join(to_markdown(html, report).split())}"
    return text
