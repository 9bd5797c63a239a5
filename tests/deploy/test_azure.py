"""Azure's store: Microsoft's own emulator, which is too large to be installed for every run.

npm install --prefix /tmp/az azurite
python3 build.py test tests/deploy/test_azure.py --azurite /tmp/az/node_modules/.bin/azurite-blob
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autoblog.deploy.target import MANIFEST
from autoblog.problems import DeployError
from deploying import EDITED, FILES, lay_out, publish

ACCOUNT = "devstoreaccount1"
KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
"""The emulator's account, the same on every machine; Microsoft's documentation names it."""


def ask(port: int, method: str, path: str) -> tuple[int, Mapping[str, str], str]:
    """Ask the store, signed; returns status, headers and body."""
    head = {
        "x-ms-date": datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "x-ms-version": "2021-08-06",
    }
    name, _, query = path.partition("?")
    named = "".join(f"\n{key}:{value}" for key, value in sorted(head.items()))
    asked = f"{method}{12 * chr(10)}{named.lstrip(chr(10))}\n/{ACCOUNT}/{ACCOUNT}/{name}"
    asked += f"\n{query.replace('=', ':')}" if query else ""
    seal = hmac.new(base64.b64decode(KEY), asked.encode(), hashlib.sha256).digest()
    head["Authorization"] = f"SharedKey {ACCOUNT}:{base64.b64encode(seal).decode()}"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, f"/{ACCOUNT}/{path}", headers=head)
        answer = connection.getresponse()
        return answer.status, dict(answer.headers), answer.read().decode()
    finally:
        connection.close()


@pytest.fixture
def store(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Run an emulator with an empty container `journal`; gives its port."""
    program = pytestconfig.getoption("--azurite")
    if program is None:
        pytest.skip("needs azurite, see the head of this file")
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT)
    monkeypatch.setenv("AZURE_STORAGE_ACCOUNT_KEY", KEY)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [program, "--inMemoryPersistence", "--silent", "--skipApiVersionCheck"]
    process = subprocess.Popen([*command, "--disableTelemetry", "--blobPort", str(port)])
    try:
        while process.poll() is None:
            try:
                ask(port, "PUT", "journal?restype=container")
                break
            except ConnectionError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait()


def test_what_changed_is_sent_with_headers_and_foreign_blobs_stay(
    tmp_path: Path, store: int
) -> None:
    def send(files: Mapping[str, str]) -> list[str]:
        lay_out(tmp_path, files)
        plan = publish(tmp_path, "az://journal/site", endpoint=address)
        return [upload.path for upload in plan.uploads]

    address = f"http://127.0.0.1:{store}/{ACCOUNT}"

    first, again, edited = send(FILES), send(FILES), send(EDITED)
    page = ask(store, "GET", "journal/site/knowledge/a/index.html")
    style = ask(store, "GET", "journal/site/assets/site.4567cdef.css")

    assert (sorted(first), again) == (sorted(FILES), [])
    assert edited == ["assets/site.4567cdef.css", "knowledge/a/index.html"]
    assert (page[0], page[1]["content-type"], page[2]) == (
        200, "text/html; charset=utf-8", EDITED["knowledge/a/index.html"],
    )  # fmt: skip
    assert style[1]["cache-control"] == "public, max-age=31536000, immutable"
    assert ask(store, "GET", "journal/site/knowledge/b/index.html")[0] == 404
    assert ask(store, "GET", f"journal/site/{MANIFEST}")[0] == 200


def test_a_container_that_is_not_there_is_one_line(tmp_path: Path, store: int) -> None:
    lay_out(tmp_path)

    with pytest.raises(DeployError, match=r"^the object store answered: [^\n]*$"):
        publish(tmp_path, "az://none/site", endpoint=f"http://127.0.0.1:{store}/{ACCOUNT}")
