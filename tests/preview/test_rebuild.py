from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autoblog.build_site import Survey
from autoblog.cache import FOLDER
from autoblog.preview.rebuild import Rebuilder
from autoblog.preview.reload import Hub, State
from autoblog.problems import Problem

MakeRebuilder = Callable[[Path], Rebuilder]
WriteSite = Callable[..., Path]
Text = Callable[..., str]

A, B = "content/knowledge/a.md", "content/knowledge/b.md"


class LoggingHub(Hub):
    """A hub that keeps all that was published, and has some pages open."""

    def __init__(self, state: State, *open_paths: str) -> None:
        super().__init__()
        self.state = state
        self.published: list[State] = []
        self.open_paths = frozenset(open_paths)

    @property
    def watched(self) -> frozenset[str]:
        return self.open_paths

    def publish(self, state: State) -> None:
        super().publish(state)
        self.published.append(state)


def texts(state: State) -> list[str]:
    return [told.text for told in state.stopped_by]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_drafts_scheduled_and_expired_posts_are_shown_and_known(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site(
        {
            A: post("A", more="draft: true\n"),
            B: post("B", date="2990-01-01"),
            "content/knowledge/c.md": post("C", date="2020-01-01", more="expires: 2021-01-01\n"),
        }
    )
    made = rebuilder(root)

    outcome = made.rebuild()

    state = made.hub.state
    assert outcome.report is not None and state.insight is not None
    assert [held.status for held in state.insight.held_back] == ["expired", "draft", "scheduled"]
    for name, status in (("a", "draft"), ("b", "scheduled"), ("c", "expired")):
        page = (made.place.output / f"knowledge/{name}/index.html").read_text("utf-8")
        assert f">{status}<" in page


def test_nothing_below_public_changes(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post(), "public/index.html": "as it was"})

    rebuilder(root).rebuild()

    assert tree(root / "public") == {"index.html": b"as it was"}


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param(
            A,
            "---\ntitle: A\ncategory: Knowlege\ndate: 2025-01-01\nsummary: A.\n---\n\nA.\n",
            f"{A}:3:11: unknown-category: ",
            id="front matter",
        ),
        pytest.param(A, None, f"{A}:8:15: broken-link: ", id="link"),
        pytest.param(
            "templates/post.html", "{% if %}", "templates/post.html:1:1: template", id="template"
        ),
        pytest.param("site.yaml", "titel: A\n", "site.yaml:1:1: ", id="settings"),
    ],
)
def test_a_mistake_leaves_the_last_good_pages_and_says_what_check_says(
    write_site: WriteSite,
    post: Text,
    rebuilder: MakeRebuilder,
    path: str,
    text: str | None,
    found: str,
) -> None:
    root = write_site({A: post(), B: post("B")})
    made = rebuilder(root)
    made.rebuild()
    good, known = tree(made.place.output), made.hub.state.insight
    bad = text if text is not None else post(body="See [nowhere](nowhere.md).\n")
    (root / path).write_text(bad, "utf-8")

    outcome = made.rebuild()

    state = made.hub.state
    assert tree(made.place.output) == good
    assert state.has_pages and state.insight is known
    assert any(one.startswith(found) for one in texts(state)), texts(state)
    assert "\n" in texts(state)[0] and texts(state)[0].endswith("^")
    assert list(outcome.stopped_by) == texts(state)


def test_what_was_mended_is_shown_again(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post()})
    made = rebuilder(root)
    made.rebuild()
    for text in ("---\n", post(body="Mended.\n")):
        (root / A).write_text(text, "utf-8")
        made.rebuild()

    assert not made.hub.state.is_stopped
    assert b"Mended." in (made.place.output / "knowledge/a/index.html").read_bytes()


def test_an_edit_that_is_taken_back_ends_the_problems_too(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post()})
    made = rebuilder(root)
    made.rebuild()
    for text in ("---\n", post()):
        (root / A).write_text(text, "utf-8")
        made.rebuild()

    assert not made.hub.state.is_stopped


