"""What a reader sees never breaks: whole builds, and what they leave in the output folder."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autoblog.build import Request, build
from autoblog.cache import Cache
from autoblog.problems import AutoblogError, ConfigError
from autoblog.report import Report

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
TWIN = "---\ntitle: T\ncategory: Knowledge\ndate: 2025-06-02\nsummary: S.\nslug: cells\n---\n"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def run(root: Path, output: Path | None = None) -> Report:
    """Build a site as the command does, with a scratch home: the folder that the site lies in."""
    cache = Cache(root / ".autoblog" / "cache.sqlite")
    try:
        return build(Request(root, output or root / "public", root.parent, NOW), cache)
    finally:
        cache.close()
        # What rendered may hold the cache's file still, and would let go of it at any moment.
        gc.collect()


def snapshot(folder: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Read all of a folder, the folders too: path -> inode, mode, mtime and bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            state.st_ino,
            state.st_mode,
            state.st_mtime_ns,
            path.read_bytes() if path.is_file() and not path.is_symlink() else b"",
        )
        for path in [folder, *folder.rglob("*")]
        for state in [path.lstat()]
    }


@pytest.fixture
def site(write_site: WriteSite, post: Callable[..., str]) -> Path:
    """Write a site of two posts, and build it."""
    root = write_site(
        {
            "content/knowledge/cells.md": post("Cells", body="See [plants](plants.md).\n"),
            "content/knowledge/plants.md": post("Plants", date="2025-07-01"),
            "static/verify.txt": "one",
        }
    )
    run(root)
    return root


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/knowledge/new.md", "no front matter"),
        ("content/knowledge/new.md", "---\ntitle: [\n---\n"),
        ("content/knowledge/new.md", b"\xff\xfe"),
        ("content/knowledge/plants.md", None),
        ("content/knowledge/twin.md", TWIN),
        ("templates/post.html", "{% if %}"),
        ("templates/post.html", "{{ nothing_of_this_name }}"),
        ("templates/post.html", "{{ post.title.nothing }}"),
        ("templates/feeds/atom.xml", "<feed><entry></feed>"),
        ("templates/post.html", None),
        ("templates/partials/sidebar_posts.html", b"\xff"),
        ("static/css/site.css", b"\xff"),
        ("site.yaml", "title: Only this\n"),
        ("site.yaml", None),
        (".public.autoblog/mine.txt", "what stands in the way of the staging tree"),
    ],
    ids=[
        "no front matter", "broken YAML", "not UTF-8", "broken link", "one address twice",
        "template syntax", "unknown variable", "unknown field", "feed is no XML",
        "template missing", "partial is not UTF-8", "style sheet is not UTF-8",
        "settings incomplete", "no settings", "staging folder taken",
    ],
)  # fmt: skip
def test_any_problem_leaves_the_last_good_site_byte_for_byte(
    site: Path, post: Callable[..., str], path: str, text: str | bytes | None
) -> None:
    changed = site / path
    changed.parent.mkdir(exist_ok=True)
    if text is None:
        changed.unlink()
    else:
        changed.write_bytes(text if isinstance(text, bytes) else text.encode())
    (site / "content" / "knowledge" / "cells.md").write_text(
        post("Cells, corrected", body="See [plants](plants.md).\n"), "utf-8"
    )
    before = snapshot(site / "public")

    with pytest.raises(AutoblogError):
        run(site)

    assert snapshot(site / "public") == before
    assert path.startswith(".public") or not (site / ".public.autoblog").exists()


def test_a_build_in_which_nothing_changed_writes_nothing_at_all(site: Path) -> None:
    before = snapshot(site / "public")

    report = run(site)

    assert (report.written, report.removed, report.reasons) == ((), (), {})
    assert snapshot(site / "public") == before


def test_a_fresh_clone_beside_a_good_output_writes_nothing_at_all(site: Path) -> None:
    for file in (site / ".autoblog").iterdir():
        file.unlink()
    before = snapshot(site / "public")

    report = run(site)

    assert (report.written, report.removed) == ((), ())
    assert snapshot(site / "public") == before


def test_a_corrected_body_changes_its_page_and_feeds_and_leaves_the_rest(
    site: Path, post: Callable[..., str]
) -> None:
    before = snapshot(site / "public")
    (site / "content" / "knowledge" / "plants.md").write_text(
        post("Plants", date="2025-07-01", body="Texts.\n"), "utf-8"
    )

    report = run(site)

    after = snapshot(site / "public")
    names = ("atom.xml", "feed.json", "feed.xml")
    feeds = {f"{folder}{name}" for folder in ("", "knowledge/") for name in names}
    assert {*report.written} == {"knowledge/plants/index.html", *feeds}
    changed = {path for path in before if before[path][3] != after[path][3]}
    assert changed == {*report.written}
    kept = [path for path in before if path.endswith(".html") and path not in report.written]
    assert [after[path] for path in kept] == [before[path] for path in kept]


def test_what_is_no_longer_planned_is_removed_with_its_folders(site: Path) -> None:
    (site / "content" / "knowledge" / "cells.md").unlink()
    (site / "static" / "verify.txt").unlink()

    report = run(site)

    assert report.removed == ("knowledge/cells/index.html", "verify.txt")
    assert not (site / "public" / "knowledge" / "cells").exists()
    assert not (site / "public" / "verify.txt").exists()


@pytest.mark.skipif(os.name == "nt", reason="rights as Unix has them")
def test_the_output_folder_keeps_its_rights_and_its_group(
    site: Path, post: Callable[..., str]
) -> None:
    public = site / "public"
    group = 12345 if os.getuid() == 0 else os.getgid()
    os.chown(public, -1, group)
    public.chmod(0o2750)
    before = public.stat()
    (site / "content/knowledge/new.md").write_text(post("New"), "utf-8")

    run(site)

    after = public.stat()
    assert before.st_ino != after.st_ino, "another folder took its place"
    assert (after.st_mode & 0o7777, after.st_gid) == (0o2750, group)


def test_files_that_autoblog_did_not_write_survive_whatever_changes(
    site: Path, post: Callable[..., str]
) -> None:
    public = site / "public"
    for path in ("CNAME", ".nojekyll", "knowledge/cells/notes.txt", "downloads/a/b.bin"):
        (public / path).parent.mkdir(parents=True, exist_ok=True)
        (public / path).write_text("by hand", "utf-8")
    (public / "link").symlink_to("knowledge")
    (public / "downloads" / "empty").mkdir()
    kept = ("CNAME", ".nojekyll", "knowledge/cells/notes.txt", "downloads/a/b.bin", "link")
    before = {path: snapshot(public)[path] for path in kept}

    (site / "content" / "knowledge" / "cells.md").unlink()
    run(site)
    (site / "content" / "knowledge" / "new.md").write_text(post("New"), "utf-8")
    run(site)

    after = snapshot(public)
    assert {path: after[path] for path in kept} == before
    assert (public / "downloads" / "empty").is_dir()
    assert not (public / "knowledge" / "cells" / "index.html").exists()
    assert (public / "knowledge" / "new" / "index.html").exists()


def test_a_foreign_file_may_have_any_name(site: Path, post: Callable[..., str]) -> None:
    name = os.fsdecode(b"caf\xe9\n.txt")
    try:
        (site / "public" / name).write_text("by hand", "utf-8")
    except OSError:
        pytest.skip("this disk takes no such names")
    (site / "content" / "knowledge" / "new.md").write_text(post("New"), "utf-8")

    assert run(site).written
    assert run(site).written == ()

    assert (site / "public" / name).read_text("utf-8") == "by hand"


def test_a_list_that_was_written_over_stops_a_build_that_would_change_a_page(site: Path) -> None:
    (site / "public" / ".autoblog-files").write_text("changed by hand", "utf-8")
    (site / "content" / "knowledge" / "cells.md").unlink()
    before = snapshot(site / "public")

    with pytest.raises(ConfigError, match="not written by autoblog; move it away"):
        run(site)

    assert snapshot(site / "public") == before


def test_what_the_list_does_not_name_stays_when_its_source_changes(site: Path) -> None:
    source, assets = site / "static" / "img" / "note.txt", site / "public" / "assets" / "img"
    source.parent.mkdir(parents=True)
    source.write_text("one", "utf-8")
    run(site)
    (site / "public" / ".autoblog-files").write_text("changed by hand", "utf-8")

    source.write_text("two", "utf-8")
    run(site)

    assert sorted(path.read_text("utf-8") for path in assets.iterdir()) == ["one", "two"]
    assert run(site).written == ()


def test_a_foreign_file_where_a_page_shall_go_stops_the_build_and_stays(
    site: Path, post: Callable[..., str]
) -> None:
    place = site / "public" / "knowledge" / "new" / "index.html"
    place.parent.mkdir()
    place.write_text("by hand", "utf-8")
    (site / "content" / "knowledge" / "new.md").write_text(post("New"), "utf-8")
    before = snapshot(site / "public")

    with pytest.raises(ConfigError, match="move it away"):
        run(site)

    assert snapshot(site / "public") == before
    place.unlink()
    assert "knowledge/new/index.html" in run(site).written


@pytest.mark.parametrize("damage", ["delete", "edit", "same size", "folder gone", "link"])
def test_an_output_that_was_changed_behind_our_back_is_restored(site: Path, damage: str) -> None:
    page = site / "public" / "knowledge" / "cells" / "index.html"
    good = page.read_bytes()
    page.unlink()
    if damage == "edit":
        page.write_bytes(b"by hand")
    elif damage == "same size":
        page.write_bytes(good.replace(b"Cells", b"Smell"))
    elif damage == "folder gone":
        page.parent.rmdir()
    elif damage == "link":
        page.symlink_to("../plants/index.html")

    report = run(site)

    assert report.written == ("knowledge/cells/index.html",)
    assert page.read_bytes() == good
    assert not page.is_symlink()


def test_a_touched_output_is_not_written_again(site: Path) -> None:
    page = site / "public" / "knowledge" / "cells" / "index.html"
    os.utime(page, ns=(0, 1_700_000_000_000_000_000))
    before = snapshot(site / "public")

    report = run(site)

    assert (report.written, report.reasons) == ((), {})
    assert snapshot(site / "public") == before


def test_an_output_folder_behind_a_link_is_filled_and_the_link_stays(
    site: Path, tmp_path: Path, post: Callable[..., str]
) -> None:
    (tmp_path / "srv").mkdir()
    (site / "live").symlink_to(tmp_path / "srv")

    for title in ("One", "Two"):
        (site / "content" / "knowledge" / "new.md").write_text(post(title), "utf-8")
        run(site, site / "live")

    assert (site / "live").readlink() == tmp_path / "srv"
    assert b"Two" in (tmp_path / "srv" / "knowledge" / "new" / "index.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "srv"]


def test_the_staging_tree_of_a_killed_build_goes_even_when_nothing_is_to_be_done(
    site: Path,
) -> None:
    left = site / ".public.autoblog"
    left.mkdir()
    (left / ".autoblog-files").write_text("", "utf-8")
    (left / "index.html").write_text("half a page", "utf-8")

    report = run(site)

    assert report.written == ()
    assert not left.exists()


def test_two_output_folders_do_not_know_of_each_other(site: Path) -> None:
    before = snapshot(site / "public")

    report = run(site, site / "preview")

    assert len(report.written) == report.kept + len(report.written) > 0
    assert snapshot(site / "public") == before
    assert {path: value[3] for path, value in snapshot(site / "preview").items()} == {
        path: value[3] for path, value in before.items()
    }


@pytest.mark.parametrize("output", ["", "..", "content", "static/css", "docs"])
def test_a_build_into_a_folder_that_is_not_for_sites_changes_nothing(
    site: Path, output: str
) -> None:
    (site / "docs").mkdir()
    (site / "docs" / "manual.md").write_text("precious", "utf-8")
    before = snapshot(site.parent)

    with pytest.raises(ConfigError):
        run(site, site / output)

    after = snapshot(site.parent)
    own = "site/.autoblog"  # the cache, which was open
    assert {path for path in after if after[path] != before.get(path) and own not in path} == set()
    assert before.keys() - after.keys() == set()
