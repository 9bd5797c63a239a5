from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autoblog.preview.answers import answer, bar_at, is_left_behind, message, source_at
from autoblog.preview.rebuild import Rebuilder

MakeRebuilder = Callable[[Path], Rebuilder]
WriteSite = Callable[..., Path]
Text = Callable[..., str]

A = "content/knowledge/a.md"
DESK = "/_autoblog/"
INJECTION = re.compile(rb'<script defer src="/_autoblog/preview.js"[^>]*></script>')


@pytest.fixture
def built(write_site: WriteSite, post: Text, rebuilder: MakeRebuilder) -> Rebuilder:
    """A site with a bit of all that the desk and the bar tell."""
    words = "keywords: [tyres]\n"
    root = write_site(
        {
            A: post("Winter <tyres>", more=words, body="A tyre of rubber, in winter.\n"),
            "content/knowledge/b.md": post("B", more=f"{words}related: [a.md]\n", body="A tyre.\n"),
            "content/knowledge/c.md": post("C", more="draft: true\n"),
            "content/knowledge/d.md": post("D", date="2990-01-01T09:30"),
            "content/knowledge/e.md": post("E", date="2020-01-01", more="expires: 2021-01-01\n"),
            "content/knowledge/f.md": post().replace('"A post"', "Car #5"),
            "content/pages/about.md": '---\ntitle: About\nsummary: "Us."\n---\n\nUs.\n',
        }
    )
    made = rebuilder(root)
    made.rebuild()
    return made


def text_at(made: Rebuilder, path: str) -> str:
    return answer(made.hub.state, made.place.output, path).data.decode()


def test_each_page_without_the_injection_is_the_built_file(built: Rebuilder) -> None:
    state, folder = built.hub.state, built.place.output
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert len(pages) > 10

    for page in pages:
        sent = answer(state, folder, f"/{page}").data
        assert len(INJECTION.findall(sent)) == 1
        assert INJECTION.sub(b"", sent) == (folder / page).read_bytes()


def test_all_other_files_are_sent_as_they_are(built: Rebuilder) -> None:
    state, folder = built.hub.state, built.place.output
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".html"]

    for file in files:
        name = file.relative_to(folder).as_posix()
        if not name.startswith("."):
            assert answer(state, folder, f"/{name}").data == file.read_bytes()


def test_the_desk_lists_what_waits_each_linked_to_its_page(built: Rebuilder) -> None:
    desk = text_at(built, DESK)

    assert '<a href="/knowledge/c/">C</a>' in desk
    assert '<a href="/knowledge/d/">D</a>' in desk
    assert "due 2990-01-01 09:30+08:00" in desk
    assert '<a href="/knowledge/e/">E</a>' in desk


def test_the_desk_lists_warnings_by_file_as_check_prints_them(built: Rebuilder) -> None:
    desk = text_at(built, DESK)

    assert '<h3><a href="/knowledge/f/">content/knowledge/f.md</a></h3>' in desk
    assert "yaml-comment" in desk


def test_the_desk_lists_problems_by_file_and_escapes_what_authors_wrote(built: Rebuilder) -> None:
    (built.place.root / A).write_text("---\n<script>: 1\n---\n", "utf-8")
    built.rebuild()

    desk = text_at(built, DESK)

    assert f'<h3><a href="/knowledge/a/">{A}</a></h3>' in desk
    assert "&lt;script&gt;" in desk
    assert "<script>" not in INJECTION.sub(b"", desk.encode()).decode()


def test_the_bar_tells_of_a_post_what_its_author_wants_to_know(built: Rebuilder) -> None:
    bar = bar_at(built.hub.state, "/knowledge/b/").decode()

    assert '<b class="status published">published</b>' in bar
    assert "<span>2 words</span>" in bar
    assert "<span>1 min read</span>" in bar
    assert '<span class="odd">summary 16</span>' in bar
    assert "<span>0 findings</span>" in bar
    assert "content/knowledge/b.md" in bar


def test_the_bar_says_why_each_related_post_was_chosen(built: Rebuilder) -> None:
    bar = bar_at(built.hub.state, "/knowledge/b/").decode()

    assert '<a href="/knowledge/a/">Winter &lt;tyres&gt;</a>' in bar
    assert "named by the author" in bar
    assert re.search(r"<span>tyre <i>\d+ %</i></span>", bar)
    assert "no term in common" in bar


def test_the_bar_names_the_moment_of_a_scheduled_post(built: Rebuilder) -> None:
    bar = bar_at(built.hub.state, "/knowledge/d/").decode()

    assert "scheduled for 2990-01-01 09:30+08:00" in bar