def test_a_first_build_that_fails_leaves_problems_and_no_pages(
    write_site: WriteSite, rebuilder: MakeRebuilder
) -> None:
    made = rebuilder(write_site({A: "---\n"}))

    made.rebuild()

    assert made.hub.state.is_stopped
    assert not made.hub.state.has_pages


def test_settings_that_vanish_are_an_error_in_words(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post()})
    made = rebuilder(root)
    made.rebuild()
    (root / "site.yaml").unlink()

    outcome = made.rebuild()

    assert "there is no site.yaml" in outcome.error
    assert made.hub.state.error == outcome.error


def test_a_rebuild_of_the_same_files_publishes_nothing(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    for text in (post(), "---\n"):
        made = rebuilder(write_site({A: text}))
        made.rebuild()
        state = made.hub.state

        outcome = made.rebuild()

        assert not outcome.is_change
        assert made.hub.state is state


def test_a_site_that_was_built_by_an_earlier_preview_is_known_at_once(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post(more="draft: true\n")})
    rebuilder(root).rebuild()
    made = rebuilder(root)

    outcome = made.rebuild()

    assert not outcome.is_change
    assert made.hub.state.insight is not None
    assert made.hub.state.insight.permalink_of(A) == "/knowledge/a/"


def test_the_next_moment_at_which_a_post_changes_is_told(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)
    root = write_site({A: post(date=soon.isoformat()), B: post("B", date="2990-01-01")})

    assert rebuilder(root).rebuild().next_change_at == soon


def test_a_new_style_sheet_is_handed_out_before_anything_else_is_looked_at(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post()})
    made = rebuilder(root)
    made.rebuild()
    made.hub = hub = LoggingHub(made.hub.state)
    css = root / "static/css/site.css"
    css.write_text(css.read_text("utf-8") + "\nh1 { color: red }\n", "utf-8")
    handed_out_before: list[int] = []
    made.follow = lambda _: handed_out_before.append(len(hub.published))

    made.rebuild()

    early, again, done = hub.published
    assert handed_out_before == [1]
    assert (again.swaps, again.sheets) == (early.swaps, early.sheets)
    [(old, new)] = early.swaps.items()
    assert old != new and new.startswith("/assets/css/site.")
    assert b"red" in early.sheets[new.lstrip("/")]
    assert (made.place.output / new.lstrip("/")).read_bytes() == early.sheets[new.lstrip("/")]
    assert (done.swaps, done.sheets, done.is_building) == ({}, {}, False)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (A, 'title: "A"', "title: Another"),
        (B, 'title: "B"', "title: Another"),
        (A, "Text", "Another text"),
        ("templates/post.html", "<article", '<article data-changed="yes"'),
        ("site.yaml", "title:", "publisher: Another\ntitle:"),
    ],
)
def test_an_open_page_is_handed_out_before_all_is_written_and_with_the_same_bytes(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder, path: str, old: str, new: str
) -> None:
    root = write_site({A: post("A", body="Text.\n"), B: post("B")})
    made = rebuilder(root)
    made.rebuild()
    made.hub = LoggingHub(made.hub.state, "/knowledge/a/")
    page = made.place.output / "knowledge/a/index.html"
    before = page.read_bytes()
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")

    made.rebuild()

    early, done = made.hub.published
    assert set(early.early) == {"knowledge/a/index.html"}
    assert early.early["knowledge/a/index.html"] == page.read_bytes() != before
    assert (done.early, done.is_building) == ({}, False)


def test_a_page_waits_for_a_picture_that_is_not_written_yet(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post()})
    made = rebuilder(root)
    made.rebuild()
    made.hub = LoggingHub(made.hub.state, "/knowledge/a/")
    (root / "content/knowledge/p.svg").write_text('<svg width="9" height="9"/>', "utf-8")
    (root / A).write_text(post(body="![A picture](p.svg)\n"), "utf-8")

    made.rebuild()

    assert [state.early for state in made.hub.published] == [{}, {}]


