from __future__ import annotations

from collections.abc import Callable

import pytest

from autoblog.config import Config, SectionConfig
from autoblog.model import Post
from autoblog.moving.targets import find_post, read_move
from autoblog.problems import ConfigError

MakePost = Callable[..., Post]
CONFIG = Config(
    "T", "https://t.example/", "UTC",
    (SectionConfig("Knowledge", "knowledge"), SectionConfig("Company Blog", "company-blog")),
)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "content/knowledge/2025-06-01-cells.md",
        "./content/knowledge/2025-06-01-cells.md",
        "/knowledge/cells/",
        "/knowledge/cells",
        "2025-06-01-cells.md",
        "cells",
    ],
)
def test_a_post_is_found_by_what_names_it(make_post: MakePost, name: str) -> None:
    cells = make_post("knowledge/2025-06-01-cells", slug="cells", permalink="/knowledge/cells/")
    other = make_post("company-blog/cells-2")

    assert find_post([other, cells], name) == cells


def test_a_slug_of_several_posts_names_none(make_post: MakePost) -> None:
    posts = [make_post("knowledge/cells"), make_post("company-blog/cells")]

    with pytest.raises(ConfigError, match=r"several posts: content/company-blog/cells\.md or"):
        find_post(posts, "cells")


def test_a_misspelt_post_is_guessed(make_post: MakePost) -> None:
    with pytest.raises(ConfigError, match='no post "cels"; did you mean "cells"'):
        find_post([make_post("knowledge/cells")], "cels")


@pytest.mark.parametrize(
    ("new", "path", "permalink"),
    [
        ("anode", "knowledge/2025-06-01-anode.md", "/knowledge/anode/"),
        ("content/knowledge/anode.md", "knowledge/anode.md", "/knowledge/anode/"),
        ("anode.md", "knowledge/anode.md", "/knowledge/anode/"),
        ("2025-07-01-cells.md", "knowledge/2025-07-01-cells.md", "/knowledge/cells/"),
        ("company-blog", "company-blog/2025-06-01-cells.md", "/company-blog/cells/"),
        ("Company blog", "company-blog/2025-06-01-cells.md", "/company-blog/cells/"),
        ("content/company-blog/", "company-blog/2025-06-01-cells.md", "/company-blog/cells/"),
        ("content/company-blog/b.md", "company-blog/b.md", "/company-blog/b/"),
        ("/company-blog/anode/", "company-blog/2025-06-01-anode.md", "/company-blog/anode/"),
        ("/company-blog/cells", "company-blog/2025-06-01-cells.md", "/company-blog/cells/"),
        ("content/2025/", "2025/2025-06-01-cells.md", "/knowledge/cells/"),
    ],
)
def test_where_a_post_shall_be(make_post: MakePost, new: str, path: str, permalink: str) -> None:
    cells = make_post("knowledge/2025-06-01-cells", slug="cells", permalink="/knowledge/cells/")

    move = read_move(cells, new, CONFIG, has_slug_key=False)

    assert (move.path, move.permalink) == (f"content/{path}", permalink)


@pytest.mark.parametrize(
    ("new", "path", "permalink"),
    [
        ("anode", "knowledge/a.md", "/knowledge/anode/"),
        ("b.md", "knowledge/b.md", "/knowledge/cells/"),
        ("company-blog", "company-blog/a.md", "/company-blog/cells/"),
        ("/company-blog/anode/", "company-blog/a.md", "/company-blog/anode/"),
    ],
)
def test_a_slug_in_the_front_matter_is_not_the_files_name(
    make_post: MakePost, new: str, path: str, permalink: str
) -> None:
    cells = make_post("knowledge/a", slug="cells", permalink="/knowledge/cells/")

    move = read_move(cells, new, CONFIG, has_slug_key=True)

    assert (move.path, move.permalink) == (f"content/{path}", permalink)


def test_a_folder_of_the_authors_own_says_nothing_of_the_section(make_post: MakePost) -> None:
    cells = make_post("knowledge/cells", source_path="content/2025/cells.md")

    by_path = read_move(cells, "content/company-blog/cells.md", CONFIG, has_slug_key=False)
    by_section = read_move(cells, "company-blog", CONFIG, has_slug_key=False)

    assert by_path.permalink == "/knowledge/cells/"
    assert (by_section.path, by_section.permalink) == (
        "content/2025/cells.md",
        "/company-blog/cells/",
    )


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("cells", "is there already"),
        ("knowledge", "is there already"),
        ("./content/knowledge/../knowledge/cells.md", "is there already"),
        ("Not A Slug", "no place for a post"),
        ("", "no place for a post"),
        ("x" * 81, "no place for a post"),
        ("/cells/", "is in no section; expected an address below /knowledge/ or /company-blog/"),
        ("/news/cells/", "is in no section"),
        ("static/cells.md", "is not in content/"),
        ("content/../static/cells.md", "is not in content/"),
        ("content/knowledge/.cells.md", "would be passed over"),
        ("content/pages/cells.md", "is a post, which stays out of content/pages/"),
        ("2025-01-01-x", "no file's name gives the slug"),
    ],
)
def test_where_a_post_cannot_be(make_post: MakePost, new: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_move(make_post("knowledge/cells"), new, CONFIG, has_slug_key=False)


@pytest.mark.parametrize(
    ("new", "permalink"),
    [
        ("us", "/us/"),
        ("/us/", "/us/"),
        ("content/pages/us.md", "/us/"),
        ("knowledge", "/knowledge/"),
    ],
)
def test_a_standalone_page_moves_among_its_like(
    make_post: MakePost, new: str, permalink: str
) -> None:
    move = read_move(make_post("pages/about"), new, CONFIG, has_slug_key=False)

    assert (move.section, move.permalink) == (None, permalink)


@pytest.mark.parametrize("new", ["content/knowledge/about.md", "/knowledge/about/"])
def test_a_standalone_page_becomes_no_post(make_post: MakePost, new: str) -> None:
    with pytest.raises(ConfigError):
        read_move(make_post("pages/about"), new, CONFIG, has_slug_key=False)
