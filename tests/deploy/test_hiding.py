"""What is told of a failure lets nobody in who reads the log."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from autoblog.config import DeployConfig
from autoblog.deploy.hiding import one_line
from autoblog.deploy.object_store import ObjectStoreTarget
from autoblog.deploy.programs import run
from autoblog.problems import DeployError
from serving import answering

ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "AKIA-SESAME",
    "AWS_SECRET_ACCESS_KEY": "open/sesame",
    "AZURE_STORAGE_CONNECTION_STRING": "AccountKey=sesame==",
    "RSYNC_PASSWORD": "sesame1",
    "github_token": "ghs_sesame",
    "SHORT_KEY": "a",
    "HOME": "/home/ali",
}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("\n  no room  \nsecond", "no room"),
        ("", ""),
        ("for /home/ali: a", "for /home/ali: a"),
        ("<Key>AKIA-SESAME</Key> and open/sesame", "<Key>–</Key> and –"),
        ("AccountKey=sesame==, sesame1, ghs_sesame", "–, –, –"),
        ("at https://me:p@ss@host/a@b", "at https://host/a@b"),
        ("GET http://host/a?sv=1&sig=abc%3D&x=2", "GET http://host/a?sv=1&sig=–&x=2"),
        ("X-Amz-Signature=abc, Credential=abc/2026", "X-Amz-Signature=–, Credential=–"),
        ("a\x1b[31m", "a\\x1b[31m"),
        ("x" * 999, "x" * 300),
    ],
)
def test_a_line_is_told_without_credentials(said: str, told: str) -> None:
    assert one_line(said, ENVIRONMENT) == told


def test_a_credential_at_the_edge_of_the_line_is_not_told_in_part() -> None:
    assert "sesame" not in one_line("x" * 294 + "open/sesame", ENVIRONMENT)


class Echo(BaseHTTPRequestHandler):
    """Refuses, and says what it was asked with, as stores do."""

    def do_GET(self) -> None:
        body = f"<Error><Key>{self.headers['Authorization']}</Key></Error>".encode()
        self.send_response(403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    """A store that refuses."""
    with answering(Echo) as address:
        yield address


def test_a_store_that_repeats_what_it_was_asked_with_tells_nobody(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIASESAME")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "open/sesame")
    config = DeployConfig("live", "s3://journal", endpoint=endpoint, region="here")

    with pytest.raises(DeployError) as raised:
        ObjectStoreTarget(config, Path()).manifest()

    assert "403 Forbidden" in str(raised.value)
    assert "SESAME" not in str(raised.value)
    assert "Credential=–" in str(raised.value)


def test_a_program_that_may_not_be_run_is_told_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "rsync").write_text("#!/bin/sh\n", "utf-8")

    with pytest.raises(DeployError, match=r"rsync cannot be started: Permission denied$"):
        run([str(tmp_path / "rsync")])
