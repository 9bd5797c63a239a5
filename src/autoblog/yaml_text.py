"""YAML as text with places: no guessed types, no anchors, no tags, no surprises.

Scalars stay text; the schema that reads them decides their type (`records`). The tree is built
from libyaml's events, so that a depth bomb meets a limit here and not the C stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from autoblog.problems import FORBIDDEN, Place, Problem, Severity, problem_at, shown

MAX_DEPTH = 8
MAX_SYNTAX_PROBLEMS = 20
_CLOSING = {'"': '"', "'": "'", "[": "]", "{": "}"}
# YAML counts these as line ends; no editor does.
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_KEY_AND_VALUE = re.compile(r"(\s*(?:-\s+)?[^\s:#\[\]{},\"'][^:]*):[ \t]+(\S.*)")
# The C parser reads a front matter about eight times faster; some platforms lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value, as written; None where nothing stands."""

    text: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    nodes: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping, in the order of the file; keys are unique."""

    nodes: Mapping[str, Node]
    key_places: Mapping[str, Place]
    place: Place


Node: TypeAlias = Scalar | Items | Keys


def parse_yaml(
    text: str, path: str, *, first_line: int = 1
) -> tuple[Node | None, tuple[Problem, ...]]:
    """Parse one YAML document.

    first_line: the line of the file on which the text begins.
    Returns the tree (None for an empty document, or when a problem leaves none) and the problems.
    After an unquoted colon and its like the line is read as if quoted, so that the problems that
    follow are found in the same run.
    """
    lines = text.split("\n")
    problems: list[Problem] = []
    written = lines
    for _ in range(MAX_SYNTAX_PROBLEMS):
        builder = _Builder(path, written, first_line)
        try:
            node = builder.build(lines)
        except yaml.YAMLError as error:
            problem, mended = _syntax_problem(error, lines, path, first_line)
            if problems and problem.line == problems[-1].line:
                break  # quoting it did not help: what was said first stands
            problems.append(problem)
            if mended is None:
                return None, tuple(problems)
            lines = mended
        else:
            return node, (*problems, *builder.problems)
    return None, tuple(problems)


def quoted(value: str) -> str:
    """Write a text as a YAML scalar that is read back as that text."""
    inner = value.strip()
    for mark in ('"', "'"):
        if len(inner) > 1 and inner[0] == mark and inner[-1] == mark:
            inner = inner[1:-1]
    if '"' in inner and "'" not in inner:
        return f"'{inner}'"
    return '"' + inner.replace("\\", "\\\\").replace('"', '\\"') + '"'


class _Builder:
    """Builds the tree of one document from the parser's events."""

    def __init__(self, path: str, lines: list[str], first_line: int) -> None:
        self.path = path
        self.lines = lines
        self.first_line = first_line
        self.problems: list[Problem] = []

    def build(self, lines: list[str]) -> Node | None:
        events = yaml.parse(_OTHER_LINE_ENDS.sub(" ", "\n".join(lines)), Loader=_LOADER)
        root = next((event for event in events if isinstance(event, yaml.NodeEvent)), None)
        if root is None:
            return None
        node = self.node(root, events, depth=1)
        rest = next((event for event in events if isinstance(event, yaml.NodeEvent)), None)
        if rest is not None:
            place = self.place(rest.start_mark)
            self.report("yaml-document", place, "a second document begins here; expected nothing")
        return node

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        place = self.place(event.start_mark)
        if depth > MAX_DEPTH:
            raise _TooDeepError(place.line - self.first_line)
        if isinstance(event, yaml.AliasEvent):
            self.report("yaml-alias", place, "an alias (*) is not read here; write the value out")
            return Scalar(None, place)
        if getattr(event, "anchor", None):
            self.report("yaml-anchor", place, "an anchor (&) is not read here; remove it")
        if getattr(event, "tag", None):
            tag = str(getattr(event, "tag", ""))
            self.report("yaml-tag", place, f"a tag ({shown(tag, 40)}) is not read here; remove it")
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self.items(events, depth)), place)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(place, events, depth)
        return (
            self.scalar(event, place)
            if isinstance(event, yaml.ScalarEvent)
            else Scalar(None, place)
        )

    def items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.node(event, events, depth + 1)

    def mapping(self, place: Place, events: Iterator[yaml.Event], depth: int) -> Keys:
        nodes: dict[str, Node] = {}
        places: dict[str, Place] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self.node(event, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar) or not key.text:
                self.report("yaml-key", key.place, "a key must be a plain word")
            elif key.text in nodes:
                first = f"first used on line {places[key.text].line}"
                message = f"{shown(key.text)} is given twice"
                self.report("duplicate-key", key.place, message, hint=first)
            else:
                nodes[key.text], places[key.text] = value, key.place
        return Keys(nodes, places, place)

    def scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        control = FORBIDDEN.search(event.value)
        if control:
            what = f"the character {shown(control[0])} cannot stand in a page"
            self.report("control-character", place, what, hint="remove it")
            return Scalar(FORBIDDEN.sub("", event.value), place)
        if event.style:  # None or "" for a plain one
            return Scalar(event.value, place)
        end: Any = event.end_mark
        rest = self.lines[end.line][end.column :] if end.line < len(self.lines) else ""
        # Behind a key without a value, `# none yet` is meant as a comment, `#1 dealer` is not.
        if re.match(r"[ \t]+#" if event.value else r"[ \t]+#\w", rest):
            column = end.column + 2 + len(rest) - len(rest.lstrip())
            place_of_rest = Place(self.first_line + end.line, column - 1)
            self.report(
                "yaml-comment",
                place_of_rest,
                f"{shown(rest.strip())} is read as a comment and left out",
                hint=f"if it belongs to the value, quote it: {quoted(event.value + rest)}",
                severity=Severity.WARNING,
            )
        return Scalar(event.value or None, place)

    def place(self, mark: Any) -> Place:
        return Place(self.first_line + mark.line, mark.column + 1)

    def report(
        self,
        code: str,
        place: Place,
        message: str,
        *,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.problems.append(problem_at(place, code, self.path, message, hint, severity=severity))


class _TooDeepError(yaml.YAMLError):
    """The tree is deeper than the limit; nothing below is looked at."""

    def __init__(self, line: int) -> None:
        super().__init__("too deep")
        self.line = line


def _syntax_problem(
    error: yaml.YAMLError, lines: list[str], path: str, first_line: int
) -> tuple[Problem, list[str] | None]:
    """Say in plain words what the parser met, and mend the lines where their meaning is clear."""
    words = str(getattr(error, "problem", "") or error).splitlines()[0]
    index, column = _error_position(error, lines)
    line = lines[index]

    def problem(code: str, message: str, hint: str = "") -> Problem:
        return Problem(code, path, message, first_line + index, column, hint)

    if isinstance(error, _TooDeepError):
        return problem("yaml-depth", f"nested more than {MAX_DEPTH} levels deep"), None
    if "\t" in line and ("token" in words or "tab" in words):
        column = line.index("\t") + 1
        mended = [text.replace("\t", "  ") for text in lines]
        return problem("yaml-tab", "a tab stands where YAML wants spaces", "use spaces"), mended
    if isinstance(error, yaml.reader.ReaderError):
        char = shown(line[column - 1 : column])
        message = f"the character {char} cannot stand in a page"
        return problem("control-character", message, "remove it"), None
    if "<document start>" in words:
        return problem("yaml-document", "this follows the end of the keys; expected nothing"), None
    opened, met = getattr(error, "context_mark", None), getattr(error, "problem_mark", None)
    if opened is not None and opened.line < len(lines) and met and opened.line != met.line:
        for char in _CLOSING:
            if lines[opened.line][opened.column : opened.column + 1] == char:
                index, column, line = opened.line, opened.column + 1, lines[opened.line]
                hint = f"close it with {_CLOSING[char]} on its line"
                return problem("yaml-unclosed", f"this {char} is never closed", hint), None
    match = _KEY_AND_VALUE.match(line)
    if match and "mapping values" in words and not re.search(r":(\s|$)", match[2]):
        message = "this line is indented unlike the one above"
        return problem("yaml-indent", message, f"write: {line.strip()}"), None
    if match is None or not match[2].isprintable():
        return problem("yaml-syntax", f"this is not YAML: {words}"), None
    pasted = f"{match[1]}: {quoted(match[2])}"
    if "mapping values" in words:
        code, message = "yaml-colon", "a value that holds a colon must be quoted"
    else:
        code, message = "yaml-quotes", f"this value must be quoted ({words})"
    mended = [*lines[:index], pasted, *lines[index + 1 :]]
    return problem(code, message, f"write: {pasted.strip()}"), mended if pasted != line else None


def _error_position(error: yaml.YAMLError, lines: list[str]) -> tuple[int, int]:
    """Find the line (an index) and the column (from 1) that an error of the parser is about."""
    if isinstance(error, _TooDeepError):
        return min(error.line, len(lines) - 1), 1
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return min(mark.line, len(lines) - 1), mark.column + 1
    # A ReaderError (a character that YAML forbids) has no mark.
    for index, line in enumerate(lines):
        control = FORBIDDEN.search(line)
        if control:
            return index, control.start() + 1
    return 0, 1
