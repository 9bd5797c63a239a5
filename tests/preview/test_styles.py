from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from autoblog.preview.answers import answer, message
from autoblog.preview.rebuild import Rebuilder

MakeRebuilder = Callable[[Path], Rebuilder]
WriteSite = Callable[..., Path]
Text = Callable[..., str]

A = "content/knowledge/a.md"
PAGE, LIST = "/knowledge/a/", "/knowledge/"


@pytest.fixture
def made(write_site: WriteSite, post: Text, rebuilder: MakeRebuilder) -> Rebuilder:
    built = rebuilder(write_site({A: post("A", body="Text.\n")}))
    built.rebuild()
    return built


def save(made: Rebuilder, colour: str) -> None:
    (made.place.root / "static/css/site.css").write_text(f"h1 {{ color: {colour} }}\n", "utf-8")


def shown_in(made: Rebuilder, path: str = PAGE) -> str:
    """Tell in which style a page that is loaded now is shown."""
    page = answer(made.hub.state, made.place.output, path).data.decode()
    [address] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    sheet = answer(made.hub.state, made.place.output, address)
    assert (sheet.status, sheet.is_immutable) == (200, True)
    return sheet.data.decode()


def test_a_page_is_shown_in_a_saved_style_before_during_and_after_the_build(
    made: Rebuilder,
) -> None:
    during: list[str] = []
    made.follow = lambda _: during.append(shown_in(made, LIST))

    save(made, "red")
    made.hand_out_styles()
    before = shown_in(made)
    made.rebuild()

    assert all("red" in style for style in (before, *during, shown_in(made), shown_in(made, LIST)))
    assert during
    assert (made.hub.state.swaps, made.hub.state.is_building) == ({}, False)


def test_a_style_that_is_saved_while_a_build_runs_outlasts_that_build(made: Rebuilder) -> None:
    def save_another(name: str, done: int, count: int) -> None:
        if name == "Rendering" and done == count:
            save(made, "blue")
            made.hand_out_styles()
            seen.append(shown_in(made))

    seen: list[str] = []
    made.progress = save_another
    (made.place.root / A).write_text(
        (made.place.root / A).read_text("utf-8").replace("Text", "More text"), "utf-8"
    )
    made.rebuild()

    assert seen and "blue" in seen[-1]
    assert "blue" in shown_in(made) and made.hub.state.is_building
    made.progress = lambda *_: None
    made.rebuild()
    assert "blue" in shown_in(made) and not made.hub.state.is_building


def test_pages_of_any_earlier_style_are_shown_in_the_newest(made: Rebuilder) -> None:
    addresses = []
    for colour in ("red", "blue", "green"):
        save(made, colour)
        made.hand_out_styles()
        addresses.append(message(made.hub.state, made.place.output, PAGE, source_path=None))

    swaps = made.hub.state.swaps
    assert len({str(news["styles"]) for news in addresses}) == 3
    assert len(swaps) == 3 and len(set(swaps.values())) == 1
    assert "green" in shown_in(made)
    assert len({str(news["rest"]) for news in addresses}) == 1


def test_a_style_that_is_taken_back_is_shown_as_it_was_built(made: Rebuilder) -> None:
    css = made.place.root / "static/css/site.css"
    old = css.read_bytes()
    built = shown_in(made)

    save(made, "red")
    made.hand_out_styles()
    css.write_bytes(old)
    made.hand_out_styles()

    assert shown_in(made) == built
    made.rebuild()
    assert shown_in(made) == built
    assert (made.hub.state.swaps, made.hub.state.is_building) == ({}, False)


def test_a_mistake_elsewhere_does_not_take_a_new_style_away(made: Rebuilder) -> None:
    save(made, "red")
    made.hand_out_styles()
    (made.place.root / A).write_text("---\n", "utf-8")

    made.rebuild()

    assert made.hub.state.is_stopped and not made.hub.state.is_building
    assert "red" in shown_in(made)


@pytest.mark.parametrize("content", [b"h1 { color: red } \xff", None], ids=["no text", "no file"])
def test_a_style_sheet_that_cannot_be_read_is_not_handed_out(
    made: Rebuilder, content: bytes | None
) -> None:
    css = made.place.root / "static/css/site.css"
    before = made.hub.state
    if content is None:
        css.unlink()
    else:
        css.write_bytes(content)

    made.hand_out_styles()

    assert made.hub.state is before


def test_a_style_sheet_that_leads_out_of_the_site_is_not_handed_out(
    made: Rebuilder, tmp_path: Path
) -> None:
    css = made.place.root / "static/css/site.css"
    (tmp_path / "secret.css").write_text("h1 { color: red }", "utf-8")
    css.unlink()
    css.symlink_to(tmp_path / "secret.css")
    before = made.hub.state

    made.hand_out_styles()

    assert made.hub.state is before


def test_a_style_sheet_is_sent_as_it_will_be_written(made: Rebuilder) -> None:
    css = made.place.root / "static/css/site.css"
    css.write_bytes(b"\xef\xbb\xbfh1{color:red}")
    made.hand_out_styles()
    [(path, early)] = made.hub.state.sheets.items()

    made.rebuild()

    assert (made.place.output / path).read_bytes() == early
