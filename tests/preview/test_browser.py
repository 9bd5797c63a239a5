"""The preview in a real Chromium, with the real command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import faults_of
from preview.running import Preview, until

WriteSite = Callable[..., Path]
Text = Callable[..., str]

A = "content/knowledge/a.md"
LONG = "\n\n".join(f"Paragraph {number} of many." for number in range(200)) + "\n"
TIMEOUT_MS = 60_000
# Holds up a build as long as the editor of this test likes.
SLOW = """
import time
from pathlib import Path

from autoblog.extensions import Extension

ROOT = Path(__file__).parents[1]


def plan_slowly(site, inputs):
    while (ROOT / "hold").exists():
        (ROOT / "held").touch()
        time.sleep(0.01)
    return ()


extension = Extension(name="slow", planners=(plan_slowly,))
"""
# Notes, once a frame, each colour that the heading has.
SEEN = """(() => {
  const look = () => {
    const heading = document.querySelector("h1");
    const colour = heading && getComputedStyle(heading).color;
    const seen = (sessionStorage.seen || "").split(";").filter(Boolean);
    if (colour && !seen.includes(colour)) sessionStorage.seen = [...seen, colour].join(";");
    requestAnimationFrame(look);
  };
  look();
})()"""

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser: Browser, preview: Callable[..., Preview]) -> Iterator[Page]:
    """An open page; an error of a script in it fails the test.

    It is closed before the preview ends, which would break off what the page still fetches.
    """
    errors: list[object] = []
    made = browser.new_page(viewport={"width": 1280, "height": 800})
    made.set_default_timeout(TIMEOUT_MS)
    made.on("pageerror", lambda error: errors.extend(faults_of(error)))
    yield made
    made.close()
    assert errors == []


@pytest.fixture
def root(write_site: WriteSite, post: Text) -> Path:
    return write_site({A: post("A post", body=LONG), "content/knowledge/b.md": post("B")})


def open_post(page: Page, running: Preview, path: str = "/knowledge/a/") -> None:
    page.goto(running.address + path)
    expect(page.locator("autoblog-preview .about")).to_contain_text("Desk", timeout=TIMEOUT_MS)


def test_a_save_is_shown_and_the_page_stays_where_it_was_scrolled_to(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    open_post(page, preview(root))
    page.evaluate("scrollTo({top: 1500, behavior: 'instant'})")
    text = (root / A).read_text("utf-8")

    (root / A).write_text(text.replace("Paragraph 30 of", "Paragraph thirty of"), "utf-8")

    expect(page.get_by_text("Paragraph thirty of many.")).to_be_visible(timeout=TIMEOUT_MS)
    page.wait_for_function("scrollY === 1500")


def test_a_style_sheet_alone_is_swapped_without_a_reload(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    open_post(page, preview(root))
    page.evaluate("window.isTheSamePage = true; scrollTo({top: 900, behavior: 'instant'})")
    css = root / "static/css/site.css"

    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        css.write_text(css.read_text("utf-8") + f"\nh1 {{ color: {colour} }}\n", "utf-8")
        expect(page.locator("h1")).to_have_css("color", colour, timeout=TIMEOUT_MS)

    page.wait_for_function("document.querySelectorAll('link[rel=stylesheet]').length === 1")
    assert page.evaluate("[window.isTheSamePage, scrollY]") == [True, 900]


def test_a_style_sheet_is_shown_while_a_build_runs_and_ever_after(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    (root / "extensions").mkdir()
    (root / "extensions/slow.py").write_text(SLOW, "utf-8")
    settings = root / "site.yaml"
    settings.write_text(settings.read_text("utf-8") + "extensions: [extensions.slow]\n", "utf-8")
    open_post(page, preview(root))
    page.evaluate("window.isTheSamePage = true")
    css, text = root / "static/css/site.css", (root / A).read_text("utf-8")
    plain = css.read_text("utf-8")

    (root / "hold").touch()
    (root / A).write_text(text.replace("Paragraph 3 of", "Paragraph three of"), "utf-8")
    until((root / "held").exists)
    for colour in ("rgb(1, 2, 3)", "rgb(4, 5, 6)"):
        css.write_text(f"{plain}\nh1 {{ color: {colour} }}\n", "utf-8")
        expect(page.locator("h1")).to_have_css("color", colour, timeout=TIMEOUT_MS)
    assert page.evaluate("window.isTheSamePage")

    page.reload()
    expect(page.locator("h1")).to_have_css("color", "rgb(4, 5, 6)")
    page.evaluate(SEEN)
    page.add_init_script(SEEN)
    (root / "hold").unlink()

    expect(page.get_by_text("Paragraph three of many.")).to_be_visible(timeout=TIMEOUT_MS)
    expect(page.locator("autoblog-preview:not([data-building])")).to_have_count(
        1, timeout=TIMEOUT_MS
    )
    expect(page.locator("h1")).to_have_css("color", "rgb(4, 5, 6)")
    assert page.evaluate("sessionStorage.seen") == "rgb(4, 5, 6)"


def test_problems_lie_over_the_last_good_page_until_they_are_mended(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    open_post(page, preview(root))
    cover = page.locator("autoblog-preview .cover")
    good = (root / A).read_text("utf-8")
    expect(cover).to_be_hidden()

    for path, bad, found in (
        (A, good.replace("category", "categroy"), f"{A}:3:1: unknown-key"),
        ("templates/post.html", "{{ nix", "templates/post.html:1:1: template-syntax"),
        ("site.yaml", "title: A\n", "site.yaml:1:1: "),
    ):
        kept = (root / path).read_text("utf-8")
        (root / path).write_text(bad, "utf-8")
        expect(cover).to_contain_text(found, timeout=TIMEOUT_MS)
        expect(cover.locator(".caret").first).to_contain_text("^")
        expect(page.locator("h1").first).to_have_text("A post")
        (root / path).write_text(kept, "utf-8")
        expect(cover).to_be_hidden(timeout=TIMEOUT_MS)


def test_problems_can_be_put_aside_to_see_the_page(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    open_post(page, preview(root))
    cover = page.locator("autoblog-preview .cover")
    (root / A).write_text("---\n", "utf-8")
    expect(cover).to_be_visible(timeout=TIMEOUT_MS)

    page.keyboard.press("Escape")
    expect(cover).to_be_hidden()
    page.locator("autoblog-preview .bar > .count").click()
    expect(cover).to_be_visible()


def test_what_the_bar_unfolds_makes_room_for_problems_and_comes_back(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    open_post(page, preview(root))
    details, found = page.locator("autoblog-preview details"), page.get_by_role("alertdialog")
    details.locator("summary").click()
    expect(details).to_have_attribute("open", "", timeout=TIMEOUT_MS)
    text = (root / A).read_text("utf-8")

    (root / A).write_text(text.replace("date: ", "date: x"), "utf-8")
    expect(found).to_be_visible(timeout=TIMEOUT_MS)
    expect(details).not_to_have_attribute("open", "", timeout=TIMEOUT_MS)
    (root / A).write_text(text, "utf-8")

    expect(found).to_be_hidden(timeout=TIMEOUT_MS)
    expect(details).to_have_attribute("open", "", timeout=TIMEOUT_MS)


def test_a_site_that_never_was_good_shows_its_problems_and_then_itself(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    good = (root / A).read_text("utf-8")
    (root / A).write_text("---\n", "utf-8")
    page.goto(preview(root).address + "/knowledge/a/")
    expect(page.locator("main .finding").first).to_contain_text(f"{A}:1:1")

    (root / A).write_text(good, "utf-8")

    expect(page.locator("h1")).to_have_text("A post", timeout=TIMEOUT_MS)


def test_the_bar_is_hidden_by_a_key_and_stays_so(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    open_post(page, preview(root))
    bar = page.locator("autoblog-preview .bar")
    expect(bar).to_contain_text("published")

    page.keyboard.press("b")
    expect(bar).to_be_hidden()
    page.reload()
    expect(page.locator("autoblog-preview .about")).to_contain_text("published")
    expect(bar).to_be_hidden()
    page.keyboard.press("b")
    expect(bar).to_be_visible(timeout=TIMEOUT_MS)


def test_a_post_that_moves_or_appears_is_followed(
    page: Page, preview: Callable[..., Preview], root: Path, post: Text
) -> None:
    running = preview(root)
    open_post(page, running)
    text = (root / A).read_text("utf-8")

    (root / A).write_text(text.replace("\n---", "\nslug: other\n---", 1), "utf-8")
    page.wait_for_url("**/knowledge/other/")

    page.goto(running.address + "/knowledge/new/")
    (root / "content/knowledge/new.md").write_text(post("Brand new"), "utf-8")
    expect(page.locator("h1")).to_have_text("Brand new", timeout=TIMEOUT_MS)


def test_a_page_of_another_origin_reads_nothing(
    page: Page, preview: Callable[..., Preview], root: Path
) -> None:
    address = preview(root).address
    other = preview(root.parent / "site").address
    page.goto(other + "/404.html")

    for path in ("/", "/_autoblog/events?path=/", "/_autoblog/bar?path=/"):
        for mode in ("cors", "no-cors"):
            read = page.evaluate(
                "([url, mode]) => fetch(url, {mode}).then(a => a.text()).catch(() => '')",
                [address + path, mode],
            )
            assert read == ""
