"""Files that hosts read: redirects as rules, headers, and what else `hosting` asks for.

Netlify, Cloudflare Pages and GitLab Pages read files at the root of the site. What a server of
one's own reads lies below `_hosting/`, which its rules keep from readers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from autoblog.digest import digest_bytes
from autoblog.model import Asset, Page, Site
from autoblog.plan.contexts import GoneContext, PageMeta
from autoblog.plan.headers import FOREVER, HASHED, SHORT, headers_of
from autoblog.plan.ledger import gone_urls, leads_to
from autoblog.plan.redirects import alias_output_path
from autoblog.plan.views import HOME

FOLDER = "_hosting"
S3_REDIRECTS = f"{FOLDER}/s3-redirects.json"
"""Which file stands at each old address, and where it leads."""

SECURITY = ".well-known/security.txt"
TWIN_TYPE = "text/markdown; charset=utf-8"
"""What posts are as Markdown (RFC 7763); web servers do not know it of themselves."""

SETTINGS = "site.yaml"

Rules = Mapping[str, str]
"""URL path as requested, decoded, with the base path -> where it leads, quoted."""


def plan_hosting(site: Site) -> Iterator[Page | Asset]:
    """Plan what the hosts of the settings read."""
    for host in site.settings.hosting.hosts:
        for path, text in _FILES[host](site):
            yield _asset(path, text)
    if {"nginx", "apache"}.intersection(site.settings.hosting.hosts):
        meta = PageMeta(
            kind="gone", title="This page is gone", summary="", permalink="/410.html",
            crumbs=(HOME,), feeds=(), has_noindex=True, section=None,
        )  # fmt: skip
        yield Page("410.html", "gone.html", GoneContext(meta))
    if site.settings.hosting.security_contacts:
        yield _asset(SECURITY, _security_text(site))


def moved_rules(site: Site) -> Rules:
    """List all requests that are led on: aliases and what moved by the ledger, sorted."""
    base = site.info.base_path.rstrip("/")
    return {f"{base}{form}": to for url, to in _ends(site).items() for form in _forms(url)}


def gone_requests(site: Site) -> tuple[str, ...]:
    """List all requests for what is gone, sorted."""
    base = site.info.base_path.rstrip("/")
    return tuple(f"{base}{form}" for url in gone_urls(site) for form in _forms(url))


def _ends(site: Site) -> Rules:
    """Say where each old URL path leads, without the base path in front of it. Sorted."""
    posts = (*site.posts, *site.pages)
    ends = {**leads_to(site), **{one.url: post.permalink for post in posts for one in post.aliases}}
    base = site.info.base_path.rstrip("/")
    return {url: quote(f"{base}{ends[url]}", safe="/") for url in sorted(ends)}


def _forms(url: str) -> tuple[str, ...]:
    """Write a URL path in the ways that one file answers: `/a`, `/a/`."""
    bare = url.rstrip("/")
    return (bare,) if bare.endswith((".html", ".htm")) else (bare, f"{bare}/")


def _netlify(site: Site) -> Iterator[tuple[str, str]]:
    # With a mark, or the page at the old address would be served instead.
    yield "_redirects", _redirects(site, "301!")
    yield "_headers", _headers_text(site)


def _cloudflare(site: Site) -> Iterator[tuple[str, str]]:
    yield "_redirects", _redirects(site, "301")
    yield "_headers", _headers_text(site)


def _gitlab(site: Site) -> Iterator[tuple[str, str]]:
    yield "_redirects", _redirects(site, "301")


def _github(_: Site) -> Iterator[tuple[str, str]]:
    yield ".nojekyll", ""  # or files that begin with an underscore would be left out


def _s3(site: Site) -> Iterator[tuple[str, str]]:
    rules = {alias_output_path(url): to for url, to in _ends(site).items()}
    yield S3_REDIRECTS, json.dumps(rules, indent=1, ensure_ascii=False) + "\n"


def _nginx(site: Site) -> Iterator[tuple[str, str]]:
    """Write what to include in `http`, and what in `server`.

    A map is asked anew after `error_page` has led to another file, hence `volatile`; without it
    nginx would find the page for what is gone to be gone.
    """
    base = site.info.base_path.rstrip("/")
    moved, gone = moved_rules(site), gone_requests(site)
    longest = max((len(quote(request)) for request in (*moved, *gone)), default=0)
    size = 128 << max(0, (longest // 64).bit_length())
    yield f"{FOLDER}/nginx-http.conf", "\n".join([
        "# Include within http { }. Written by autoblog.",
        f"map_hash_bucket_size {size};",
        f"map_hash_max_size {max(2048, 2 * (len(moved) + len(gone)))};",
        "map $uri $autoblog_moved {", "    volatile;",
        *(f'    "{_nginx_text(request)}" "{target}";' for request, target in moved.items()), "}",
        "map $uri $autoblog_gone {", "    volatile;",
        *(f'    "{_nginx_text(request)}" 1;' for request in gone), "}",
        "map $uri $autoblog_cache {", f'    default "{SHORT}";',
        *(f'    "~^{base}{folder}" "{FOREVER}";' for folder in HASHED), "}", "",
    ])  # fmt: skip
    yield f"{FOLDER}/nginx-server.conf", "\n".join([
        "# Include within server { }. Written by autoblog.",
        "if ($autoblog_moved) { return 301 $autoblog_moved; }",
        "if ($autoblog_gone) { return 410; }",
        f"error_page 404 {base}/404.html;", f"error_page 410 {base}/410.html;",
        f"location {base}/{FOLDER}/ {{ return 404; }}",
        f"location {base}/.autoblog- {{ return 404; }}",
        *_security(site, f"location = {base}/{SECURITY} {{ charset utf-8; }}"),
        *_twins(site, f'location ~ "/index\\.md$" {{ default_type "{TWIN_TYPE}"; }}'),
        "add_header Cache-Control $autoblog_cache always;",
        *(f'add_header {name} "{value}" always;' for name, value in headers_of(site)), "",
    ])  # fmt: skip


def _apache(site: Site) -> Iterator[tuple[str, str]]:
    """Write a configuration to include, and the maps that it reads."""
    base = site.info.base_path.rstrip("/")
    rules = moved_rules(site).items()
    moved = "".join(f"{_apache_key(request)} {target}\n" for request, target in rules)
    gone = "".join(f"{_apache_key(request)} gone\n" for request in gone_requests(site))
    yield f"{FOLDER}/apache-moved.txt", moved
    yield f"{FOLDER}/apache-gone.txt", gone
    folders = "|".join(folder.strip("/") for folder in HASHED)
    yield f"{FOLDER}/apache.conf", "\n".join([
        "# Include within <VirtualHost>, below `Define AUTOBLOG /srv/www/public`, the folder of",
        "# the site. Needs the modules rewrite and headers. Written by autoblog.",
        "RewriteEngine On",
        'RewriteMap autoblog_path "int:escape"',
        f'RewriteMap autoblog_moved "txt:${{AUTOBLOG}}/{FOLDER}/apache-moved.txt"',
        f'RewriteMap autoblog_gone "txt:${{AUTOBLOG}}/{FOLDER}/apache-gone.txt"',
        'RewriteCond "${autoblog_moved:${autoblog_path:%{REQUEST_URI}}}" "^(/.*)$"',
        'RewriteRule "^" "%1" [R=301,L,NE]',
        'RewriteCond "${autoblog_gone:${autoblog_path:%{REQUEST_URI}}}" "=gone"',
        'RewriteRule "^" "-" [G,L]',
        f'RewriteRule "^{base}/({FOLDER}/|\\.autoblog-)" "-" [R=404,L]',
        *_security(site, "AddDefaultCharset utf-8"),
        *_twins(site, f'AddType "{TWIN_TYPE}" .md'),
        f"ErrorDocument 404 {base}/404.html", f"ErrorDocument 410 {base}/410.html",
        f'Header always set Cache-Control "{SHORT}"',
        f'Header always set Cache-Control "{FOREVER}" "expr=%{{REQUEST_URI}} =~'
        f' m#^{base}/({folders})/#"',
        *(f'Header always set {name} "{value}"' for name, value in headers_of(site)), "",
    ])  # fmt: skip


def _twins(site: Site, rule: str) -> tuple[str, ...]:
    """Give the rule for posts that are published as Markdown too, where there are any."""
    return (rule,) if site.settings.has_twins else ()


def _security(site: Site, rule: str) -> tuple[str, ...]:
    """Give the rule that says how security.txt is encoded. Source: RFC 9116, section 3."""
    return (rule,) if site.settings.hosting.security_contacts else ()


def _apache_key(request: str) -> str:
    """Escape a URL path as `int:escape` does, the function that Apache looks keys up by."""
    escaped = quote(request, safe="/$-_.+!*'(),:@&=~")
    return re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), escaped)


def _redirects(site: Site, status: str) -> str:
    rows = moved_rules(site).items()
    return "".join(f"{quote(request, safe='/')} {target} {status}\n" for request, target in rows)


def _headers_text(site: Site) -> str:
    """Write `_headers` as Netlify and Cloudflare Pages read it."""
    base = site.info.base_path.rstrip("/")
    rows = [f"{base}/*", *(f"  {name}: {value}" for name, value in headers_of(site))]
    for folder in HASHED:
        rows += [f"{base}{folder}*", f"  Cache-Control: {FOREVER}"]
    return "\n".join([*rows, ""])


def _security_text(site: Site) -> str:
    """Write security.txt. Source: RFC 9116, section 2.5."""
    hosting = site.settings.hosting
    return "".join([
        *(f"Contact: {contact}\n" for contact in hosting.security_contacts),
        f"Expires: {hosting.security_expires}\n",
        f"Preferred-Languages: {site.info.language}\n",
        f"Canonical: {site.info.base_url}{SECURITY}\n",
    ])  # fmt: skip


def _nginx_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _asset(path: str, text: str) -> Asset:
    data = text.encode()
    return Asset(path, SETTINGS, digest_bytes(data), data)


_FILES: Mapping[str, Callable[[Site], Iterator[tuple[str, str]]]] = {
    "netlify": _netlify,
    "cloudflare": _cloudflare,
    "gitlab": _gitlab,
    "github": _github,
    "nginx": _nginx,
    "apache": _apache,
    "s3": _s3,
}
