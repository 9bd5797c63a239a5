"""`autoblog permalinks`, and builds that keep an eye on published addresses."""

from __future__ import annotations

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
