"""Whom a finding in a built file is about: the line of a post or template, or the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from autoblog.model import Post
from autoblog.problems import Place


@dataclass(frozen=True, slots=True)
class Blamed:
    """Where an author or a theme's writer can mend a finding."""

    path: str  # relative to the site's folder
    place: Place
    is_source: bool  # False: the built file itself


class Blame:
    """Finds the line of a source that a built file's address came from."""

    def __init__(
        self,
        posts: Iterable[Post],
        source_of: Mapping[str, str | None],
        templates: Mapping[str, str],
        *,
        read_text: Mapping[str, str],
    ) -> None:
        """source_of: output path -> source path. read_text: texts of sources, by their paths."""
        self._source_of = source_of
        self._templates = templates
        self._texts = read_text
        self._places: dict[str, list[tuple[str, Place]]] = {}
        for post in posts:
            image = [(post.image.source_path, post.image.place)] if post.image else []
            for target, place in (*((r.target, r.place) for r in post.references), *image):
                key = _key(target) if target.startswith("/") else target
                self._places.setdefault(key, []).append((post.source_path, place))

    def of(self, path: str, address: str, to: str, *, line: int, output: str) -> Blamed:
        """Name the line for an address in a built file. output: the output folder, as shown.

        address: its path on the site, without the base path, with its anchor. to: the file there.
        """
        source = self._source_of.get(path)
        anchor = address.partition("#")[2]
        meant = [
            f"{self._source_of.get(to)}{f'#{unquote(anchor)}' if anchor else ''}",
            _key(address),
        ]
        found = [one for key in meant for one in self._places.get(key, ())]
        own = next((one for one in found if one[0] == source), None)
        if own or found:
            where, place = own or found[0]
            return Blamed(where, place, is_source=True)
        words = [address.lstrip("/"), unquote(address).lstrip("/"), address.rpartition("/")[2]]
        if address.endswith("/"):
            words.append(f"{address.rstrip('/').rpartition('/')[2]}/")
        for word in filter(lambda word: len(word) > 3, words):
            if source in self._texts and (at := _place(self._texts[source or ""], word)):
                return Blamed(source or "", at, is_source=True)
        for word in filter(lambda word: len(word) > 3, words[:2]):
            for name, text in sorted(self._templates.items()):
                if at := _place(text, word):
                    return Blamed(f"templates/{name}", at, is_source=True)
        return Blamed(f"{output}/{path}", Place(max(line, 1), 1), is_source=False)


def _key(url: str) -> str:
    """Bring the ways to write a path of the site to one; the anchor stays."""
    path, mark, anchor = url.partition("#")
    plain = quote(unquote(path), safe="/")
    return f"{plain.removesuffix('index.html').rstrip('/') or '/'}{mark}{unquote(anchor)}"


def _place(text: str, word: str) -> Place | None:
    match = re.search(rf"(?<![\w-]){re.escape(word)}(?!\w)", text)
    if match is None:
        return None
    start = match.start()
    return Place(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
