from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]


def test_a_new_post_is_a_draft_that_a_build_accepts_at_once(
    write_site: WriteSite, run: Run
) -> None:
    root = write_site({})

    status, out, err = run("new", "Who pays?", "--section", "Industry Blog", "--root", root)

    path = Path(out.rstrip("\n"))
    assert (status, err) == (0, "")
    assert path.parent == root / "content" / "industry-blog"
    assert path.name.endswith("-who-pays.md")
    assert run("check", "--root", root) == (
        0,
        f"held back (draft): {path.relative_to(root).as_posix()}\nno problems\n",
        "",
    )


def test_a_new_post_bears_the_day_of_the_site_not_of_the_machine(
    write_site: WriteSite, run: Run
) -> None:
    # Between these two zones there are 26 hours: they never have the same date.
    days = []
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        site = write_site({})
        text = (site / "site.yaml").read_text("utf-8")
        text = text.replace("Asia/Shanghai", zone).replace("Pacific/Kiritimati", zone)
        (site / "site.yaml").write_text(text, "utf-8")
        before = datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
        _, out, _ = run("new", "A title", "--section", "knowledge", "--root", site)
        after = datetime.now(UTC).astimezone(ZoneInfo(zone)).date()
        days.append(Path(out.strip()).name[:10])
        assert days[-1] in (before.isoformat(), after.isoformat())

    assert days[0] > days[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["T", "--section", "knowlege"], 'no section "knowlege"; did you mean "knowledge"?'),
        (["T", "--section", "x"], "expected knowledge, company-blog or industry-blog"),
        (["  ", "--section", "knowledge"], "needs a title"),
        (["a\x1b[2J", "--section", "knowledge"], "needs a title"),
        (["T", "--section", "\x1b[2J"], "no section"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    write_site: WriteSite, run: Run, arguments: list[str], said: str
) -> None:
    root = write_site({})

    status, out, err = run("new", *arguments, "--root", root)

    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1 and "\x1b" not in err
    assert list((root / "content").iterdir()) == []


def test_settings_with_problems_are_told_with_their_lines(write_site: WriteSite, run: Run) -> None:
    root = write_site({"site.yaml": "title: T\nbase_ulr: x\n"})

    status, _, err = run("new", "T", "--section", "knowledge", "--root", root)

    assert status == 2
    assert "site.yaml:2:1: unknown-key" in err
    assert "  2 | base_ulr: x\n" in err


def test_a_file_where_the_folder_should_be_is_a_plain_error(
    write_site: WriteSite, run: Run
) -> None:
    root = write_site({"content/knowledge": "a file"})

    status, out, err = run("new", "T", "--section", "knowledge", "--root", root)

    assert (status, out) == (2, "")
    assert err == f"autoblog: File exists ({root / 'content' / 'knowledge'})\n"
