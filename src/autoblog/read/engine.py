"""Python-Markdown, made quick without changing what it says.

Its inline processor searches each piece of text for some thirty patterns, one after another. Most
can only match where a certain character stands, so a look for that character spares the search:
10,000 posts of 5 KB asked for 16 million searches. Likewise the HTML preprocessor, a parser of its
own, has nothing to find in a text without `<` and `&`.

All but plain typography is done through Python-Markdown's own registries. A pattern that is not
known here is always searched for, so that an extension loses nothing but speed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# Each begins with its own character, for which `re` then looks; what stands before it comes after.
_APOSTROPHE = re.compile(r"'(?<=[^\W\d_]')(?=[^\W\d_])")
_OPENING = re.compile(r'"(?<![^\s(]")(?=[^\W_])')
_CLOSING = re.compile(r'"(?<=[\w.,;:!?)]")(?=[\s.,;:!?)]|\Z)')
_STAND_IN = re.compile("\2([0-9]+)\3")

NEEDS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
    "em_strong2": ("_",),
    "not_strong": ("*", "_"),
    "smarty-ellipses": ("...",),
    "smarty-en-dashes": ("--",),
    "smarty-em-dashes": ("---",),
    **{f"smarty-quotes-{number}": ("'",) for number in (0, 6, 7, 8, 9, 10)},
    **{f"smarty-quotes-{number}": ('"',) for number in (1, 11, 12, 13, 14)},
    **{f"smarty-quotes-{number}": ("\"'",) for number in (2, 5)},
    **{f"smarty-quotes-{number}": ("'\"",) for number in (3, 4)},
}
"""Pattern -> texts of which one must stand in what it matches."""


def make_engine(extensions: tuple[str, ...]) -> markdown.Markdown:
    """Make a converter whose HTML is that of Python-Markdown, byte for byte."""
    engine = markdown.Markdown(extensions=list(extensions), output_format="html")
    for name in ("inline", "smarty"):
        if name in engine.treeprocessors:
            patterns = getattr(engine.treeprocessors[name], "inlinePatterns")  # noqa: B009 - untyped
            quick = _QuickInlineProcessor(engine, patterns)
            _replace(engine.treeprocessors, name, quick)
    if "html_block" in engine.preprocessors:
        _replace(
            engine.preprocessors,
            "html_block",
            _QuickHtml(engine, engine.preprocessors["html_block"]),
        )
    return engine


def make_educator(engine: markdown.Markdown) -> Callable[[str], str]:
    """Make the function that an engine's typography is, for the text of one node.

    It runs the patterns of the engine's own registry, in its order and with its stand-ins, so that
    a replacement looks to the next pattern just as it does in the engine. Most texts need none of
    them: what is certain is written at once.
    """
    patterns = getattr(engine.treeprocessors["smarty"], "inlinePatterns")  # noqa: B009 - untyped
    names = [item.name for item in sorted(patterns._priority, key=_falling)]
    plan = [(patterns[name].compiled_re, patterns[name], NEEDS[name]) for name in names]

    def educate(text: str) -> str:
        plain = _plain_typography(text)
        if plain is not None:
            return plain
        made: list[str] = []
        for pattern, processor, needs in plan:
            for need in needs:
                if need not in text:
                    continue
                while match := pattern.search(text):
                    new = "".join(
                        match[part] if isinstance(part, int) else part for part in processor.replace
                    )
                    text = f"{text[: match.start()]}\2{len(made)}\3{text[match.end() :]}"
                    made.append(new)
                break
        return _STAND_IN.sub(lambda match: made[int(match[1])], text) if made else text

    return educate


def _plain_typography(text: str) -> str | None:
    """Write apostrophes within words and quotation marks around them; None where there is more."""
    # Behind 's the engine takes a quotation mark for an opening one.
    if "--" in text or "..." in text or "'s\"" in text:
        return None
    plain = _APOSTROPHE.sub("&rsquo;", text)
    if '"' in plain:
        plain = _CLOSING.sub("&rdquo;", _OPENING.sub("&ldquo;", plain))
    return None if "'" in plain or '"' in plain else plain


class _QuickInlineProcessor(InlineProcessor):
    """Searches for a pattern only where a text holds what it needs."""

    def __init__(self, md: markdown.Markdown, patterns: Any) -> None:
        super().__init__(md)
        self.inlinePatterns = patterns
        names = [item.name for item in sorted(patterns._priority, key=_falling)]
        self._plan = [(patterns[name], NEEDS.get(name, ("",))) for name in names]
        every = {need for _, needs in self._plan for need in needs}
        self._any = re.compile("|".join(re.escape(need) for need in sorted(every)))

    # The base class calls this under its private name, and looks for patterns below by another.
    def _InlineProcessor__handleInline(self, data: str, first: int = 0) -> str:  # noqa: N802
        if isinstance(data, AtomicString) or not self._any.search(data):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]  # private
        index, start, plan = first, 0, self._plan
        while index < len(plan):
            pattern, needs = plan[index]
            matched = False
            for need in needs:
                if need in data:
                    data, matched, start = apply(pattern, data, index, start)
                    break
            if not matched:
                index, start = index + 1, 0
        return data


class _QuickHtml(Preprocessor):
    """Leaves texts without HTML alone."""

    def __init__(self, md: markdown.Markdown, slow: Any) -> None:
        super().__init__(md)
        self._slow = slow

    def run(self, lines: list[str]) -> list[str]:
        if any("<" in line or "&" in line for line in lines):
            return list(self._slow.run(lines))
        return lines


def _falling(item: Any) -> float:
    return -float(item.priority)


def _replace(registry: Any, name: str, item: Any) -> None:
    """Put another item in the place of a registered one, at the same priority."""
    priority = next(entry.priority for entry in registry._priority if entry.name == name)
    registry.register(item, name, priority)
