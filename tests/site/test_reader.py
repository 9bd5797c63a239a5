"""A reader's way through the site, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


def test_a_reader_goes_from_home_to_section_to_post_to_related_to_keyword_to_older_pages(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/")
    page.click(".masthead nav a:text-is('Knowledge')")
    assert page.url == f"{address}/knowledge/"

    page.click("main article h2 a >> nth=0")
    first = page.locator("h1").inner_text()
    assert page.url.count("/") == 5

    page.click(".related .picks a >> nth=0")
    assert page.locator("h1").inner_text() != first

    page.click(".keywords a >> nth=0")
    assert "/keywords/" in page.url

    page.click(".masthead nav a:text-is('Archive')")
    page.click("main .directory a >> nth=0")
    assert page.url == f"{address}/archive/2025/"
    newest = page.locator("main article h2").first.inner_text()

    page.click("nav.pager a[rel=next]")
    assert page.url == f"{address}/archive/2025/page/2/"
    assert page.locator("main article h2").first.inner_text() != newest

    page.click("nav.pager a[rel=next]")
    assert page.url == f"{address}/archive/2025/page/1/"
    assert page.locator("nav.pager a[rel=next]").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", "/knowledge/", "/knowledge/crossover-or-suv/", "/keywords/", "/404.html"]
)
def test_no_page_is_wider_than_the_window(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    excess = {}

    for width_px in (320, 390, 1280):
        page.set_viewport_size({"width": width_px, "height": 800})
        page.goto(address + path)
        excess[width_px] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.close()
    assert {width_px: px for width_px, px in excess.items() if px > 0} == {}
    assert ("20, 24, 29" in background) == (scheme == "dark")


@pytest.mark.parametrize("slug", ["convertible-ownership", "coupes-vs-sedans"])
def test_an_articles_text_stands_between_its_header_and_its_footer(
    page: Page, address: str, slug: str
) -> None:
    page.goto(f"{address}/knowledge/{slug}/")

    tops = [
        page.locator(f".post {part}").first.bounding_box()
        for part in ("h1", ".standfirst", ".body", "> footer")
    ]

    heights = [box["y"] for box in tops if box]
    assert len(heights) == 4
    assert heights == sorted(heights)


def test_an_article_reads_the_same_without_scripts(browser: Browser, address: str) -> None:
    texts = []
    for is_on in (True, False):
        context = browser.new_context(java_script_enabled=is_on)
        page = context.new_page()
        page.goto(f"{address}/knowledge/coupes-vs-sedans/")
        texts.append(page.locator("article").inner_text())
        context.close()

    assert texts[0] == texts[1]
    assert len(texts[0]) > 5000


def test_the_skip_link_is_the_first_stop_and_leads_to_the_main_text(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/knowledge/coupes-vs-sedans/")

    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    page.keyboard.press("Enter")

    assert first == "skip"
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_the_switch_remembers_the_dark_scheme(page: Page, address: str) -> None:
    page.goto(f"{address}/")

    page.click(".scheme")
    page.goto(f"{address}/knowledge/")

    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert "20, 24, 29" in page.evaluate("getComputedStyle(document.body).backgroundColor")
