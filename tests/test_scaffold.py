from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autoblog.config import Config, SectionConfig
from autoblog.config_file import load_config
from autoblog.problems import ConfigError
from autoblog.read.posts import read_post
from autoblog.scaffold import lay_out_site, new_post, quoted_text
from autoblog.yaml_nodes import Keys, Scalar
from autoblog.yaml_text import parse_yaml

TODAY = date(2025, 12, 24)
CONFIG = Config("T", "https://t.example/", "UTC", (SectionConfig("Knowledge", "knowledge"),))


def read_back(path: Path, config: Config = CONFIG) -> tuple[str, str, bool]:
    """Read a post as a build does: its title, section and whether it is a draft."""
    result = read_post("content/knowledge/x.md", path.read_bytes(), config.reading)
    assert result.problems == ()
    assert result.post
    return result.post.title, result.post.section, result.post.is_draft


def test_a_post_is_named_by_its_day_and_title(tmp_path: Path) -> None:
    path = new_post(tmp_path, CONFIG, "Who pays?", section="knowledge", today=TODAY)

    assert path == tmp_path / "content" / "knowledge" / "2025-12-24-who-pays.md"
    assert read_back(path) == ("Who pays?", "knowledge", True)


def test_a_second_post_of_one_title_gets_a_name_of_its_own(tmp_path: Path) -> None:
    paths = [
        new_post(tmp_path, CONFIG, title, section="knowledge", today=TODAY)
        for title in ("Who pays?", "Who pays!", "who pays")
    ]

    assert [path.name for path in paths] == [
        "2025-12-24-who-pays.md",
        "2025-12-24-who-pays-2.md",
        "2025-12-24-who-pays-3.md",
    ]
    assert [read_back(path)[0] for path in paths] == ["Who pays?", "Who pays!", "who pays"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("二手车出口指南", "2025-12-24-er-shou-che-chu-kou-zhi-nan.md"),
        ("Über die Brücke", "2025-12-24-uber-die-brucke.md"),
        ("🚗🚗", "2025-12-24-post.md"),
        ("../../etc/passwd", "2025-12-24-etc-passwd.md"),
        ("word " * 60, f"2025-12-24-{'word-' * 15}word.md"),
    ],
    ids=["Chinese", "accents", "nothing to keep", "a path", "long"],
)
def test_any_title_makes_a_safe_name(tmp_path: Path, title: str, name: str) -> None:
    path = new_post(tmp_path, CONFIG, title, section="knowledge", today=TODAY)

    assert path == tmp_path / "content" / "knowledge" / name
    assert read_back(path)[0] == " ".join(title.split())


@pytest.mark.parametrize(
    "title",
    [
        "Coupes vs. Sedans: Which Car?",
        'The "best" car',
        "It's 'quoted'",
        "'quoted'",
        '"quoted"',
        "C:\\new\\table",
        "The #1 SUV",
        "No",
        "2024",
        "1:30",
        "- a list",
        "[a, b]",
        "{a: b}",
        "*a &b !c %d @e `f",
        "a\\",
        "---",
        "{title} {0} %s",
        "~",
        "Family cars \U0001f468\u200d\U0001f469\u200d\U0001f467 tested",
        "England \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "می\u200cخواهم",
    ],
)
def test_an_odd_title_is_read_back_letter_by_letter(tmp_path: Path, title: str) -> None:
    path = new_post(tmp_path, CONFIG, title, section="knowledge", today=TODAY)

    assert read_back(path)[0] == title


@given(st.text().map(lambda text: " ".join(text.split())).filter(str.isprintable).filter(bool))
@example("\\x41\\u0041\\/")
def test_any_text_is_quoted_so_that_it_is_read_back(text: str) -> None:
    node, problems = parse_yaml(f"title: {quoted_text(text)}\n", "a.md")

    assert problems == ()
    assert isinstance(node, Keys)
    title = node.nodes["title"]
    assert isinstance(title, Scalar) and title.text == text


@pytest.mark.parametrize(
    "name", ["Company Blog", "News: China", "#1", "- Notes", "Q & A", 'The "Blog"', "新闻", "No"]
)
def test_the_category_is_read_back_as_the_section(tmp_path: Path, name: str) -> None:
    config = replace(CONFIG, sections=(SectionConfig(name, "here"),))

    path = new_post(tmp_path, config, "T", section=name.upper(), today=TODAY)

    assert path.parent.name == "here"
    assert read_back(path, config)[1] == "here"


@pytest.mark.parametrize(
    "title", ["", "  \n ", "a\x00b", "a\x1b[2Jb", "a\u202eb", "\u200d", "\u200b"]
)
def test_a_title_that_is_no_plain_text_is_refused(tmp_path: Path, title: str) -> None:
    with pytest.raises(ConfigError, match="title"):
        new_post(tmp_path, CONFIG, title, section="knowledge", today=TODAY)

    assert list(tmp_path.iterdir()) == []


def test_a_laid_out_site_has_all_that_a_site_needs(tmp_path: Path) -> None:
    lay_out_site(tmp_path / "a" / "site")

    names = {path.name for path in (tmp_path / "a" / "site").iterdir()}
    assert names == {".gitignore", "content", "site.yaml", "static", "templates"}
    config = load_config(tmp_path / "a" / "site")
    assert [section.name for section in config.sections] == [
        "Knowledge",
        "Company Blog",
        "Industry Blog",
    ]


def test_an_empty_folder_may_become_a_site(tmp_path: Path) -> None:
    lay_out_site(tmp_path)

    assert (tmp_path / "site.yaml").is_file()


def test_a_folder_that_holds_anything_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".hidden").write_text("mine", "utf-8")

    with pytest.raises(ConfigError, match="not empty"):
        lay_out_site(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [".hidden"]
