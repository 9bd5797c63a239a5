"""What a survey tells about single pages: who is shown there, and why beside whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from autoblog.arrange.reasons import Reason, reasons_by
from autoblog.arrange.related import rarities
from autoblog.build_site import Survey
from autoblog.model import Post, Teaser
from autoblog.report import HeldBack


@dataclass(frozen=True, slots=True)
class Chosen:
    """A related post, and why it was chosen."""

    teaser: Teaser
    reason: Reason


class Insight:
    """Answers about one survey; what costs time is worked out when it is first asked for."""

    def __init__(self, survey: Survey) -> None:
        """survey: that of the build whose pages are shown."""
        site = survey.site
        self.survey = survey
        self.held_back: tuple[HeldBack, ...] = site.held_back
        self._shown = {post.source_path: post for post in (*site.posts, *site.pages)}
        self._at = {post.permalink: post for post in self._shown.values()}

    def post_at(self, permalink: str) -> Post | None:
        """Find the post or standalone page of an address below the base path, "/knowledge/a/"."""
        return self._at.get(permalink)

    def permalink_of(self, source_path: str) -> str | None:
        """Find the address of a source's page, if it has one."""
        post = self._shown.get(source_path)
        return post.permalink if post else None

    def teaser_of(self, post: Post) -> Teaser:
        """Recall what lists show of a post, its status at the time of the build among it."""
        return self.survey.site.teasers[post.source_path]

    def chosen_for(self, post: Post) -> tuple[Chosen, ...]:
        """Say which posts stand beside one as related, and why."""
        paths = self.survey.site.related.get(post.source_path, ())
        others = [self._shown[path] for path in paths]
        found = reasons_by(self._rarity, post, others)
        return tuple(
            Chosen(self.teaser_of(other), reason)
            for other, reason in zip(others, found, strict=True)
        )

    @cached_property
    def _rarity(self) -> Mapping[str, int]:
        return rarities([post.terms for post in self.survey.site.posts])
