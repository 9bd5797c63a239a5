"""The words of templates: filters. All are pure; `docs/templates.md` lists them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from markupsafe import Markup, escape

from autoblog.digest import Digest
from autoblog.model import Body, SiteInfo
from autoblog.parts import Heading, Renditions
from autoblog.problems import MissingBodyError
from autoblog.render.json_text import json_text
from autoblog.render.pictures import replace_pictures, sources_html

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
# A tag as the serialiser writes it, up to a token; attributes are always in double quotes.
_TOKEN = re.compile(r'(<(?:a|img)(?: [^\s=<>"]+="[^"]*")*?) (href|src)="ref:([^"]*)"')
_PATH = re.compile(r'(<[a-z0-9]+(?: [^\s=<>"]+="[^"]*")*?) (href|src)="((?:#|/(?!/))[^"]*)"')
# What XML 1.0 (section 2.2) does not allow in a document.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class BodyUse(Protocol):
    """How a page uses a body; `plan.contexts.BodyUse` says more."""

    @property
    def digest(self) -> Digest:
        """Which body."""

    @property
    def permalink(self) -> str:
        """The permalink of its post."""

    @property
    def targets(self) -> Mapping[str, Any]:
        """What its tokens become."""


def make_filters(
    info: SiteInfo, static_urls: Mapping[str, str], bodies: Mapping[Digest, Body]
) -> Mapping[str, Callable[..., Any]]:
    """Make the filters of a site's templates."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(info.base_url))

    @lru_cache(maxsize=50_000)  # the same few thousand addresses stand on every page
    def url(path: str) -> str:
        """Add the site's base path to a path that starts with `/`."""
        return info.base_path + quote(path[1:], safe="/#?=&:@!$'()*+,;~")

    def absolute(path: str) -> str:
        """Make a path an absolute URL."""
        return origin + url(path)

    def asset(path: str) -> str:
        """Name the URL path of a file of `static/`."""
        if path not in static_urls:
            raise LookupError(f"there is no static file {path!r}")
        return url(static_urls[path])

    def body_of(use: BodyUse) -> Body:
        try:
            return bodies[use.digest]
        except KeyError as error:
            raise MissingBodyError(use.digest) from error

    def html(use: BodyUse, sizes: str = "100vw") -> Markup:
        """Show an article's HTML, its links and pictures resolved.

        sizes: how wide the layout shows pictures, in the words of the attribute `sizes`.
        """
        return Markup(resolved(body_of(use).html, use.targets, url, sizes=sizes))

    def sources(renditions: Renditions | None, sizes: str, widest_px: int | None = None) -> Markup:
        """Write the `<source>` elements of a picture: its formats, each in its sizes."""
        none = Markup("")
        return sources_html(renditions, sizes, url, widest_px=widest_px) if renditions else none

    def full_html(use: BodyUse) -> str:
        """Write an article's HTML with absolute URLs, as text: feeds escape it."""
        page = absolute(use.permalink)
        text = resolved(body_of(use).html, use.targets, absolute)
        return _PATH.sub(
            lambda match: (
                f'{match[1]} {match[2]}="{page if match[3][0] == "#" else origin}{match[3]}"'
            ),
            text,
        )

    def markdown(value: BodyUse | str) -> Markup:
        """Write an article, or a text, as Markdown with whole addresses."""
        # Not above: lxml takes a while to load, and most sites have no twins.
        from autoblog.render.markdown import escaped, to_markdown

        return Markup(escaped(value) if isinstance(value, str) else to_markdown(full_html(value)))

    def toc(use: BodyUse) -> tuple[Heading, ...]:
        """List an article's headings, none when it has fewer than three."""
        return body_of(use).toc

    def mark_current(markup: Markup, permalink: str, kind: str = "page") -> Markup:
        """Mark the links to a permalink in a fragment: as the page being read, or its list."""
        link = f'<a href="{escape(url(permalink))}"'
        if link not in markup:
            return markup
        return Markup(str(markup).replace(link, f'{link} aria-current="{escape(kind)}"'))

    return {
        "absolute": absolute,
        "asset": asset,
        "full_html": full_html,
        "html": html,
        "iso": iso,
        "json": json_text,
        "long_date": long_date,
        "mark_current": mark_current,
        "markdown": markdown,
        "rfc3339": rfc3339,
        "rfc822": rfc822,
        "sources": sources,
        "toc": toc,
        "url": url,
        "xml": xml,
    }


def resolved(
    html: str, targets: Mapping[str, Any], url: Callable[[str], str], *, sizes: str = ""
) -> str:
    """Put URLs in the place of a body's tokens; a link without a target stays as plain text.

    sizes: how wide pictures are shown; "" for feeds, which get one file of each.
    """
    if "ref:" not in html:
        return html

    def target_of(token: str) -> Any:
        # The serialiser writes addresses as URIs: it escapes what is not ASCII.
        return targets.get(token) or targets.get(unquote(_unescaped(token)))

    def replace(match: re.Match[str]) -> str:
        target = target_of(match[3])
        return f'{match[1]} {match[2]}="{escape(url(target.path))}"' if target else match[1]

    if "<img" in html:
        html = replace_pictures(html, target_of, url, sizes)
    return _TOKEN.sub(replace, html)


def xml(value: object) -> Markup:
    """Clean a text of characters that XML forbids, and escape it."""
    return escape(_NOT_XML.sub("", str(value)))


def iso(value: date) -> str:
    """Write a date or a moment's date as 2025-12-25."""
    return value.isoformat()[:10]


def long_date(value: date) -> str:
    """Write a date as 25 December 2025, whatever the machine's locale."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


# Not remembered: the two moments of an hour that comes twice are equal to each other.
def rfc3339(value: datetime) -> str:
    """Write an aware moment in UTC as 2025-12-24T16:00:00Z (RFC 3339)."""
    return value.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def rfc822(value: datetime) -> str:
    """Write an aware moment in UTC as RSS wants it (RFC 822 with a year of four digits)."""
    # Feeds alone say it so, and few builds of an edited text make one.
    from email.utils import format_datetime

    return format_datetime(value.astimezone(UTC), usegmt=True)


def _unescaped(attribute: str) -> str:
    return str(Markup(attribute).unescape()) if "&" in attribute else attribute
