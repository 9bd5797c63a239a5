from __future__ import annotations

from autoblog.preview.storm import LONGEST_S, STORM_S, WRITING_S, Storm


def test_nothing_is_due_where_nothing_happened() -> None:
    assert Storm().due_at() is None


def test_a_file_that_was_closed_is_built_almost_at_once() -> None:
    storm = Storm()
    storm.feed("a.md", 5.0, is_done=False)
    storm.feed("a.md", 5.001, is_done=True)

    assert 5.001 < (storm.due_at() or 0) < 5.03


def test_a_file_that_is_still_written_is_waited_for() -> None:
    storm = Storm()
    storm.feed("a.md", 5.0, is_done=True)
    storm.feed("b.md", 5.0, is_done=False)

    assert storm.due_at() == 5.0 + WRITING_S


def test_a_storm_is_built_when_it_is_over() -> None:
    storm = Storm()
    for number in range(100):
        storm.feed(f"{number}.md", number * 0.05, is_done=True)

    assert storm.due_at() == 99 * 0.05 + STORM_S


def test_a_storm_without_end_is_built_now_and_then() -> None:
    storm = Storm()
    for number in range(1000):
        storm.feed(f"{number}.md", number * 0.1, is_done=True)

    assert storm.due_at() == LONGEST_S
