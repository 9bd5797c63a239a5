"""The ledger of published addresses, brought up to date with what a site serves now."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autoblog.config import LEDGER_FILE
from autoblog.model import Site
from autoblog.parts import LedgerLine
from autoblog.plan.ledger import addresses
from autoblog.problems import Place
from autoblog.read.ledger import format_ledger


def brought_up_to_date(site: Site) -> Mapping[str, LedgerLine]:
    """Say what the ledger should hold of a site that is published now: URL path -> line.

    Nothing is ever dropped. An address that a page has again is no longer gone or moved.
    """
    lines = {line.url: line for line in site.ledger}
    for url, source in addresses(site).items():
        lines[url] = LedgerLine(url, source, None, Place(1, 1))
    return lines


def record(root: Path, site: Site) -> tuple[str, ...]:
    """Write the new addresses of a site into its ledger, in one step.

    Returns them, sorted. A ledger that says all of it already is left alone. Raises OSError when
    the file cannot be written.
    """
    known = {line.url for line in site.ledger}
    lines = brought_up_to_date(site)
    text, path = format_ledger(lines.values()), root / LEDGER_FILE
    if lines and not (path.is_file() and path.read_text("utf-8") == text):
        aside = path.with_name(f".{LEDGER_FILE}.new")
        aside.write_text(text, "utf-8", newline="\n")
        aside.replace(path)
    return tuple(sorted(lines.keys() - known))
