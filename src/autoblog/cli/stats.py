"""`autoblog stats`."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from itertools import accumulate, pairwise
from pathlib import Path

import click

from autoblog.cli.looking import errors_told, look_at, root_option
from autoblog.config_file import load_config
from autoblog.problems import escaped
from autoblog.tally import MonthTally, Tally, tally_of

KEYWORDS_SHOWN = 10
MONTHS_SHOWN = 24
BAR_CELLS = 40  # of the longest bar
CELLS_A_POST = 2  # at most
COLOURS = ("cyan", "green", "yellow", "magenta", "blue", "red")


@click.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Print all figures for machines.")
@root_option
def stats_command(as_json: bool, root: Path) -> None:
    """Show posts by month and section, their words, and the most used keywords.

    \b
    autoblog stats
    autoblog stats --json
    """
    with errors_told(root):
        config = load_config(root)
        seen = look_at(root)
    tally = tally_of(seen.posts, len(seen.site.posts), config)
    if as_json:
        click.echo(json.dumps(asdict(tally), indent=2, ensure_ascii=False))
    elif sys.stdout.isatty():
        _draw(tally)
    else:
        click.echo("\n".join(_plain_lines(tally)))


def summary_line(tally: Tally) -> str:
    """Sum up all posts."""
    held = f" ({tally.held_back} held back)" if tally.held_back else ""
    return (
        f"{tally.posts} posts{held}, {tally.word_count} words, median {tally.median_words} a post"
    )


def _plain_lines(tally: Tally) -> list[str]:
    """Write the figures as lines of words parted by tabs, for pipes and files."""
    return [
        summary_line(tally),
        *(f"{one.month}\t{one.posts}\t{one.word_count}" for one in tally.months),
        *(f"{escaped(one.name)}\t{one.posts}\t{one.word_count}" for one in tally.sections),
        *(f"{escaped(one.name)}\t{one.posts}" for one in tally.keywords[:KEYWORDS_SHOWN]),
    ]


def _draw(tally: Tally) -> None:
    """Draw a chart of the last months, and tables below it."""
    # Rich takes 60 ms to load, which figures for machines need not pay.
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    months = tally.months[-MONTHS_SHOWN:]
    most = max((one.posts for one in months), default=1)
    chart = Table(box=None, pad_edge=False)
    chart.add_column("Month")
    chart.add_column("Posts", justify="right")
    chart.add_column("")
    chart.add_column("Words", justify="right")
    for one in months:
        bar = Text.assemble(*_bar(one, most))
        chart.add_row(one.month, str(one.posts), bar, str(one.word_count))
    sections = Table(box=None, pad_edge=False)
    for heading in ("Section", "Posts", "Words"):
        sections.add_column(heading, justify="left" if heading == "Section" else "right")
    for number, section in enumerate(tally.sections):
        name = Text(f"█ {escaped(section.name)}")
        name.stylize(COLOURS[number % len(COLOURS)], 0, 1)
        sections.add_row(name, str(section.posts), str(section.word_count))
    keywords = Table(box=None, pad_edge=False)
    keywords.add_column("Keyword")
    keywords.add_column("Posts", justify="right")
    for keyword in tally.keywords[:KEYWORDS_SHOWN]:
        keywords.add_row(Text(escaped(keyword.name)), str(keyword.posts))
    if len(tally.months) > len(months):
        console.print(f"the last {len(months)} of {len(tally.months)} months")
    for table in (chart, sections, keywords):
        console.print(table, "")
    console.print(summary_line(tally))


def _bar(month: MonthTally, most: int) -> list[tuple[str, str]]:
    """Draw a month's bar: cells of each section, and their colour. most: posts of the longest."""
    cells_a_post = min(CELLS_A_POST, BAR_CELLS / most)
    ends = [0, *accumulate(month.by_section)]
    return [
        ("█" * (round(end * cells_a_post) - round(start * cells_a_post)), COLOURS[n % len(COLOURS)])
        for n, (start, end) in enumerate(pairwise(ends))
    ]
