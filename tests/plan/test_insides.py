"""Who looks at the inside of a post, on which no page hangs but its own and the feeds.

`build_outline` relies on it: where only insides changed, it plans no other page.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import autoblog

PACKAGE = Path(autoblog.__file__).parent
INSIDE = {"body", "terms", "warnings", "word_count"}


def looks(path: Path) -> Iterator[tuple[str, str, str]]:
    """Find where a module's functions read an attribute of the inside."""
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and node.attr in INSIDE:
                    yield path.stem, function.name, node.attr


def test_planners_see_a_posts_inside_by_two_functions_only() -> None:
    found = {look for path in (PACKAGE / "plan").rglob("*.py") for look in looks(path)}

    assert found == {("views", "post_view", "word_count"), ("views", "body_use", "body")}


def test_a_site_is_arranged_by_no_inside_but_the_minutes_to_read() -> None:
    found = {
        look
        for name in ("site", "authors", "news")
        for look in looks(PACKAGE / "arrange" / f"{name}.py")
    }

    assert found == {("site", "teaser_of", "word_count")}
