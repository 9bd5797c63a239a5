"""What hosts read: redirects, headers, security.txt."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from autoblog.model import Asset, Post, Site
from autoblog.parts import Alias, Hosting, LedgerLine
from autoblog.plan.headers import content_security_policy, headers_of
from autoblog.plan.hosting import plan_hosting
from autoblog.problems import Place

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]
HERE = Place(1, 1)


def site_for(make_post: MakePost, make_site: MakeSite, **hosting: object) -> Site:
    post = make_post("knowledge/a", aliases=(Alias("/old/", HERE), Alias("/b.html", HERE)))
    ledger = (
        LedgerLine("/away/", None, None, HERE),
        LedgerLine("/zuvor ä/", None, "/old/", HERE),
    )
    return make_site(post, ledger=ledger, hosting=Hosting(**hosting))  # type: ignore[arg-type]  # a table of fields


def files_of(site: Site) -> dict[str, str]:
    items = [item for item in plan_hosting(site) if isinstance(item, Asset)]
    return {item.output_path: (item.data or b"").decode() for item in items}


def test_nothing_is_written_unless_the_settings_ask(
    make_post: MakePost, make_site: MakeSite
) -> None:
    assert list(plan_hosting(site_for(make_post, make_site))) == []


@pytest.mark.parametrize(
    ("host", "status"), [("netlify", "301!"), ("cloudflare", "301"), ("gitlab", "301")]
)
def test_redirects_are_a_line_each_with_and_without_a_slash(
    make_post: MakePost, make_site: MakeSite, host: str, status: str
) -> None:
    files = files_of(site_for(make_post, make_site, hosts=(host,)))

    assert files["_redirects"].splitlines() == [
        f"/b.html /knowledge/a/ {status}",
        f"/old /knowledge/a/ {status}",
        f"/old/ /knowledge/a/ {status}",
        f"/zuvor%20%C3%A4 /knowledge/a/ {status}",
        f"/zuvor%20%C3%A4/ /knowledge/a/ {status}",
    ]


def test_a_site_below_a_path_has_that_path_in_its_rules(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = site_for(make_post, make_site, hosts=("s3",))
    info = replace(site.info, base_url="https://test.example/blog/", base_path="/blog/")

    files = files_of(replace(site, info=info))

    rules = json.loads(files["_hosting/s3-redirects.json"])
    assert rules["old/index.html"] == "/blog/knowledge/a/"


def test_headers_hold_a_strict_policy_and_long_lives_for_hashed_names(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = site_for(make_post, make_site, hosts=("netlify",), hsts_days=365)

    text = files_of(site)["_headers"]

    assert text.startswith("/*\n  Content-Security-Policy: default-src 'none'; script-src 'self'")
    assert "  Strict-Transport-Security: max-age=31536000\n" in text
    assert "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n" in text
    assert max(len(line) for line in text.splitlines()) < 2000  # the limit of Cloudflare Pages


def test_the_policy_allows_the_themes_own_scripts_by_their_hashes(make_site: MakeSite) -> None:
    site = replace(make_site(), inline_hashes=("abc=", "def="))

    rules = dict(rule.split(" ", 1) for rule in content_security_policy(site).split("; ")[:-1])

    assert rules["script-src"].endswith("'sha256-abc=' 'sha256-def='")
    assert "unsafe-inline" not in content_security_policy(site)
    assert rules["frame-src"] == "'none'"


def test_a_site_without_https_promises_none(make_site: MakeSite) -> None:
    site = make_site(hosting=Hosting(hsts_days=365))
    info = replace(site.info, base_url="http://test.example/")

    names = dict(headers_of(replace(site, info=info)))

    assert "Strict-Transport-Security" not in names
    assert "upgrade-insecure-requests" not in names["Content-Security-Policy"]


def test_security_txt_says_whom_to_tell(make_site: MakeSite) -> None:
    hosting = Hosting(
        security_contacts=("mailto:a@b.example",), security_expires="2027-01-01T00:00:00+08:00"
    )

    files = files_of(make_site(hosting=hosting))

    assert files[".well-known/security.txt"].splitlines() == [
        "Contact: mailto:a@b.example",
        "Expires: 2027-01-01T00:00:00+08:00",
        "Preferred-Languages: en",
        "Canonical: https://test.example/.well-known/security.txt",
    ]


def test_github_gets_files_that_begin_with_an_underscore(make_site: MakeSite) -> None:
    assert files_of(make_site(hosting=Hosting(hosts=("github",)))) == {".nojekyll": ""}
