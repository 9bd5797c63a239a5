"""What tests of checks share: a desk of small literal posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from autoblog.checks.desk import Desk, SourceText
from autoblog.checks.outline import outline_of
from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.digest import Digest
from autoblog.model import Image, Post, Section, Site
from autoblog.read.posts import read_post
from autoblog.report import Show

GOOD = "What this one is about, in a sentence that says enough to choose by."
SETTINGS = ReadingSettings(
    sections=(Section("Knowledge", "knowledge", "", "/knowledge/"),),
    time_zone="Asia/Shanghai",
    raw_html="clean",
    extra_keys=(),
    limits=LimitsConfig(),
)

MakeDesk = Callable[..., Desk]


def source(title: str = "A post", *, more: str = "", body: str = "Text.\n", **keys: str) -> str:
    """Write a post without a finding; `keys` replace front matter."""
    given = {"category": "Knowledge", "date": "2025-06-01", "summary": f"{title}: {GOOD}", **keys}
    lines = "".join(f"{key}: '{value}'\n" for key, value in given.items())
    return f"---\ntitle: '{title}'\n{lines}{more}---\n\n{body}"


@pytest.fixture
def desk(make_site: Callable[..., Site]) -> MakeDesk:
    """Lay sources before a check, `desk({"a": source("A")})`: content/knowledge/a.md."""

    def lay_out(
        texts: Mapping[str, str], *, sizes: Mapping[str, int] | None = None, **more: Any
    ) -> Desk:
        posts: list[Post] = []
        files = {f"content/knowledge/{name}.md": text for name, text in texts.items()}
        for path, text in files.items():
            read = read_post(path, text.encode(), SETTINGS)
            assert read.post is not None, read.problems
            posts.append(read.post)
        site = make_site(*posts, show=Show(), **more)
        pictures = {path: Image(path, Digest(path), path, 1, 1) for path in sizes or {}}
        site = replace(site, images=pictures)
        return Desk(
            site=site,
            posts=tuple(posts),
            unread=(),
            outlines={p: outline_of(SourceText(t), "test.example") for p, t in files.items()},
            text_of=lambda path: SourceText(files[path]),
            size_of=lambda path: (sizes or {}).get(path, 0),
        )

    return lay_out
