"""`autoblog mv` on whole sites: what is written, what is refused, and that nothing breaks."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from autoblog.cli.looking import look_at
from autoblog.model import Page, Post
from autoblog.plan.contexts import RedirectContext
from autoblog.plan.redirects import alias_output_path
from autoblog.problems import errors_of

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]
MakeText = Callable[..., str]
A, B = "content/knowledge/2025-06-01-a.md", "content/company-blog/b.md"
SECTIONS = {
    "knowledge": "Knowledge", "company-blog": "Company Blog", "industry-blog": "Industry Blog",
}  # fmt: skip
MOVES = 60


def files_of(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in (root / "content").rglob("*")
        if path.is_file()
    }


def answers_at(post: Post, address: str) -> bool:
    addresses = [post.permalink, *(alias.url for alias in post.aliases)]
    return alias_output_path(address) in map(alias_output_path, addresses)


@pytest.fixture
def site(write_site: WriteSite, post: MakeText) -> Path:
    """Two posts that name each other."""
    return write_site(
        {
            A: post("A", body="See [B](../company-blog/b.md).\n"),
            B: post(
                "B", category="Company Blog", more="related: [a]\n",
                body="See [A](../knowledge/2025-06-01-a.md) or [A](/knowledge/a/).\n",
            ),
        }
    )  # fmt: skip


def test_a_post_gets_another_slug_and_its_old_address_leads_there(site: Path, run: Run) -> None:
    status, out, err = run("mv", "a", "new-name", "--root", site)

    assert (status, err) == (0, "")
    assert out == (
        f"{A} is now content/knowledge/2025-06-01-new-name.md\n"
        "/knowledge/a/ is now /knowledge/new-name/, and the old address leads there\n"
        f"links led there: {B}\n"
    )
    assert files_of(site).keys() == {"content/knowledge/2025-06-01-new-name.md", B}
    text = (site / B).read_text("utf-8")
    assert "related: [new-name]\n" in text
    assert "[A](../knowledge/2025-06-01-new-name.md) or [A](/knowledge/new-name/)" in text
    assert run("check", "--no-advice", "--root", site) == (0, "no problems\n", "")
    assert run("build", "--root", site)[0] == 0
    old = (site / "public" / "knowledge" / "a" / "index.html").read_text("utf-8")
    assert "/knowledge/new-name/" in old


def test_a_diff_shows_what_would_change_and_git_can_apply_it(site: Path, run: Run) -> None:
    before = files_of(site)

    status, out, err = run("mv", A, "company-blog", "--dry-run", "--root", site)

    assert (status, err) == (0, "")
    assert files_of(site) == before
    run("mv", A, "company-blog", "--root", site)
    after = files_of(site)
    for path in after:
        (site / path).unlink()
    for path, data in before.items():
        (site / path).write_bytes(data)
    subprocess.run(["git", "init", "-q", site], check=True)
    subprocess.run(["git", "-C", site, "apply", "-"], input=out.encode(), check=True)
    assert files_of(site) == after


def test_paths_may_be_those_of_the_shell(site: Path, run: Run) -> None:
    status, _, _ = run("mv", site / A, f"{site / 'content' / 'company-blog'}/", "--root", site)

    assert status == 0
    assert (site / "content/company-blog/2025-06-01-a.md").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing", "x"], 'there is no post "nothing"'),
        (["a", "content/company-blog/b.md"], "content/company-blog/b.md is there already"),
        (["a", "content/knowledge/note.md"], "content/knowledge/note.md is there already"),
        (["a", "/company-blog/b/"], "/company-blog/b/ is the address of content/company-blog/b.md"),
        (["a", "a"], "is there already"),
        (["a", "../../etc/a.md"], "is not in content/"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    site: Path, run: Run, arguments: list[str], said: str
) -> None:
    (site / "content/knowledge/note.md").mkdir()
    before = files_of(site)

    status, out, err = run("mv", *arguments, "--root", site)

    assert (status, out) == (2, "")
    assert said in err and err.count("\n") == 1
    assert files_of(site) == before


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=["move", "dry run"])
def test_a_site_with_problems_is_left_alone(
    site: Path, run: Run, write_site: WriteSite, post: MakeText, more: list[str]
) -> None:
    write_site({"content/knowledge/c.md": post("C", body="[x](nowhere.md)\n")})
    before = files_of(site)

    status, out, err = run("mv", "a", "z", *more, "--root", site)

    assert (status, out) == (1, "")
    assert err.startswith("nothing was moved; mend these first, so that all links are known:\n")
    assert "content/knowledge/c.md:8:5: broken-link" in err
    assert files_of(site) == before


def test_a_move_that_would_break_the_site_is_undone(
    site: Path, run: Run, write_site: WriteSite
) -> None:
    """The archive has no source, so that no post's address tells of it."""
    write_site({"content/pages/us.md": "---\ntitle: Us\n---\nText.\n"})
    before = files_of(site)

    status, _, err = run("mv", "us", "archive", "--root", site)

    assert status == 1
    assert err.startswith("nothing was moved; afterwards the site would have these problems:\n")
    assert "address-taken" in err
    assert files_of(site) == before


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_any_moves_one_after_another_break_nothing(
    seed: int, write_site: WriteSite, run: Run, post: MakeText
) -> None:
    chance = random.Random(seed)
    names = [f"{section}/{name}" for section in SECTIONS for name in ("one", "two")]
    root = write_site(
        {
            f"content/{name}.md": post(
                name.replace("/", " ").title(),
                category=SECTIONS[name.partition("/")[0]],
                more=f"related: [../{other}.md]\n",
                body="".join(f"[x](../{path}.md) and [y](/{path}/#top).\n\n" for path in names)
                + "# Top\n",
            )
            for name, other in zip(names, names[1:] + names[:1], strict=True)
        }
    )
    at = {f"/{name}/": f"/{name}/" for name in names}  # old address -> the post's address now
    done = 0

    for _ in range(MOVES):
        old = chance.choice(sorted(set(at.values())))
        section, slug = chance.choice(sorted(SECTIONS)), f"{chance.randrange(30)}"
        back = chance.choice([first for first, now in sorted(at.items()) if now == old])
        file = f"content/{section}/2025-06-01-{slug}.md"
        new = chance.choice([f"/{section}/{slug}/", section, slug, file, back])
        status, _, err = run("mv", old, new, "--root", root)
        if status:
            assert "is there already" in err or "address of" in err, err
            continue
        done += 1
        seen = look_at(root)
        assert errors_of(seen.problems) == ()
        now = next(one.permalink for one in seen.posts if answers_at(one, old))
        at = {first: now if link == old else link for first, link in at.items()}
        at |= {old: now, now: now}

    assert done > MOVES / 3
    pages = {page.output_path: page for page in look_at(root).planned}
    for first, now in at.items():
        page = pages[alias_output_path(first)]
        assert isinstance(page, Page)
        to = page.context.target if isinstance(page.context, RedirectContext) else first
        assert to == now
    for post_now in look_at(root).posts:
        assert len(post_now.references) == 2 * len(names)
        assert len(post_now.pins) == 1
