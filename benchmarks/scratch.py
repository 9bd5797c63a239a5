"""Where benchmarks build their sites."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

_SHM = Path("/dev/shm")


def add_scratch(parser: argparse.ArgumentParser) -> None:
    """Add the option `--scratch`: a folder that exists, best one in memory."""
    parser.add_argument(
        "--scratch",
        type=_folder,
        default=_SHM if _SHM.is_dir() else Path(tempfile.gettempdir()),
        metavar="FOLDER",
        help="where sites are built; a tmpfs, so that no disk is measured (default: %(default)s)",
    )


def _folder(text: str) -> Path:
    path = Path(text)
    if not path.is_dir():
        raise argparse.ArgumentTypeError(f"{text} is not a folder; make it first")
    return path
