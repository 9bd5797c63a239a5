"""The texts of a site's templates, and what they stand on; `templates` makes pages of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autoblog.digest import Digest
from autoblog.problems import Problem, TemplateError, not_utf_8

FOLDER = "templates"


@dataclass(frozen=True, slots=True)
class Closure:
    """All that a template stands on besides its context."""

    digest: Digest  # of its own text and of all templates it includes, imports or extends
    static_files: tuple[str, ...]  # named to the filter `asset`


def read_templates(root: Path) -> Mapping[str, str]:
    """Read all templates of a site: name relative to `templates/`, with "/" -> text.

    Raises TemplateError when one is not UTF-8.
    """
    folder = root / FOLDER
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            try:
                texts[name] = path.read_text("utf-8")
            except UnicodeDecodeError as error:
                problems.append(not_utf_8(f"{FOLDER}/{name}", error))
    if problems:
        raise TemplateError("templates cannot be read", problems)
    return texts
