"""What tests share: whole sites on the disk, from small literal texts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]

SITE_YAML = """\
title: Test Journal
base_url: https://test.example/
time_zone: Asia/Shanghai
sections:
  - {name: Knowledge, slug: knowledge}
  - {name: Company Blog, slug: company-blog}
  - {name: Industry Blog, slug: industry-blog}
"""

WriteSite = Callable[[Mapping[str, str | bytes]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let long campaigns be asked for."""
    parser.addoption("--edits", default="240", help="random edits of the theorem's campaign")


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


@pytest.fixture
def post() -> Callable[..., str]:
    """Give tests the text of a good post, `post(title, category=…, date=…, body=…, more=…)`."""
    return post_text


@pytest.fixture
def write_site(tmp_path: Path) -> WriteSite:
    """Write a whole site below tmp_path: the real theme, plain settings, and the files given.

    Returns the site's folder, tmp_path / "site".
    """

    def write(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "site"
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

    return write
