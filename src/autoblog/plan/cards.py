"""The pictures that networks show beside a link: a post's own, or a card that is drawn for it."""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.digest import digest
from autoblog.model import Asset, Card, Image, Post, Site
from autoblog.parts import Picture

WIDTH_PX, HEIGHT_PX = 1200, 630


def plan_cards(site: Site) -> Iterator[Asset]:
    """Plan a card for each post that has no picture which networks would show."""
    for post in site.posts:
        card = _card_of(site, post)
        if card is not None:
            yield card


def network_picture(site: Site, post: Post) -> Picture | None:
    """Say what networks show beside a link to a post; None: what the theme has for all pages."""
    image = _own_picture(site, post)
    if image is not None:
        width = fallback_width(image)
        height = max(1, round(image.height_px * width / image.width_px))
        alt = post.image.alt if post.image else ""
        return Picture(image.path, width, height, alt or post.title)
    card = _card_of(site, post)
    if card is None:
        return None
    return Picture(f"/{card.output_path}", WIDTH_PX, HEIGHT_PX, post.title)


def fallback_width(image: Image) -> int:
    """Tell how wide the file is that stands for a picture where there is no choice."""
    if image.renditions is None:
        return image.width_px
    return int(image.path.rpartition(".")[0].rpartition("-")[2])


def _own_picture(site: Site, post: Post) -> Image | None:
    """Find a post's picture, if networks show its kind: none of them shows an SVG."""
    image = site.images.get(post.image.source_path) if post.image else None
    return None if image is None or image.path.endswith(".svg") else image


def _card_of(site: Site, post: Post) -> Asset | None:
    stamp = site.settings.card_stamp
    if not stamp or not post.is_listed or _own_picture(site, post) is not None:
        return None
    names = {section.slug: section.name for section in site.info.sections}
    day = post.published_at.date()
    card = Card(post.title, names[post.section], day, site.info.title)
    shape = digest((stamp, card))
    path = f"cards/{post.slug}.{shape[:8]}.png"
    return Asset(path, post.source_path, shape, card=card)
