"""Posts into a site: order, what is shown when, keywords, teasers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoblog.arrange.site import newest_first, status_of
from autoblog.digest import Digest
from autoblog.model import Image, Post, Site
from autoblog.parts import KeywordLink, LeadImage, MenuItem, Picture
from autoblog.problems import Place
from autoblog.report import HeldBack, Show

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]

ZONE = timezone(timedelta(hours=8))
NOW = datetime(2026, 1, 1, 12, tzinfo=ZONE)


def paths(posts: Sequence[Post]) -> list[str]:
    return [post.source_path.removeprefix("content/") for post in posts]


def test_posts_are_ordered_by_date_and_equal_dates_by_path(make_post: MakePost) -> None:
    posts = [
        make_post("knowledge/b", date="2025-06-01"),
        make_post("knowledge/c", date="2025-06-01T09:00"),
        make_post("company-blog/z", date="2025-06-01"),
        make_post("knowledge/a", date="2025-06-02"),
    ]

    ordered = newest_first(posts)

    expected = ["knowledge/a.md", "knowledge/c.md", "company-blog/z.md", "knowledge/b.md"]
    assert paths(ordered) == expected


def test_moments_of_different_time_zones_are_ordered_as_moments(make_post: MakePost) -> None:
    moment = datetime(2025, 6, 1, 12, tzinfo=timezone(timedelta(hours=-8)))
    west = make_post("knowledge/west", published_at=moment)
    east = make_post("knowledge/east", date="2025-06-01T20:00")

    assert newest_first([east, west]) == (west, east)


@given(data=st.data())
def test_a_site_does_not_depend_on_the_order_of_reading(
    data: st.DataObject, make_post: MakePost, make_site: MakeSite
) -> None:
    posts = [
        make_post(
            f"{section}/{number}",
            date=f"2025-06-0{1 + number % 3}",
            keywords=("Sedan", "Coupe") if number % 2 else ("sedan",),
            terms=f"cell {100 + number} pack 90",
            is_draft=number == 5,
        )
        for number, section in enumerate(
            ("knowledge", "company-blog", "knowledge", "pages", "industry-blog", "knowledge")
        )
    ]

    shuffled = data.draw(st.permutations(posts))

    assert make_site(*shuffled, count=2) == make_site(*posts, count=2)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        pytest.param({}, "published", id="plain"),
        pytest.param({"published_at": NOW}, "published", id="due this moment"),
        pytest.param({"published_at": NOW + timedelta(seconds=1)}, "scheduled", id="due later"),
        pytest.param({"expires_at": NOW}, "expired", id="over this moment"),
        pytest.param({"expires_at": NOW + timedelta(seconds=1)}, "published", id="over later"),
        pytest.param({"is_draft": True}, "draft", id="draft"),
        pytest.param({"is_draft": True, "published_at": NOW + timedelta(1)}, "draft", id="both"),
    ],
)
def test_the_moment_decides_what_a_post_is(
    fields: dict[str, Any], status: str, make_post: MakePost
) -> None:
    assert status_of(replace(make_post(), **fields), NOW) == status


@pytest.mark.parametrize(
    ("show", "seen"),
    [
        pytest.param(Show(), ["plain"], id="by default"),
        pytest.param(Show(drafts=True), ["draft", "plain"], id="drafts"),
        pytest.param(Show(scheduled=True), ["later", "plain"], id="scheduled"),
        pytest.param(Show(expired=True), ["over", "plain"], id="expired"),
        pytest.param(Show(True, True, True), ["draft", "later", "over", "plain"], id="all"),
    ],
)
def test_what_is_held_back_shows_nowhere_unless_it_is_asked_for(
    show: Show, seen: list[str], make_post: MakePost, make_site: MakeSite
) -> None:
    words: dict[str, Any] = {"keywords": ("sedan",), "terms": "sedan 100"}
    site = make_site(
        make_post("knowledge/plain", date="2025-03-01", **words),
        make_post("knowledge/draft", date="2025-12-01", is_draft=True, **words),
        make_post("knowledge/later", date="2026-03-01", **words),
        make_post("knowledge/over", date="2025-02-01", expires_at=NOW - timedelta(days=9), **words),
        now="2026-01-01",
        show=show,
        min_posts=1,
    )

    shown = [f"content/knowledge/{name}.md" for name in seen]
    assert sorted(post.source_path for post in site.posts) == shown
    assert sorted(post.source_path for post in site.by_section["knowledge"]) == shown
    assert sorted(post.source_path for post in site.keywords[0].posts) == shown
    assert sorted(site.teasers) == shown
    assert sorted(site.related) == shown
    assert {other for box in site.related.values() for other in box} <= set(shown)


def test_what_is_not_published_is_named_by_date_even_when_it_is_shown(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/later", date="2026-03-01T09:00"),
        make_post("knowledge/draft", date="2025-12-01", is_draft=True),
        make_post("knowledge/plain"),
        make_post("pages/about", is_draft=True, date="2025-12-02"),
        now="2026-01-01",
        show=Show(drafts=True),
    )

    due_at = datetime(2026, 3, 1, 9, tzinfo=ZONE)
    assert site.held_back == (
        HeldBack("content/knowledge/draft.md", "Draft", "draft", None),
        HeldBack("content/pages/about.md", "About", "draft", None),
        HeldBack("content/knowledge/later.md", "Later", "scheduled", due_at),
    )
    assert site.teasers["content/knowledge/draft.md"].status == "draft"


def test_standalone_pages_stand_in_the_menu_and_in_no_list(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("pages/imprint"),
        make_post("pages/about", keywords=("sedan",)),
        make_post("knowledge/a", keywords=("sedan",)),
    )

    assert paths(site.pages) == ["pages/about.md", "pages/imprint.md"]
    assert site.info.pages == (MenuItem("About", "/about/"), MenuItem("Imprint", "/imprint/"))
    assert paths(site.posts) == ["knowledge/a.md"]
    assert site.keywords == ()


def test_a_section_without_posts_is_there_with_none(
    make_post: MakePost, make_site: MakeSite
) -> None:
    post = make_post("knowledge/a")

    by_section = make_site(post).by_section

    assert dict(by_section) == {"knowledge": (post,), "company-blog": (), "industry-blog": ()}


def test_a_keyword_has_a_page_when_enough_posts_share_it(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", date="2025-01-01", keywords=("sedan", "coupe")),
        make_post("company-blog/b", date="2025-03-01", keywords=("sedan",)),
        make_post("knowledge/c", date="2025-02-01", keywords=("sedan", "coupe")),
        min_posts=3,
    )

    (keyword,) = site.keywords
    assert (keyword.name, keyword.slug, keyword.permalink) == ("sedan", "sedan", "/keywords/sedan/")
    assert paths(keyword.posts) == ["company-blog/b.md", "knowledge/c.md", "knowledge/a.md"]
    assert site.keyword_links == {
        "coupe": KeywordLink("coupe", None),
        "sedan": KeywordLink("sedan", "/keywords/sedan/"),
    }


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        pytest.param(("Buying Guide", "buying guide", "buying guide"), "buying guide", id="most"),
        pytest.param(("buying guide", "Buying Guide"), "Buying Guide", id="equally many"),
        pytest.param(("buying-guide", "buying guide"), "buying guide", id="hyphen"),
    ],
)
def test_spellings_of_a_keyword_are_one(
    spellings: tuple[str, ...], name: str, make_post: MakePost, make_site: MakeSite
) -> None:
    posts = [
        make_post(f"knowledge/{number}", keywords=(word,)) for number, word in enumerate(spellings)
    ]

    site = make_site(*posts)

    (keyword,) = site.keywords
    assert (keyword.name, len(keyword.posts)) == (name, len(posts))
    assert site.keyword_links == {
        word: KeywordLink(word, "/keywords/buying-guide/") for word in spellings
    }


def test_two_spellings_in_one_post_count_as_one_post(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post(keywords=("EV", "ev")), min_posts=2)

    assert site.keywords == ()


def test_a_keyword_without_a_slug_is_passed_over(make_post: MakePost, make_site: MakeSite) -> None:
    assert make_site(make_post(keywords=("",)), min_posts=1).keywords == ()


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 1), (230, 1), (340, 1), (350, 2), (1150, 5)], ids=str
)
def test_reading_takes_a_minute_for_230_words_and_one_at_least(
    words: int, minutes: int, make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post(word_count=words))

    assert site.teasers["content/knowledge/a.md"].reading_minutes == minutes


def test_a_teaser_shows_the_lead_picture_with_the_posts_own_words(
    make_post: MakePost, make_site: MakeSite
) -> None:
    image = Image("content/images/x.png", Digest("d"), "/images/x.0.png", 4, 3)
    lead = LeadImage("content/images/x.png", "A cell", Place(6, 8))
    lost = LeadImage("content/images/y.png", "A pack", Place(6, 8))

    site = make_site(
        make_post("knowledge/a", image=lead),
        make_post("knowledge/b", image=lost),
        images={"content/images/x.png": image},
    )

    picture = site.teasers["content/knowledge/a.md"].picture
    assert picture == Picture("/images/x.0.png", 4, 3, "A cell")
    assert site.teasers["content/knowledge/b.md"].picture is None
