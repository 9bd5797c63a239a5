"""What the preview answers: a path and a state in, a status and bytes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from autoblog.digest import digest_bytes
from autoblog.preview.bar import DESK, bar
from autoblog.preview.desk import desk, missing_page, stopped_page
from autoblog.preview.files import (
    TYPES,
    Found,
    file_of,
    find,
    injected,
    is_folder,
    mark_of,
    restyled,
)
from autoblog.preview.findings import overlay
from autoblog.preview.reload import State

HTML = TYPES[".html"]
NAMED_BY_CONTENT = ("assets/", "images/")
"""Folders of the output whose files have their content's digest in their names."""
NOT_FOUND = "404.html"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent."""

    status: int
    data: bytes
    media_type: str
    location: str = ""  # where a redirect leads
    is_immutable: bool = False  # browsers may keep it

    @property
    def etag(self) -> str:
        """Tell two answers at one address apart."""
        return f'"{digest_bytes(self.data)}"'


def answer(state: State, folder: Path, path: str) -> Answer:
    """Answer for a path, decoded, that starts with "/". folder: the output folder."""
    status, found = _look(state, folder, path)
    if found is None:
        return Answer(status, b"", HTML, quote(state.base_path if status == 307 else f"{path}/"))
    if not found.is_page:
        return Answer(status, found.data, found.media_type, "", _is_named_by_content(found))
    return Answer(status, injected(found.data, mark_of(found.data)), HTML)


def message(state: State, folder: Path, path: str, *, source_path: str | None) -> dict[str, object]:
    """Tell an open page what became of it.

    source_path: whose page it was when it was loaded; a post may move to another address.
    """
    status, found = _look(state, folder, path)
    mark = mark_of(found.data) if found is not None else None
    permalink = state.insight.permalink_of(source_path) if state.insight and source_path else None
    new = state.base_path.rstrip("/") + permalink if permalink else path
    return {
        "page": mark.page if mark else "",
        "rest": mark.rest if mark else "",
        "styles": mark.styles if mark else (),
        "overlay": "" if path == DESK or status == 503 else overlay(state),
        "goto": quote(new) if new != path else "",
        "building": state.is_building,
        "bar": state.number,
    }


def is_left_behind(state: State, folder: Path, path: str) -> bool:
    """Tell whether the folder is newer than the state: the next one knows where a post went."""
    is_gone = _look(state, folder, path)[0] == 404
    return is_gone and state.is_building and source_at(state, path) is not None


def source_at(state: State, path: str) -> str | None:
    """Tell whose page stands at a path."""
    below = _below(state, path)
    post = state.insight.post_at(f"/{below}") if state.insight and below is not None else None
    return post.source_path if post else None


def bar_at(state: State, path: str) -> bytes:
    """Write the bar of the page at a path."""
    below = _below(state, path)
    return bar(state, f"/{below or ''}").encode()


def _look(state: State, folder: Path, path: str) -> tuple[int, Found | None]:
    """Find the status and the bytes as built, or to be built; no bytes where a redirect is due."""
    status, found = _stored(state, folder, path)
    if found is not None and found.is_page and state.swaps:
        found = Found(found.path, restyled(found.data, state.swaps))
    return status, found


def _stored(state: State, folder: Path, path: str) -> tuple[int, Found | None]:
    if path == DESK:
        return 200, Found("desk.html", desk(state))
    below = _below(state, path)
    for early in (state.early, state.sheets):
        if below is not None and (name := file_of(below)) in early:
            return 200, Found(name, early[name])
    found = find(folder, below) if below is not None else None
    if found is not None:
        return 200, found
    if below is not None and "//" not in path and is_folder(folder, below):
        return 308, None
    if path in ("/", state.base_path.rstrip("/")) and path != state.base_path:
        return 307, None
    if find(folder, "") is None:
        return 503, Found("stopped.html", stopped_page(state))
    missing = find(folder, NOT_FOUND)
    return 404, missing or Found("missing.html", missing_page(state, path))


def _below(state: State, path: str) -> str | None:
    """Cut the site's base path off; None for what lies elsewhere."""
    return path.removeprefix(state.base_path) if path.startswith(state.base_path) else None


def _is_named_by_content(found: Found) -> bool:
    return found.path.startswith(NAMED_BY_CONTENT)
