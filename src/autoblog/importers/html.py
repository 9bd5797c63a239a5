"""HTML of exports: made into Markdown, and its blocks of text told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autoblog.importers.lines import Line, Report
from autoblog.problems import FORBIDDEN, AutoblogError, ConfigError

_NEEDS = (
    "HTML is turned into Markdown by a library that is not installed;"
    " run: python3 -m pip install 'autoblog[import]'"
)


class TooTangledError(AutoblogError):
    """HTML nests deeper than can be read."""


def to_markdown(html: str, report: Report) -> str:
    """Turn HTML into Markdown in this site's dialect.

    report: told the line, counted in `html`, of what is left out.
    Raises ConfigError where the library for it is not installed, TooTangledError where elements
    nest too deep.
    """
    try:
        # Only those who import HTML need the library.
        from autoblog.importers.converter import convert
    except ImportError as error:
        raise ConfigError(_NEEDS) from error
    try:
        return convert(FORBIDDEN.sub("", html), report)
    except RecursionError as error:
        raise TooTangledError("the HTML nests too deep") from error


def to_lines(html: str, report: Report, *, split_below: str) -> Sequence[Line]:
    """Cut a saved page into its lines: a paragraph, heading or list of the text each.

    split_below: below a line of these words the items of lists are lines of their own.
    Raises as `to_markdown` does.
    """
    try:
        # Only those who import HTML need the library.
        from autoblog.importers.saved import lines_of_html
    except ImportError as error:
        raise ConfigError(_NEEDS) from error
    try:
        text = FORBIDDEN.sub("", html)
        return list(lines_of_html(text, report, split_below=split_below.casefold()))
    except RecursionError as error:
        raise TooTangledError("the HTML nests too deep") from error


def looks_like_html(text: str) -> bool:
    """Tell a saved page from plain text."""
    return bool(re.match(r"\s*(?:<!doctype\s+html|<html|<head|<body|<!--|<\?xml)", text, re.I))
