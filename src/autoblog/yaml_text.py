"""YAML as text with places: no guessed types, no anchors, no tags, no surprises.

Scalars stay text; the schema that reads them decides their type (`records`). The tree is built
from libyaml's events, so that a depth bomb meets a limit here and not the C stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from autoblog.problems import (
    FORBIDDEN,
    Edit,
    Place,
    Problem,
    Severity,
    find_forbidden,
    problem_at,
    shown,
)
from autoblog.yaml_faults import Fault, fault_of, quoted
from autoblog.yaml_nodes import Items, Keys, Node, Scalar

MAX_DEPTH = 8
MAX_SYNTAX_PROBLEMS = 20
SURELY_MENDED = ("yaml-colon", "yaml-quotes", "yaml-tab", "yaml-key")
"""What has one right answer; where a quotation mark shall be closed, for example, has not."""
# YAML counts these as line ends; no editor does.
_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")
# The C parser reads a front matter about eight times faster; some platforms lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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
            fault = _too_deep(error) or fault_of(error, lines)
            place = Place(first_line + fault.index, fault.column)
            if problems and place.line == problems[-1].line:
                break  # mending it did not help: what was said first stands
            fix = None
            if (
                fault.mended is not None
                and fault.code in SURELY_MENDED
                and lines[fault.index] == written[fault.index]
            ):
                fix = Edit(place.line, 0, len(lines[fault.index]), fault.mended)
            problems.append(problem_at(place, fault.code, path, fault.message, fault.hint, fix=fix))
            if fault.mended is None:
                return None, tuple(problems)
            lines = [*lines[: fault.index], fault.mended, *lines[fault.index + 1 :]]
        else:
            return node, (*problems, *builder.problems)
    return None, tuple(problems)


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
        rest = next((e for e in events if isinstance(e, yaml.DocumentStartEvent)), None)
        if rest is not None:
            place = self.place(rest.start_mark)
            self.report("yaml-document", place, "a second document begins here; expected nothing")
        return node

    def node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        place = self.place(event.start_mark)
        if depth > MAX_DEPTH:
            raise _TooDeepError(event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            name = f"*{event.anchor}"
            hint = f"write the value out; if it is text, quote it: {quoted(name)}"
            self.report("yaml-alias", place, "an alias (*) is not read here", hint=hint)
            return Scalar(name, place)
        self.judge_marks(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self.items(events, depth)), place)
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(place, events, depth)
        return (
            self.scalar(event, place)
            if isinstance(event, yaml.ScalarEvent)
            else Scalar(None, place)
        )

    def judge_marks(self, event: yaml.Event, place: Place) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        hint = "remove it"
        if isinstance(event, yaml.ScalarEvent) and place.line - self.first_line < len(self.lines):
            text = self.lines[place.line - self.first_line][place.column - 1 :]
            hint = f"remove it; if it is text, quote it: {quoted(text)}"
        if anchor:
            self.report("yaml-anchor", place, "an anchor (&) is not read here", hint=hint)
        if tag:
            name = shown(tag.replace("tag:yaml.org,2002:", "!!"), 40)
            self.report("yaml-tag", place, f"a tag ({name}) is not read here", hint=hint)

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
        control = find_forbidden(event.value)
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

    def __init__(self, mark: Any) -> None:
        super().__init__("too deep")
        self.problem_mark = mark


def _too_deep(error: yaml.YAMLError) -> Fault | None:
    if not isinstance(error, _TooDeepError):
        return None
    mark, message = error.problem_mark, f"nested more than {MAX_DEPTH} levels deep"
    return Fault(mark.line, mark.column + 1, "yaml-depth", message, "make it flatter")
