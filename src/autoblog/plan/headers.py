"""The HTTP headers that a host shall send with every file."""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.digest import sha256_base64
from autoblog.model import Site

HASHED = ("/assets/", "/images/")
"""Folders of files whose names change with their content."""
FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300, must-revalidate"
_CELL_STYLES = tuple(f"text-align:{side}" for side in ("left", "center", "right"))
"""The style attributes of table cells, as the cleaner of articles leaves them."""


def headers_of(site: Site) -> Iterator[tuple[str, str]]:
    """List the headers that guard readers: name, value."""
    yield "Content-Security-Policy", content_security_policy(site)
    yield "X-Content-Type-Options", "nosniff"
    yield "Referrer-Policy", "strict-origin-when-cross-origin"
    yield "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
    yield "Cross-Origin-Opener-Policy", "same-origin"
    days = site.settings.hosting.hsts_days
    if days and site.info.base_url.startswith("https:"):
        yield "Strict-Transport-Security", f"max-age={days * 86_400}"


def content_security_policy(site: Site) -> str:
    """Say what a page may load and run: the site's own, and no script or style within a page.

    What the theme itself holds within pages is allowed by the hash of its text. Pictures may
    come from any https address, because they cannot run and articles may show them.
    Source: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/
    """
    hashes = " ".join(f"'sha256-{value}'" for value in site.inline_hashes)
    attributes = (_origin_style(site), *_CELL_STYLES)
    styles = " ".join(f"'sha256-{sha256_base64(text)}'" for text in attributes)
    frames = " ".join(site.settings.hosting.frame_origins) or "'none'"
    rules = [
        "default-src 'none'",
        f"script-src 'self' 'wasm-unsafe-eval' {hashes}".rstrip(),  # wasm: the search
        f"style-src 'self' 'unsafe-hashes' {styles}",
        "img-src 'self' data: https:",
        "media-src 'self' https:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        f"frame-src {frames}",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
    if site.info.base_url.startswith("https:"):
        rules.append("upgrade-insecure-requests")
    return "; ".join(rules)


def _origin_style(site: Site) -> str:
    """Write the one style attribute of the theme: on paper, links begin with the site's origin."""
    return f"--site: '{site.info.base_url.removesuffix(site.info.base_path)}'"
