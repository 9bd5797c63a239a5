"""Where links, pictures and anchors of posts lead: every one that leads nowhere is a problem."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from autoblog.model import Planned, Post, Site, Unread
from autoblog.parts import LeadImage, Reference
from autoblog.problems import Problem, Severity, nearest, problem_at, shown

Source = Post | Unread
"""What has references."""


def find_broken_links(
    site: Site,
    planned: Sequence[Planned],
    posts: Sequence[Post],
    unread: Sequence[Unread] = (),
) -> tuple[Problem, ...]:
    """Check each reference of each post, those that are held back included.

    A scheduled post must not break the build on the day that it falls due.
    unread: sources without a post; their links are judged too, so that one run tells all.
    """
    judge = _Judge(site, planned, posts, {source.slug for source in unread})
    everything: tuple[Source, ...] = (*posts, *unread)
    return tuple(problem for post in everything for problem in judge.problems_of(post))


class _Judge:
    """What exists, looked up once for all references."""

    def __init__(
        self,
        site: Site,
        planned: Sequence[Planned],
        posts: Sequence[Post],
        unread_slugs: set[str],
    ) -> None:
        self.site = site
        self.unread_slugs = unread_slugs
        self.posts = {post.source_path: post for post in posts}
        self.by_permalink = {post.permalink: post for post in posts}
        self.held_back = {held.source_path: held.status for held in site.held_back}
        self.files = {item.output_path for item in planned}

    def problems_of(self, post: Source) -> Iterator[Problem]:
        if isinstance(post, Post) and post.image and not self.has_file(post.image.source_path):
            yield self.missing_image(post, post.image.source_path, post.image)
        for reference in post.references:
            path, _, anchor = reference.target.partition("#")
            if reference.is_image and not path.startswith("/"):
                if not self.has_file(path):
                    yield self.missing_image(post, path, reference)
            elif path.startswith("/"):
                yield from self.problems_of_url(post, reference, path, anchor)
            else:
                yield from self.problems_of_file(post, reference, path, anchor)

    def problems_of_file(
        self, post: Source, reference: Reference, path: str, anchor: str
    ) -> Iterator[Problem]:
        target = self.posts.get(path)
        if target is not None:
            yield from self.problems_of_target(post, reference, target, anchor)
        elif path not in self.site.downloads and path not in self.site.images:
            known = (*self.posts, *self.site.images, *self.site.downloads)
            hint = _near_file(path, known, post.source_path) or "mend the link"
            message = f"there is no file {shown(path)}"
            yield problem_at(reference.place, "broken-link", post.source_path, message, hint)

    def problems_of_url(
        self, post: Source, reference: Reference, path: str, anchor: str
    ) -> Iterator[Problem]:
        target = self.by_permalink.get(path)
        if target is not None:
            yield from self.problems_of_target(post, reference, target, anchor)
            return
        file = unquote(path.partition("?")[0]).lstrip("/")
        if file in self.files or f"{file.rstrip('/')}/index.html".lstrip("/") in self.files:
            return
        if file.rstrip("/").rpartition("/")[2] in self.unread_slugs:
            return  # that post has problems of its own, which are told
        near = nearest(path, self.by_permalink)
        hint = f'did you mean "{near}"?' if near else "mend the link"
        message = f"this site has no page {shown(path)}"
        yield problem_at(reference.place, "broken-link", post.source_path, message, hint)

    def problems_of_target(
        self, post: Source, reference: Reference, target: Post, anchor: str
    ) -> Iterator[Problem]:
        if anchor and anchor not in target.anchors:
            near = nearest(anchor, target.anchors)
            hint = f'did you mean "#{near}"?' if near else "mend the link, or add the heading"
            message = f"{target.source_path} has no anchor {shown(anchor)}"
            yield problem_at(reference.place, "unknown-anchor", post.source_path, message, hint)
        status = self.held_back.get(target.source_path)
        if status and post.source_path not in self.held_back:
            message = f"{target.source_path} is not published ({status}); the link is left out"
            yield problem_at(
                reference.place,
                "link-held-back",
                post.source_path,
                message,
                "it appears by itself when that post does",
                severity=Severity.WARNING,
            )

    def has_file(self, path: str) -> bool:
        """Tell whether a picture is there; of one that cannot be shown, reading told."""
        return path in self.site.images or path in self.site.downloads

    def missing_image(self, post: Source, path: str, reference: Reference | LeadImage) -> Problem:
        known = (*self.site.images, *self.site.downloads)
        hint = _near_file(path, known, post.source_path) or "add the file"
        message = f"there is no picture {shown(path)}"
        return problem_at(reference.place, "missing-image", post.source_path, message, hint)


def _near_file(path: str, known: Iterable[str], source_path: str) -> str | None:
    """Ask for the file that was most likely meant, as a link from the source names it.

    known: of these, files of the same kind count. Names are compared without folder, date and
    suffix, which unlike names may share.
    """
    suffix = posixpath.splitext(path)[1]
    by_name = {_bare_name(other): other for other in sorted(known) if other.endswith(suffix)}
    near = nearest(_bare_name(path), by_name)
    if not near:
        return None
    link = posixpath.relpath(by_name[near], posixpath.dirname(source_path))
    return f'did you mean "{link}"?'


def _bare_name(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0].lstrip("0123456789-")
