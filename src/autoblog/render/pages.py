"""Rendered pages as files: written where they are told, checked once more on the way."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from autoblog.digest import digest_bytes
from autoblog.model import Asset, Output, Page
from autoblog.problems import Problem, TemplateError
from autoblog.render.templates import Renderer
from autoblog.render.theme import FOLDER

_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Old:
    """The file of a page of which nothing but the aside changed since."""

    folder: Path  # of all outputs
    output: Output

    def around_aside(self) -> tuple[bytes, bytes] | None:
        """Read what stands before and behind its aside; None where it is not what was written."""
        try:
            data = _read(self.folder, self.output.path)
        except OSError:
            return None
        if self.output.aside is None or digest_bytes(data) != self.output.digest:
            return None
        start, size = self.output.aside
        return data[:start], data[start + size :]


def write_page(page: Page, renderer: Renderer, folder: Path, old: Old | None = None) -> Output:
    """Render a page into a file below a folder. Raises TemplateError when it is not well-formed.

    old: its file, where all that stands around its aside may be taken from there.
    """
    around = old.around_aside() if old is not None else None
    if around is None:
        before, aside, after = renderer.render_parts(page)
    else:
        (before, after), aside = around, renderer.render_aside(page)
    data = b"".join((before, aside, after))
    problem = _malformed(page, data)
    if problem is not None:
        raise TemplateError(f"{page.output_path} is not well-formed", [problem])
    place = (len(before), len(aside)) if aside else None
    return _write(folder, page.output_path, data, place)


def write_asset(asset: Asset, data: bytes, folder: Path) -> Output:
    """Write an asset's bytes below a folder."""
    return _write(folder, asset.output_path, data)


def _write(
    folder: Path, output_path: str, data: bytes, aside: tuple[int, int] | None = None
) -> Output:
    """Write a file that nobody else writes meanwhile. Paths are texts here: it happens often."""
    path = f"{folder}/{output_path}"
    _make_folder(path.rpartition("/")[0])
    descriptor = os.open(path, _NEW, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)
    return Output(output_path, digest_bytes(data), len(data), aside)


def _read(folder: Path, output_path: str) -> bytes:
    """Read a file. Paths are texts here as well."""
    with open(f"{folder}/{output_path}", "rb", buffering=0) as stream:  # noqa: PTH123
        return stream.readall()


def _make_folder(folder: str) -> None:
    """Make a folder: most pages have one of their own, in one that is there."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - a text, which costs a third
    except FileExistsError:
        pass
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
