"""Feeds: which there are, what they hold, and how they are dated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from autoblog.digest import digest
from autoblog.model import Image, Post, Site
from autoblog.parts import LeadImage
from autoblog.plan.cards import network_picture
from autoblog.plan.contexts import FeedContext
from autoblog.plan.feeds import plan_feeds
from autoblog.problems import Place

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]

ZONE = timezone(timedelta(hours=8))


def feeds_of(site: Site) -> dict[str, FeedContext]:
    return {page.output_path: page.context for page in plan_feeds(site)}


def titles(feed: FeedContext) -> list[str]:
    return [entry.post.title for entry in feed.entries]


def test_the_site_and_each_section_have_a_feed_in_each_format(
    make_post: MakePost, make_site: MakeSite
) -> None:
    pages = {page.output_path: page.template for page in plan_feeds(make_site(make_post()))}

    folders = ("", "knowledge/", "company-blog/", "industry-blog/")
    assert pages == {
        **{f"{folder}feed.xml": "feeds/rss.xml" for folder in folders},
        **{f"{folder}atom.xml": "feeds/atom.xml" for folder in folders},
        **{f"{folder}feed.json": "feeds/feed.json" for folder in folders},
    }


def test_a_feed_holds_the_newest_posts_of_its_section(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", date="2025-06-01"),
        make_post("company-blog/b", date="2025-06-02"),
        make_post("knowledge/c", date="2025-06-03"),
        make_post("knowledge/d", date="2025-06-04"),
        make_post("pages/about"),
        feed_limit=2,
    )

    feeds = feeds_of(site)

    assert titles(feeds["feed.xml"]) == titles(feeds["atom.xml"]) == ["D", "C"]
    assert titles(feeds["knowledge/feed.xml"]) == ["D", "C"]
    assert titles(feeds["company-blog/atom.xml"]) == ["B"]
    assert titles(feeds["industry-blog/feed.xml"]) == []


def test_a_feed_knows_its_own_address_and_the_page_it_stands_for(
    make_post: MakePost, make_site: MakeSite
) -> None:
    feeds = feeds_of(make_site(make_post()))

    found = {path: (feed.title, feed.path, feed.home) for path, feed in feeds.items()}
    assert found["atom.xml"] == ("Journal", "/atom.xml", "/")
    assert found["knowledge/feed.xml"] == (
        "Journal: Knowledge", "/knowledge/feed.xml", "/knowledge/"
    )  # fmt: skip


def test_a_feed_is_dated_by_its_newest_change_and_not_by_the_build(
    make_post: MakePost, make_site: MakeSite
) -> None:
    moment = datetime(2025, 8, 1, 9, tzinfo=ZONE)
    posts = make_post("knowledge/a", updated_at=moment), make_post("knowledge/b", date="2025-07-01")

    early, late = (feeds_of(make_site(*posts, now=now)) for now in ("2025-09-01", "2026-09-01"))

    assert early["feed.xml"].updated_at == moment
    assert [entry.updated_at for entry in early["feed.xml"].entries] == [
        datetime(2025, 7, 1, tzinfo=ZONE), moment
    ]  # fmt: skip
    assert early == late


def test_an_entry_that_fell_off_does_not_date_the_feed(
    make_post: MakePost, make_site: MakeSite
) -> None:
    old = make_post("knowledge/a", updated_at=datetime(2025, 12, 1, tzinfo=ZONE))
    site = make_site(old, make_post("knowledge/b", date="2025-07-01"), feed_limit=1)

    assert feeds_of(site)["feed.xml"].updated_at == datetime(2025, 7, 1, tzinfo=ZONE)


def test_an_empty_feed_has_no_date(make_site: MakeSite) -> None:
    assert feeds_of(make_site())["feed.xml"].updated_at is None


def test_an_entry_shows_a_card_in_the_place_of_a_drawing(
    make_post: MakePost, make_site: MakeSite
) -> None:
    drawing = Image("content/x.svg", digest("x"), "/images/x.0.svg", 4, 3)
    post = make_post("knowledge/a", image=LeadImage(drawing.source_path, "A car", Place(1, 1)))
    site = make_site(post, images={drawing.source_path: drawing}, card_stamp="x")

    [entry] = feeds_of(site)["feed.json"].entries

    assert entry.card == network_picture(site, post)
    assert entry.card is not None
    assert entry.card.path.endswith(".png")
