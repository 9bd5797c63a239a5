"""What networks show beside a link: a post's own picture, a card, or what the theme has."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autoblog.digest import Digest
from autoblog.model import Image, Post, Site
from autoblog.parts import LeadImage, Picture, Renditions
from autoblog.plan.cards import network_picture, plan_cards
from autoblog.problems import Place

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]
SOME = Digest("0")
PHOTO = Image(
    "content/x.jpg", SOME, "/images/x.0-1440.jpg", 4000, 3000,
    Renditions("/images/x.0", ("avif",), (192, 1440, 1920), "jpg", ""), "s",
)  # fmt: skip
DRAWING = Image("content/x.svg", SOME, "/images/x.0.svg", 4, 3)
FILM = Image("content/x.gif", SOME, "/images/x.0.gif", 40, 30)


def with_lead(make_post: MakePost, image: Image, alt: str = "A car") -> Post:
    return make_post("knowledge/a", image=LeadImage(image.source_path, alt, Place(1, 1)))


@pytest.mark.parametrize("image", [None, DRAWING], ids=["none", "SVG"])
def test_a_post_without_a_picture_that_networks_show_gets_a_card(
    image: Image | None, make_post: MakePost, make_site: MakeSite
) -> None:
    post = with_lead(make_post, image) if image else make_post("knowledge/a")
    images = {image.source_path: image} if image else {}
    site = make_site(post, images=images, card_stamp="x")

    [card] = plan_cards(site)

    assert card.card is not None
    assert (card.card.title, card.card.section, card.card.site) == ("A", "Knowledge", "Journal")
    assert network_picture(site, post) == Picture(f"/{card.output_path}", 1200, 630, "A")


@pytest.mark.parametrize(
    ("image", "size"), [(PHOTO, (1440, 1080)), (FILM, (40, 30))], ids=["photo", "animation"]
)
def test_a_picture_of_its_own_goes_first(
    image: Image, size: tuple[int, int], make_post: MakePost, make_site: MakeSite
) -> None:
    post = with_lead(make_post, image)
    site = make_site(post, images={image.source_path: image}, card_stamp="x")

    assert list(plan_cards(site)) == []
    assert network_picture(site, post) == Picture(image.path, *size, "A car")


def test_without_a_stamp_there_are_no_cards(make_post: MakePost, make_site: MakeSite) -> None:
    post = make_post("knowledge/a")
    site = make_site(post)

    assert list(plan_cards(site)) == []
    assert network_picture(site, post) is None


def test_a_card_has_another_name_when_it_shows_something_else(
    make_post: MakePost, make_site: MakeSite
) -> None:
    names = {
        next(iter(plan_cards(make_site(make_post("knowledge/a", **change), card_stamp=stamp))))
        .output_path
        for change, stamp in [
            ({}, "x"), ({"title": "B"}, "x"), ({"date": "2025-06-02"}, "x"), ({}, "y"),
            ({"summary": "Another."}, "x"),
        ]
    }  # fmt: skip

    assert len(names) == 4
