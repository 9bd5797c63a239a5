"""What a deploy has to do, as values."""

from __future__ import annotations

from pathlib import Path

import pytest

from autoblog.deploy.plan import UNSURE, make_plan, read_manifest, write_manifest
from autoblog.deploy.target import Upload
from autoblog.digest import Digest


def upload(path: str, content: str = "1", size: int = 1) -> Upload:
    return Upload(path, Path(path), Digest(content), size, "text/html", "no-cache")


def test_a_first_deploy_sends_assets_then_pages_then_feeds() -> None:
    names = ["a/index.html", "a/index.html.gz", "assets/s.css", "feed.xml", "robots.txt", "x.json"]

    plan = make_plan([upload(name) for name in names], None, {})

    assert [[one.path for one in phase] for phase in plan.phases] == [
        ["assets/s.css"], ["a/index.html", "a/index.html.gz"], ["feed.xml", "robots.txt", "x.json"],
    ]  # fmt: skip
    assert (plan.deletions, plan.unchanged, plan.known) == ((), 0, 0)


def test_an_unchanged_site_leaves_nothing_to_do() -> None:
    plan = make_plan([upload("a.html")], {"a.html": Digest("1")}, {"a.html": 1, "foreign": 9})

    assert plan.is_empty
    assert plan.unchanged == 1


@pytest.mark.parametrize(
    ("known", "there"),
    [
        ({"a.html": Digest("2")}, {"a.html": 1}),
        ({"a.html": Digest("1")}, {}),
        ({"a.html": Digest("1")}, {"a.html": 2}),
        ({"a.html": UNSURE}, {"a.html": 1}),
        (None, {"a.html": 1}),
    ],
    ids=["other content", "gone", "changed by others", "interrupted", "nothing is known"],
)
def test_a_file_is_sent_unless_it_is_surely_there(
    known: dict[str, Digest] | None, there: dict[str, int]
) -> None:
    plan = make_plan([upload("a.html")], known, there)

    assert [one.path for one in plan.uploads] == ["a.html"]


def test_only_what_a_deploy_put_there_is_removed() -> None:
    plan = make_plan([], {"b.html": Digest("1"), "a.html": Digest("1")}, {"CNAME": 5, "a.html": 1})

    assert plan.deletions == ("a.html", "b.html")


def test_while_a_deploy_is_under_way_all_of_it_is_ours_and_unsure() -> None:
    plan = make_plan([upload("b.html", "2")], {"a.html": Digest("1"), "b.html": Digest("1")}, None)

    assert plan.pending == {"a.html": "1", "b.html": UNSURE}
    assert plan.final == {"b.html": "2"}


def test_a_manifest_is_read_as_it_was_written() -> None:
    files = {"a/ü.html": Digest("1"), "b": UNSURE}

    assert read_manifest(write_manifest(files)) == files


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"version": 2, "files": {}}',
        b'{"files": 1}',
        b"[" * 9999,
    ],
)
def test_what_is_no_manifest_is_none(data: bytes | None) -> None:
    assert read_manifest(data) is None


def test_a_manifest_cannot_name_what_is_not_below_the_target() -> None:
    names = [
        "/etc/passwd",
        "../x",
        "a/../../x",
        "a//b",
        "",
        ".autoblog-manifest.json",
        "a\\b",
        "ok",
    ]

    data = write_manifest(dict.fromkeys(names, Digest("1")))

    assert read_manifest(data) == {"ok": "1"}
