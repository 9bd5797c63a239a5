"""The one writer: entries become posts beside what is there, and never in its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.importers.entries import Entry, Export, Fetched
from autoblog.importers.files import write_files
from autoblog.importers.links import Target, led
from autoblog.importers.texts import post_text
from autoblog.importers.writer import Here, ImportPlan, NewFile, plan_import
from autoblog.model import Post, Section
from autoblog.parts import Alias
from autoblog.problems import Place
from autoblog.read.posts import read_post
from conftest import example_post

TODAY = date(2026, 1, 31)
SETTINGS = ReadingSettings(
    sections=(Section("Knowledge", "knowledge", "", "/knowledge/"),),
    time_zone="Asia/Shanghai",
    raw_html="clean",
    extra_keys=(),
    limits=LimitsConfig(),
)


def entry(title: str = "A title", body: str = "Text.", **more: Any) -> Entry:
    fields: dict[str, Any] = {"day": date(2025, 6, 1), "section": "knowledge"} | more
    return Entry(origin="old.xml", line=7, title=title, body=body, **fields)


def planned(
    *entries: Entry,
    posts: tuple[Post, ...] = (),
    files: tuple[str, ...] = (),
    pages: tuple[str, ...] = ("index.html", "archive/index.html"),
    fetch: Callable[[Entry, str], Fetched] = lambda *_: None,
    old: Mapping[str, bytes] | None = None,
    base_url: str = "",
) -> ImportPlan:
    here = Here(posts, files, pages, (old or {}).get, SETTINGS, TODAY)
    return plan_import(Export(entries, (), base_url, fetch), here)


def texts(plan: ImportPlan) -> dict[str, str]:
    return {file.path: file.data.decode() for file in plan.files}


def codes(plan: ImportPlan) -> list[str]:
    return [problem.code for problem in plan.problems]


def test_a_file_that_is_there_keeps_its_name() -> None:
    plan = planned(entry(), files=("content/knowledge/2025-06-01-a-title.md",))

    assert [*texts(plan)] == ["content/knowledge/2025-06-01-a-title-2.md"]


def test_an_address_that_is_taken_stays_with_its_page() -> None:
    plan = planned(entry(), pages=("Knowledge/A-Title/index.html",))

    assert [*texts(plan)] == ["content/knowledge/2025-06-01-a-title-2.md"]


def test_an_old_address_of_another_page_is_not_taken() -> None:
    plan = planned(
        entry("A", addresses=("/archive/",)), entry("B", addresses=("/x?y", "/../z", "/ok/"))
    )

    assert codes(plan) == ["import-address"] * 3
    assert "aliases" not in texts(plan)["content/knowledge/2025-06-01-a.md"]
    assert 'aliases:\n  - "/ok/"\n' in texts(plan)["content/knowledge/2025-06-01-b.md"]


def test_an_article_that_would_not_pass_the_check_stays_out_and_links_to_it_do_not_lead() -> None:
    plan = planned(
        entry("Bad", body="> " * 99 + "x", addresses=("/bad/",)),
        entry("Good", body="[bad](/bad/)"),
    )

    assert codes(plan) == ["import-check", "import-link"]
    assert [*texts(plan)] == ["content/knowledge/2025-06-01-good.md"]
    assert texts(plan)["content/knowledge/2025-06-01-good.md"].endswith("\nbad\n")


def test_an_article_is_known_by_its_old_address_whatever_its_title_is_now() -> None:
    post = example_post("knowledge/a", aliases=(Alias("/old/a.html", Place(2, 2)),))

    plan = planned(entry("Other", addresses=("/old/a.html",)), posts=(post,))

    assert plan.files == ()
    assert plan.there == ("content/knowledge/a.md",)
    assert codes(plan) == ["import-there"]


def test_a_page_that_was_not_imported_but_has_the_title_is_said() -> None:
    post = example_post("pages/about", title="About")

    plan = planned(entry("About", section=None, addresses=("/about-us/",)), posts=(post,))

    assert plan.there == ("content/pages/about.md",)
    assert "/about-us/" in plan.problems[0].message


def test_files_that_come_along_never_take_the_place_of_others() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    others = {"content/images/a.svg": b"other", "content/images/b.svg": svg}
    body = "![a](/x/a.svg) ![b](/x/b.svg) ![again](/x/a.svg) ![bad](/x/bad.svg) [c](/x/c.html)"

    def fetch(_: Entry, address: str) -> Fetched:
        return address, b"<script/>" if "bad" in address else svg

    plan = planned(entry(body=body), fetch=fetch, old=others)

    assert [file.path for file in plan.files[:-1]] == ["content/images/a-2.svg"]
    text = plan.files[-1].data.decode()
    assert "![a](../images/a-2.svg) ![b](../images/b.svg) ![again](../images/a-2.svg)" in text
    assert "!\\[bad](/x/bad.svg) c" in text


def test_what_no_page_can_hold_is_left_out() -> None:
    plan = planned(entry("A\x00\n b", body="x\x01y", keywords=("a,b", "c\td")))

    text = next(iter(texts(plan).values()))
    assert 'title: "A b"\n' in text
    assert "keywords: [a b, c d]\n" in text
    assert text.endswith("\nxy\n")


def test_a_write_that_fails_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("mine", "utf-8")

    with pytest.raises(FileExistsError):
        write_files(tmp_path, [NewFile("a.md", b"x", "A"), NewFile("b.md", b"x", "B")])

    assert [path.name for path in tmp_path.iterdir()] == ["b.md"]
    assert (tmp_path / "b.md").read_text("utf-8") == "mine"


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=30), st.lists(st.text(max_size=10), max_size=3))
def test_any_title_comes_through(title: str, keywords: list[str]) -> None:
    plan = planned(entry(title, keywords=tuple(keywords)))

    assert len(plan.files) == 1
    read = read_post(plan.files[0].path, plan.files[0].data, SETTINGS)
    assert read.post is not None
    assert read.post.title == plan.files[0].title


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("[a](old)", "[a](new)"),
        ("[a](<old>)", "[a](new)"),
        ('[a](old "t")', '[a](new "t")'),
        ("[![b](pic)](old)", "[![b](new)](new)"),
        ("[a]: old", "[a]: new"),
        ('<a class="x" href="old">b</a>', '<a class="x" href="new">b</a>'),
        ("`[a](old)`", "`[a](old)`"),
        ("\\[a\\](old)", "\\[a\\](old)"),
        ("[a [b] c](gone)", "a [b] c"),
        ("![a](gone)", "!\\[a](gone)"),
        ("[a]: gone", ""),
        ('<a href="gone">b</a>', "<a>b</a>"),
    ],
)
def test_links_are_led_where_they_stand(body: str, written: str) -> None:
    def lead(target: Target) -> str | None:
        return None if target.address == "gone" else "new"

    assert led(body, lead) == written


def test_yaml_words_are_quoted_where_they_would_mean_something() -> None:
    text = post_text(
        entry("T", keywords=("no", "a: b", "plain word", "#1")),
        category="Knowledge", slug=None, day=TODAY, summary="s", aliases=(), image=None, body="",
    )  # fmt: skip

    assert 'keywords: ["no", "a: b", plain word, "#1"]\n' in text
