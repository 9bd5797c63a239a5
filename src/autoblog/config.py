"""The site's settings: `site.yaml` as records, and the parts that each stage gets of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from autoblog.model import PlanSettings, Section
from autoblog.problems import ConfigError, Problem, in_order, not_utf_8, problem_at, shown
from autoblog.records import Count, SlugText, Text, Words, place_of, read_record
from autoblog.yaml_text import Node, parse_yaml

SETTINGS_FILE = "site.yaml"
_NO_ADDRESS = "is not an address; expected https://example.com/"
FOLDERS = ("content", "templates", "static")


@dataclass(frozen=True, slots=True)
class SectionConfig:
    """One section of the site."""

    name: Text  # what the front matter's `category` says
    slug: SlugText  # its place in URLs
    summary: Text = ""


@dataclass(frozen=True, slots=True)
class PaginationConfig:
    """Lists of posts."""

    size: Count = 20  # posts of a full page


@dataclass(frozen=True, slots=True)
class SidebarConfig:
    """Related Information."""

    per_section: Count = 12  # posts of a section's group


@dataclass(frozen=True, slots=True)
class KeywordsConfig:
    """Keywords."""

    min_posts: Count = 2  # posts that must share a keyword before it has a page


@dataclass(frozen=True, slots=True)
class RelatedConfig:
    """Related posts."""

    count: Count = 4  # related posts of a post


@dataclass(frozen=True, slots=True)
class FeedsConfig:
    """RSS and Atom feeds."""

    limit: Count = 20  # entries, newest first


@dataclass(frozen=True, slots=True)
class MarkdownConfig:
    """How bodies become HTML."""

    raw_html: Literal["clean", "allow"] = "clean"  # allow: trust the authors' own HTML


@dataclass(frozen=True, slots=True)
class FrontMatterConfig:
    """Front matter."""

    extra: Words = ()  # keys of the site's own, for its templates


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """What a source may ask of the builder. Sizes in KiB, times in seconds."""

    post_kib: Count = 8192
    front_matter_kib: Count = 64
    title_characters: Count = 500
    nesting: Count = 60
    seconds_per_post: Count = 10
    image_kib: Count = 51200


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of `site.yaml`."""

    title: Text
    base_url: Text  # absolute, where the site will be read
    time_zone: Text  # IANA name, e.g. Asia/Shanghai; bare dates are days there
    sections: tuple[SectionConfig, ...]
    language: Text = "en"  # BCP 47
    tagline: Text = ""
    summary: Text = ""
    publisher: Text = ""
    pagination: PaginationConfig = field(default_factory=PaginationConfig)
    sidebar: SidebarConfig = field(default_factory=SidebarConfig)
    keywords: KeywordsConfig = field(default_factory=KeywordsConfig)
    related: RelatedConfig = field(default_factory=RelatedConfig)
    feeds: FeedsConfig = field(default_factory=FeedsConfig)
    markdown: MarkdownConfig = field(default_factory=MarkdownConfig)
    front_matter: FrontMatterConfig = field(default_factory=FrontMatterConfig)
    limits: LimitsConfig = field(default_factory=LimitsConfig)
    extra: Mapping[str, str] = field(default_factory=dict)  # texts of the site's own for templates

    @property
    def reading(self) -> ReadingSettings:
        """What the read stage needs."""
        return ReadingSettings(
            sections=self.section_records,
            time_zone=self.time_zone,
            raw_html=self.markdown.raw_html,
            extra_keys=self.front_matter.extra,
            limits=self.limits,
        )

    @property
    def arranging(self) -> ArrangeSettings:
        """What the arrange stage needs."""
        return ArrangeSettings(
            keyword_min_posts=self.keywords.min_posts, related_count=self.related.count
        )

    @property
    def planning(self) -> PlanSettings:
        """What the planners need."""
        return PlanSettings(
            page_size=self.pagination.size,
            sidebar_per_section=self.sidebar.per_section,
            feed_limit=self.feeds.limit,
        )

    @property
    def section_records(self) -> tuple[Section, ...]:
        """The sections, in the order of the file."""
        return tuple(
            Section(section.name, section.slug, section.summary, f"/{section.slug}/")
            for section in self.sections
        )


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """All that shapes how a file becomes a post: part of its cache key."""

    sections: tuple[Section, ...]
    time_zone: str
    raw_html: str
    extra_keys: tuple[str, ...]
    limits: LimitsConfig


