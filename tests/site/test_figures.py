"""Pictures and charts of an article, as a browser shows them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

ARTICLE = "/industry-blog/chinese-car-exports-in-numbers/"
LEAD = ".lead-picture"
BELOW = "/company-blog/our-yard-in-nansha/"
SHIFTS = """
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
"""
SHOWN = "e => e.currentSrc.slice(e.currentSrc.lastIndexOf('-') + 1)"
CONTRAST = """(chart) => {
  const ctx = Object.assign(document.createElement("canvas"), { width: 1, height: 1 })
    .getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    ctx.fillStyle = colour;
    ctx.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...ctx.getImageData(0, 0, 1, 1).data].map((part) => {
      const share = part / 255;
      return share <= .04045 ? share / 12.92 : ((share + .055) / 1.055) ** 2.4;
    });
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  return [...chart.querySelectorAll("svg text, svg [class^='s']")].map((mark) => {
    const one = light(getComputedStyle(mark).fill);
    return (Math.max(one, paper) + .05) / (Math.min(one, paper) + .05);
  });
}"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """Open a window as wide as a phone, with three pixels to each of its own."""
    with browser.new_context(
        viewport={"width": 390, "height": 800}, device_scale_factor=3
    ) as context:
        yield context.new_page()


def test_a_desk_takes_the_picture_of_its_width_in_the_lightest_kind(
    page: Page, address: str
) -> None:
    page.goto(address + ARTICLE, wait_until="networkidle")

    assert page.locator(LEAD).evaluate(SHOWN) == "720.avif"


def test_a_phone_takes_the_picture_of_its_pixels(phone: Page, address: str) -> None:
    phone.goto(address + ARTICLE, wait_until="networkidle")

    assert phone.locator(LEAD).evaluate(SHOWN) == "1080.avif"


@pytest.mark.parametrize("path", [ARTICLE, BELOW])
def test_nothing_moves_while_pictures_arrive(phone: Page, address: str, path: str) -> None:
    phone.add_init_script(SHIFTS)

    phone.goto(address + path, wait_until="networkidle")
    phone.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
    phone.wait_for_load_state("networkidle")

    assert phone.evaluate("window.shift") == 0


def test_pictures_further_down_wait_until_they_are_near(phone: Page, address: str) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{address}/archive/2025/", wait_until="networkidle")
    before = len([url for url in asked if "/images/" in url])

    # A step at a time, as a reader goes: a lazy picture is asked for where it comes near.
    phone.evaluate("""async () => {
      for (let top = 0; top < document.body.scrollHeight; top += 400) {
        scrollTo({ top, behavior: "instant" });
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      }
    }""")
    phone.wait_for_load_state("networkidle")

    after = len([url for url in asked if "/images/" in url])
    assert phone.locator("main img").count() == after
    assert before < after


def test_a_chart_is_a_picture_with_a_text_and_a_table_that_opens_by_keyboard(
    page: Page, address: str
) -> None:
    page.goto(address + ARTICLE)
    chart = page.locator(".chart")

    name = chart.locator("figcaption b").inner_text()
    assert page.get_by_role("img", name=name).count() == 1
    assert chart.get_by_role("table").count() == 0

    chart.locator("summary").focus()
    page.keyboard.press("Enter")

    table = chart.get_by_role("table")
    assert table.get_by_role("columnheader").count() >= 2
    assert table.get_by_role("rowheader").count() >= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_chart_stands_out_in_each_scheme(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address + ARTICLE)

    found = page.locator(".chart").evaluate(CONTRAST)

    page.close()
    assert len(found) > 3
    assert min(found) >= 4.5


def test_paper_gets_the_drawing_in_the_colours_of_paper(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address + ARTICLE)

    page.emulate_media(media="print")
    found = page.locator(".chart").evaluate(CONTRAST)
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    is_seen = [page.locator(f".chart {part}").is_visible() for part in ("> svg", "details")]

    page.close()
    assert paper == "rgb(255, 255, 255)"
    assert is_seen == [True, False]
    assert min(found) >= 4.5
