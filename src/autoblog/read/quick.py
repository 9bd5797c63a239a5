"""The common Markdown of articles, turned into the engine's HTML without the engine.

Most of a post is plain paragraphs, headings and flat lists with a little emphasis and a few links,
and a picture or a note among them.
Python-Markdown takes half of a build's time for them. Here they are cut out of the text, block by
block, and written at once; every block that holds anything else goes to the engine, together with
the neighbours that it may depend on.

The rule: what is not known for certain to come out the same, byte for byte, is not done here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Educate = Callable[[str], str]
"""Writes typographic quotes, dashes and ellipses into the text of one HTML node."""

# Parts what the engine gets, and stands for `&` until all else is written: a noncharacter, which no
# post may hold.
_MARK = "\ufdd0"
_MARKED = f"<p>{_MARK}</p>"
# Definitions work from afar, fenced code and HTML reach over blank lines: texts that hold any of it
# are the engine's.
_FAR_TEXTS = "<", "\t", "\r", "\x02", "\x03", _MARK, "```"
_DEFINITION = re.compile(r"^[ ]{0,3}\*?\[[^\]\n]*\][ ]?:", re.MULTILINE)
_BLANK = re.compile(r"(\n[ ]*\n(?:[ ]*\n)*)")  # a group: to split at it keeps what parts blocks
_UNSURE_LINE = re.compile(r"[ ]\n|\n(?:[^\w(\"'“‘*`\[]|\d+[.)]|[*][ *])")
_HEADING = re.compile(r"(#{1,6})[ ]+([^#\s][^#\n]*)")
_BULLETS = re.compile(r"[*+-][ ]+\S[^\n]*(?:\n[*+-][ ]+\S[^\n]*)*")
_NUMBERS = re.compile(r"1\.[ ]+\S[^\n]*(?:\n\d+\.[ ]+\S[^\n]*)*")
_ITEM = re.compile(r"^(?:[*+-]|\d+\.)[ ]+(.*)", re.MULTILINE)
_LISTED = re.compile(r"[ ]{0,3}(?:[*+-]|\d+\.)[ ]")
_QUOTE = re.compile(r">[ ]?[^\s>][^\n]*(?:\n>[ ]?[^\s>][^\n]*)*")
_ROW = re.compile(r"\|.*\|")
_RULE = re.compile(r"\|(?: ?(?::?-+:?) ?\|)+")
_ALIGNMENTS = {
    (False, False): "",
    (True, False): ' style="text-align: left;"',
    (False, True): ' style="text-align: right;"',
    (True, True): ' style="text-align: center;"',
}
_PICTURE = re.compile(
    r"!\[(\w[^\[\]*_`<>&\"\\{}|\n]*)\]\(([^\s()<>\"'`\\\[\]&]+)(?: \"([^\[\]<>&\"`\\{}|\n]+)\")?\)"
)
_NOTE = re.compile(r'!!! ([a-z]+)(?: "([^"\n]+)")?((?:\n    [^\n]+)+)')
CHARACTER_REFERENCE = re.compile(r"&(?:#|[\w.-]+;)")
"""What either engine may read as one; any other `&` is an ampersand."""
_TEXT_START = re.compile(r"(?!\d+[.)](?:\s|$))[\w(\"'“‘]|\*{1,2}\w|`\w|\[\w")

# Each begins with its own character, for which `re` then looks; what stands before it comes after.
_INSIDE = r"(\w[^*_`\[\]]*(?:(?<=\w)|(?<=[.,:;!?)])(?=\*+(?:\s|$)))|\w)"
_AFTER = r"(?=[\s.,;:!?)]|$)"
_TOKEN = re.compile(
    r"`(?<!``)([^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
    r"|\[(?<!!\[)(\w[^\[\]*_`\n]*)\]\(([^\s()<>\"'`\\\[\]]+)\)"
    rf"|\*(?<![^\s(]\*)(?:\*{_INSIDE}\*\*{_AFTER}|{_INSIDE}\*{_AFTER})"
)


Piece = tuple[str, bool]
"""Some HTML, and whether it was written here: then it holds just what these productions make."""


def quick_html(text: str, convert: Callable[[str], str], educate: Educate) -> str:
    """Turn Markdown into just the HTML that `convert` would make of it.

    convert: the engine, for whatever is not common. educate: the engine's typography.
    """
    return "\n".join(html for html, _ in quick_pieces(text, convert, educate))


def quick_pieces(text: str, convert: Callable[[str], str], educate: Educate) -> list[Piece]:
    """Do what `quick_html` does, and keep apart what was written here: a piece for each block."""
    may_define = "]:" in text or "] :" in text
    if _reaches_far(text) or (may_define and _DEFINITION.search(text)):
        return [(convert(text), False)]
    pieces = _pieces(text, educate)
    slow = [piece for piece, is_html in pieces if not is_html]
    if not slow:
        return pieces
    if len(slow) == len(pieces):
        return [(convert(text), False)]
    done = convert(f"\n\n{_MARK}\n\n".join(slow)).split(_MARKED)
    if len(done) != len(slow):
        return [(convert(text), False)]
    rest = iter(done)
    made = [piece if piece[1] else (next(rest).strip("\n"), False) for piece in pieces]
    return [piece for piece in made if piece[0]]


def _reaches_far(text: str) -> bool:
    # To look for one character takes a tenth of the time of a longer text.
    return (
        any(map(text.__contains__, _FAR_TEXTS))
        or ("~" in text and "~~~" in text)
        or ("^" in text and "[^" in text)
    )


def _pieces(text: str, educate: Educate) -> list[Piece]:
    """Cut a text into finished HTML (True) and what the engine must see at once (False)."""
    parts = _BLANK.split(text.lstrip("\n"))  # blocks, and between them what parts them
    *blocks, last = parts[::2]
    if last.strip():
        blocks.append(last.rstrip("\n"))
    made = [_block_html(block, educate) for block in blocks]
    _give_up_dependent(blocks, made)
    pieces: list[Piece] = []
    first = 0  # of the blocks that the engine has yet to see
    for number, html in enumerate(made):
        if html is not None:
            if first < number:
                pieces.append(("".join(parts[2 * first : 2 * number - 1]), False))
            pieces.append((html, True))
            first = number + 1
    if first < len(blocks):
        pieces.append(("".join(parts[2 * first :]), False))
    return pieces


def _give_up_dependent(blocks: Sequence[str], made: list[str | None]) -> None:
    """Leave to the engine what is known, but not beside these neighbours.

    What follows a list or a quotation may go on with it; an indented block or a definition belongs
    to what stands before it.
    """
    for number, block in enumerate(blocks):
        first = block[0]
        if first.isalpha():  # as of most
            continue
        goes_on = first in " :"
        if not goes_on and not _is_open(block):
            continue
        was_open = number > 0 and _is_open(blocks[number - 1])
        was_slow = number > 0 and made[number - 1] is None
        if number and (goes_on or was_open):
            made[number - 1] = None
        if goes_on or was_open or was_slow:
            made[number] = None


def _is_open(block: str) -> bool:
    """Tell whether a block is a list or a quotation, with which the next one may go on."""
    return block.startswith(">") or bool(_LISTED.match(block))


def _block_html(block: str, educate: Educate) -> str | None:
    """Write a block that stands alone; None for the engine."""
    first = block[0]
    if first.isalpha():  # as of most
        inside = _inline(block, educate)
        return None if inside is None else f"<p>{inside}</p>"
    if first == "#":
        heading = _HEADING.fullmatch(block)
        inside = _inline(heading[2], educate) if heading else None
        return f"<h{len(heading[1])}>{inside}</h{len(heading[1])}>" if heading and inside else None
    if first in "*+-" and _BULLETS.fullmatch(block):
        return _list_html(block, "ul", educate)
    if first == "1" and _NUMBERS.fullmatch(block):
        return _list_html(block, "ol", educate)
    if first == ">" and _QUOTE.fullmatch(block):
        inside = _paragraph(re.sub(r"^>[ ]?", "", block, flags=re.MULTILINE), educate)
        return f"<blockquote>\n{inside}\n</blockquote>" if inside else None
    if first == "|":
        return _table_html(block.split("\n"), educate)
    if first == "!":
        return _picture_html(block) if block[:2] == "![" else _note_html(block, educate)
    return _paragraph(block, educate)


def _list_html(block: str, tag: str, educate: Educate) -> str | None:
    items = [_text_html(item, educate) for item in _ITEM.findall(block)]
    if None in items:
        return None
    inside = "\n".join(f"<li>{item}</li>" for item in items)
    return f"<{tag}>\n{inside}\n</{tag}>"


def _table_html(lines: Sequence[str], educate: Educate) -> str | None:
    """Write a table whose rows are all fenced by bars and have as many cells as its head."""
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]) or not all(map(_ROW.fullmatch, lines)):
        return None
    rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    if len({len(row) for row in rows}) > 1:
        return None
    styles = [_ALIGNMENTS[cell[0] == ":", cell[-1] == ":"] for cell in rows.pop(1)]
    made = []
    for number, row in enumerate(rows):
        tag = "td" if number else "th"
        made.append("<tr>")
        for cell, style in zip(row, styles, strict=True):
            inside = _inline(cell, educate)
            if inside is None:
                return None
            made.append(f"<{tag}{style}>{inside}</{tag}>")
        made.append("</tr>")
        if not number:
            made += "</thead>", "<tbody>"
    return "\n".join(("<table>", "<thead>", *made, "</tbody>", "</table>"))


def _picture_html(block: str) -> str | None:
    """Write a picture that stands alone."""
    picture = _PICTURE.fullmatch(block)
    if picture is None:
        return None
    text, address, title = picture.groups()
    named = f' title="{title}"' if title else ""
    return f'<p><img alt="{text}" src="{address}"{named}></p>'


def _note_html(block: str, educate: Educate) -> str | None:
    """Write a note of one paragraph."""
    note = _NOTE.fullmatch(block)
    if note is None:
        return None
    title = _text_html(note[2] or note[1].capitalize(), educate)
    inside = _paragraph(note[3].replace("\n    ", "\n")[1:], educate)
    if title is None or inside is None:
        return None
    return (
        f'<div class="admonition {note[1]}">\n<p class="admonition-title">{title}</p>\n'
        f"{inside}\n</div>"
    )


def _paragraph(block: str, educate: Educate) -> str | None:
    inside = _text_html(block, educate)
    return None if inside is None else f"<p>{inside}</p>"


def _text_html(text: str, educate: Educate) -> str | None:
    # Nearly all begin with a letter.
    is_text = text[0].isalpha() or _TEXT_START.match(text)
    return _inline(text, educate) if is_text else None


def _inline(text: str, educate: Educate) -> str | None:
    """Write emphasis, code and links; None where anything else might be meant."""
    if "&" not in text:
        return _marked_up(text, educate)
    if CHARACTER_REFERENCE.search(text):
        return None
    inside = _marked_up(text.replace("&", _MARK), educate)
    return None if inside is None else inside.replace(_MARK, "&amp;")


def _marked_up(text: str, educate: Educate) -> str | None:
    # A look for a character takes a tenth of a pattern's time.
    if "\\" in text or ">" in text or "{" in text or "}" in text or "|" in text:
        return None
    if text[-1:] == " " or ("\n" in text and _UNSURE_LINE.search(text)):
        return None
    has_typography = '"' in text or "'" in text or "--" in text or "..." in text
    if "*" not in text and "`" not in text and "[" not in text:
        if "_" in text or "]" in text:
            return None
        return educate(text) if has_typography else text
    between, *found = _TOKEN.split(text)
    parts = [educate(between) if has_typography else between]
    plain = [between]
    groups = iter(found)
    for code, label, address, strong, emphasis, after in zip(*[groups] * 6, strict=True):
        if code is not None:
            parts.append(f"<code>{code}</code>")
        elif label is not None:
            plain.append(label)
            inside = educate(label) if has_typography else label
            parts.append(f'<a href="{address}">{inside}</a>')
        else:
            tag, inside = ("strong", strong) if emphasis is None else ("em", emphasis)
            plain.append(inside)
            parts.append(f"<{tag}>{educate(inside) if has_typography else inside}</{tag}>")
        plain.append(after)
        parts.append(educate(after) if has_typography else after)
    rest = "".join(plain)
    if "*" in rest or "_" in rest or "`" in rest or "[" in rest or "]" in rest:
        return None
    return "".join(parts)
