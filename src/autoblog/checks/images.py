"""Heavy pictures, and those that nothing shows."""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.checks.desk import Desk, advice
from autoblog.parts import LeadImage, Reference
from autoblog.problems import Problem, Severity
from autoblog.read.sources import IMAGE_SUFFIXES

HEAVY_BYTES = 2_000_000


def check_weight(desk: Desk) -> Iterator[Problem]:
    """Find pictures that take readers long to load."""
    sizes = {path: desk.size_of(path) for path in desk.site.images}
    for post in desk.posts:
        shown: list[Reference | LeadImage] = [one for one in post.references if one.is_image]
        for use in (*shown, *([post.image] if post.image else [])):
            path = use.source_path if isinstance(use, LeadImage) else use.target
            size = sizes.get(path, 0)
            if size > HEAVY_BYTES:
                message = f"{path} has {size / 1e6:.1f} MB; expected {HEAVY_BYTES // 10**6} at most"
                hint = "scale it to the width that it is shown at, or save it as WebP or AVIF"
                yield advice(use.place, "image-heavy", post.source_path, message, hint)


def check_unused(desk: Desk) -> Iterator[Problem]:
    """Find pictures in content/ that no post shows, drafts included."""
    used = {reference.target.partition("#")[0] for _, reference in desk.references()}
    used |= {post.image.source_path for post in desk.posts if post.image}
    for path in sorted({*desk.site.images, *desk.site.downloads} - used):
        if path.lower().endswith(IMAGE_SUFFIXES):
            message = "no post shows this picture, so it is not published"
            yield Problem("unused-image", path, message, hint="show it, or remove the file",
                          severity=Severity.WARNING)  # fmt: skip
