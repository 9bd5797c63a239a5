"""What a site's posts amount to: how many, how long, about what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autoblog.config import Config
from autoblog.model import Post


@dataclass(frozen=True, slots=True)
class MonthTally:
    """The posts of a month."""

    month: str  # "2025-06"
    by_section: tuple[int, ...]  # posts of each section, in the site's order
    word_count: int

    @property
    def posts(self) -> int:
        """How many there are."""
        return sum(self.by_section)


@dataclass(frozen=True, slots=True)
class SectionTally:
    """The posts of a section."""

    name: str
    slug: str
    posts: int
    word_count: int


@dataclass(frozen=True, slots=True)
class KeywordTally:
    """A keyword, as it is written, and the posts that have it."""

    name: str
    posts: int


@dataclass(frozen=True, slots=True)
class Tally:
    """All figures of a site."""

    posts: int  # listed ones, those held back included
    held_back: int  # of these, not shown now
    word_count: int
    median_words: int  # of a post
    months: tuple[MonthTally, ...]  # oldest first, without gaps
    sections: tuple[SectionTally, ...]  # in the site's order
    keywords: tuple[KeywordTally, ...]  # the most used first


def tally_of(posts: Sequence[Post], shown: int, config: Config) -> Tally:
    """Count the listed posts of a site.

    posts: all that could be read. shown: how many of the listed ones readers see now.
    """
    listed = [post for post in posts if post.is_listed]
    slugs = [section.slug for section in config.sections]
    words = sorted(post.word_count for post in listed)
    uses = Counter(word for post in listed for word in post.keywords)
    members = {slug: [post for post in listed if post.section == slug] for slug in slugs}
    return Tally(
        posts=len(listed),
        held_back=len(listed) - shown,
        word_count=sum(words),
        median_words=(words[(len(words) - 1) // 2] + words[len(words) // 2]) // 2 if words else 0,
        months=tuple(_months(listed, slugs)),
        sections=tuple(
            SectionTally(
                name=section.name,
                slug=section.slug,
                posts=len(members[section.slug]),
                word_count=sum(post.word_count for post in members[section.slug]),
            )
            for section in config.sections
        ),
        keywords=tuple(
            KeywordTally(word, uses[word]) for word in sorted(uses, key=lambda w: (-uses[w], w))
        ),
    )


def _months(posts: Sequence[Post], slugs: Sequence[str]) -> list[MonthTally]:
    """Count month by month, from the first post to the last, months without a post included."""
    by_month: dict[int, list[Post]] = {}
    for post in posts:
        by_month.setdefault(_month_number(post), []).append(post)
    found = []
    for number in range(min(by_month, default=0), max(by_month, default=-1) + 1):
        members = by_month.get(number, [])
        counts = Counter(post.section for post in members)
        found.append(
            MonthTally(
                month=f"{number // 12:04}-{number % 12 + 1:02}",
                by_section=tuple(counts[slug] for slug in slugs),
                word_count=sum(post.word_count for post in members),
            )
        )
    return found


def _month_number(post: Post) -> int:
    return post.published_at.year * 12 + post.published_at.month - 1
