"""The pages of docs/ that commands read from: a wheel carries them inside the package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path

_SECTION = re.compile(r"^### ([a-z]+(?:-[a-z0-9]+)*)\n(.*?)(?=^##|\Z)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def read_page(name: str) -> str:
    """Read a page of the documentation, "authoring.md" for example."""
    inside = Path(str(resources.files("autoblog"))) / name
    # In a checkout it stands in the folder of the documentation.
    file = inside if inside.is_file() else inside.parents[2] / "docs" / name
    return file.read_text("utf-8")


def explanations(page: str) -> Mapping[str, str]:
    """Read docs/problems.md: each code -> its paragraphs, as plain text with long lines.

    page: the text of that page.
    """
    return {match[1]: _plain(match[2]) for match in _SECTION.finditer(page)}


def _plain(markdown: str) -> str:
    paragraphs = re.split(r"\n\s*\n", _LINK.sub(r"\1", markdown).strip())
    return "\n\n".join(
        text if text.startswith("    ") else " ".join(text.replace("**", "").split())
        for text in paragraphs
    )
