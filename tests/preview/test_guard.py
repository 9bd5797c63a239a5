from __future__ import annotations

import pytest

from autoblog.preview.guard import refusal

OWN = ("host", "127.0.0.1:8000")


def judge(*headers: tuple[str, str], method: str = "GET", target: str = "/", host: str) -> int:
    """Return the status of a refusal; 0: let in."""
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    found = refusal(method, target.encode(), raw, host=host)
    return found.status if found else 0


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("127.0.0.1:8000", 0),
        ("127.0.0.1", 0),
        ("localhost:8000", 0),
        ("LOCALHOST:9000", 0),  # a tunnel gives the port another number
        ("[::1]:8000", 0),
        ("127.9.9.9", 0),
        ("evil.example", 403),
        ("evil.example:8000", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost:8000@evil.example", 403),
        ("192.168.1.7:8000", 403),
        ("[::1", 403),
        ("[fe80::1]", 403),
        ("", 403),
        ("localhost:x", 403),
    ],
)
def test_only_names_of_this_machine_are_served(name: str, status: int) -> None:
    assert judge(("host", name), host="127.0.0.1") == status


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("192.168.1.7:8000", 0),
        ("desk.example:8000", 0),
        ("localhost", 0),
        ("evil.example", 403),
    ],
)
def test_a_server_for_other_machines_takes_its_own_name_and_numbers(name: str, status: int) -> None:
    assert judge(("host", name), host="desk.example") == status


@pytest.mark.parametrize("count", [0, 2])
def test_a_request_names_its_host_once(count: int) -> None:
    assert judge(*[OWN] * count, host="127.0.0.1") == 403


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get"])
def test_only_reading_is_answered(method: str) -> None:
    assert judge(OWN, method=method, host="127.0.0.1") == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param([("origin", "http://127.0.0.1:8000")], 0, id="own origin"),
        pytest.param([("origin", "http://evil.example")], 403, id="foreign origin"),
        pytest.param([("origin", "http://127.0.0.1:3000")], 403, id="another port"),
        pytest.param([("origin", "null")], 403, id="a sandboxed frame"),
        pytest.param([("sec-fetch-site", "same-origin")], 0, id="same origin"),
        pytest.param([("sec-fetch-site", "none")], 0, id="typed by the user"),
        pytest.param([("sec-fetch-site", "cross-site")], 403, id="picture or script elsewhere"),
        pytest.param([("sec-fetch-site", "same-site")], 403, id="another server of this machine"),
        pytest.param(
            [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")], 0, id="a link"
        ),
        pytest.param(
            [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")], 403, id="no-cors"
        ),
    ],
)
def test_another_origin_cannot_read(headers: list[tuple[str, str]], status: int) -> None:
    assert judge(OWN, *headers, host="127.0.0.1") == status


@pytest.mark.parametrize(
    ("headers", "target", "status"),
    [
        pytest.param([("content-length", "0")], "/", 0, id="an empty body"),
        pytest.param([("content-length", "9")], "/", 413, id="a body"),
        pytest.param([("transfer-encoding", "chunked")], "/", 413, id="a body in chunks"),
        pytest.param([("x", "y")] * 100, "/", 431, id="many headers"),
        pytest.param([], "/" + "a" * 5000, 414, id="a long address"),
    ],
)
def test_sizes_are_bounded(headers: list[tuple[str, str]], target: str, status: int) -> None:
    assert judge(OWN, *headers, target=target, host="127.0.0.1") == status