def test_a_page_that_cannot_be_rendered_is_not_handed_out(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post()})
    made = rebuilder(root)
    made.rebuild()
    made.hub = LoggingHub(made.hub.state, "/knowledge/a/")
    template = root / "templates/post.html"
    text = template.read_text("utf-8").replace("<article", "{{ 1 / 0 }}<article")
    template.write_text(text, "utf-8")

    made.rebuild()

    assert [state.early for state in made.hub.published] == [{}, {}]
    assert made.hub.state.is_stopped


def test_a_memory_that_somebody_removed_is_forgotten_at_hand_too(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post("A"), B: post("B")})
    made = rebuilder(root)
    made.rebuild()
    for path in (root / FOLDER).glob("cache.sqlite*"):
        path.unlink()
    shutil.rmtree(made.place.output)

    outcome = made.rebuild()

    assert outcome.report is not None and outcome.error == ""
    assert (made.place.output / "knowledge/a/index.html").is_file()


def test_a_failure_of_autoblog_itself_ends_nothing(
    write_site: WriteSite,
    post: Text,
    rebuilder: MakeRebuilder,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = write_site({A: post()})
    made = rebuilder(root)
    made.rebuild()
    (root / A).write_text(post(body="Another.\n"), "utf-8")

    def fail(*_: object) -> None:
        raise ValueError("this should not be")

    made.progress = fail
    outcome = made.rebuild()

    assert "ValueError: this should not be" in outcome.error
    assert "Traceback" in capsys.readouterr().err
    assert made.hub.state.has_pages


def advised(made: Rebuilder) -> list[str]:
    thread = made.advise()
    assert thread is not None
    thread.join()
    return [told.text for told in made.hub.state.advice]


def test_in_a_calm_moment_the_advice_of_check_is_added(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    made = rebuilder(write_site({A: post()}))
    made.judge = lambda seen: (*seen.problems, Problem("odd", A, "it is odd", 2, 1))
    made.rebuild()

    assert advised(made) == [f'{A}:2:1: odd: it is odd\n  2 | title: "A post"\n    | ^']
    assert [told.problem.code for told in made.hub.state.findings] == ["odd"]


def test_advice_is_about_the_site_as_it_would_be_published(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    made = rebuilder(write_site({A: post(), B: post("B", more="draft: true\n")}))
    judged: list[list[str]] = []

    def judge(seen: Survey) -> tuple[Problem, ...]:
        judged.append([one.source_path for one in seen.site.posts])
        return ()

    made.judge = judge
    made.rebuild()

    advised(made)

    assert judged == [[A]]


def test_advice_that_comes_too_late_is_left_out(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post()})
    made = rebuilder(root)
    made.rebuild()

    def judge(_: Survey) -> tuple[Problem, ...]:
        (root / A).write_text(post(body="Another.\n"), "utf-8")
        made.rebuild()
        return (Problem("odd", A, "it was odd", 2, 1),)

    made.judge = judge

    assert advised(made) == []


def test_a_build_that_another_save_overtakes_begins_anew(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post("A"), B: post("B")})
    made = rebuilder(root)
    made.rebuild()
    css, asked = root / "static/css/site.css", []

    def save_again() -> bool:
        asked.append(True)
        if len(asked) == 2:
            css.write_text("p { color: blue }", "utf-8")
        return len(asked) == 2

    made.is_overtaken = save_again
    css.write_text("p { color: red }", "utf-8")

    outcome = made.rebuild()

    assert outcome.report is not None and outcome.is_change
    [sheet] = (made.place.output / "assets/css").glob("site.*.css")
    assert "blue" in sheet.read_text("utf-8")
    assert sheet.name in (made.place.output / "knowledge/a/index.html").read_text("utf-8")


def test_one_that_is_always_overtaken_ends_all_the_same(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post("A"), B: post("B")})
    made = rebuilder(root)
    made.is_overtaken = lambda: True

    outcome = made.rebuild()

    assert outcome.report is not None and not made.hub.state.is_stopped
    assert (made.place.output / "index.html").is_file()
