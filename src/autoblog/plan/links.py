"""Where links, pictures and anchors of posts lead: every one that leads nowhere is a problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from autoblog.model import LeadImage, Post, Reference, Site
from autoblog.plan.site import Planned
from autoblog.problems import Problem, Severity, nearest, problem_at, shown


def find_broken_links(
    site: Site, planned: Sequence[Planned], posts: Sequence[Post]
) -> tuple[Problem, ...]:
    """Check each reference of each post, those that are held back included.

    A scheduled post must not break the build on the day that it falls due.
    """
    judge = _Judge(site, planned, posts)
    return tuple(problem for post in posts for problem in judge.problems_of(post))


class _Judge:
    """What exists, looked up once for all references."""

    def __init__(self, site: Site, planned: Sequence[Planned], posts: Sequence[Post]) -> None:
        self.site = site
        self.posts = {post.source_path: post for post in posts}
        self.by_permalink = {post.permalink: post for post in posts}
        self.held_back = {held.source_path: held.status for held in site.held_back}
        self.files = {item.output_path for item in planned}

    def problems_of(self, post: Post) -> Iterator[Problem]:
        if post.image and post.image.source_path not in self.site.images:
            yield self.missing_image(post, post.image.source_path, post.image)
        for reference in post.references:
            path, _, anchor = reference.target.partition("#")
            if reference.is_image and not path.startswith("/"):
                if path not in self.site.images:
                    yield self.missing_image(post, path, reference)
            elif path.startswith("/"):
                yield from self.problems_of_url(post, reference, path, anchor)
            else:
                yield from self.problems_of_file(post, reference, path, anchor)

    def problems_of_file(
        self, post: Post, reference: Reference, path: str, anchor: str
    ) -> Iterator[Problem]:
        target = self.posts.get(path)
        if target is not None:
            yield from self.problems_of_target(post, reference, target, anchor)
        elif path not in self.site.downloads and path not in self.site.images:
            known = (*self.posts, *self.site.images, *self.site.downloads)
            near = nearest(path, known)
            hint = f'did you mean "{near.removeprefix("content/")}"?' if near else "mend the link"
            message = f"there is no file {shown(path)}"
            yield problem_at(reference.place, "broken-link", post.source_path, message, hint)

    def problems_of_url(
        self, post: Post, reference: Reference, path: str, anchor: str
    ) -> Iterator[Problem]:
        target = self.by_permalink.get(path)
        if target is not None:
            yield from self.problems_of_target(post, reference, target, anchor)
            return
        file = unquote(path.partition("?")[0]).lstrip("/")
        if file in self.files or f"{file.rstrip('/')}/index.html".lstrip("/") in self.files:
            return
        near = nearest(path, self.by_permalink)
        hint = f'did you mean "{near}"?' if near else "mend the link"
        message = f"this site has no page {shown(path)}"
        yield problem_at(reference.place, "broken-link", post.source_path, message, hint)

    def problems_of_target(
        self, post: Post, reference: Reference, target: Post, anchor: str
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

    def missing_image(self, post: Post, path: str, reference: Reference | LeadImage) -> Problem:
        near = nearest(path, self.site.images)
        hint = f'did you mean "{near.removeprefix("content/")}"?' if near else "add the file"
        message = f"there is no picture {shown(path)}"
        return problem_at(reference.place, "missing-image", post.source_path, message, hint)
