"""The command line: one file a command."""

from autoblog.cli.main import main

__all__ = ["main"]
