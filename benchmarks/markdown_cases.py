#!/usr/bin/env python3
"""Compare autoblog's quick ways with Python-Markdown's own, on its published test cases.

pip download Markdown --no-deps --no-binary :all: --dest /tmp/markdown
python3 benchmarks/markdown_cases.py /tmp/markdown/markdown-*.tar.gz

Each text of the archive's `tests/`, whole files and the strings of its code, is read by
Python-Markdown as it comes and by `read.markup`, and cleaned and enriched with and without
`read.common`. Nothing is fetched, and nothing is kept.
The exit status is 1 when any two differ.
"""

from __future__ import annotations

import argparse
import ast
import sys
import tarfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import markdown

from autoblog.read.common import enrich_common, with_stand_ins, without_stand_ins
from autoblog.read.enrich import clean, enrich
from autoblog.read.enriched import Enriched
from autoblog.read.markup import EXTENSIONS, TooDeepError, to_html, to_pieces

SOURCE = "content/knowledge/a.md"
NESTING = 1000
LOST = "zzwxh"  # Python-Markdown itself loses its place over some texts, and shows where


def main() -> int:
    """Compare all cases; name those that differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", type=Path, help="the source distribution, a .tar.gz")
    archive = parser.parse_args().archive
    plain = markdown.Markdown(extensions=list(EXTENSIONS), output_format="html")
    count = 0
    differing: list[str] = []
    for name, text in _cases(archive):
        try:
            wanted = plain.reset().convert(text)
        except (TypeError, ValueError):  # a text of a test that it fails with these extensions
            continue
        count += 1
        if LOST not in wanted and not _is_same(text, wanted):
            differing.append(name)
    for name in differing:
        print(f"differs: {name}")
    print(f"{count} cases, {len(differing)} differ")
    return 1 if differing or not count else 0


def _cases(archive: Path) -> Iterator[tuple[str, str]]:
    """Find the texts of the archive's tests: whole files, and the strings of its test code."""
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda member: member.name):
            stream = tar.extractfile(member) if "/tests/" in member.name else None
            if stream is None:
                continue
            text = stream.read().decode("utf-8-sig", "replace")
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            if member.name.endswith((".txt", ".text")):
                yield member.name, text
            elif member.name.endswith(".py"):
                for node in ast.walk(ast.parse(text)):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield f"{member.name}:{node.lineno}", textwrap.dedent(node.value)


def _is_same(text: str, wanted: str) -> bool:
    try:
        return to_html(text, nesting=NESTING) == wanted and _enriched(text) == enrich(
            clean(wanted), SOURCE
        )
    except TooDeepError:
        return False


def _enriched(text: str) -> Enriched:
    pieces = to_pieces(text, nesting=NESTING)
    html, kept = with_stand_ins(pieces)
    common = enrich_common(pieces, SOURCE)
    return common or without_stand_ins(enrich(clean(html), SOURCE), kept)


if __name__ == "__main__":
    sys.exit(main())
