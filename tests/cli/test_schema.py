from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]


def test_the_front_matter_of_posts_is_what_it_prints_by_itself(
    write_site: WriteSite, run: Run
) -> None:
    root = write_site({})

    printed = [run("schema", *subject, "--root", root) for subject in ([], ["front-matter"])]

    assert printed[0] == printed[1]
    status, out, err = printed[0]
    assert (status, err) == (0, "")
    assert json.loads(out)["properties"]["category"]["enum"] == [
        "Knowledge",
        "Company Blog",
        "Industry Blog",
    ]


@pytest.mark.parametrize(("subject", "key"), [("page", "noindex"), ("site", "base_url")])
def test_other_subjects(write_site: WriteSite, run: Run, subject: str, key: str) -> None:
    status, out, _ = run("schema", subject, "--root", write_site({}))

    assert status == 0
    assert key in json.loads(out)["properties"]
    assert "category" not in json.loads(out)["properties"]


def test_settings_need_no_site_to_have_a_schema(tmp_path: Path, run: Run) -> None:
    assert run("schema", "site", "--root", tmp_path)[0] == 0
    assert run("schema", "--root", tmp_path)[0] == 2
