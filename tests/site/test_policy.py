"""The theme under its own Content Security Policy, as nginx sends it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from serving import needs_nginx, nginx

SETTINGS = """\
title: Journal
base_url: http://journal.example/
time_zone: Asia/Shanghai
hosting: {hosts: [nginx]}
sections:
  - {name: Knowledge, slug: knowledge}
"""
CHART = "```chart\ntitle: Cars\nkind: bar\n\nYear,Cars\n2024,1\n2025,2\n```\n"
TABLE = "| a | b | c |\n|:--|--:|:-:|\n| lease | 2 | 3 |\n"
BODY = f"{CHART}\n{TABLE}\nRead [about](../pages/about.md) it.\n"
KINDS = ("/", "/knowledge/", "/knowledge/a/", "/about/", "/archive/", "/search/?q=lease", "/none/")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    needs_nginx,
]


def test_no_page_breaks_the_policy_and_all_scripts_run(
    browser: Browser, build_site: Callable[[dict[str, str]], Path], post: Callable[..., str]
) -> None:
    public = build_site({
        "site.yaml": SETTINGS,
        "content/knowledge/a.md": post("A", body=BODY),
        "content/knowledge/b.md": post("B", body="Lease it.\n"),
        "content/pages/about.md": "---\ntitle: About\n---\n\nUs.\n",
    })  # fmt: skip
    broken: list[str] = []
    with nginx(public) as port, browser.new_context() as context:
        page = context.new_page()
        page.on("console", lambda message: broken.append(message.text))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.log("
            "`${e.violatedDirective} ${e.blockedURI} ${e.sample}`))"
        )
        for path in KINDS:
            page.goto(f"http://127.0.0.1:{port}{path}", wait_until="networkidle")
        told = [line for line in broken if "404" not in line]  # that there is no such page
        page.goto(f"http://127.0.0.1:{port}/knowledge/a/")
        style = "e => getComputedStyle(e).getPropertyValue('--site')"
        origin = page.locator(".body").evaluate(style)
        page.keyboard.press("/")
        expect(page.locator(".find-dialog input")).to_be_focused()
        page.keyboard.type("lease")
        expect(page.locator(".find-dialog li").first).to_be_visible()

    assert told == [], "\n".join(told)
    assert "journal.example" in origin
