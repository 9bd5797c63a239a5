"""All checks of a whole site."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from autoblog.checks.lint import lint
from autoblog.cli.looking import look_at
from autoblog.manual import explanations, read_page

REPOSITORY = Path(__file__).parents[2]
CODES = explanations(read_page("problems.md"))

WriteSite = Callable[[Mapping[str, str | bytes]], Path]


def test_the_sites_of_the_repository_and_of_the_starter_have_no_finding(tmp_path: Path) -> None:
    own, new = tmp_path / "own", tmp_path / "new"
    for site, source in ((own, REPOSITORY), (new, REPOSITORY / "src/autoblog/starter")):
        for name in ("content", "templates", "static"):
            given = source / name
            shutil.copytree(given if given.is_dir() else REPOSITORY / name, site / name)
        shutil.copy(source / "site.yaml", site / "site.yaml")

    found = {site.name: lint(site, look_at(site), codes=CODES)
             for site in (own, new)}  # fmt: skip

    assert {name: findings.problems for name, findings in found.items()} == {"own": (), "new": ()}
    assert [one.code for one in found["own"].silenced] == ["title-twice"]


def test_findings_can_be_asked_for_by_source(
    write_site: WriteSite, post: Callable[..., str]
) -> None:
    root = write_site({"content/a.md": post("A"), "content/b.md": post("B", category="None")})

    found = lint(root, look_at(root))

    assert [one.code for one in found.of("content/a.md")] == ["summary-length"]
    assert [one.code for one in found.of("content/b.md")] == ["unknown-category"]
    assert found.of("content/c.md") == ()


def test_a_source_with_problems_gets_what_advice_it_can(write_site: WriteSite) -> None:
    root = write_site({"content/b.md": "---\ntitle: B\n---\n\n## Two\n\n#### Four\n"})

    found = lint(root, look_at(root))

    assert ("heading-skipped", 7) in [(one.code, one.line) for one in found.problems]
