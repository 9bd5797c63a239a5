"""`autoblog deploy` and `autoblog rollback`, as a person meets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
WriteSite = Callable[[Mapping[str, str | bytes]], Path]
PostText = Callable[..., str]


@pytest.fixture
def site(write_site: WriteSite, post: PostText) -> Path:
    """A site of two posts with a folder to publish to."""
    root = write_site({
        "content/knowledge/cells.md": post("Cells"), "content/knowledge/packs.md": post("Packs")
    })  # fmt: skip
    settings = root / "site.yaml"
    text = f"{settings.read_text('utf-8')}deploy:\n  - {{name: live, to: 'folder:www'}}\n"
    settings.write_text(text, "utf-8")
    return root


def test_a_deploy_builds_sends_and_records_addresses(run: Run, site: Path) -> None:
    status, out, _ = run("deploy", "live", "--root", site)
    again, out_again, _ = run("deploy", "live", "--root", site)

    assert (status, again) == (0, 0)
    assert "0 removed, 0 unchanged" in out
    assert out.endswith("5 new addresses in permalinks.txt; commit it\n")
    assert out_again.startswith("live: 0 files sent (0.0 kB), 0 removed, ")
    assert (site / "www/current/knowledge/cells/index.html").is_file()
    assert not (site / "www/current/.autoblog-files").exists()


def test_a_dry_run_tells_and_does_nothing(run: Run, site: Path, post: PostText) -> None:
    run("deploy", "live", "--root", site)
    (site / "content/knowledge/cells.md").write_text(post("Cells", body="Anew.\n"), "utf-8")

    _, out, _ = run("deploy", "live", "--dry-run", "--root", site)

    assert "send    knowledge/cells/index.html\n" in out
    assert "files to send (" in out
    page = site / "www/current/knowledge/cells/index.html"
    assert "Anew." not in page.read_text("utf-8")
    assert [path.name for path in (site / "www/releases").iterdir()] == ["000001"]


def test_a_published_address_cannot_be_lost_by_a_deploy(run: Run, site: Path) -> None:
    run("deploy", "live", "--root", site)
    (site / "content/knowledge/cells.md").unlink()

    status, _, errors = run("deploy", "live", "--root", site)

    assert status == 1
    assert "address-vanishes" in errors
    assert (site / "www/current/knowledge/cells/index.html").is_file()


def test_many_deletions_need_leave(run: Run, site: Path) -> None:
    run("deploy", "live", "--root", site)
    (site / "permalinks.txt").unlink()
    for path in (site / "content/knowledge").iterdir():
        path.unlink()
    (site / "content/pages").mkdir()
    (site / "content/pages/about.md").write_text("---\ntitle: About\n---\n\nUs.\n", "utf-8")
    page = site / "www/current/knowledge/cells/index.html"

    stopped = run("deploy", "live", "--max-deletes", "5", "--root", site)
    is_there = page.is_file()
    allowed = run("deploy", "live", "--max-deletes", "100", "--root", site)

    assert stopped[0] == 1
    assert "more than 5 %; look at --dry-run, then allow it with --max-deletes" in stopped[2]
    assert is_there
    assert allowed[0] == 0
    assert not page.exists()


def test_a_rollback_serves_the_release_before(run: Run, site: Path, post: PostText) -> None:
    run("deploy", "live", "--root", site)
    (site / "content/knowledge/cells.md").write_text(post("Cells", body="Anew.\n"), "utf-8")
    run("deploy", "live", "--root", site)

    status, out, _ = run("rollback", "live", "--root", site)

    assert (status, out) == (0, "release 000001 is served again\n")
    page = site / "www/current/knowledge/cells/index.html"
    assert "Anew." not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("deploy", "life"), 2, 'there is no target "life"; did you mean "live"?'),
        (("rollback", "live"), 1, "holds no release before the one that is served"),
        (("deploy", "live", "--no-build"), 1, "holds no built site; run `autoblog build` first"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    run: Run, site: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    code, _, errors = run(*arguments, "--root", site)

    assert code == status
    assert message in errors
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    "to",
    [
        "ftp://host",
        "s3://",
        "rsync:",
        "rsync:-e sh",
        "rsync:-oProxyCommand=x:/www",
        "rsync:me@-oProxyCommand=x:/www",
        "git:origin",
        "git:origin#",
        "git:origin#-pages",
        "git:-origin#pages",
        "folder:",
    ],
)
def test_a_place_that_is_none_is_reported_at_its_line(run: Run, site: Path, to: str) -> None:
    settings = site / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace("folder:www", to), "utf-8")

    status, _, errors = run("deploy", "live", "--root", site)

    assert status == 2
    line = settings.read_text("utf-8").split("\n").index("deploy:") + 2
    assert f"site.yaml:{line}:22: bad-value: this is no place to publish to; expected" in errors


@pytest.mark.parametrize("to", ["git:https://me:sesame@host/a.git#pages", "s3://me:sesame@bucket"])
def test_a_password_in_a_place_is_refused_and_not_repeated(run: Run, site: Path, to: str) -> None:
    settings = site / "site.yaml"
    settings.write_text(settings.read_text("utf-8").replace("folder:www", to), "utf-8")

    status, _, errors = run("deploy", "live", "--root", site)

    assert status == 2
    assert "bad-value: a password may not stand here" in errors
    assert "sesame" not in errors


def test_the_places_of_the_manual_are_places(run: Run, site: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs/publishing.md").read_text("utf-8")
    table = manual.partition("| `to` | Is |")[2].partition("\n\n")[0]
    places = re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE)
    text = (site / "site.yaml").read_text("utf-8")

    for place in places:
        (site / "site.yaml").write_text(text.replace("folder:www", place), "utf-8")
        assert run("check", "--root", site)[0] == 0, place

    assert len(places) == 6
