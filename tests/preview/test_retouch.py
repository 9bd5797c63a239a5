"""A served edit of a text goes the middle way, and ends where a clean build does."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autoblog.build import Request, build
from autoblog.build_again import Retouch
from autoblog.build_retouch import retouched
from autoblog.build_site import Survey, survey
from autoblog.cache import FILE, FOLDER, Cache
from autoblog.digest import Digest
from autoblog.preview.rebuild import EVERYTHING, Rebuilder

MakeRebuilder = Callable[[Path], Rebuilder]
WriteSite = Callable[..., Path]
Text = Callable[..., str]

A, B = "content/knowledge/a.md", "content/knowledge/b.md"
ABOUT = '---\ntitle: "About"\nsummary: "About."\n---\n\nText.\n'
WORDS = "cell anode battery plant price quarter robot steel wind grid truck harbour".split()


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def request(root: Path, output: Path) -> Request:
    return Request(root, output, root.parent / "home", datetime.now(UTC), show=EVERYTHING)


def clean(root: Path) -> dict[str, bytes]:
    """Build the site from nothing, elsewhere."""
    folder = root.parent / "clean"
    shutil.rmtree(folder, ignore_errors=True)
    cache = Cache(folder / FILE)
    build(request(root, folder / "preview"), cache)
    cache.close()
    return tree(folder / "preview")


def surveyed(root: Path) -> Survey:
    """Survey the site from nothing."""
    cache = Cache(root.parent / "aside" / FILE)
    cache.wipe()
    found = survey(request(root, root.parent / "aside/preview"), cache)
    cache.close()
    return plain(found)


def plain(found: Survey) -> Survey:
    """Leave out what only says how it was found."""
    return replace(found, ground=Digest(""), planned=list(found.planned))


def is_retouched(now: Survey, before: Survey) -> bool:
    """Tell whether a survey was made of another one: its theme is then the very same object."""
    return now is not before and now.theme is before.theme


def known(made: Rebuilder) -> Survey:
    assert made.hub.state.insight is not None
    return made.hub.state.insight.survey


def test_a_served_edit_of_a_text_looks_at_no_other_post_and_equals_a_clean_build(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    more = {f"content/knowledge/{word}.md": post(word, body=f"On {word}.\n") for word in WORDS}
    root = write_site({A: post("A"), "content/pages/about.md": ABOUT, **more})
    made = rebuilder(root)
    made.rebuild()
    before = known(made)
    (root / A).write_text(post("A", body="The battery of a truck, and its price.\n"), "utf-8")

    outcome = made.rebuild()

    assert outcome.is_change
    assert is_retouched(known(made), before)
    assert plain(known(made)) == surveyed(root)
    assert tree(made.place.output) == clean(root)


def test_with_a_search_index_the_edit_is_known_before_the_whole_site_is(
    write_site: WriteSite, post: Text
) -> None:
    more = {f"content/knowledge/{word}.md": post(word, body=f"On {word}.\n") for word in WORDS}
    root = write_site({A: post("A"), **more})
    settings = root / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace("enabled: false", "enabled: true"))
    output, cache = root.parent / "public", Cache(root / FOLDER / FILE)
    build(request(root, output), cache)
    (root / A).write_text(post("A", body="The battery of a truck, and its price.\n"), "utf-8")
    heard: list[Survey | Retouch] = []

    build(request(root, output), cache, hear=heard.append)

    cache.close()
    first, last = heard
    assert isinstance(first, Retouch) and isinstance(last, Survey)
    assert "knowledge/a/index.html" in {page.output_path for page in first.pages}
    assert first.posts[A] in last.posts
    assert first.key == last.key
    assert any("search/index" in name for name in tree(output))
    assert tree(output) == clean(root)


def test_a_post_that_takes_longer_to_read_is_known_before_the_whole_site_is(
    write_site: WriteSite, post: Text
) -> None:
    root = write_site({A: post("A", body="Of wind.\n"), B: post("B")})
    output, cache = root.parent / "public", Cache(root / FOLDER / FILE)
    build(request(root, output), cache)
    (root / A).write_text(post("A", body="Of wind. " * 500 + "\n"), "utf-8")
    heard: list[Survey | Retouch] = []

    build(request(root, output), cache, hear=heard.append)

    cache.close()
    first, last = heard
    assert isinstance(first, Retouch) and isinstance(last, Survey)
    planned = {item.output_path: item for item in last.planned}
    page = "knowledge/a/index.html"
    assert [one for one in first.pages if one.output_path == page] == [planned[page]]
    assert tree(output) == clean(root)


def test_a_text_is_known_before_related_posts_are_chosen_again(
    write_site: WriteSite, post: Text
) -> None:
    more = {
        f"content/knowledge/{word}{number}.md": post(f"{word} {number}", body=f"On {word}.\n")
        for word in WORDS
        for number in range(3)
    }
    root = write_site({A: post("A", body="Of wind.\n"), **more})
    output, cache = root.parent / "public", Cache(root / FOLDER / FILE)
    build(request(root, output), cache)
    (root / A).write_text(post("A", body="The battery of a truck, and its price.\n"), "utf-8")
    heard: list[Survey | Retouch] = []

    build(request(root, output), cache, hear=heard.append)

    cache.close()
    first, last = heard
    assert isinstance(first, Retouch) and isinstance(last, Retouch)
    assert (first.before, first.key, first.posts) == (last.before, last.key, last.posts)
    assert first.ground != last.ground
    assert first.related[A] != last.related[A]
    assert {page.output_path for page in first.pages} <= {page.output_path for page in last.pages}
    assert tree(output) == clean(root)


@pytest.mark.parametrize("seed", range(3))
def test_edits_one_after_another_leave_what_a_new_look_finds(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder, seed: int
) -> None:
    chance = random.Random(seed)
    paths = {f"content/knowledge/{word}.md": word for word in WORDS}
    drafts = {"content/knowledge/robot.md": "draft: true\n"}

    def text(path: str) -> str:
        body = " ".join(chance.choices(WORDS, k=30)) + ".\n"
        more = drafts.get(path, "") + "keywords: [power]\n"
        return post(paths[path], body=body, more=more)

    root = write_site({path: text(path) for path in paths})
    made = rebuilder(root)
    made.rebuild()
    ways = []
    for _ in range(12):
        before = known(made)
        for path in chance.sample(sorted(paths), chance.choice((1, 1, 2))):
            (root / path).write_text(text(path), "utf-8")
        if chance.random() < 0.2:
            (root / A).write_text(post(f"A {chance.random()}"), "utf-8")

        made.rebuild()

        ways.append(is_retouched(known(made), before))
        assert plain(known(made)) == surveyed(root)
    assert True in ways and False in ways
    assert tree(made.place.output) == clean(root)


def test_a_mistake_and_its_mend_leave_what_is_known_true(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post("A"), B: post("B")})
    made = rebuilder(root)
    made.rebuild()
    for body in ("[Nowhere](nowhere.md)\n", "Mended.\n", "And more.\n"):
        (root / A).write_text(post("A", body=body), "utf-8")
        made.rebuild()

    assert plain(known(made)) == surveyed(root)


def test_where_another_preview_built_meanwhile_the_site_is_looked_at_anew(
    write_site: WriteSite, post: Text, rebuilder: MakeRebuilder
) -> None:
    root = write_site({A: post("A"), B: post("B")})
    made, other = rebuilder(root), rebuilder(root)
    made.rebuild()
    before = known(made)
    (root / B).write_text(post("B", body="Of another one.\n"), "utf-8")
    other.rebuild()
    (root / A).write_text(post("A", body="Of this one.\n"), "utf-8")

    made.rebuild()

    assert not is_retouched(known(made), before)
    assert plain(known(made)) == surveyed(root)


def test_a_retouch_of_another_site_is_none(
    write_site: WriteSite, post: Text, tmp_path: Path
) -> None:
    root = write_site({A: post("A"), B: post("B")})
    cache = Cache(tmp_path / "cache" / FILE)
    heard: list[Survey | Retouch] = []
    for body in ("One.\n", "Two.\n", "Three.\n"):
        (root / A).write_text(post("A", body=body), "utf-8")
        build(request(root, tmp_path / "preview"), cache, hear=heard.append)
    cache.close()

    first, second, third = heard

    assert isinstance(first, Survey)
    assert isinstance(second, Retouch) and isinstance(third, Retouch)
    assert retouched(first, second) is not None
    assert retouched(first, third) is None
