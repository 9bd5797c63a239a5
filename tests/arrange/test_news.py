"""What is young enough to be news, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import pytest

from autoblog.arrange.news import moments_of
from autoblog.model import Post, Site
from autoblog.report import Show

ZONE = timezone(timedelta(hours=8))
MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


@pytest.mark.parametrize(
    ("now", "is_news"),
    [
        pytest.param("2025-06-01T00:00", True, id="as it is published"),
        pytest.param("2025-06-02T23:59:59", True, id="a second before two days are over"),
        pytest.param("2025-06-03T00:00", False, id="after 48 hours"),
    ],
)
def test_a_post_is_news_for_48_hours(
    now: str, is_news: bool, make_post: MakePost, make_site: MakeSite
) -> None:
    post = make_post("knowledge/a", date="2025-06-01")

    site = make_site(post, now=now, news_sections=("knowledge",))

    assert site.news == ((post.source_path,) if is_news else ())


def test_what_is_shown_before_its_time_or_kept_from_search_engines_is_no_news(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/draft", date="2025-06-01", is_draft=True),
        make_post("knowledge/later", date="2025-06-02"),
        make_post("knowledge/hidden", date="2025-06-01", has_noindex=True),
        now="2025-06-01T12:00",
        show=Show(drafts=True, scheduled=True),
        news_sections=("knowledge",),
    )

    assert site.news == ()


def test_only_news_change_a_site_by_growing_old(make_post: MakePost) -> None:
    post = make_post("knowledge/a", date="2025-06-01")

    old_at = datetime(2025, 6, 3, tzinfo=ZONE)
    assert old_at in list(moments_of(post, news_sections=("knowledge",)))
    assert old_at not in list(moments_of(post, news_sections=("company-blog",)))


def test_a_post_of_the_last_day_of_all_calendars_grows_never_old(
    make_post: MakePost, make_site: MakeSite
) -> None:
    post = make_post("knowledge/a", date="9999-12-31")

    site = make_site(post, now="2025-01-01", news_sections=("knowledge",))

    assert site.news == ()
    assert list(moments_of(post, news_sections=("knowledge",))) == [post.published_at, None]
