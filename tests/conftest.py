"""What tests share: whole sites on the disk, from small literal texts; and sites as values."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from autoblog.arrange.related import relate
from autoblog.arrange.site import Material, arrange
from autoblog.config import ArrangeSettings
from autoblog.digest import digest
from autoblog.model import PlanSettings, Post, Section, Site, SiteInfo
from autoblog.problems import Place, Problem
from autoblog.report import Show

REPOSITORY = Path(__file__).parents[1]
ZONE = timezone(timedelta(hours=8))

SITE_YAML = """\
title: Test Journal
base_url: https://test.example/
time_zone: Asia/Shanghai
cards: {enabled: false}
sections:
  - {name: Knowledge, slug: knowledge}
  - {name: Company Blog, slug: company-blog}
  - {name: Industry Blog, slug: industry-blog}
search: {enabled: false}
"""

WriteSite = Callable[[Mapping[str, str | bytes]], Path]


# How long an example takes says something about the machine, nothing about the code. The suite's
# examples are the same each time, so that a red run tells of the change; campaigns look for others.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("glance", deadline=None, derandomize=True, max_examples=20)
hypothesis.settings.register_profile("campaign", deadline=None, max_examples=1000)
hypothesis.settings.load_profile("same")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let long campaigns be asked for."""
    parser.addoption("--faults", default="few", help="all: each case of tests/faults/")
    parser.addoption("--mistakes", default="110", help="seeded mistakes that a check must find")
    parser.addoption("--edits", default="240", help="random edits of the theorem's campaign")
    parser.addoption("--saves", default="25", help="random saves under a running preview")
    parser.addoption("--azurite", help="Azure's emulator: see test_azure.py")
    parser.addoption("--commonmark-spec", help="CommonMark's examples: see test_commonmark.py")


def post_text(
    title: str = "A post",
    *,
    category: str = "Knowledge",
    date: str = "2025-06-01",
    body: str = "Text.\n",
    more: str = "",
) -> str:
    """Write a post that has no problems; `more`: further lines of front matter."""
    return (
        f'---\ntitle: "{title}"\ncategory: {category}\ndate: {date}\n'
        f'summary: "What {title} is about."\n{more}---\n\n{body}'
    )


def site_written(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a whole site, or more files into it: the real theme, plain settings, those given."""
    if not root.exists():
        root.mkdir()
        for name in ("templates", "static"):
            shutil.copytree(REPOSITORY / name, root / name)
        (root / "content").mkdir()
        (root / "site.yaml").write_text(SITE_YAML, "utf-8")
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


@pytest.fixture
def post() -> Callable[..., str]:
    """Give tests the text of a good post, `post(title, category=…, date=…, body=…, more=…)`."""
    return post_text


@pytest.fixture
def write_site(tmp_path: Path) -> WriteSite:
    """Write a whole site below tmp_path: the real theme, plain settings, and the files given.

    Returns the site's folder, tmp_path / "site".
    """

    return lambda files: site_written(tmp_path / "site", files)


def example_post(path: str = "knowledge/a", *, date: str = "2025-06-01", **fields: Any) -> Post:
    """Make a post; `pages/…` is a standalone page. `fields`: those of a Post that matter."""
    section, _, slug = path.rpartition("/")
    is_listed = section != "pages"
    post = Post(
        source_path=f"content/{path}.md",
        section=section if is_listed else "",
        slug=slug,
        permalink=f"/{path}/" if is_listed else f"/{slug}/",
        title=slug.title(),
        title_place=Place(2, 8),
        summary=f"About {slug}.",
        published_at=datetime.fromisoformat(date).replace(tzinfo=ZONE),
        updated_at=None,
        expires_at=None,
        keywords=(),
        author=None,
        image=None,
        aliases=(),
        pins=(),
        is_draft=False,
        is_listed=is_listed,
        has_noindex=False,
        extra={},
        word_count=230,
        anchors=(),
        references=(),
        terms="",
        body=digest(path),
        warnings=(),
    )
    return replace(post, **fields)


def arrange_posts(
    *posts: Post, now: str = "2026-01-01", **more: Any
) -> tuple[Site, tuple[Problem, ...]]:
    """Arrange posts into a site; `more`: settings and material by their own names."""
    sections = tuple(
        Section(name, slug, "", f"/{slug}/")
        for name, slug in (
            ("Knowledge", "knowledge"), ("Company Blog", "company-blog"),
            ("Industry Blog", "industry-blog"),
        )
    )  # fmt: skip
    info = SiteInfo(
        title="Journal", tagline="", summary="", base_url="https://test.example/", base_path="/",
        language="en", time_zone="Asia/Shanghai", publisher="", sections=sections, pages=(),
        extra={},
    )  # fmt: skip
    material = Material(
        posts=posts,
        images=more.pop("images", {}),
        downloads=more.pop("downloads", {}),
        static_files=more.pop("static_files", ()),
        unread=more.pop("unread", ()),
        ledger=more.pop("ledger", ()),
    )
    settings = ArrangeSettings(
        keyword_min_posts=more.pop("min_posts", 2),
        related_count=more.pop("count", 4),
        news_sections=more.get("news_sections", ()),
    )
    show = more.pop("show", Show())
    return arrange(
        material,
        info,
        settings=settings,
        planning=replace(PlanSettings(20, 12, 20), **more),
        slug_of=lambda text: text.lower().replace(" ", "-"),
        relate=relate,
        now=datetime.fromisoformat(now).replace(tzinfo=ZONE),
        show=show,
    )


def example_site(*posts: Post, **more: Any) -> Site:
    """Arrange posts that have no problems; the arguments are those of `arrange_posts`."""
    site, problems = arrange_posts(*posts, **more)
    assert problems == ()
    return site


@pytest.fixture(scope="session")
def make_post() -> Callable[..., Post]:
    """Give tests posts as values, `make_post("knowledge/cells", date=…, keywords=…)`."""
    return example_post


@pytest.fixture(scope="session")
def arranged() -> Callable[..., tuple[Site, tuple[Problem, ...]]]:
    """Give tests sites and the problems of arranging them, with the arguments of `make_site`."""
    return arrange_posts


@pytest.fixture(scope="session")
def make_site() -> Callable[..., Site]:
    """Give tests arranged sites, `make_site(post, post, now=…, page_size=…, min_posts=…)`."""
    return example_site


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium, headless; skip where there is none.

    It ends with each module: Playwright keeps an event loop running in this thread, beside which
    nothing else can run one.
    """
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("needs Chromium: apt install chromium")
    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
        "--disable-background-networking", "--disable-component-update",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()
