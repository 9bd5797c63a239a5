"""The HTTP headers that a host shall send with every file."""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.model import Site

HASHED = ("/assets/", "/images/")
"""Folders of files whose names change with their content."""
FOREVER = "public, max-age=31536000, immutable"
SHORT = "public, max-age=300, must-revalidate"


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

    Scripts that the theme's templates hold are allowed by the hash of their text. Pictures may
    come from any https address, because they cannot run and articles may show them.
    Source: Content Security Policy Level 3, https://www.w3.org/TR/CSP3/
    """
    hashes = " ".join(f"'sha256-{value}'" for value in site.inline_hashes)
    frames = " ".join(site.settings.hosting.frame_origins) or "'none'"
    rules = [
        "default-src 'none'",
        f"script-src 'self' 'wasm-unsafe-eval' {hashes}".rstrip(),  # wasm: the search
        "style-src 'self'",
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
