from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site(write_site: WriteSite, post: Callable[..., str]) -> Path:
    return write_site(
        {
            "content/knowledge/tyres.md": post(
                "Winter tyres", body="Rubber grips snow.\n", more="related: [auction]\n"
            ),
            "content/knowledge/snow.md": post(
                "Snow chains", body="Chains on rubber tyres grip snow.\n", date="2024-06-01"
            ),
            "content/knowledge/auction.md": post("Auction day", body="Bidders bid.\n"),
            "content/knowledge/later.md": post(
                "Snow again", body="Rubber.\n", more="draft: true\n"
            ),
            "content/pages/about.md": "---\ntitle: About\n---\nText.\n",
        }
    )


@pytest.mark.parametrize("name", ["tyres", "/knowledge/tyres/", "content/knowledge/tyres.md"])
def test_each_related_post_comes_with_the_terms_that_weighed(
    site: Path, run: Run, name: str
) -> None:
    status, out, err = run("related", name, "--root", site)

    lines = out.splitlines()
    assert (status, err, len(lines)) == (0, "", 4)
    assert lines[0].startswith("Auction day (content/knowledge/auction.md): score 0.")
    assert lines[0].endswith(", named by the author")
    assert lines[2].startswith("Snow chains (content/knowledge/snow.md): score 0.")
    assert lines[2].endswith("8 % less for its date")
    terms = [term.rpartition(" ")[0].rpartition(" ")[0].strip() for term in lines[3].split(",")]
    assert {"tyre", "snow", "rubber"} <= set(terms)


def test_the_shares_and_scores_are_those_of_the_choice(site: Path, run: Run) -> None:
    out = run("related", "tyres", "--json", "--root", site)[1]

    _, snow = json.loads(out)
    assert snow["source_path"] == "content/knowledge/snow.md"
    assert snow["score"] == pytest.approx(snow["likeness"] * snow["push"])
    shares = [term["per_cent"] for term in snow["terms"]]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(100, abs=0.5)


def test_a_draft_is_judged_as_if_all_were_shown(site: Path, run: Run) -> None:
    status, out, _ = run("related", "later", "--root", site)

    assert status == 0
    assert "content/knowledge/snow.md" in out
    assert "later.md" not in run("related", "snow", "--root", site)[1]


@pytest.mark.parametrize(
    ("name", "said"),
    [("about", "is a standalone page"), ("tires", 'did you mean "tyres"')],
)
def test_what_has_no_related_posts(site: Path, run: Run, name: str, said: str) -> None:
    status, out, err = run("related", name, "--root", site)

    assert (status, out) == (2, "")
    assert said in err


def test_an_only_post_has_none(write_site: WriteSite, run: Run, post: Callable[..., str]) -> None:
    root = write_site({"content/knowledge/a.md": post()})

    assert run("related", "a", "--root", root)[1] == "no related posts: it is the only one\n"
