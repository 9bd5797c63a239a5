from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autoblog.preview.ports import bind, port_of
from autoblog.preview.reload import Hub, State

PAGE = b"<html><body>Text</body></html>\n"
Serve = Callable[[Hub, Path], int]

pytestmark = pytest.mark.slow


@pytest.fixture
def hub() -> Hub:
    made = Hub()
    made.publish(State(title="A", has_pages=True))
    return made


@pytest.fixture
def port(tmp_path: Path, hub: Hub, serve: Serve) -> int:
    (tmp_path / "secret.txt").write_text("classified", "utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").write_bytes(PAGE)
    (tmp_path / "site" / "link.txt").symlink_to(tmp_path / "secret.txt")
    return serve(hub, tmp_path / "site")


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        yield connection


def ask(port: int, target: bytes, *lines: bytes, method: bytes = b"GET") -> tuple[int, bytes]:
    """Send a request as it is, byte for byte; return the status and all that came back."""
    head = b"\r\n".join((method + b" " + target + b" HTTP/1.1", *lines))
    if not any(line.lower().startswith(b"host:") for line in lines):
        head += b"\r\nHost: localhost"
    with connected(port) as connection:
        connection.sendall(head + b"\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return int(answer.split(b" ", 2)[1]), answer


@pytest.mark.parametrize(
    "target",
    [
        b"/../secret.txt",
        b"/%2e%2e/secret.txt",
        b"/%2E%2E%2Fsecret.txt",
        b"/%252e%252e%252fsecret.txt",
        b"/..%5csecret.txt",
        b"/..\\secret.txt",
        b"/%00",
        b"/index.html%00.txt",
        b"/link.txt",
        b"/_autoblog/../../secret.txt",
        b"/_autoblog/..%2f..%2fsecret.txt",
        b"/_autoblog/%2e%2e%2fserver.py",
        b"/%c0%ae%c0%ae/secret.txt",
        b"/%ff",
        b"//etc/passwd",
        b"http://localhost/../secret.txt",
    ],
)
def test_no_path_leaves_the_folder(port: int, target: bytes) -> None:
    status, answer = ask(port, target)

    assert status in (400, 404)
    assert b"classified" not in answer
    assert b"root:" not in answer


def test_a_page_comes_with_headers_that_keep_others_out(port: int) -> None:
    status, answer = ask(port, b"/")

    assert status == 200
    for line in (
        b"x-content-type-options: nosniff",
        b"cross-origin-resource-policy: same-origin",
        b"cache-control: no-cache",
    ):
        assert line in answer.lower()
    assert b"access-control" not in answer.lower()


def test_a_page_that_did_not_change_is_not_sent_again(port: int) -> None:
    _, answer = ask(port, b"/")
    etag = next(line for line in answer.split(b"\r\n") if line.lower().startswith(b"etag:"))

    status, again = ask(port, b"/", b"If-None-Match:" + etag.partition(b":")[2])

    assert status == 304
    assert again.endswith(b"\r\n\r\n")


def test_head_is_answered_without_a_body(port: int) -> None:
    status, answer = ask(port, b"/", method=b"HEAD")

    assert status == 200
    assert answer.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    ("method", "lines", "status"),
    [
        (b"POST", (b"Content-Length: 0",), 405),
        (b"DELETE", (), 405),
        (b"GET", (b"Content-Length: 5",), 413),
        (b"GET", (b"Host: evil.example",), 403),
        (b"GET", (b"Host: localhost", b"Host: evil.example"), 400),
        (b"GET", (b"X: " + b"a" * 40_000,), 431),
        (b"GET", (b"Upgrade: websocket", b"Connection: Upgrade"), 200),
        (b"G T", (), 400),
    ],
)
def test_requests_that_nobody_here_makes_are_refused(
    port: int, method: bytes, lines: tuple[bytes, ...], status: int
) -> None:
    assert ask(port, b"/", *lines, method=method)[0] == status


@pytest.mark.parametrize(
    "line",
    [b"Origin: http://evil.example", b"Sec-Fetch-Site: cross-site", b"Host: evil.example"],
)
def test_the_event_stream_is_closed_to_other_origins(port: int, line: bytes) -> None:
    assert ask(port, b"/_autoblog/events?path=/", line)[0] == 403


def test_the_event_stream_tells_each_new_state_once(port: int, hub: Hub, tmp_path: Path) -> None:
    with connected(port) as connection:
        connection.sendall(b"GET /_autoblog/events?path=/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        stream = connection.makefile("rb")
        first = next_event(stream)
        (tmp_path / "site" / "index.html").write_bytes(PAGE.replace(b"Text", b"Other"))
        hub.publish(State(title="A", has_pages=True, error="it broke"))
        second = next_event(stream)
        stream.close()

    assert (first["overlay"], first["goto"]) == ("", "")
    assert "it broke" in str(second["overlay"])
    assert first["page"] != second["page"]


def next_event(stream: object) -> dict[str, object]:
    for line in iter(stream.readline, b""):  # type: ignore[attr-defined] # of a socket
        if line.startswith(b"data: "):
            value: dict[str, object] = json.loads(line.removeprefix(b"data: "))
            return value
    raise AssertionError("the stream ended")


def test_a_connection_that_says_nothing_hinders_nobody(port: int) -> None:
    with connected(port) as silent:
        silent.sendall(b"GET / HTTP/1.1\r\n")

        assert ask(port, b"/")[0] == 200


def test_a_taken_port_leads_to_the_next_free_one() -> None:
    with bind("127.0.0.1", 0) as one, bind("127.0.0.1", port_of(one)) as other:
        assert port_of(one) < port_of(other) <= port_of(one) + 100


def test_only_this_machine_is_listened_to(port: int) -> None:
    listening = [
        line.split()[1]
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text("ascii").splitlines()[1:]
        if int(line.split()[1].rpartition(":")[2], 16) == port and line.split()[3] == "0A"
    ]

    assert listening == [f"0100007F:{port:04X}"]
