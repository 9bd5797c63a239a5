"""The words of a post, weighted."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from autoblog.read.terms import MOST_TERMS, weighted_terms


def weights(
    *, title: str = "", summary: str = "", keywords: Sequence[str] = (), text: str = ""
) -> dict[str, int]:
    words = weighted_terms(
        title=title, summary=summary, keywords=keywords, words=text.split()
    ).split()
    return {term: int(weight) for term, weight in zip(words[::2], words[1::2], strict=True)}


def test_a_title_weighs_more_than_a_text() -> None:
    in_title, in_summary, in_text = (
        weights(title="sedan"), weights(summary="sedan"), weights(text="sedan")
    )  # fmt: skip

    assert in_title["sedan"] > in_text["sedan"]
    assert in_title["sedan"] >= in_summary["sedan"] >= in_text["sedan"] > 0


def test_places_add_up() -> None:
    in_both = weights(title="sedan", text="sedan")

    assert in_both["sedan"] == weights(title="sedan")["sedan"] + weights(text="sedan")["sedan"]


def test_repetition_counts_less_each_time() -> None:
    once, twice, thrice = (weights(text="sedan " * times)["sedan"] for times in (1, 2, 3))

    assert once < twice < thrice
    assert thrice - twice < twice - once


def test_a_keyword_counts_as_its_words_and_as_itself() -> None:
    assert set(weights(keywords=["buying guide", "sedan"])) == {
        "buying", "buying_guide", "guide", "sedan",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        pytest.param("The cars, of course: the CARS!", {"car", "course"}, id="common words"),
        pytest.param("batteries boxes matches glasses bus gas", 
                     {"battery", "box", "match", "glass", "bus", "gas"}, id="singular"),
        pytest.param("bus glass axis", {"bus", "glass", "axis"}, id="no plural"),
        pytest.param("a 4x4 in 2025 costs 3", {"cost"}, id="no numbers, no letters alone"),
        pytest.param("Élan Größe", {"élan", "grösse"}, id="not ASCII"),
        pytest.param("固态电池", {"固态", "态电", "电池"}, id="Chinese in pairs"),
        pytest.param("车", {"车"}, id="a Chinese character alone"),
        pytest.param("", set(), id="nothing"),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_terms(text: str, terms: set[str]) -> None:
    assert set(weights(text=text)) == terms


def test_terms_fall_in_weight_and_equal_ones_follow_the_alphabet() -> None:
    assert list(weights(title="van", text="truck coupe")) == ["van", "coupe", "truck"]


def test_only_the_weightiest_terms_are_kept() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = " ".join(f"w{a}{b}k" for a in letters for b in letters)

    kept = weights(title="hybrid", text=many)

    assert len(kept) == MOST_TERMS
    assert kept["hybrid"] == weights(title="hybrid")["hybrid"]
