"""An object store: a real S3 server of the package moto, and faults between it and us."""

from __future__ import annotations

import http.client
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar

import boto3  # type: ignore[import-untyped]  # it has no types
import pytest
from moto.server import ThreadedMotoServer

from autoblog.deploy.target import MANIFEST
from autoblog.plan.hosting import S3_REDIRECTS
from autoblog.problems import DeployError
from deploying import EDITED, FILES, lay_out, publish
from serving import answering

pytestmark = pytest.mark.slow
BUCKET = "journal"
SIGNED = (
    "AWS4-HMAC-SHA256 Credential=name/20260101/us-east-1/s3/aws4_request,"
    " SignedHeaders=host, Signature=0"
)
"""Who asks, as Amazon's clients say it; moto does not look at the signature."""


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
        head = {key.lower(): text for key, text in self.headers.items()}
        if not head.get("authorization", "").startswith("AWS4"):
            head["authorization"] = SIGNED  # of Google's keys the store knows nothing
        connection.request(self.command, self.path, body, head)
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
    with answering(Proxy) as address:
        yield address


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


def test_google_s_store_is_spoken_to_in_its_own_words(
    tmp_path: Path, proxy: str, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = {"disable_oauth": True, "client_email": "", "private_key": "", "private_key_id": ""}
    (tmp_path / "account.json").write_text(json.dumps({"gcs_base_url": proxy, **account}), "utf-8")
    monkeypatch.setenv("GOOGLE_SERVICE_ACCOUNT", str(tmp_path / "account.json"))
    lay_out(tmp_path)

    first = publish(tmp_path, f"gs://{BUCKET}/site", endpoint=proxy)
    again = publish(tmp_path, f"gs://{BUCKET}/site", endpoint=proxy)
    page = bucket.Object("site/index.html").get()
    lay_out(tmp_path, EDITED)
    publish(tmp_path, f"gs://{BUCKET}/site", endpoint=proxy)

    assert (len(first.uploads), again.is_empty) == (len(FILES), True)
    assert (page["ContentType"], page["CacheControl"][:15]) == (
        "text/html; charset=utf-8", "public, max-age",
    )  # fmt: skip
    assert there(bucket) == EDITED


def redirects(bucket: Any) -> dict[str, str]:
    """Ask the store where each object below `site/` leads."""
    client = bucket.meta.client
    found = {
        one.key.removeprefix("site/"): client.head_object(Bucket=BUCKET, Key=one.key).get(
            "WebsiteRedirectLocation", ""
        )
        for one in bucket.objects.all()
    }
    return {key: to for key, to in found.items() if to}


def test_old_addresses_lead_on_by_the_store_itself(tmp_path: Path, proxy: str, bucket: Any) -> None:
    old = {**FILES, "old/index.html": "<p>moved</p>", "旧/index.html": "<p>moved</p>"}
    rules = {"old/index.html": "/knowledge/a/", "旧/index.html": "/knowledge/b/"}
    lay_out(tmp_path, old)
    send(tmp_path, proxy)
    without = redirects(bucket)
    lay_out(tmp_path, {**old, S3_REDIRECTS: json.dumps(rules)})
    asked = send(tmp_path, proxy)
    with_rules, page = redirects(bucket), bucket.Object("site/old/index.html").get()
    again = send(tmp_path, proxy)
    lay_out(tmp_path, {**old, S3_REDIRECTS: json.dumps({"old/index.html": "/knowledge/b/"})})
    moved = send(tmp_path, proxy)

    assert without == {}
    assert [one.path for one in asked.uploads] == [*rules, S3_REDIRECTS]
    assert with_rules == rules
    assert (page["Body"].read(), page["ContentType"], page["CacheControl"][:15]) == (
        b"<p>moved</p>", "text/html; charset=utf-8", "public, max-age",
    )  # fmt: skip
    assert again.is_empty
    assert [one.path for one in moved.uploads] == [*rules, S3_REDIRECTS]
    assert redirects(bucket) == {"old/index.html": "/knowledge/b/"}


@pytest.mark.parametrize("fault", ["cut", "403"])
def test_a_redirect_that_fails_is_one_line_and_sent_by_the_next_deploy(
    tmp_path: Path, proxy: str, bucket: Any, fault: str
) -> None:
    rules = {"index.html": "/knowledge/a/"}
    lay_out(tmp_path, {"index.html": "<p>moved</p>", S3_REDIRECTS: json.dumps(rules)})
    Proxy.failing_from, Proxy.fault = 2, fault  # the first change is the manifest

    with pytest.raises(DeployError, match=r"^the object store answered: [^\n]*$") as caught:
        send(tmp_path, proxy)
    Proxy.failing_from = 10**9
    send(tmp_path, proxy)

    assert "sesame" not in str(caught.value)
    assert redirects(bucket) == rules


def test_a_site_that_wants_redirects_says_which_extra_sets_them(tmp_path: Path) -> None:
    lay_out(tmp_path, {"index.html": "", S3_REDIRECTS: '{"index.html": "/a/"}'})
    script = """
import sys
from pathlib import Path
sys.modules["botocore"] = None
from autoblog.deploy.local import uploads_of
from autoblog.deploy.s3_redirects import led_on
led_on(uploads_of(Path("public")), Path("public"))
"""

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.stderr.endswith("need the extra `s3`: pip install 'autoblog[s3]'\n")


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
