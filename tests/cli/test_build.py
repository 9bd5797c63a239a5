from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autoblog.cli import main

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Post = Callable[..., str]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the site's folder with a scratch home: exit status, output, errors."""
    home = tmp_path / "home"
    home.mkdir()

    def run_there(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setenv("HOME", str(home))
        if (tmp_path / "site").exists():
            monkeypatch.chdir(tmp_path / "site")
        with pytest.raises(SystemExit) as caught:
            main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return int(caught.value.code or 0), printed.out, printed.err

    return run_there


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def everything(folder: Path) -> list[tuple[str, int, int, int]]:
    paths = [folder, *sorted(folder.rglob("*"))]
    states = [(path, path.lstat()) for path in paths]
    return [(str(path), s.st_ino, s.st_mtime_ns, s.st_size) for path, s in states]


def test_a_build_says_in_one_line_what_it_did(write_site: WriteSite, post: Post, run: Run) -> None:
    root = write_site({"content/knowledge/a.md": post("A")})

    first, second = run("build"), run("build")

    count = len(tree(root / "public")) - 1  # the list of files is not counted
    pages = re.search(r"(\d+) pages", first[1])
    assert pages
    assert first == (0, f"1 post, {pages[1]} pages: {count} files written, 0 kept in public\n", "")
    assert second == (0, f"1 post, {pages[1]} pages: 0 files written, {count} kept in public\n", "")


@pytest.mark.parametrize("output", ["preview", "deep/er/preview", "../beside"])
def test_output_names_another_folder(
    write_site: WriteSite, post: Post, run: Run, output: str
) -> None:
    root = write_site({"content/knowledge/a.md": post("A")})

    status, out, _ = run("build", "--output", output)

    assert status == 0
    assert out.endswith(f"in {output}\n")
    assert (root / output / "knowledge" / "a" / "index.html").is_file()
    assert not (root / "public").exists()


@pytest.mark.parametrize("base_url", ["https://x.example/blog/", "https://x.example/blog"])
def test_a_base_url_with_a_path_stands_before_every_address(
    write_site: WriteSite, post: Post, run: Run, base_url: str
) -> None:
    root = write_site(
        {
            "content/knowledge/a.md": post("A", body="See [b](b.md), [raw](/archive/).\n"),
            "content/knowledge/b.md": post("B", date="2025-05-01", more="aliases: [/old/b/]\n"),
            "content/pages/about.md": "---\ntitle: About\n---\n\nText.\n",
        }
    )

    status, _, err = run("build", "--base-url", base_url)

    assert (status, err) == (0, "")
    texts = (".html", ".txt", ".xml")
    files = tree(root / "public").items()
    pages = {path: text.decode() for path, text in files if path.endswith(texts)}
    html = "".join(text for path, text in pages.items() if path.endswith(".html"))
    addresses = set(re.findall(r'(?:href|src)="?(/[^"\s>]*)', html))
    assert "/blog/knowledge/b/" in addresses
    assert {address for address in addresses if not address.startswith("/blog/")} == set()
    assert 'href="https://x.example/blog/knowledge/a/"' in pages["knowledge/a/index.html"]
    for path in ("feed.xml", "atom.xml", "sitemap.xml", "robots.txt", "old/b/index.html"):
        assert "https://x.example/blog/" in pages[path]
        assert "https://x.example/knowledge" not in pages[path]
        assert "test.example" not in pages[path]


HELD = {
    "content/knowledge/draft.md": {"more": "draft: true\n"},
    "content/knowledge/later.md": {"date": "2031-05-01T09:00"},
    "content/knowledge/over.md": {"more": "expires: 2025-09-01\n"},
    "content/knowledge/shown.md": {},
}


@pytest.mark.parametrize(
    ("flags", "shown"),
    [
        ((), {"shown"}),
        (("--drafts",), {"shown", "draft"}),
        (("--future",), {"shown", "later"}),
        (("--drafts", "--future"), {"shown", "draft", "later"}),
        (("--as-of", "2025-07-01"), {"shown", "over"}),
        (("--as-of", "2031-05-01T09:00"), {"shown", "later"}),
        (("--as-of", "2031-05-01T08:59"), {"shown"}),
        (("--as-of", "2031-05-01T01:00+00:00"), {"shown", "later"}),
        (("--as-of", "2025-05-31T23:59"), set()),
        (("--as-of", "2025-05-31T16:00Z"), {"shown", "over"}),
    ],
    ids=lambda words: " ".join(sorted(words)),
)
def test_drafts_future_and_as_of_show_what_is_held_back(
    write_site: WriteSite, post: Post, run: Run, flags: tuple[str, ...], shown: set[str]
) -> None:
    root = write_site({path: post(Path(path).stem, **more) for path, more in HELD.items()})
    as_of = () if "--as-of" in flags else ("--as-of", "2026-01-01")

    status, _, _ = run("build", *flags, *as_of)

    assert status == 0
    pages = {p.parent.name for p in root.glob("public/knowledge/*/index.html")} - {"1", "page"}
    assert pages == shown


def test_what_is_held_back_is_named_and_the_next_moment(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    write_site({path: post(Path(path).stem, **more) for path, more in HELD.items()})

    _, out, _ = run("build", "--as-of", "2026-01-01")

    assert out.splitlines()[:-1] == [
        "held back (draft): content/knowledge/draft.md",
        "held back (expired): content/knowledge/over.md",
        "held back (scheduled for 2031-05-01 09:00+08:00): content/knowledge/later.md",
        "next build due: 2031-05-01T09:00+08:00",
    ]


@pytest.mark.parametrize("moment", ["junk", "", "2026-02-30", "2026-01-01T25:00", "12"])
def test_a_moment_that_is_none_is_a_plain_error(
    write_site: WriteSite, run: Run, moment: str
) -> None:
    root = write_site({})

    status, out, err = run("build", "--as-of", moment)

    assert (status, out) == (2, "")
    assert "expected 2026-01-31 or 2026-01-31T09:00" in err
    assert not (root / "public").exists()


def test_any_number_of_workers_makes_the_same_site(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    root = write_site(
        {f"content/knowledge/p{n}.md": post(f"P {n}", body=f"Text {n}.\n") for n in range(201)}
    )

    one = run("build", "--workers", "1", "--output", "one")
    three = run("build", "--workers", "3", "--output", "three", "--fresh")

    assert (one[0], three[0]) == (0, 0)
    assert tree(root / "one") == tree(root / "three")


def test_explain_says_for_each_page_why_it_was_made_again(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    root = write_site({"content/knowledge/a.md": post("A")})
    run("build")
    write_site({"content/knowledge/a.md": post("A", body="Other words.\n")})
    (root / "public" / "robots.txt").unlink()

    _, out, _ = run("build", "--explain")

    assert "knowledge/a/index.html: changed: what it shows\n" in out
    assert "robots.txt: its file is gone\n" in out
    assert "archive/index.html" not in out


def test_fresh_makes_all_pages_anew_and_writes_none_that_is_the_same(
    write_site: WriteSite, post: Post, run: Run
) -> None:
    root = write_site({"content/knowledge/a.md": post("A")})
    run("build")
    before = everything(root / "public")

    _, out, _ = run("build", "--fresh", "--explain")

    assert "knowledge/a/index.html: it is new, or nothing is known of it" in out
    assert ": 0 files written, " in out
    assert everything(root / "public") == before


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("../home", "home folder"),
        ("..", "home folder"),
        (".", "site's own folder"),
        ("content", "content/"),
        ("static/css", "static/"),
        ("public/../templates", "templates/"),
        ("site.yaml", "is a file"),
        ("docs", "did not write"),
        ("loop", "loop"),
        ("site.yaml/public", "Not a directory"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_folder_that_is_not_for_sites_is_refused_before_a_byte_changes(
    write_site: WriteSite, post: Post, run: Run, tmp_path: Path, output: str, reason: str
) -> None:
    root = write_site({"content/knowledge/a.md": post("A"), "docs/manual.md": "precious"})
    (root / "loop").symlink_to("loop")
    before = everything(tmp_path)

    status, out, err = run("build", "--output", output)

    assert (status, out) == (2, "")
    assert reason in err
    assert err.count("\n") == 1
    after = everything(tmp_path)
    if output != "site.yaml/public":  # that is found out only when the folder shall be made
        assert after == before
    assert [path for path in after if ".autoblog" not in path[0] and path not in before] in (
        [],
        [entry for entry in after if entry[0] == str(root)],
    )


def test_a_read_only_place_is_a_plain_error(
    write_site: WriteSite, post: Post, run: Run, tmp_path: Path
) -> None:
    root = write_site({"content/knowledge/a.md": post("A")})
    (tmp_path / "srv").mkdir(mode=0o555)
    if os.access(tmp_path / "srv", os.W_OK):
        pytest.skip("this user may write everywhere")

    status, out, err = run("build", "--output", "../srv/public")

    assert (status, out) == (2, "")
    assert "Permission denied" in err
    assert not (root / "public").exists()
