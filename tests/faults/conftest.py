"""Campaigns of faults: a few cases of each in the suite, all of them with `--faults all`."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
FEW = 3


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out all but a few, evenly chosen, cases of each test of this folder."""
    if config.getoption("--faults") == "all":
        return
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if HERE in item.path.parents and isinstance(item, pytest.Function):
            cases.setdefault(f"{item.path}:{item.originalname}", []).append(item)
    left_out = set()
    for group in cases.values():
        step = max(1, len(group) // FEW)
        left_out |= set(group) - set(group[::step][:FEW])
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]
