"""Markdown of other generators -> Markdown of this site, a line at a time.

Kramdown and Goldmark let a list follow a paragraph at once, nest it by two spaces, break a line
with a backslash and strike text out with tildes; this dialect does not. What is code stays as it
is. Blocks that a tag of the generator colours become code of their language; where they stand in a
way that is not certain, code with the tag, so that all of it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from autoblog.fences import block_fence, span_fence
from autoblog.importers.escaping import code_span

Numbered = tuple[int, str]
"""The line of the file that a line of text comes from, and the text."""

_FENCE = re.compile(r"([ ]*)(`{3,}|~{3,})[ \t]*([\w+#-]*)(.*)$")
_ITEM = re.compile(r"([ ]*)([-*+]|\d{1,9}[.)])([ ]+)(?=\S)")
_RULE = re.compile(r"[ ]{0,3}([-*_])(?:[ ]*\1){2,}[ ]*$")
_STRUCK = re.compile(r"(?<!~)~~(?=\S)(.+?)(?<=\S)~~(?!~)")
_COLOURED = re.compile(r"\{%-?\s*highlight\b|\{\{[<%]\s*highlight\b")
_BLOCK = re.compile(
    r"^(?:\{%-?[ ]*highlight[ ]+(?P<jekyll>[\w+#-]+)(?:[ ][^%\n]*)?%\}"
    r"|\{\{(?P<mark>[<%])[ ]*highlight[ ]+[\"'`]?(?P<hugo>[\w+#-]+)[\"'`]?(?:[ ][^>%\n]*)?[>%]\}\})"
    r"[ ]*\n"
    r"(?P<code>(?:(?!.*(?:\{%|\{\{[<%]).*highlight).*\n)*)"
    r"(?(jekyll)\{%-?[ ]*endhighlight[ ]*-?%\}|\{\{(?P=mark)[ ]*/[ ]*highlight[ ]*[>%]\}\})[ ]*$",
    re.MULTILINE,
)
_COLOURED_END = re.compile(r"\{%-?\s*endhighlight\b|\{\{[<%]\s*/\s*highlight\b")
_TABLE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)+\|?\s*$")
_STARTS = re.compile(r"\s*(?:#|>|[-*+][ ]|\d{1,9}[.)][ ]|\||```|~~~|<|\{)")


def in_this_dialect(body: str, first_line: int) -> tuple[str, tuple[int, ...]]:
    """Rewrite a body. Returns it, and the line of the file that each of its lines comes from."""
    made = [*_rewritten([*enumerate(body.split("\n"), first_line)])]
    return "\n".join(text for _, text in made), tuple(number for number, _ in made)


def coloured_as_fenced(body: str, bare: str) -> str:
    """Fence the blocks that a tag colours, line for line. bare: the body, its code blanked out."""

    def fenced_block(match: re.Match[str]) -> str:
        if bare[match.start() : match.start() + 2] != match[0][:2]:
            return match[0]  # it is shown as code already
        fence = block_fence(match["code"])
        return f"{fence}{match['jekyll'] or match['hugo']}\n{match['code']}{fence}"

    return _BLOCK.sub(fenced_block, body)


def tags_as_code(body: str, tag: re.Pattern[str], bare: str) -> str:
    """Show the tags of a generator as code. bare: the body, with its code blanked out."""
    parts, end = [], 0
    for match in tag.finditer(bare):
        text = body[match.start() : match.end()]
        parts += [body[end : match.start()], _span(text)]
        end = match.end()
    return "".join([*parts, body[end:]])


def _span(text: str) -> str:
    """Write a code span that keeps its line ends, where these begin nothing."""
    span = code_span(text)
    lines = text.split("\n")
    if len(lines) == 1 or any(not line.strip() or _STARTS.match(line) for line in lines[1:]):
        return span
    fence = span_fence(text)
    return f"{fence}{' ' if '`' in text else ''}{text}{' ' if '`' in text else ''}{fence}"


def _rewritten(lines: Sequence[Numbered]) -> Iterator[Numbered]:
    number = 0
    levels: list[int] = []  # columns at which the text of open items begins
    before = ""
    while number < len(lines):
        at, line = lines[number]
        block = _code_block(lines, number)
        if block:
            if before.strip():
                yield at, ""
            if line[:1] == " " and levels:  # fences within items are none here
                indent = "    " * (len(levels) + 1)
                yield from ((n, f"{indent}{text}" if text else "") for n, text in block[1][1:-1])
            else:
                yield from block[1]
            number, before = block[0], ""
            if number < len(lines) and lines[number][1].strip():
                yield lines[number - 1][0], ""
            continue
        if not line.strip():
            text = ""
        elif _ITEM.match(line) and not _RULE.match(line):
            text = _item(line, levels)
            if before.strip() and not _ITEM.match(before):
                yield at, ""
        else:
            text = _plain_line(line, levels, before)
        is_table = number + 1 < len(lines) and "|" in line and _TABLE.match(lines[number + 1][1])
        if is_table and before.strip() and "|" not in before:
            yield at, ""
        yield at, text
        before = text
        number += 1


def _code_block(lines: Sequence[Numbered], number: int) -> tuple[int, list[Numbered]] | None:
    """Take a block of code that begins here. Returns what line follows it, and its lines."""
    at, line = lines[number]
    fence = _FENCE.match(line)
    if fence and not ("`" in fence[2] and "`" in fence[4]):
        width, mark = len(fence[1]), fence[2]
        end = number + 1
        while end < len(lines) and not re.match(
            rf"\s*{mark[0]}{{{len(mark)},}}\s*$", lines[end][1]
        ):
            end += 1
        if end == len(lines):
            return None
        inside = [(n, re.sub(rf"^ {{0,{width}}}", "", text)) for n, text in lines[number + 1 : end]]
        return end + 1, [(at, f"{mark}{fence[3]}"), *inside, (lines[end][0], mark)]
    if _COLOURED.search(line):
        end = number
        while end < len(lines) and not _COLOURED_END.search(lines[end][1]):
            end += 1
        if end == len(lines):
            return None
        block = lines[number : end + 1]
        mark = "~" * (
            max((len(run) for _, t in block for run in re.findall("~+", t)), default=2) + 1
        )
        mark = mark if len(mark) > 2 else "~~~"
        return end + 1, [(at, mark), *block, (lines[end][0], mark)]
    return None


def _item(line: str, levels: list[int]) -> str:
    """Write an item of a list at its depth, which the columns of the items above tell."""
    match = _ITEM.match(line)
    if match is None:
        return line
    indent = len(match[1])
    while levels and indent < levels[-1]:
        levels.pop()
    depth = len(levels)
    levels.append(match.end())
    mark = f"{match[2][:-1]}." if match[2][-1] in ".)" else match[2]
    return f"{'    ' * depth}{mark} {_inline(line[match.end() :])}"


def _plain_line(line: str, levels: list[int], before: str) -> str:
    indent = len(line) - len(line.lstrip(" "))
    if not before.strip():  # a paragraph begins: of an item, or behind the list
        while levels and indent < levels[-1]:
            levels.pop()
    if levels:
        return "    " * len(levels) + _inline(line.strip())
    if indent >= 4 and not before.strip():
        return line  # code
    text = _inline(line)
    # Here it would be a heading; there it needs a space.
    return re.sub(r"^(\s{0,3})(#{1,6})(?=[^#\s])", r"\1\\\2", text)


def _inline(text: str) -> str:
    text = re.sub(r"(?<!\\)\\$", "  ", text)
    return _STRUCK.sub(r"<del>\1</del>", text) if "`" not in text else text
