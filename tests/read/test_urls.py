"""Slugs, and where links lead: never out of content/."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from slugify import slugify

from autoblog.problems import FORBIDDEN
from autoblog.read.urls import Destination, destination, slug_of, slug_of_file

SOURCE = "content/knowledge/a.md"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Coupes vs. Sedans: Which?", "coupes-vs-sedans-which"),
        ("Äpfel & Éclairs", "apfel-eclairs"),
        ("固态电池", "gu-tai-dian-chi"),
        ("İstanbul", "istanbul"),
        ("50 % off", "50-off"),
        ("a_b.c/d", "a-b-c-d"),
        ("../../etc/passwd", "etc-passwd"),
        ("🚗", ""),
        ("---", ""),
        ("", ""),
    ],
)
def test_a_slug_keeps_letters_and_digits(text: str, expected: str) -> None:
    assert slug_of(text) == expected


def test_a_long_slug_ends_with_a_whole_word() -> None:
    assert slug_of("electric " * 20) == "-".join(["electric"] * 9)


def test_a_word_longer_than_a_slug_is_cut() -> None:
    assert slug_of("x" * 200) == "x" * 80


@given(st.text())
def test_every_slug_is_fit_for_an_address(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug_of(text))
    assert len(slug_of(text)) <= 80


@given(st.text("abXY09 -", max_size=90))
@example(" ".join(["word"] * 16))
@example("x" * 81)
def test_plain_words_become_the_slug_that_the_library_makes(text: str) -> None:
    assert slug_of(text) == slugify(text, max_length=80, word_boundary=True, save_order=True)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("cells.md", "cells"),
        ("2025-03-01-cells.md", "cells"),
        ("2025-03-01.md", "2025-03-01"),
        ("2025-03-01-2024-review.md", "2024-review"),
        ("Solid State_Cells.v2.md", "solid-state-cells-v2"),
        ("电池.md", "dian-chi"),
    ],
)
def test_the_slug_of_a_file_is_its_name_without_a_date(name: str, slug: str) -> None:
    assert slug_of_file(f"content/knowledge/{name}") == (slug, False)


def test_a_name_without_letters_gives_a_digest_that_stays() -> None:
    slug, is_digest = slug_of_file("content/knowledge/🚗.md")

    assert is_digest
    assert re.fullmatch("[0-9a-f]{10}", slug)
    assert slug_of_file("content/industry-blog/2025-01-01-🚗.md") == (slug, True)
    assert slug_of_file("content/knowledge/🚙.md") != (slug, True)


@pytest.mark.parametrize(
    ("href", "kind", "target"),
    [
        ("b.md", "source", "content/knowledge/b.md"),
        ("./b.md", "source", "content/knowledge/b.md"),
        ("../industry-blog/b.md", "source", "content/industry-blog/b.md"),
        ("../../content/pages/b.md", "source", "content/pages/b.md"),
        ("b.md#part", "source", "content/knowledge/b.md#part"),
        ("b.md#", "source", "content/knowledge/b.md"),
        ("b.md?x=1#part", "source", "content/knowledge/b.md#part"),
        ("b%20c.md#%E7%94%B5", "source", "content/knowledge/b c.md#电"),
        ("b c.md", "source", "content/knowledge/b c.md"),
        ("1:30.md", "source", "content/knowledge/1:30.md"),
        ("#part", "anchor", "part"),
        ("#%E7%94%B5", "anchor", "电"),
        ("#", "anchor", ""),
        ("/knowledge/", "site", "/knowledge/"),
        ("/knowledge/#part", "site", "/knowledge/#part"),
        ("/../x", "site", "/../x"),
        ("https://x.example/a", "external", "https://x.example/a"),
        ("HTTPS://X.example", "external", "HTTPS://X.example"),
        ("//x.example", "external", "//x.example"),
        ("mailto:a@b.example", "external", "mailto:a@b.example"),
        ("tel:123", "external", "tel:123"),
        ("..", "outside", ".."),
        ("../..", "outside", "../.."),
        ("../../site.yaml", "outside", "../../site.yaml"),
        ("../../../etc/passwd", "outside", "../../../etc/passwd"),
        ("..%2f..%2f..%2fetc/passwd", "outside", "..%2f..%2f..%2fetc/passwd"),
        ("%2e%2e/%2e%2e/site.yaml", "outside", "%2e%2e/%2e%2e/site.yaml"),
        ("../../content-of-others/b.md", "outside", "../../content-of-others/b.md"),
        (" //[", "outside", " //["),
        ("b%00.md", "outside", "b%00.md"),
        ("b.md#%1b", "outside", "b.md#%1b"),
        ("b%EF%BF%BE.md", "outside", "b%EF%BF%BE.md"),
    ],
)
def test_where_a_link_leads(href: str, kind: str, target: str) -> None:
    assert destination(href, SOURCE) == Destination(kind, target)


def test_a_link_of_a_deeper_source_is_resolved_from_there() -> None:
    assert destination("../b.md", "content/knowledge/2025/a.md").target == "content/knowledge/b.md"


@settings(max_examples=500)
@given(st.lists(st.sampled_from(["..", "/", "%2e", "%2F", "a", ".", "\\", "?", "#", "%00", "[",
                                 "]", ":", "@", "é", "%", "\t", "\n"])).map("".join)
       | st.text())  # fmt: skip
@example("[")
@example("x//[")
def test_no_link_leads_to_a_source_outside_content(href: str) -> None:
    to = destination(href, SOURCE)

    if to.kind == "source":
        path = to.target.partition("#")[0]
        assert path == "content" or path.startswith("content/")
        assert ".." not in path.split("/")
        assert not FORBIDDEN.search(to.target)
    else:
        assert to.kind in ("anchor", "site", "external", "outside")
