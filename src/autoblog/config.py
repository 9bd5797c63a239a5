"""The site's settings: `site.yaml` as records, and the parts that each stage gets of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from autoblog.forms import Count, Days, Flag, Moment, SlugText, Text, Words
from autoblog.model import PlanSettings, Section
from autoblog.parts import Hosting
from autoblog.zones import in_zone

Engine = Literal["python-markdown", "commonmark"]
"""What turns Markdown into HTML."""


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
class CardsConfig:
    """Social cards."""

    enabled: bool = True  # draw one for each post without a picture that networks show


@dataclass(frozen=True, slots=True)
class FeedsConfig:
    """RSS and Atom feeds."""

    limit: Count = 20  # entries, newest first


@dataclass(frozen=True, slots=True)
class SitemapConfig:
    """Sitemaps."""

    news_sections: Words = ()  # slugs of sections whose posts of the last 48 hours are news


@dataclass(frozen=True, slots=True)
class LlmsConfig:
    """For language models."""

    enabled: Flag = False  # write llms.txt
    markdown: Flag = False  # each post as Markdown too, `index.md` beside its page


@dataclass(frozen=True, slots=True)
class SearchConfig:
    """Search in the site."""

    enabled: Flag = True  # needs the extra `search`


@dataclass(frozen=True, slots=True)
class MarkdownConfig:
    """How bodies become HTML."""

    engine: Engine = "python-markdown"  # commonmark: as forges read it; needs the extra `fast`
    raw_html: Literal["clean", "allow"] = "clean"  # allow: trust the authors' own HTML


@dataclass(frozen=True, slots=True)
class FrontMatterConfig:
    """Front matter."""

    extra: Words = ()  # keys of the site's own, for its templates


@dataclass(frozen=True, slots=True)
class DeployConfig:
    """One place to publish to. Credentials never stand here."""

    name: SlugText  # what `autoblog deploy` calls it
    to: Text  # s3://bucket/folder gs://… az://… rsync:user@host:/folder git:remote#branch folder:/…
    endpoint: Text = ""  # of a store that speaks the language of S3
    region: Text = ""
    ssh: Text = "ssh -o BatchMode=yes -o ConnectTimeout=20"  # nobody is there to be asked
    keep: Count = 5  # releases of a folder
    precompress: tuple[Literal["br", "gz", "zst"], ...] = ()

    @property
    def kind(self) -> str:
        """What stands before the first colon: s3, gs, az, rsync, git or folder."""
        return self.to.partition(":")[0]

    @property
    def place(self) -> str:
        """What stands behind it."""
        return self.to.partition(":")[2]


@dataclass(frozen=True, slots=True)
class HostingConfig:
    """What hosts read besides pages: redirects, headers."""

    hosts: tuple[
        Literal["netlify", "cloudflare", "gitlab", "github", "nginx", "apache", "s3"], ...
    ] = ()
    frame_origins: Words = ()  # what articles may embed, e.g. https://www.youtube-nocookie.com
    hsts_days: Days = 0  # browsers insist on https for so long
    security_contact: Words = ()  # for security.txt: `mailto:`, `tel:` or the address of a web page
    security_expires: Moment | None = None  # when that is to be looked at again


@dataclass(frozen=True, slots=True)
class LimitsConfig:
    """What a source may ask of the builder. Sizes in KiB, times in seconds."""

    post_kib: Count = 8192
    front_matter_kib: Count = 64
    title_characters: Count = 500
    nesting: Count = 60
    seconds_per_post: Count = 5
    seconds_per_page: Count = 5
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
    sitemap: SitemapConfig = field(default_factory=SitemapConfig)
    llms: LlmsConfig = field(default_factory=LlmsConfig)
    search: SearchConfig = field(default_factory=SearchConfig)
    cards: CardsConfig = field(default_factory=CardsConfig)
    markdown: MarkdownConfig = field(default_factory=MarkdownConfig)
    front_matter: FrontMatterConfig = field(default_factory=FrontMatterConfig)
    hosting: HostingConfig = field(default_factory=HostingConfig)
    deploy: tuple[DeployConfig, ...] = ()
    limits: LimitsConfig = field(default_factory=LimitsConfig)
    extensions: Words = ()  # import paths of modules, in order
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
            engine=self.markdown.engine,
        )

    @property
    def arranging(self) -> ArrangeSettings:
        """What the arrange stage needs."""
        return ArrangeSettings(
            keyword_min_posts=self.keywords.min_posts,
            related_count=self.related.count,
            news_sections=self.sitemap.news_sections,
        )

    @property
    def planning(self) -> PlanSettings:
        """What the planners need."""
        return PlanSettings(
            page_size=self.pagination.size,
            sidebar_per_section=self.sidebar.per_section,
            feed_limit=self.feeds.limit,
            news_sections=self.sitemap.news_sections,
            has_llms=self.llms.enabled,
            has_twins=self.llms.markdown,
            hosting=self._hosting,
        )

    @property
    def _hosting(self) -> Hosting:
        expires = self.hosting.security_expires
        return Hosting(
            hosts=self.hosting.hosts,
            frame_origins=self.hosting.frame_origins,
            hsts_days=self.hosting.hsts_days,
            security_contacts=self.hosting.security_contact,
            security_expires=in_zone(expires, self.time_zone).isoformat() if expires else "",
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
    engine: Engine = "python-markdown"


@dataclass(frozen=True, slots=True)
class ArrangeSettings:
    """All that shapes how posts become a site."""

    keyword_min_posts: int
    related_count: int
    news_sections: tuple[str, ...] = ()  # slugs
