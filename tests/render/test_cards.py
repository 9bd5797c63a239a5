"""Social cards: what fits on them, in which letters, and that all machines draw the same."""

from __future__ import annotations

import io
from datetime import date
from importlib.util import find_spec

import pytest
from PIL import Image as Pixels
from PIL import ImageChops

from autoblog.digest import digest_bytes
from autoblog.model import Card
from autoblog.render.cards import CHINESE, make_card, undrawable

needs_chinese = pytest.mark.skipif(find_spec(CHINESE) is None, reason="the extra is missing")
LONG = "Understanding Sedans for Professionals Who Spend Their Days on the Motorway " * 6


def card(title: str, site: str = "Journal") -> bytes:
    return make_card(Card(title, "Industry Blog", date(2025, 11, 20), site))


def opened(data: bytes) -> Pixels.Image:
    return Pixels.open(io.BytesIO(data)).convert("RGB")


def ink(data: bytes, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Find what is drawn within a part of a card."""
    part = opened(data).crop(box)
    paper = Pixels.new("RGB", part.size, part.getpixel((0, 0)))
    return ImageChops.difference(part, paper).getbbox()


@pytest.mark.parametrize(
    "title",
    [
        "Lease?",
        LONG,
        "W" * 500,
        "Škoda, Größe, Ελλάδα, Москва, Điện",
        "中国汽车出口" * 40,
        "🚗",
        "한국",
    ],
)
def test_any_title_fits(title: str) -> None:
    data = card(title)

    assert opened(data).size == (1200, 630)
    assert len(data) < 100_000
    # Nothing comes near to the edges, or into the line above the site's name.
    assert ink(data, (0, 20, 70, 630)) is None
    assert ink(data, (1130, 20, 1200, 630)) is None
    assert ink(data, (0, 490, 1200, 518)) is None


@pytest.mark.parametrize("title", ["A", LONG])
def test_a_long_name_of_the_site_leaves_the_date_alone(title: str) -> None:
    assert ink(card(title, "Journal " * 20), (0, 20, 70, 630)) is None


def test_the_same_card_is_drawn_each_time() -> None:
    assert digest_bytes(card("Größe 中国")) == digest_bytes(card("Größe 中国"))


def test_another_title_is_another_card() -> None:
    assert card("One") != card("Two")


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Lease or Buy?", ""),
        ("Škoda Größe", ""),
        ("Cafe\u0301 🚗 – “x”…", ""),
        ("한국 car", "한국"),
    ],
)
def test_letters_that_no_font_has_are_named(text: str, lost: str) -> None:
    assert undrawable(text) == lost


@needs_chinese
def test_chinese_letters_come_from_their_own_font() -> None:
    assert undrawable("中国汽车出口") == ""
    assert ink(card("中国"), (80, 150, 1120, 470)) is not None


def test_a_title_that_cannot_be_drawn_gives_way_to_the_name_of_the_site() -> None:
    assert card("한국") == card("Journal")
