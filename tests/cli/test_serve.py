from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_a_folder_that_is_no_site_is_not_served(run: Run, tmp_path: Path) -> None:
    status, _, errors = run("serve", "--root", tmp_path)

    assert status == 2
    assert "there is no site.yaml" in errors
    assert not (tmp_path / ".autoblog").exists()


@pytest.mark.parametrize("host", ["192.0.2.1"])
def test_an_address_that_is_not_this_machines_is_refused(
    run: Run, write_site: Callable[..., Path], host: str
) -> None:
    root = write_site({})

    status, _, errors = run("serve", "--root", root, "--host", host)

    assert status == 2
    assert f"--host {host}" in errors
