"""Rendered pages as files: written where they are told, checked once more on the way."""

from __future__ import annotations

import json
import os
from pathlib import Path
from xml.parsers import expat

from autoblog.digest import digest_bytes
from autoblog.model import Asset, Output, Page
from autoblog.problems import Problem, TemplateError
from autoblog.render.templates import Renderer
from autoblog.render.theme import FOLDER

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write_page(page: Page, renderer: Renderer, folder: Path) -> Output:
    """Render a page into a file below a folder. Raises TemplateError when it is not well-formed."""
    data = renderer.render(page).encode()
    problem = _malformed(page, data)
    if problem is not None:
        raise TemplateError(f"{page.output_path} is not well-formed", [problem])
    return _write(folder, page.output_path, data)


def write_asset(asset: Asset, data: bytes, folder: Path) -> Output:
    """Write an asset's bytes below a folder."""
    return _write(folder, asset.output_path, data)


def _write(folder: Path, output_path: str, data: bytes) -> Output:
    """Write a file that nobody else writes meanwhile. Paths are texts here: it happens often."""
    path = f"{folder}/{output_path}"
    try:
        descriptor = os.open(path, _NEW, 0o666)
    except FileNotFoundError:
        _make_folder(path.rpartition("/")[0])
        descriptor = os.open(path, _NEW, 0o666)
    with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor, not a path
        stream.write(data)
    return Output(output_path, digest_bytes(data), len(data))


def _make_folder(folder: str) -> None:
    """Make a folder: mostly only the last one is missing, and another worker may make it too."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - a text, which costs a third
    except OSError:
        Path(folder).mkdir(parents=True, exist_ok=True)


def _malformed(page: Page, data: bytes) -> Problem | None:
    """Parse XML and JSON once more: a feed that readers' programs refuse must not go out."""
    path = f"{FOLDER}/{page.template}"
    try:
        if page.output_path.endswith(".xml"):
            expat.ParserCreate().Parse(data, True)
        elif page.output_path.endswith((".json", ".webmanifest")):
            json.loads(data)
    except expat.ExpatError as error:
        return Problem("not-xml", path, f"makes {page.output_path}, which is not XML: {error}")
    except ValueError as error:
        return Problem("not-json", path, f"makes {page.output_path}, which is not JSON: {error}")
    return None
