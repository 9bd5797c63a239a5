"""A built site, judged as a whole: what is there, where it leads, and what must not be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from autoblog.build_search import FOLDER
from autoblog.build_site import Survey
from autoblog.checks.audit_blame import Blame
from autoblog.checks.audit_leaks import HeldPost, audit_leaks, audit_pictures
from autoblog.checks.audit_links import audit_links
from autoblog.checks.audit_tree import Tree
from autoblog.config import Config
from autoblog.layout import SETTINGS_FILE
from autoblog.model import Post
from autoblog.problems import Problem, in_order
from autoblog.read.plain import plain_text
from autoblog.read.posts import read_post
from autoblog.read.sources import IMAGE_SUFFIXES, read_bytes
from autoblog.render.output import owned_files


def audit(root: Path, output: Path, config: Config, seen: Survey) -> tuple[Problem, ...]:
    """Judge the site in an output folder against what the sources say now.

    seen: the site as it would be built now. Problems of sources are at their line, all others at
    the built file.
    """
    tree = Tree(output, config.base_url)
    name = _shown(output, root)
    texts = _Texts(root)
    sources = {item.output_path: item.source_path for item in seen.planned}
    blame = Blame(seen.posts, sources, seen.theme.texts, read_text=texts)
    held = _held(root, config, seen)
    return in_order(
        [
            *tree.problems,
            *_files(tree, seen, owned_files(output), name),
            *audit_links(tree, blame, name),
            *audit_leaks(
                tree,
                held,
                public=frozenset(line.url for line in seen.site.ledger),
                excused=lambda: _said(root, config, seen, texts),
                output=name,
            ),
            *_pictures(root, tree, seen, held, name),
        ]
    )


class _Texts(dict[str, str]):
    """Texts of sources by path, each read when it is asked for."""

    def __init__(self, root: Path) -> None:
        super().__init__()
        self._root = root

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self[path] != ""

    def __missing__(self, path: str) -> str:
        try:
            self[path] = read_bytes(self._root, path).decode("utf-8-sig", "replace")
        except OSError:
            self[path] = ""
        return self[path]


def _files(tree: Tree, seen: Survey, owned: frozenset[str], name: str) -> Iterator[Problem]:
    """Compare the files that are there with those that a build would make."""
    planned = {item.output_path: item.source_path for item in seen.planned}
    for path in sorted(planned.keys() - tree.paths):
        if any(part.startswith(".") and part != ".well-known" for part in path.split("/")):
            continue  # hidden, which no audit looks into
        message = "the file is not there, but a build would make it"
        yield Problem("audit-missing", f"{name}/{path}", message, hint="build again")
    for path in sorted((owned & tree.paths) - planned.keys()):
        if path.startswith(f"{FOLDER}/"):
            continue  # the search index, whose files a survey does not make
        message = "a build made the file, and would not make it now"
        yield Problem("audit-left", f"{name}/{path}", message, hint="build again")


def _held(root: Path, config: Config, seen: Survey) -> tuple[HeldPost, ...]:
    """Read the posts that are held back, for their words."""
    by_path = {post.source_path: post for post in seen.posts}
    return tuple(
        HeldPost(by_path[one.source_path], one.status, _body_text(root, config, one.source_path))
        for one in seen.site.held_back
        if one.source_path in by_path
    )


def _body_text(root: Path, config: Config, path: str) -> str:
    try:
        read = read_post(path, read_bytes(root, path), config.reading)
    except OSError:
        return ""
    return plain_text(read.body.html) if read.body else ""


def _said(root: Path, config: Config, seen: Survey, texts: Mapping[str, str]) -> str:
    """Gather all that may stand in a built site: what shown posts, settings and theme say."""
    shown_posts = (*seen.site.posts, *seen.site.pages)
    parts = [texts[SETTINGS_FILE], *seen.theme.texts.values()]
    for post in shown_posts:
        parts += [texts[post.source_path], post.title, post.summary, post.permalink]
        parts.append(_body_text(root, config, post.source_path))
    return " ".join(" \n ".join(parts).split())


def _pictures(
    root: Path, tree: Tree, seen: Survey, held: tuple[HeldPost, ...], name: str
) -> Iterator[Problem]:
    used = set(_pictures_of((*seen.site.posts, *seen.site.pages)))
    held_by = {
        path: one.post.source_path
        for one in held
        for path in _pictures_of((one.post,))
        if path not in used
    }
    pictures = {}
    for path in held_by:
        try:
            pictures[path] = read_bytes(root, path)
        except OSError:
            continue
    yield from audit_pictures(tree, pictures, held_by, name)


def _pictures_of(posts: tuple[Post, ...]) -> Iterator[str]:
    for post in posts:
        if post.image:
            yield post.image.source_path
        for reference in post.references:
            path = reference.target.partition("#")[0]
            if path.lower().endswith(IMAGE_SUFFIXES) or not path.endswith((".md", "/")):
                yield path


def _shown(output: Path, root: Path) -> str:
    """Name the output folder as seen from the site's."""
    try:
        return output.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return output.as_posix()
