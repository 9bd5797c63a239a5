"""An object store: a real S3 server of the package moto, and faults between it and us."""

from __future__ import annotations

import http.client
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import boto3  # type: ignore[import-untyped]  # it has no types
import pytest
from moto.server import ThreadedMotoServer

from autoblog.deploy.target import MANIFEST
from autoblog.problems import DeployError
from deploying import EDITED, FILES, lay_out, publish

pytestmark = pytest.mark.slow
BUCKET = "journal"


class Proxy(BaseHTTPRequestHandler):
    """Hands requests to the store; the n-th change of it fails, and all behind that."""

    store: ClassVar[int]  # port
    changes: ClassVar[int] = 0
    failing_from: ClassVar[int] = 10**9
    fault: ClassVar[str] = ""
    protocol_version = "HTTP/1.1"

    def do(self) -> None:
        """Answer a request of any kind."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if self.command in ("PUT", "DELETE", "POST"):
            type(self).changes += 1
            if self.changes >= self.failing_from:
                self.fail()
                return
        connection = http.client.HTTPConnection("127.0.0.1", self.store, timeout=20)
        connection.request(self.command, self.path, body, dict(self.headers))
        response = connection.getresponse()
        data = response.read()
        self.send_response(response.status)
        for name, value in response.headers.items():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        is_head = self.command == "HEAD"
        given = response.headers.get("Content-Length", "0") if is_head else str(len(data))
        self.send_header("Content-Length", given)
        self.end_headers()
        self.wfile.write(data)
        connection.close()

    def fail(self) -> None:
        if self.fault == "cut":
            self.close_connection = True
            return
        self.send_response(int(self.fault))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_PUT = do_DELETE = do_POST = do_HEAD = do  # noqa: N815 - names of the library

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def store() -> Iterator[int]:
    """An S3 server; gives its port."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server.get_host_and_port()[1]
    server.stop()


@pytest.fixture(scope="module")
def proxy(store: int) -> Iterator[str]:
    """What stands between us and the store; gives its address."""
    Proxy.store = store
    with ThreadingHTTPServer(("127.0.0.1", 0), Proxy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def bucket(store: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket, and credentials in the environment as every tool of S3 has them."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "name")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "open sesame")
    Proxy.failing_from, Proxy.changes = 10**9, 0
    address = f"http://127.0.0.1:{store}"
    resource: Any = boto3.resource("s3", endpoint_url=address, region_name="us-east-1")
    found = resource.create_bucket(Bucket=BUCKET)
    yield found
    found.objects.delete()
    found.delete()
    resource.meta.client.close()


def there(bucket: Any) -> dict[str, str]:
    """Read all objects below `site/`."""
    return {
        one.key.removeprefix("site/"): one.get()["Body"].read().decode()
        for one in bucket.objects.all()
        if one.key != f"site/{MANIFEST}"
    }


def send(folder: Path, proxy: str) -> Any:
    return publish(folder, f"s3://{BUCKET}/site", endpoint=proxy, region="us-east-1")


def test_what_changed_is_sent_with_headers_and_foreign_objects_stay(
    tmp_path: Path, proxy: str, bucket: Any
) -> None:
    lay_out(tmp_path)
    first = send(tmp_path, proxy)
    bucket.put_object(Key="site/verify.txt", Body=b"mine")
    sent = there(bucket)
    page = bucket.Object("site/index.html").get()
    style = bucket.Object("site/assets/site.0123abcd.css").get()

    again = send(tmp_path, proxy)
    lay_out(tmp_path, EDITED)
    edited = send(tmp_path, proxy)

    assert len(first.uploads) == len(FILES)
    assert sent == {**FILES, "verify.txt": "mine"}
    assert (page["ContentType"], page["CacheControl"]) == (
        "text/html; charset=utf-8", "public, max-age=300, must-revalidate",
    )  # fmt: skip
    assert style["CacheControl"] == "public, max-age=31536000, immutable"
    assert again.is_empty
    assert [upload.path for upload in edited.uploads] == [
        "assets/site.4567cdef.css", "knowledge/a/index.html",
    ]  # fmt: skip
    assert there(bucket) == {**EDITED, "verify.txt": "mine"}


@pytest.mark.parametrize("fault", ["cut", "500", "403"])
def test_a_deploy_that_fails_anywhere_is_completed_by_the_next(
    tmp_path: Path, proxy: str, bucket: Any, fault: str
) -> None:
    lay_out(tmp_path)
    send(tmp_path, proxy)
    number, has_failed = 0, True
    while has_failed:
        number += 1
        files = {**EDITED, "n.html": f"{number}"} if number % 2 else FILES
        before = there(bucket)
        lay_out(tmp_path, files)
        Proxy.changes, Proxy.failing_from, Proxy.fault = 0, number, fault
        try:
            send(tmp_path, proxy)
            has_failed = False
        except DeployError as error:
            assert str(error).startswith("the object store answered: ")
            assert "sesame" not in str(error)
        meanwhile = there(bucket)
        assert before.keys() & files.keys() <= meanwhile.keys(), "no page was lost"
        Proxy.failing_from = 10**9
        send(tmp_path, proxy)
        assert there(bucket) == files, number

    assert number > 4


def test_a_bucket_that_is_not_there_is_one_line(tmp_path: Path, proxy: str, bucket: Any) -> None:
    lay_out(tmp_path)

    with pytest.raises(DeployError, match=r"^the object store answered: [^\n]*$"):
        publish(tmp_path, "s3://none/site", endpoint=proxy, region="us-east-1")
