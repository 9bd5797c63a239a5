"""Fuzz a target, led by the coverage of the code: `atheris_fuzz.py TARGET --seconds 120`.

Not part of the suite. atheris is no dependency: `.venv/bin/pip install atheris` brings it, then

    PYTHONPATH=src:tests .venv/bin/python tests/fuzz/atheris_fuzz.py markdown --seconds 120

Prints what libFuzzer prints; a finding is written to `crash-…`, and given as an argument after `--`
it is run again. Without a target, those that there are.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore] # not here by rule

with atheris.instrument_imports(
    include=["autoblog", "markdown", "yaml", "bs4", "markdownify", "html.parser", "slugify"]
):
    from fuzz.targets import TARGETS
from fuzz.seeds import LONGEST_BYTES, seeds, words

SECONDS_A_RUN = 10  # a longer one counts as a hang


def main() -> None:
    """Run libFuzzer on a target, with what `seeds` and `words` give it."""
    parser = argparse.ArgumentParser(description=__doc__, usage=__doc__)
    parser.add_argument("target", choices=sorted(TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--bytes", type=int, default=LONGEST_BYTES, help="the longest input")
    parser.add_argument("inputs", nargs="*", help="findings to be run again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus, dictionary = Path(folder, "corpus"), Path(folder, "words")
        corpus.mkdir()
        for number, seed in enumerate(seeds(chosen.target)):
            (corpus / str(number)).write_bytes(seed)
        lines = ["# words\n", *(as_entry(word) for word in words(chosen.target))]
        dictionary.write_text("".join(lines), "ascii")
        options = [
            f"-max_total_time={chosen.seconds}", f"-max_len={chosen.bytes}", f"-dict={dictionary}",
            f"-timeout={SECONDS_A_RUN}", "-rss_limit_mb=2048", "-print_final_stats=1",
        ]  # fmt: skip
        inputs = chosen.inputs or [str(corpus)]
        atheris.Setup([sys.argv[0], *options, *inputs], TARGETS[chosen.target])
        atheris.Fuzz()


def as_entry(word: str) -> str:
    """Write a word as libFuzzer's dictionaries have it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n'


if __name__ == "__main__":
    main()
