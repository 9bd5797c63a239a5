"""The theorem for a site with a search index: after each edit it is that of a clean build."""

from __future__ import annotations

from pathlib import Path

import pytest

from theorem.scenarios import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Lay out the small site, with search, and build it once."""
    made = Bench(tmp_path)
    made.lay_out()
    made.edit("site.yaml", "search: {enabled: false}", "search: {enabled: true}")
    (made.root / "templates/search.html").write_text("{{ page.title }}", "utf-8")
    assert made.lies() == []
    return made


def index_of(bench: Bench) -> dict[str, bytes]:
    folder = bench.output / "search/index"
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("content/a.md", "Anode.", "Anode and zeppelin."),
        ("content/a.md", "title: A", "title: Zeppelin"),
        ("content/a.md", "category: Knowledge", "category: Company Blog"),
        ("content/e.md", "draft: true\n", ""),
        ("content/a.md", "summary:", "draft: true\nsummary:"),
    ],
)
def test_an_edit_of_what_is_searched_leaves_the_index_of_a_clean_build(
    bench: Bench, name: str, old: str, new: str
) -> None:
    before = index_of(bench)

    bench.edit(name, old, new)

    assert bench.lies() == []
    assert index_of(bench) != before
    assert before


def test_search_switched_off_leaves_nothing_of_the_index(bench: Bench) -> None:
    bench.edit("site.yaml", "search: {enabled: true}", "search: {enabled: false}")

    assert bench.lies() == []
    assert index_of(bench) == {}