def test_the_bar_shows_the_findings_of_its_post(built: Rebuilder) -> None:
    bar = bar_at(built.hub.state, "/knowledge/f/").decode()

    assert '<span class="odd">1 finding</span>' in bar
    assert "yaml-comment" in bar


def test_the_bar_of_other_pages_tells_of_the_site(built: Rebuilder) -> None:
    bar = bar_at(built.hub.state, "/").decode()

    assert "1 draft" in bar and "1 scheduled" in bar and "1 expired" in bar and "1 warning" in bar


def test_the_bar_stands_in_no_built_file(built: Rebuilder) -> None:
    for path in built.place.output.rglob("*"):
        assert not path.is_file() or b"_autoblog" not in path.read_bytes()


def test_a_missing_page_is_the_sites_own_and_watches(built: Rebuilder) -> None:
    found = answer(built.hub.state, built.place.output, "/nowhere/")

    assert found.status == 404
    assert INJECTION.sub(b"", found.data) == (built.place.output / "404.html").read_bytes()


def test_a_folder_without_its_slash_leads_to_it(built: Rebuilder) -> None:
    found = answer(built.hub.state, built.place.output, "/knowledge/a")

    assert (found.status, found.location) == (308, "/knowledge/a/")


@pytest.mark.parametrize("path", ["//evil.example", "//evil.example/..", "/\\evil.example"])
def test_no_redirect_leads_elsewhere(built: Rebuilder, path: str) -> None:
    found = answer(built.hub.state, built.place.output, path)

    assert (found.status, found.location) == (404, "")


def test_a_site_is_served_at_its_base_path(built: Rebuilder) -> None:
    settings = built.place.root / "site.yaml"
    text = settings.read_text("utf-8").replace("test.example/", "test.example/blog/")
    settings.write_text(text, "utf-8")
    built.rebuild()
    state, folder = built.hub.state, built.place.output

    statuses = {
        path: answer(state, folder, path).status
        for path in ("/blog/", "/blog/knowledge/a/", "/knowledge/a/", "/blog", "/")
    }

    assert statuses == {
        "/blog/": 200, "/blog/knowledge/a/": 200, "/knowledge/a/": 404, "/blog": 307, "/": 307,
    }  # fmt: skip
    assert answer(state, folder, "/").location == "/blog/"
    assert 'href="/blog/knowledge/c/"' in text_at(built, DESK)


def test_a_post_that_moves_takes_its_open_page_along(built: Rebuilder) -> None:
    folder = built.place.output
    source = source_at(built.hub.state, "/knowledge/a/")
    text = (built.place.root / A).read_text("utf-8")
    (built.place.root / A).write_text(text.replace("\n---", "\nslug: tyres\n---", 1), "utf-8")
    built.rebuild()

    news = message(built.hub.state, folder, "/knowledge/a/", source_path=source)

    assert news["goto"] == "/knowledge/tyres/"


def test_a_folder_that_is_newer_than_the_state_is_not_told_of(built: Rebuilder) -> None:
    folder, before = built.place.output, replace(built.hub.state, is_building=True)
    assert not is_left_behind(before, folder, "/knowledge/a/")
    text = (built.place.root / A).read_text("utf-8")
    (built.place.root / A).write_text(text.replace("\n---", "\nslug: tyres\n---", 1), "utf-8")
    built.rebuild()

    assert is_left_behind(before, folder, "/knowledge/a/")
    for state, path in (
        (built.hub.state, "/knowledge/a/"),  # which says where it went
        (replace(before, is_building=False), "/knowledge/a/"),  # nothing else will come
        (before, "/knowledge/c/"),
        (before, "/nowhere/"),
    ):
        assert not is_left_behind(state, folder, path)


def test_an_overlay_holds_the_very_text_of_check(built: Rebuilder) -> None:
    (built.place.root / A).write_text("---\ntitel: A\n---\n", "utf-8")
    built.rebuild()

    state = built.hub.state
    news = message(state, built.place.output, "/knowledge/a/", source_path=A)

    shown = re.findall(r'<pre class="finding error"[^>]*>(.*?)</pre>', str(news["overlay"]), re.S)
    plain = [re.sub(r"</?(?:b|span)[^>]*>", "", one).replace("&quot;", '"') for one in shown]
    assert plain == [told.text for told in state.stopped_by]
    assert "last good page" in str(news["overlay"])


def test_while_there_are_no_pages_each_address_shows_the_problems(
    write_site: WriteSite, rebuilder: MakeRebuilder
) -> None:
    made = rebuilder(write_site({A: "---\n"}))
    made.rebuild()

    found = answer(made.hub.state, made.place.output, "/knowledge/a/")

    assert found.status == 503
    assert f"{A}:1:1" in found.data.decode()
    assert INJECTION.search(found.data)
