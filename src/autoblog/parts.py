"""The small records that the nouns of `model` are made of."""

from __future__ import annotations

from dataclasses import dataclass

from autoblog.problems import Place


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or picture in a body that points into the site: `ref:` tokens name it."""

    target: str  # source path with optional anchor, "content/knowledge/cells.md#anode"
    place: Place
    is_image: bool = False


@dataclass(frozen=True, slots=True)
class LeadImage:
    """The picture that stands for a post: `image` in its front matter."""

    source_path: str
    alt: str
    place: Place


@dataclass(frozen=True, slots=True)
class Pin:
    """A post that the author wants first among the related ones."""

    target: str  # source path or slug, as written
    place: Place


@dataclass(frozen=True, slots=True)
class Alias:
    """An old URL of a post, decoded, starting with "/"."""

    url: str
    place: Place


@dataclass(frozen=True, slots=True)
class Silence:
    """A finding that the author of a post lets stand."""

    code: str
    reason: str
    place: Place  # of the code


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a table of contents."""

    level: int  # 2 to 6
    anchor: str
    title: str  # plain text


@dataclass(frozen=True, slots=True)
class Renditions:
    """The sizes and formats in which a picture is published.

    The file of a width in a format is `{stem}-{width}.{format}`.
    """

    stem: str  # URL path, "/images/cells.0f3a9c1b"
    formats: tuple[str, ...]  # "avif" and "webp", as far as this machine can write them
    widths: tuple[int, ...]  # rising, none above the picture's own
    fallback: str  # "jpg" or "png": for links, networks and old programs
    tint: str  # the dominant colour, "#8a9b7c"; "" where the picture can be seen through


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page shows it."""

    path: str  # URL path without the base path, "/images/cells.0f3a9c1b.svg"
    width_px: int
    height_px: int
    alt: str
    renditions: Renditions | None = None  # None: it is published as it is


@dataclass(frozen=True, slots=True)
class KeywordLink:
    """A keyword of a post."""

    name: str
    path: str | None  # None: too few posts share it for a page


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link of the site's header or footer."""

    title: str
    permalink: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One address that this site has published, and what became of it."""

    url: str  # decoded URL path, starts with "/"
    source: str | None  # what it came from: a file, or a folder for a keyword; None: see below
    moved_to: str | None  # the URL path that it leads to; None as well: it is declared gone
    place: Place


@dataclass(frozen=True, slots=True)
class Hosting:
    """What hosts get besides pages."""

    hosts: tuple[str, ...] = ()  # netlify cloudflare gitlab github nginx apache s3
    frame_origins: tuple[str, ...] = ()  # of what articles may embed
    hsts_days: int = 0
    security_contacts: tuple[str, ...] = ()  # addresses of web pages or `mailto:`
    security_expires: str = ""  # RFC 3339
