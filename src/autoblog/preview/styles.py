"""Style sheets that were saved, shown before the build that names them is done.

All pages name a style sheet by its content, so that a build writes all of them when it changes.
Until that is done, the server puts the newest addresses into the pages that it sends.
"""

from __future__ import annotations

import codecs
import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from autoblog.build_site import Survey
from autoblog.digest import digest_bytes
from autoblog.model import StaticFile
from autoblog.plan.assets import STATIC, plan_static, static_urls
from autoblog.preview.files import STYLE_SUFFIX
from autoblog.preview.reload import Hub, State
from autoblog.read.sources import read_bytes


class Styles:
    """The style sheets as they were saved last. Its methods may be called from any thread."""

    def __init__(self, root: Path) -> None:
        """root: the site's folder."""
        self._root = root
        self._lock = threading.Lock()
        self._saved: Mapping[str, StaticFile] = {}  # since a build last began to look
        self._known: dict[str, set[str]] = {}  # path -> all URL paths that pages may still name

    def hand_out(self, hub: Hub) -> None:
        """Show the style sheets as their files are now. A build must follow, which names them."""
        with self._lock:
            state = hub.state
            if state.insight is None or not state.has_pages:
                return
            saved = _read(self._root, state.insight.survey.site.static_files)
            if saved is None:
                return
            self._saved = saved
            dressed = self._dressed(state, state.insight.survey)
            if (dressed.swaps, dressed.sheets) != (state.swaps, state.sheets):
                hub.publish(replace(dressed, is_building=True))

    def begin(self) -> None:
        """Heed that a build looks at the files from now on: it sees what was saved until now."""
        with self._lock:
            self._saved = {}

    def hear(self, hub: Hub, seen: Survey, early: Mapping[str, bytes]) -> None:
        """Show what a build is about to write: some pages, and the style sheets."""
        with self._lock:
            state = replace(hub.state, early=early, is_building=True)
            hub.publish(self._dressed(state, seen))

    def end(self, hub: Hub, state: State) -> None:
        """Show what a build has written, unless it is shown; in newer style sheets if there are."""
        assert state.insight is not None
        with self._lock:
            self._known = {}
            dressed = self._dressed(state, state.insight.survey)
            dressed = replace(dressed, early={}, is_building=bool(dressed.swaps))
            if dressed != hub.state:
                hub.publish(dressed)

    def stop(self, hub: Hub, state: State) -> None:
        """Show a state without new pages, in the style sheets that are shown now."""
        with self._lock:
            now = hub.state
            kept = replace(
                state, number=now.number, swaps=now.swaps, sheets=now.sheets, advice=now.advice
            )
            if kept != now:
                hub.publish(kept)

    def _dressed(self, state: State, seen: Survey) -> State:
        """Put the newest style sheets into a state. seen: what else is, or will be, shown."""
        assert state.insight is not None
        shown = _style_urls(state.insight.survey.theme.static_urls)
        files = tuple(self._saved.get(file.path, file) for file in seen.site.static_files)
        newest = _style_urls(static_urls(files))
        for urls in (shown, _style_urls(seen.theme.static_urls), newest):
            for path, url in urls.items():
                self._known.setdefault(path, set()).add(url)
        base = state.base_path.rstrip("/")
        swaps = {
            base + old: base + newest[path]
            for path, olds in sorted(self._known.items())
            for old in sorted(olds)
            if path in newest and old != newest[path]
        }
        new = [path for path, url in newest.items() if shown.get(path) != url]
        return replace(state, swaps=swaps, sheets=_contents(seen, files, new))


def _read(root: Path, files: Iterable[StaticFile]) -> Mapping[str, StaticFile] | None:
    """Read style sheets anew: path -> as it is now. None where the build will say why not."""
    found = {}
    for file in files:
        if file.css is not None:
            try:
                data = read_bytes(root, f"{STATIC}/{file.path}")
                css = data.decode("utf-8-sig")
            except (OSError, UnicodeDecodeError):
                return None
            found[file.path] = replace(file, digest=digest_bytes(data), css=css)
    return found


def _style_urls(urls: Mapping[str, str]) -> Mapping[str, str]:
    return {path: url for path, url in urls.items() if path.endswith(STYLE_SUFFIX)}


def _contents(
    seen: Survey, files: tuple[StaticFile, ...], paths: Iterable[str]
) -> Mapping[str, bytes]:
    """Give some style sheets as they will be written: output path -> bytes."""
    wanted = {f"{STATIC}/{path}": path for path in paths}
    if not wanted:
        return {}
    by_path = {file.path: file for file in files}
    return {
        item.output_path: _bytes_of(by_path[wanted[item.source_path]])
        if item.data is None
        else item.data
        for item in plan_static(replace(seen.site, static_files=files))
        if item.source_path in wanted
    }


def _bytes_of(file: StaticFile) -> bytes:
    """Give a file from its text: what is read twice may be two contents under one name."""
    data = (file.css or "").encode()
    return data if digest_bytes(data) == file.digest else codecs.BOM_UTF8 + data
