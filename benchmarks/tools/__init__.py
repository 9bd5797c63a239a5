"""The tools that are compared, a module each."""

from benchmarks.tools.catalogue import all_tools as all_tools
