"""axe and a keyboard on each kind of page: both schemes, a phone, a tablet and a desk."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python  # type: ignore[import-untyped]  # has no types
import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
KINDS = (
    "/", "/knowledge/", "/knowledge/page/1/", "/knowledge/incoterms-for-car-buyers/",
    "/keywords/", "/keywords/vehicle-export/", "/archive/", "/about/", "/search/", "/404.html",
    "/authors/", "/authors/lin-yao/", "/industry-blog/chinese-car-exports-in-numbers/",
)  # fmt: skip
WIDTH = """() => document.documentElement.scrollWidth > innerWidth ? ["too wide"] : []"""
# What a scheme changes of a page.
COLOURS = '{ runOnly: ["color-contrast", "link-in-text-block"] }'
FAULTS = """async () => {
  const wide = document.documentElement.scrollWidth > innerWidth ? ["too wide"] : [];
  const only = %s;
  const found = await axe.run(document, { resultTypes: ["violations"], ...only });
  return [...wide, ...found.violations.map((rule) => rule.id)];
}"""


@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing_and_nothing_is_too_wide(
    browser: Browser, address: str, path: str
) -> None:
    faults = {}
    page = browser.new_page(color_scheme="light")
    page.goto(address + path)
    page.evaluate(AXE)

    for is_dark in (False, True):
        page.emulate_media(color_scheme="dark" if is_dark else "light")
        for width_px in (320, 768, 1280):
            page.set_viewport_size({"width": width_px, "height": 900})
            judge = WIDTH if width_px == 768 else FAULTS % (COLOURS if is_dark else "{}")
            faults[is_dark, width_px] = page.evaluate(judge)

    page.close()
    assert {at: found for at, found in faults.items() if found} == {}


SEEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const style = getComputedStyle(document.activeElement);
  return {
    name: document.activeElement.outerHTML.slice(0, 80),
    isSeen: style.outlineStyle !== "none" && box.width > 0
      && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@pytest.mark.parametrize("path", ["/", "/knowledge/incoterms-for-car-buyers/", "/search/"])
def test_the_keyboard_reaches_everything_and_is_always_seen(
    browser: Browser, address: str, path: str
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 640}, reduced_motion="reduce")
    page.goto(address + path)
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(SEEN))

    page.close()
    assert "skip" in stops[0]["name"]
    assert [stop for stop in stops if not stop["isSeen"]] == []
