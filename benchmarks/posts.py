"""The posts of a benchmark: the same for the same number and seed, on every machine.

1. Each post has a topic, of which a few nouns, and some names, are its own.
2. Its body of about 5 KB is mixed Markdown: paragraphs with emphasis and links, lists, three
   headings, now and then a table or a quotation.
3. Its 4 or 5 keywords are mostly its topic's; some topics and keywords are far more common.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from benchmarks.words import (
    ADJECTIVES,
    ADVERBS,
    HEADINGS,
    ITEMS,
    PATTERNS,
    SYLLABLES,
    TITLES,
    TOPICS,
    VERBS,
    Topic,
)

SECTIONS: Mapping[str, str] = {
    "knowledge": "Knowledge",
    "company-blog": "Company Blog",
    "industry-blog": "Industry Blog",
}
"""Name of each section by its slug."""

FIRST_DAY = date(2010, 1, 4)
DAYS = 5600  # over which posts are spread: some 15 years
BODY_CHARACTERS = 5000
NAMES = 3000
NAMES_PER_TOPIC = 120
SECTION_WEIGHTS = (5, 2, 3)


@dataclass(frozen=True, slots=True)
class Post:
    """One post, before any tool's front matter."""

    number: int
    slug: str
    title: str
    section: str  # slug
    published_on: date
    summary: str
    keywords: tuple[str, ...]
    body: str

    @property
    def permalink(self) -> str:
        """The URL path that every tool gives it."""
        return f"/{self.section}/{self.slug}/"


Fill = Callable[[str], str]
"""Fills a pattern with words."""


def make_posts(count: int, seed: int = 1) -> Iterator[Post]:
    """Make posts, in no order of date."""
    for number in range(count):
        yield make_post(number, count, seed=seed)


def make_post(number: int, count: int, *, seed: int = 1) -> Post:
    """Make one post of `count`. `number` may be `count`: one more, newer than all others."""
    chance = random.Random(f"{seed}/{number}")
    place = chance.choices(range(len(TOPICS)), cum_weights=_zipf(len(TOPICS), 0.6))[0]
    topic = TOPICS[place]
    names = _topic_names(place)
    fill = _filler(chance, topic, names)
    title = fill(chance.choice(TITLES))
    words = "".join(c if c.isalnum() else " " for c in title.lower()).split()
    day = DAYS if number >= count else chance.randrange(DAYS)
    return Post(
        number=number,
        slug=f"{'-'.join(words[:6])}-{number}",
        title=title[0].upper() + title[1:],
        section=chance.choices(list(SECTIONS), SECTION_WEIGHTS)[0],
        published_on=FIRST_DAY + timedelta(days=day),
        summary=f"{_plain(fill)} {_plain(fill)}",
        keywords=_keywords(chance, topic),
        body=_body(chance, fill),
    )


def with_edit(post: Post) -> Post:
    """Change the body as an author who mends a sentence would."""
    return replace(post, body=post.body.replace(". ", ", as one reader wrote to us. ", 1))


def _filler(chance: random.Random, topic: Topic, names: list[str]) -> Fill:
    """Make the function that fills patterns with the words of one post."""
    nouns = chance.sample(topic.nouns, 7)
    own_names = chance.sample(names, 4)
    pick = chance.choice

    def fill(pattern: str) -> str:
        noun = pick(nouns)
        name = pick(own_names)
        return pattern.format(
            n=noun,
            m=pick([other for other in nouns if other != noun]),
            a=pick(ADJECTIVES),
            b=pick(ADJECTIVES),
            d=pick(ADVERBS),
            v=pick(VERBS),
            name=name,
            rival=pick(names),
            host=name.lower(),
            number=chance.randrange(2, 900),
            other=chance.randrange(2, 900),
        )

    return fill


def _plain(fill: Fill) -> str:
    return fill("The {a} {n} {v} the {m} of {name}.")


def _body(chance: random.Random, fill: Fill) -> str:
    """Write the article: about BODY_CHARACTERS of Markdown."""
    blocks = [_paragraph(chance, fill)]
    size = len(blocks[0])
    headings_at = [BODY_CHARACTERS * part // 4 for part in (1, 2, 3)]
    is_after_prose = True
    while size < BODY_CHARACTERS:
        kind = _paragraph
        if headings_at and size >= headings_at[0]:
            headings_at.pop(0)
            kind = _heading
        elif is_after_prose:  # two lists in a row would be one to some dialects
            kind = chance.choices(BLOCKS, BLOCK_WEIGHTS)[0]
        is_after_prose = kind is _paragraph
        block = kind(chance, fill)
        blocks.append(block)
        size += len(block) + 2
    return "\n\n".join(blocks) + "\n"


def _heading(chance: random.Random, fill: Fill) -> str:
    return "## " + fill(chance.choice(HEADINGS))


def _paragraph(chance: random.Random, fill: Fill) -> str:
    return " ".join(map(fill, chance.choices(PATTERNS, k=chance.randint(4, 8))))


def _bullets(chance: random.Random, fill: Fill) -> str:
    return "\n".join("- " + fill(item) for item in chance.choices(ITEMS, k=chance.randint(3, 6)))


def _steps(chance: random.Random, fill: Fill) -> str:
    items = chance.choices(ITEMS, k=chance.randint(3, 5))
    return "\n".join(f"{number}. {fill(item)}" for number, item in enumerate(items, 1))


def _quotation(chance: random.Random, fill: Fill) -> str:
    return "\n".join("> " + fill(pattern) for pattern in chance.choices(PATTERNS, k=2))


def _table(chance: random.Random, fill: Fill) -> str:
    rows = [fill("| {n} of {name} | {number} | {a} |") for _ in range(chance.randint(3, 6))]
    return "\n".join(("| Part | Figure | Verdict |", "|---|---|---|", *rows))


BLOCKS = (_paragraph, _bullets, _steps, _quotation, _table)
BLOCK_WEIGHTS = (60, 16, 8, 9, 7)


def _keywords(chance: random.Random, topic: Topic) -> tuple[str, ...]:
    """Choose 4 or 5 keywords: three of the topic, the others of all there are."""
    wanted = chance.choice((4, 4, 5))
    everything = _all_keywords()
    chosen: dict[str, None] = {}
    while len(chosen) < 3:
        weights = _zipf(len(topic.keywords), 0.9)
        chosen[chance.choices(topic.keywords, cum_weights=weights)[0]] = None
    while len(chosen) < wanted:
        chosen[chance.choices(everything, cum_weights=_zipf(len(everything), 1.0))[0]] = None
    return tuple(chosen)


@cache
def _all_keywords() -> tuple[str, ...]:
    """All keywords; the first of every topic come before the second of any."""
    rows = zip(*(topic.keywords for topic in TOPICS), strict=True)
    return tuple(dict.fromkeys(word for row in rows for word in row))


@cache
def _zipf(count: int, exponent: float) -> tuple[float, ...]:
    """Cumulative weights: the n-th of them weighs 1 / (n + 3) ** exponent."""
    return tuple(accumulate(1 / (place + 3) ** exponent for place in range(1, count + 1)))


@cache
def _topic_names(topic: int) -> list[str]:
    """Invent the names of firms and places that a topic's posts speak of."""
    chance = random.Random(f"names/{topic}")
    return chance.sample(_all_names(), NAMES_PER_TOPIC)


@cache
def _all_names() -> list[str]:
    chance = random.Random("names")
    names: dict[str, None] = {}
    while len(names) < NAMES:
        names["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3)))).capitalize()] = None
    return list(names)
