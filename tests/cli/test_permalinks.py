"""`autoblog permalinks`, and builds that keep an eye on published addresses."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
WriteSite = Callable[[Mapping[str, str | bytes]], Path]
PostText = Callable[..., str]


@pytest.fixture
def site(write_site: WriteSite, post: PostText) -> Path:
    """A site of one post that has been published."""
    return write_site({"content/knowledge/cells.md": post("Cells")})


def ledger_of(site: Path) -> list[str]:
    text = (site / "permalinks.txt").read_text("utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def test_new_addresses_are_listed_and_nothing_is_written(run: Run, site: Path) -> None:
    status, out, _ = run("permalinks", "--root", site)

    assert status == 0
    assert out.splitlines() == [
        "/company-blog/", "/industry-blog/", "/knowledge/", "/knowledge/cells/",
        "4 addresses not in permalinks.txt; the site has published 4",
    ]  # fmt: skip
    assert not (site / "permalinks.txt").exists()


def test_recorded_addresses_are_sorted_and_recorded_once(run: Run, site: Path) -> None:
    run("permalinks", "--record", "--root", site)
    before = (site / "permalinks.txt").stat()

    _, out, _ = run("permalinks", "--record", "--root", site)

    assert out == "0 addresses written to permalinks.txt; the site has published 4\n"
    assert (site / "permalinks.txt").stat() == before
    assert ledger_of(site) == [
        "/company-blog/ site.yaml",
        "/industry-blog/ site.yaml",
        "/knowledge/ site.yaml",
        "/knowledge/cells/ content/knowledge/cells.md",
    ]


def test_a_lost_address_stops_the_build_until_an_alias_is_there(
    run: Run, site: Path, post: PostText
) -> None:
    run("permalinks", "--record", "--root", site)
    old = site / "content/knowledge/cells.md"
    new = old.rename(site / "content/industry-blog-cells.md")
    new.write_text(post("Cells", more="slug: cells-today\n"), "utf-8")

    lost, _, errors = run("build", "--root", site)
    new.write_text(post("Cells", more="slug: cells-today\naliases: [/knowledge/cells/]\n"), "utf-8")
    kept, _, _ = run("build", "--root", site)
    run("permalinks", "--record", "--root", site)

    assert (lost, kept) == (1, 0)
    assert "permalinks.txt:6:1: address-vanishes:" in errors
    assert "content/industry-blog-cells.md seems to be that article" in errors
    assert "/knowledge/cells/ content/industry-blog-cells.md" in ledger_of(site)


def test_an_address_that_is_declared_gone_stays_so(run: Run, site: Path) -> None:
    run("permalinks", "--record", "--root", site)
    ledger = site / "permalinks.txt"
    text = ledger.read_text("utf-8")
    ledger.write_text(text.replace("content/knowledge/cells.md", "gone:"), "utf-8")
    (site / "content/knowledge/cells.md").unlink()

    status, _, _ = run("build", "--root", site)
    run("permalinks", "--record", "--root", site)

    page = (site / "public/knowledge/cells/index.html").read_text("utf-8")
    assert status == 0
    assert "This page is gone" in page
    assert '<meta name="robots" content="noindex">' in page
    assert "/knowledge/cells/" not in (site / "public/sitemap.xml").read_text("utf-8")
    assert "/knowledge/cells/ gone:" in ledger_of(site)


def test_a_changed_ledger_is_noticed_by_the_next_build(run: Run, site: Path) -> None:
    run("build", "--root", site)
    (site / "permalinks.txt").write_text("/away/ gone:\n", "utf-8")

    run("build", "--root", site)
    there = (site / "public/away/index.html").exists()
    (site / "permalinks.txt").unlink()
    run("build", "--root", site)

    assert there
    assert not (site / "public/away").exists()


def test_a_site_with_problems_records_nothing(run: Run, site: Path) -> None:
    (site / "content/knowledge/cells.md").write_text("no front matter", "utf-8")

    status, _, errors = run("permalinks", "--record", "--root", site)

    assert status == 1
    assert "no-front-matter" in errors
    assert not (site / "permalinks.txt").exists()


def test_a_ledger_that_is_no_text_is_a_problem(run: Run, site: Path) -> None:
    (site / "permalinks.txt").write_bytes(b"/a/ gone:\n\xff\n")

    status, _, errors = run("build", "--root", site)

    assert status == 1
    assert "permalinks.txt:2:1: not-utf-8" in errors


def git(root: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def committed(run: Run, site: Path, post: PostText) -> Path:
    """A published site under git, with two posts more."""
    for name in ("packs", "tyres"):
        body = f"All about {name}, and more of it than a title.\n"
        (site / f"content/knowledge/{name}.md").write_text(post(name.title(), body=body), "utf-8")
    run("permalinks", "--record", "--root", site)
    (site / ".gitignore").write_text(".autoblog/\npublic/\n", "utf-8")
    git(site, "init", "--quiet")
    git(site, "add", ".")
    git(site, "commit", "--quiet", "-m", "One")
    return site


def test_check_gives_an_address_back_to_the_post_that_has_another_slug(
    run: Run, committed: Path
) -> None:
    path = committed / "content/knowledge/cells.md"
    path.write_text(path.read_text("utf-8").replace("\ndate", "\nslug: cell-types\ndate"), "utf-8")

    _, diff, _ = run("check", "--diff", "--root", committed)
    untouched = path.read_text("utf-8")
    status, _, _ = run("check", "--fix", "--root", committed)

    assert "+aliases: [/knowledge/cells/]\n" in diff
    assert "aliases" not in untouched
    assert "aliases: [/knowledge/cells/]\n" in path.read_text("utf-8")
    assert status == 0


@pytest.mark.parametrize("is_committed", [True, False])
def test_check_gives_an_address_back_after_a_rename(
    run: Run, committed: Path, is_committed: bool
) -> None:
    new = committed / "content/knowledge/battery-packs.md"
    (committed / "content/knowledge/packs.md").rename(new)
    if is_committed:
        git(committed, "add", "--all")
        git(committed, "commit", "--quiet", "-m", "Rename")
        text = new.read_text("utf-8").replace("and more of it", "in other words,")
        new.write_text(text, "utf-8")  # git saw the rename, so another text is no hindrance

    status, _, _ = run("check", "--fix", "--root", committed)

    assert "aliases: [/knowledge/packs/]\n" in new.read_text("utf-8")
    assert status == 0


def test_check_adds_nothing_where_the_match_is_not_sure(
    run: Run, committed: Path, post: PostText
) -> None:
    (committed / "content/knowledge/packs.md").unlink()
    (committed / "content/knowledge/tyres.md").unlink()
    new = committed / "content/knowledge/pack.md"
    new.write_text(post("Packs", body="Other.\n"), "utf-8")

    status, out, _ = run("check", "--fix", "--root", committed)

    assert status == 1
    assert "content/knowledge/pack.md seems to be that article" in out
    assert "aliases" not in new.read_text("utf-8")


@pytest.mark.parametrize("is_committed", [True, False], ids=["in git", "on the disk alone"])
def test_check_leads_links_to_a_renamed_file(
    run: Run, committed: Path, post: PostText, is_committed: bool
) -> None:
    old = committed / "content/knowledge/packs.md"
    new = committed / "content/company-blog/cells.md"
    linking = committed / "content/knowledge/c.md"
    body = "See [it](packs.md#part), [*again*](<packs.md>), [C](c.md).\n\n`[it](packs.md)` stays.\n"
    linking.write_text(post("C", body=body, more="related: [packs.md]\n"), "utf-8")
    git(committed, "add", "--all")
    git(committed, "commit", "--quiet", "-m", "Link")
    new.parent.mkdir(exist_ok=True)
    text = old.read_text("utf-8").replace("Knowledge", "Company Blog")
    old.unlink()
    new.write_text(text, "utf-8")
    if is_committed:
        git(committed, "add", "--all")
        git(committed, "commit", "--quiet", "-m", "Rename")
        new.write_text(text + "\nAnother text.\n", "utf-8")
    before = linking.read_text("utf-8")

    _, diff, _ = run("check", "--diff", "--root", committed)
    unchanged = linking.read_text("utf-8")
    run("check", "--fix", "--root", committed)

    place = "../company-blog/cells.md"
    assert unchanged == before
    assert f"+See [it]({place}#part), [*again*](<{place}>), [C](c.md)." in diff
    assert linking.read_text("utf-8") == (
        before.replace("(packs.md#", f"({place}#").replace("<packs.md>", f"<{place}>")
    ).replace("related: [packs.md]", f"related: [{place}]")


def test_check_leads_no_link_to_where_a_file_may_be(
    run: Run, committed: Path, post: PostText
) -> None:
    folder = committed / "content/knowledge"
    (folder / "c.md").write_text(post("C", body="See [it](packs.md).\n"), "utf-8")
    text = (folder / "packs.md").read_text("utf-8")
    (folder / "packs.md").unlink()
    for name in ("one", "other"):
        (folder / f"{name}.md").write_text(text, "utf-8")
    before = (folder / "c.md").read_text("utf-8")

    run("check", "--fix", "--root", committed)

    assert (folder / "c.md").read_text("utf-8") == before
