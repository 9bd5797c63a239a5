from __future__ import annotations

import os
import subprocess
import sys
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


def test_a_thread_that_never_ends_holds_no_preview_up() -> None:
    script = (
        "import threading\n"
        "from autoblog.cli import serve\n"
        "serve.LONGEST_END_S = 0.1\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "serve._end_surely()\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    ended = subprocess.run([sys.executable, "-c", script], env=environment, timeout=120)

    assert ended.returncode == 0
