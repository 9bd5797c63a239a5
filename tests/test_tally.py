from __future__ import annotations

from collections.abc import Callable

from autoblog.config import Config, SectionConfig
from autoblog.model import Post
from autoblog.tally import KeywordTally, MonthTally, SectionTally, tally_of

CONFIG = Config(
    "T", "https://t.example/", "UTC",
    (SectionConfig("Knowledge", "knowledge"), SectionConfig("News", "news")),
)  # fmt: skip


def test_posts_are_counted_by_month_and_section(make_post: Callable[..., Post]) -> None:
    posts = [
        make_post("knowledge/a", date="2025-02-28", word_count=100, keywords=("ev", "range")),
        make_post("news/b", date="2024-12-01", word_count=20, keywords=("ev",)),
        make_post("knowledge/c", date="2025-02-01", word_count=300, keywords=("auction",)),
        make_post("pages/about", word_count=5000, keywords=("no",)),
    ]

    tally = tally_of(posts, 2, CONFIG)

    assert (tally.posts, tally.held_back, tally.word_count, tally.median_words) == (3, 1, 420, 100)
    assert tally.months == (
        MonthTally("2024-12", (0, 1), 20),
        MonthTally("2025-01", (0, 0), 0),
        MonthTally("2025-02", (2, 0), 400),
    )
    assert tally.months[2].posts == 2
    assert tally.sections == (
        SectionTally("Knowledge", "knowledge", 2, 400),
        SectionTally("News", "news", 1, 20),
    )
    assert tally.keywords == (
        KeywordTally("ev", 2),
        KeywordTally("auction", 1),
        KeywordTally("range", 1),
    )


def test_the_median_of_an_even_number_lies_between(make_post: Callable[..., Post]) -> None:
    posts = [make_post(f"news/{n}", word_count=n) for n in (1, 3, 5, 100)]

    assert tally_of(posts, 4, CONFIG).median_words == 4


def test_an_empty_site_has_figures_too() -> None:
    tally = tally_of([], 0, CONFIG)

    assert (tally.posts, tally.median_words, tally.months, tally.keywords) == (0, 0, (), ())
    assert [section.posts for section in tally.sections] == [0, 0]
