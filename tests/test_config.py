"""site.yaml as records, and the time zones of tzdata."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import autoblog
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.model import PlanSettings, Section
from autoblog.problems import ConfigError, Problem
from autoblog.zones import in_zone, zone

BASE = """\
title: Test Journal
base_url: https://test.example/
time_zone: Asia/Shanghai
sections:
  - {name: Knowledge, slug: knowledge}
  - {name: Company Blog, slug: company-blog, summary: Our house}
"""


def load(folder: Path, text: str | bytes, base_url: str | None = None) -> Config:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "site.yaml").write_bytes(data)
    return load_config(folder, base_url=base_url)


def problems_of(folder: Path, text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ConfigError) as raised:
        load(folder, text)
    return raised.value.problems


def test_the_least_that_a_site_needs_is_read_with_defaults(tmp_path: Path) -> None:
    config = load(tmp_path, BASE)

    assert config.title == "Test Journal"
    assert config.section_records == (
        Section("Knowledge", "knowledge", "", "/knowledge/"),
        Section("Company Blog", "company-blog", "Our house", "/company-blog/"),
    )
    assert config.planning == PlanSettings(page_size=20, sidebar_per_section=12, feed_limit=20)
    assert (config.arranging.keyword_min_posts, config.arranging.related_count) == (2, 4)
    assert config.reading.raw_html == "clean"
    assert config.reading.limits.post_kib == 8192


def test_what_stands_in_the_file_reaches_the_stages(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        BASE + "pagination: {size: 7}\nsidebar: {per_section: 50}\nfeeds: {limit: 3}\n"
        "keywords: {min_posts: 5}\nrelated: {count: 6}\n"
        "markdown: {raw_html: allow, engine: commonmark}\n"
        "front_matter: {extra: [mood, car]}\nlimits: {nesting: 9}\nextra: {motto: Drive}\n",
    )

    assert config.planning == PlanSettings(page_size=7, sidebar_per_section=50, feed_limit=3)
    assert (config.arranging.keyword_min_posts, config.arranging.related_count) == (5, 6)
    assert (config.reading.raw_html, config.reading.extra_keys) == ("allow", ("mood", "car"))
    assert config.reading.engine == "commonmark"
    assert config.reading.limits.nesting == 9
    assert config.reading.time_zone == "Asia/Shanghai"
    assert config.extra == {"motto": "Drive"}


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + BASE.encode(), id="byte order mark"),
        pytest.param(BASE.replace("\n", "\r\n").encode(), id="CRLF"),
    ],
)
def test_what_editors_add_to_a_file_does_no_harm(tmp_path: Path, data: bytes) -> None:
    assert load(tmp_path, data) == load(tmp_path, BASE)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://test.example", "https://test.example/"),
        ("https://test.example/blog", "https://test.example/blog/"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("https://test.example//", "https://test.example/"),
    ],
)
def test_the_base_url_ends_with_one_slash(tmp_path: Path, url: str, expected: str) -> None:
    assert load(tmp_path, BASE.replace("https://test.example/", url)).base_url == expected


def test_a_flag_replaces_the_base_url(tmp_path: Path) -> None:
    assert load(tmp_path, BASE, "https://preview.example/x").base_url == (
        "https://preview.example/x/"
    )


@pytest.mark.parametrize(
    "url",
    [
        "test.example", "/blog/", "ftp://test.example/", "javascript:alert(1)", "https://",
        "https://user@test.example/", "https://:secret@test.example/", "https://test.example/?q",
        "https://test.example/#a", "https://test.example:99999/", "https://[::1/",
        "https://例子.example/", "https://test.example/a b", "https://test.example/'",
        'https://test.example/"', "https://test.example/\\a", "https://test.example/<b>",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused_where_it_was_given(tmp_path: Path, url: str) -> None:
    in_file = BASE.replace("https://test.example/", json.dumps(url, ensure_ascii=False))

    with pytest.raises(ConfigError) as by_file:
        load(tmp_path, in_file)
    with pytest.raises(ConfigError, match=r"--base-url: .* is not an address") as by_flag:
        load(tmp_path, BASE, url)

    assert [(p.line, p.column, p.code) for p in by_file.value.problems] == [(2, 11, "bad-value")]
    assert by_flag.value.problems == ()


@pytest.mark.parametrize(
    ("text", "line", "code", "words"),
    [
        pytest.param("", 1, "empty-settings", "time_zone", id="empty"),
        pytest.param("# nothing\n", 1, "empty-settings", "", id="comments only"),
        pytest.param("- a\n", 1, "not-keys", "keys with values", id="list"),
        pytest.param(BASE + "titel: x\n", 7, "unknown-key", '"title"', id="misspelt"),
        pytest.param(BASE + "pagination: {sise: 1}\n", 7, "unknown-key", '"size"', id="deep"),
        pytest.param(BASE + "pagination: {size: 0}\n", 7, "bad-value", "1 or more", id="zero"),
        pytest.param(BASE + "markdown: {raw_html: yes}\n", 7, "bad-value", "'allow'", id="choice"),
        pytest.param(BASE + "title: Twice\n", 7, "duplicate-key", "line 1", id="twice"),
        pytest.param(BASE + "tagline: A: B\n", 7, "yaml-colon", '"A: B"', id="colon"),
        pytest.param(BASE + "extra: {a: &x b}\n", 7, "yaml-anchor", "anchor", id="anchor"),
        pytest.param(BASE + "---\ntagline: x\n", 7, "yaml-document", "nothing", id="two documents"),
        pytest.param(BASE.partition("\n")[2], 1, "missing-key", '"title"', id="missing"),
        pytest.param(
            BASE.replace("Asia/Shanghai", "Asia/Peking"), 3, "bad-value", "time zone", id="zone"
        ),
        pytest.param(
            BASE.partition("  -")[0].replace(":\n", ": []\n"), 4, "bad-value", "one section",
            id="no sections",
        ),
        pytest.param(
            BASE + "  - {name: Other, slug: knowledge}\n", 7, "section-twice", "slug",
            id="one slug twice",
        ),
        pytest.param(
            BASE + "  - {name: KNOWLEDGE, slug: other}\n", 7, "section-twice", "KNOWLEDGE",
            id="one name twice",
        ),
        pytest.param(
            BASE + "sitemap: {news_sections: [knowledg]}\n", 7, "bad-value", '"knowledge"',
            id="news of no section",
        ),
        pytest.param(BASE + "  - {name: A, slug: A b}\n", 7, "bad-value", "slug", id="no slug"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_said_at_its_line(
    tmp_path: Path, text: str, line: int, code: str, words: str
) -> None:
    problems = problems_of(tmp_path, text)

    assert [(p.path, p.line, p.code) for p in problems] == [("site.yaml", line, code)]
    assert words in f"{problems[0].message}; {problems[0].hint}"


@pytest.mark.parametrize(
    "slug", ["pages", "keywords", "authors", "archive", "assets", "images", "search"]
)
def test_a_section_does_not_take_an_address_of_autoblogs_own(tmp_path: Path, slug: str) -> None:
    problems = problems_of(tmp_path, BASE + f"  - {{name: Other, slug: {slug}}}\n")

    assert [(p.line, p.column, p.code) for p in problems] == [(7, 25, "section-reserved")]


def test_all_wrong_settings_are_said_at_once(tmp_path: Path) -> None:
    text = BASE.replace("Asia/Shanghai", "Mars/Base").replace("https:", "gopher:")

    problems = problems_of(tmp_path, text + "  - {name: Q, slug: search}\n")

    assert sorted(p.line for p in problems) == [2, 3, 7]


def test_a_folder_without_settings_is_no_site(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"there is no site\.yaml") as raised:
        load_config(tmp_path)

    assert raised.value.exit_code == 2


def test_settings_that_are_not_utf_8_are_a_problem_with_a_place(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, BASE.encode() + b"tagline: caf\xe9\n")

    assert [(p.line, p.column, p.code) for p in problems] == [(7, 13, "not-utf-8")]
    assert "0xe9" in problems[0].message


def test_a_folder_in_the_place_of_the_settings_is_refused_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").mkdir()

    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path)


@pytest.mark.parametrize(
    "name",
    [
        "Mars/Base", "Asia", "asia/shanghai", "", "/etc/localtime", "../../etc/passwd",
        "Asia/../Europe/Paris", "zone.tab", "tzdata.zi", "__init__.py", "Asia/Shanghai/", "a\0b",
    ],
)  # fmt: skip
def test_what_is_no_time_zone_is_not_looked_for_elsewhere(name: str) -> None:
    with pytest.raises(KeyError):
        zone(name)


def test_a_zone_knows_its_summer_time() -> None:
    paris = zone("Europe/Paris")

    offsets = [datetime(2025, month, 1, tzinfo=paris).utcoffset() for month in (1, 7)]

    assert offsets == [timedelta(hours=1), timedelta(hours=2)]


def test_a_bare_moment_is_one_of_the_site() -> None:
    moment = in_zone(datetime(2025, 6, 1), "Asia/Shanghai")

    assert moment.isoformat() == "2025-06-01T00:00:00+08:00"


def test_a_moment_with_a_zone_is_brought_into_the_sites() -> None:
    moment = in_zone(datetime(2025, 5, 31, 20, tzinfo=UTC), "Asia/Shanghai")

    assert moment.isoformat() == "2025-06-01T04:00:00+08:00"


@pytest.mark.parametrize(
    ("hosting", "key"),
    [
        ("frame_origins: ['https://a.example; script-src *']", "frame_origins"),
        ("frame_origins: [http://a.example]", "frame_origins"),
        ("security_contact: 'javascript:alert(1)'", "security_contact"),
        ("security_contact: 'mailto:a@b.example'", "security_contact"),
        ("hosts: [netlify, gitlab]", "hosts"),
        ("hosts: [ftp]", "hosts"),
        ("hsts_days: -1", "hsts_days"),
    ],
    ids=[
        "breaks out of a header", "not encrypted", "no contact", "no date", "one file, two hosts",
        "no such host", "less than no time",
    ],
)  # fmt: skip
def test_hosting_that_cannot_work_is_reported_at_its_line(
    tmp_path: Path, hosting: str, key: str
) -> None:
    problems = problems_of(tmp_path, f"{BASE}hosting:\n  {hosting}\n")

    assert {(p.code, p.line) for p in problems} == {("bad-value", 8)}
    assert hosting.startswith(key)


def test_an_engine_that_is_not_installed_is_named_with_its_mend(tmp_path: Path) -> None:
    """In a process whose packages are the same but for one."""
    packages = tmp_path / "packages"
    packages.mkdir()
    for folder in filter(None, sys.path):
        for entry in Path(folder).iterdir() if Path(folder).name.endswith("-packages") else ():
            if not entry.name.startswith("pyromark") and not (packages / entry.name).exists():
                (packages / entry.name).symlink_to(entry)
    (tmp_path / "site.yaml").write_text(BASE + "markdown:\n  engine: commonmark\n", "utf-8")
    source = Path(autoblog.__file__).parents[1]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(source), str(packages)))}

    result = subprocess.run(
        [sys.executable, "-S", "-m", "autoblog", "check", "--root", str(tmp_path)],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (result.returncode, result.stderr) == (2, "")
    assert result.stdout.startswith(
        'site.yaml:8:11: missing-package: the engine "commonmark" needs the package pyromark, which'
        " is not installed; run `pip install 'autoblog[fast]'`, or use python-markdown"
    )
