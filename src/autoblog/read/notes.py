"""Notes of every engine in one shape: alerts as admonitions, footnotes at the end of the text.

The shape is Python-Markdown's, so that themes and checks know only one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

ALERTS = "note", "tip", "important", "warning", "caution"
_ALERT = re.compile(rf"\s*\[!({'|'.join(ALERTS)})\][ \t]*(?:\n|$)", re.IGNORECASE)
_ALERT_CLASS = "markdown-alert-"


def mend_notes(root: etree._Element, html: str) -> None:
    """Turn alerts into admonitions, and gather footnotes. html: of which the tree was made."""
    if "[!" in html or _ALERT_CLASS in html:
        for quotation in list(root.iter("blockquote")):
            _mend_alert(quotation)
    if "footnote-definition" in html:
        _gather_footnotes(root)


def _mend_alert(quotation: etree._Element) -> None:
    """Turn `> [!NOTE]` into a note."""
    kind = quotation.get("class", "").removeprefix(_ALERT_CLASS)
    if kind not in ALERTS:
        first = quotation[0] if len(quotation) else None
        match = _ALERT.match(first.text or "") if first is not None and first.tag == "p" else None
        if first is None or match is None:
            return
        kind = match[1].lower()
        first.text = (first.text or "")[match.end() :]
        if not first.text and not len(first):
            quotation.remove(first)
    quotation.tag = "div"
    quotation.set("class", f"admonition {kind}")
    title = etree.Element("p")
    title.set("class", "admonition-title")
    title.text, title.tail = kind.capitalize(), "\n"
    quotation.insert(0, title)


def _gather_footnotes(root: etree._Element) -> None:
    """Number footnotes as the text refers to them, and lay them out as a list at its end."""
    notes: dict[str, etree._Element] = {}
    for note in list(root.iter("div")):
        name = note.get("id", "")
        if note.get("class") != "footnote-definition" or not len(note):
            continue
        parent = note.getparent()
        if parent is not None:
            _take_out(parent, note)
        if name not in notes:  # forges show the first of several
            notes[name] = note
    frame = etree.SubElement(root, "div")
    frame.set("class", "footnote")
    etree.SubElement(frame, "hr").tail = "\n"
    items = etree.SubElement(frame, "ol")
    items.text, items.tail = "\n", "\n"
    frame.text = "\n"
    marks = list(_marks([root, *notes.values()]))
    order = dict.fromkeys(name for _, name in marks if name in notes)
    numbers = {name: number for number, name in enumerate(dict.fromkeys([*order, *notes]), 1)}
    made = {name: _item(notes[name], name) for name in numbers}
    items.extend(made.values())
    back: dict[str, list[str]] = {name: [] for name in numbers}
    for mark, name in marks:
        if name in numbers:
            count = len(back[name]) + 1
            back[name].append(f"fnref{count if count > 1 else ''}:{name}")
            _write_mark(mark, name, back[name][-1], numbers[name])
    for name, item in made.items():
        _add_ways_back(item, back[name] or [f"fnref:{name}"], numbers[name])


def _take_out(parent: etree._Element, note: etree._Element) -> None:
    """Remove a note, but not what follows it."""
    before, tail = note.getprevious(), (note.tail or "").strip()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    note.tail = None
    parent.remove(note)


def _marks(places: list[etree._Element]) -> Iterator[tuple[etree._Element, str]]:
    for place in places:
        for mark in place.iter("sup"):
            if mark.get("class") == "footnote-reference" and len(mark):
                yield mark, mark[0].get("href", "").removeprefix("#")


def _write_mark(mark: etree._Element, name: str, own_id: str, number: int) -> None:
    mark.set("id", own_id)
    del mark.attrib["class"]
    link = mark[0]
    link.attrib.clear()
    link.set("class", "footnote-ref")
    link.set("href", f"#fn:{name}")
    link.text = str(number)


def _item(note: etree._Element, name: str) -> etree._Element:
    note.tag = "li"
    del note.attrib["class"]
    note.set("id", f"fn:{name}")
    label = note[0]
    note.text, note.tail = "\n", "\n"
    note.remove(label)
    return note


def _add_ways_back(item: etree._Element, ids: list[str], number: int) -> None:
    """Lead from the end of a footnote to where the text refers to it."""
    last = item[-1] if len(item) else None
    if last is None or last.tag != "p":
        last = etree.SubElement(item, "p")
        last.tail = "\n"
    elif len(last):
        last[-1].tail = f"{last[-1].tail or ''}\N{NO-BREAK SPACE}"
    else:
        last.text = f"{last.text or ''}\N{NO-BREAK SPACE}"
    for one in ids:
        link = etree.SubElement(last, "a")
        link.set("class", "footnote-backref")
        link.set("href", f"#{one}")
        link.set("title", f"Jump back to footnote {number} in the text")
        link.text = "↩"
