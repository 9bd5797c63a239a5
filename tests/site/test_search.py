"""Searching the real site, in a real browser."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from autoblog.search import SearchText, make_index, spaced
from browsing import built, served, small_site

pytestmark = pytest.mark.browser

RESULTS = ".search ol li"
STATUS = ".search [role=status]"


def texts() -> list[SearchText]:
    bodies = (
        "新能源汽车在苏黎世",
        "A café in Zürich & <b>Basel</b> <img src=x onerror=alert(1)>",
        "",
    )
    return [
        SearchText(f"/a/{n}/", f"Post {n}", body, "Knowledge", f"2025-01-0{n + 1}")
        for n, body in enumerate(bodies)
    ]


def test_equal_texts_give_equal_files() -> None:
    sections = ("Knowledge", "Company Blog", "Industry Blog")
    some = [
        replace(text, text=name, section=name) for text, name in zip(texts(), sections, strict=True)
    ]
    one, *others = (make_index(some, language="en-GB") for _ in range(8))

    assert others == [one] * 7
    assert gzip.decompress(next(one[path] for path in one if "filter/" in path)) == (
        b"pagefind_dcd\x82gsection\x83"
        b"\x82iKnowledge\x81\x00\x82lCompany Blog\x81\x01\x82mIndustry Blog\x81\x02"
    )
    assert {"pagefind.js", "pagefind-entry.json", "pagefind-worker.js"} <= one.keys()
    assert not [path for path in one if "-ui" in path or "highlight" in path]


def test_ideographs_are_set_apart_and_nothing_else_is() -> None:
    assert spaced("a 比b") == "a  比 b"
    assert spaced("Zürich, 2025") == "Zürich, 2025"


def test_nothing_of_the_search_is_loaded_before_it_is_used(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{address}/knowledge/lease-or-buy/", wait_until="networkidle")
    expect(page.locator(".scheme")).to_be_visible()  # the script is there
    before = [url for url in asked if "search" in url]
    page.keyboard.press("/")
    expect(page.locator(".find-dialog input")).to_be_focused()

    assert before == []
    assert any("search" in url for url in asked)


def test_the_dialog_finds_announces_marks_and_leads_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    expect(page.locator(".scheme")).to_be_visible()  # the script is there
    page.keyboard.press("/")
    expect(page.locator(".find-dialog input")).to_be_focused()
    page.keyboard.type("incoterms")

    expect(page.locator(STATUS)).to_contain_text("for “incoterms”")
    expect(page.locator(f"{RESULTS} mark").first).to_be_visible()
    first = page.locator(f"{RESULTS} a").first
    path = first.get_attribute("href")
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Enter")

    page.wait_for_url(f"{address}{path}")


def test_escape_closes_the_dialog_and_gives_the_focus_back(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    expect(page.locator(".scheme")).to_be_visible()
    page.click(".find")
    expect(page.locator(".find-dialog input")).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.locator(".find-dialog")).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "find"


def test_the_page_takes_its_query_from_the_address_filters_and_sorts(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/search/?q=battery")
    expect(page.locator(RESULTS).first).to_be_visible()
    everywhere = page.locator(STATUS).inner_text()

    page.click(".search input")  # a hidden field, before the script comes, takes no focus
    page.locator(".search select[name=section] option >> nth=3").wait_for(state="attached")
    page.select_option(".search select[name=section]", "Company Blog")
    expect(page.locator(STATUS)).not_to_have_text(everywhere)
    sections = page.locator(f"{RESULTS} small").all_inner_texts()
    page.select_option(".search select[name=section]", "")
    page.select_option(".search select[name=sort]", "date")
    expect(page.locator(STATUS)).to_have_text(everywhere)
    page.wait_for_function("!document.querySelector('.search select').matches(':disabled')")

    assert sections
    assert {text.split(" · ")[0] for text in sections} == {"Company Blog"}
    dates = [text.split(" · ")[1] for text in page.locator(f"{RESULTS} small").all_inner_texts()]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("query", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>'])
def test_a_query_never_becomes_html(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}/search/")
    page.click(".search input")  # a hidden field, before the script comes, takes no focus
    page.locator(STATUS).wait_for(state="attached")
    page.fill(".search input", query)

    expect(page.locator(STATUS)).to_contain_text(query)

    assert page.locator("main :is(img, script)").count() == 0


@pytest.fixture(scope="module")
def polyglot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in several languages."""
    files = {
        "content/knowledge/a.md": post("A", "新能源汽车在苏黎世的市场"),
        "content/knowledge/b.md": post("B", "A café in Zürich & <b>Basel</b> &lt;i&gt;x"),
        "content/knowledge/c.md": post("C", "Nothing of the kind, 能 and 源."),
    }
    with served(built(small_site(tmp_path_factory.mktemp("polyglot"), files))) as address:
        yield address


@pytest.mark.parametrize(
    ("query", "title"),
    [("汽车", "新能源汽车"), ("能源", "新能源汽车"), ("zurich", "Zürich"), ("Zürich", "Zürich")],
)
def test_chinese_and_accented_words_are_found_wherever_they_stand(
    polyglot: str, page: Page, query: str, title: str
) -> None:
    page.goto(f"{polyglot}/search/?q={query}")
    row = page.locator(RESULTS).first
    expect(row).to_contain_text(title)

    assert row.locator("mark").count() >= 1


def post(title: str, body: str) -> str:
    return (
        f"---\ntitle: {title}\ncategory: Knowledge\ndate: 2025-06-01\nsummary: About it.\n---\n\n"
        f"{body}\n"
    )


def test_an_index_changes_with_its_texts_alone(
    build_site: Callable[[dict[str, str]], Path],
) -> None:
    def index(folder: Path) -> dict[str, str]:
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((folder / "search/index").rglob("*"))
            if path.is_file()
        }

    one = index(build_site({"content/knowledge/a.md": post("A", "Anode.")}))
    same = index(build_site({"static/css/feed.css": "a {}"}))
    other = index(build_site({"content/knowledge/a.md": post("A", "Cathode.")}))
    back = index(build_site({"content/knowledge/a.md": post("A", "Anode.")}))

    assert one == same == back
    assert one != other
