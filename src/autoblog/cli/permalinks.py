"""`autoblog permalinks`."""

from __future__ import annotations

from pathlib import Path

import click

from autoblog.cli.looking import errors_told, look_at, root_option
from autoblog.layout import LEDGER_FILE
from autoblog.permalinks import brought_up_to_date, record
from autoblog.problems import ContentError, errors_of


@click.command("permalinks")
@click.option("--record", "is_recording", is_flag=True, help="Add the new ones to the ledger.")
@root_option
def permalinks_command(root: Path, is_recording: bool) -> None:
    """List the addresses that permalinks.txt does not hold yet.

    That file is the ledger of all addresses that the site ever published; `build` and `check` see
    to it that none of them dies. Record new ones whenever the site was published, and commit the
    file. `autoblog deploy` does so by itself.

    \b
    autoblog permalinks
    autoblog permalinks --record
    """
    with errors_told(root):
        seen = look_at(root)
        if errors_of(seen.problems):
            raise ContentError("the site has problems", errors_of(seen.problems))
        lines = brought_up_to_date(seen.site)
        known = {line.url for line in seen.site.ledger}
        new = record(root, seen.site) if is_recording else tuple(sorted(lines.keys() - known))
    for url in new:
        click.echo(url)
    done = f"written to {LEDGER_FILE}" if is_recording else f"not in {LEDGER_FILE}"
    count = "1 address" if len(new) == 1 else f"{len(new)} addresses"
    click.echo(f"{count} {done}; the site has published {len(known | {*new})}")