@dataclass(frozen=True, slots=True)
class ArrangeSettings:
    """All that shapes how posts become a site."""

    keyword_min_posts: int
    related_count: int


def load_config(root: Path, *, base_url: str | None = None) -> Config:
    """Read the settings of the site in a folder.

    base_url: instead of the file's. Raises ConfigError when it is no address, or with all problems
    of the file.
    """
    if base_url is not None and not _is_address(base_url):
        raise ConfigError(f"--base-url: {shown(base_url)} {_NO_ADDRESS}")
    path = root / SETTINGS_FILE
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError as error:
        raise ConfigError(
            f"there is no {SETTINGS_FILE} in {root}; run autoblog in a site's folder,"
            " name one with --root, or make one with `autoblog init FOLDER`"
        ) from error
    except OSError as error:
        raise ConfigError(f"{SETTINGS_FILE} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        problem = not_utf_8(SETTINGS_FILE, error)
        raise ConfigError(f"{SETTINGS_FILE} has problems", [problem]) from error
    node, problems = parse_yaml(text.replace("\r\n", "\n"), SETTINGS_FILE)
    config, found = read_record(Config, node, SETTINGS_FILE) if node else (None, ())
    problems += found
    if node is None and not problems:
        hint = "give it at least title, base_url, time_zone and sections"
        problems = (Problem("empty-settings", SETTINGS_FILE, "it sets nothing", 1, 1, hint),)
    if config is not None and node is not None:
        config = replace(config, base_url=base_url or config.base_url)
        problems += _judge(config, node)
        config = replace(config, base_url=config.base_url.rstrip("/") + "/")
    if config is None or any(problem.is_error for problem in problems):
        raise ConfigError(f"{SETTINGS_FILE} has problems", in_order(problems))
    return config


@cache
def zone(name: str) -> tzinfo:
    """Load a time zone by its IANA name from the package `tzdata`, the same on every machine.

    Raises KeyError when there is no such zone.
    """
    parts = name.split("/")
    if not all(part and not part.startswith(".") for part in parts):
        raise KeyError(name)
    file = resources.files("tzdata").joinpath("zoneinfo", *parts)
    try:
        with file.open("rb") as stream:
            return ZoneInfo.from_file(stream, key=name)
    except (OSError, ValueError) as error:
        raise KeyError(name) from error


def in_zone(moment: datetime, name: str) -> datetime:
    """Give a naive moment the time zone of that name, or bring an aware one into it."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=zone(name))
    return moment.astimezone(zone(name))


def _judge(config: Config, node: Node) -> tuple[Problem, ...]:
    """Check what a record's types cannot say."""
    problems = []

    def report(code: str, keys: tuple[str | int, ...], message: str, hint: str = "") -> None:
        problems.append(problem_at(place_of(node, keys), code, SETTINGS_FILE, message, hint))

    try:
        zone(config.time_zone)
    except KeyError:
        message = f"{shown(config.time_zone)} is not a time zone; expected a name of the IANA list"
        report("bad-value", ("time_zone",), message, "for example Asia/Shanghai or Europe/Paris")
    if not _is_address(config.base_url):
        report("bad-value", ("base_url",), f"{shown(config.base_url)} {_NO_ADDRESS}")
    if not config.sections:
        hint = "for example `- {name: Knowledge, slug: knowledge}`"
        report("bad-value", ("sections",), "expected at least one section", hint)
    for number, section in enumerate(config.sections):
        for other in config.sections[:number]:
            if section.slug == other.slug or section.name.casefold() == other.name.casefold():
                message = f"the sections {shown(other.name)} and {shown(section.name)} are alike"
                report("section-twice", ("sections", number), message, "give each its own slug")
        if section.slug in ("pages", "keywords", "archive", "assets", "images", "search"):
            message = f"the slug {shown(section.slug)} is taken by autoblog's own pages"
            report("section-reserved", ("sections", number, "slug"), message, "choose another")
    return tuple(problems)


def _is_address(base_url: str) -> bool:
    """Tell whether a site can be read there: an absolute http address, ASCII, without a query."""
    try:
        parts = urlsplit(base_url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    has_more = parts.query or parts.fragment or "@" in parts.netloc
    return (
        good and not has_more and base_url.isascii() and not any(c in base_url for c in " <>\"'\\")
    )
