"""Links to other sites: asked on a local server that answers in many ways."""

from __future__ import annotations

import http.server
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from autoblog.checks.outside_links import DAYS_OF_FAILURE, Found, ask_all, due, judged, links_out
from autoblog.checks.outside_memory import OUTSIDE_FILE, Heard, read_memory, write_memory
from autoblog.cli import main
from autoblog.problems import Place
from serving import answering

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
TODAY = date(2026, 1, 31)


class _Web(http.server.BaseHTTPRequestHandler):
    """A web whose paths say how they answer: /404, /301/200, /head-405, /slow."""

    asked: Counter[tuple[str, str]]
    busy = 0
    most_busy = 0

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        type(self).busy += 1
        type(self).most_busy = max(self.busy, self.most_busy)
        self.asked[self.command, self.path] += 1
        first, _, rest = self.path.lstrip("/").partition("/")
        if first == "slow":
            time.sleep(1.5)
        if first == "busy":
            time.sleep(0.05)
        head, _, status = first.rpartition("-")
        number = 405 if head == "head" and self.command == "HEAD" else 200
        number = int(status) if status.isdigit() and head != "head" else number
        self.send_response(number)
        if 300 <= number < 400:
            self.send_header("Location", f"/{rest}" if rest else self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()
        type(self).busy -= 1

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def web() -> Iterator[tuple[str, type[_Web]]]:
    handler = type("Web", (_Web,), {"asked": Counter()})
    with answering(handler) as address:
        yield address, handler


def ask(
    *addresses: str, known: Mapping[str, Heard] | None = None, timeout_s: float = 20
) -> list[Heard]:
    answers = ask_all(addresses, known or {}, TODAY, may_be_private=True, timeout_s=timeout_s)
    return [answers[address] for address in addresses]


@pytest.mark.slow
def test_answers_are_told_apart(web: tuple[str, type[_Web]]) -> None:
    base, _ = web
    paths = {
        "200": "ok", "404": "dead", "410": "dead", "401": "blocked", "403": "blocked",
        "429": "blocked", "999": "blocked", "500": "flaky", "503": "flaky", "301/200": "moved",
        "308/200": "moved", "302/200": "ok", "301/404": "dead", "head-405": "ok", "301": "dead",
    }  # fmt: skip

    heard = ask(*(f"{base}/{path}" for path in paths))

    assert dict(zip(paths, (one.verdict for one in heard), strict=True)) == paths
    moved = heard[[*paths].index("301/200")]
    assert (moved.status, moved.to) == (301, f"{base}/200")


@pytest.mark.slow
def test_a_head_that_is_answered_well_is_enough(web: tuple[str, type[_Web]]) -> None:
    base, handler = web

    ask(f"{base}/200", f"{base}/head-405")

    assert handler.asked == {
        ("HEAD", "/200"): 1, ("HEAD", "/head-405"): 1, ("GET", "/head-405"): 1,
    }  # fmt: skip


@pytest.mark.slow
def test_a_host_is_asked_a_few_at_a_time(web: tuple[str, type[_Web]]) -> None:
    base, handler = web

    ask(*(f"{base}/busy/{number}" for number in range(12)))

    assert handler.most_busy <= 2


@pytest.mark.slow
def test_what_does_not_answer_is_flaky(web: tuple[str, type[_Web]]) -> None:
    base, _ = web

    heard = ask(
        f"{base}/slow", "http://127.0.0.1:1/", "http://no-such-name.invalid/", timeout_s=0.3
    )

    assert [one.verdict for one in heard] == ["flaky"] * 3


@pytest.mark.slow
def test_a_bad_day_is_spoken_of_only_when_there_were_several(web: tuple[str, type[_Web]]) -> None:
    address = f"{web[0]}/503"
    links = [Found(address, "content/a.md", Place(3, 4))]
    known: Mapping[str, Heard] = {}
    said = []

    for day in range(DAYS_OF_FAILURE):
        for _ in range(2):
            today = TODAY + timedelta(days=day)
            known = ask_all([address], known, today, may_be_private=True)
        said.append([one.code for one in judged(links, known)])

    assert said == [[], [], ["outside-flaky"]]
    assert len(known[address].failed_on) == DAYS_OF_FAILURE


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://[::1]/",
     "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/", "http://0.0.0.0/"],
)  # fmt: skip
def test_private_networks_are_not_asked(address: str) -> None:
    assert ask_all([address], {}, TODAY, timeout_s=5)[address].verdict == "private"


@pytest.mark.slow
def test_a_private_machine_gets_no_request(web: tuple[str, type[_Web]]) -> None:
    base, handler = web

    heard = ask_all([f"{base}/302/200"], {}, TODAY)

    assert [one.verdict for one in heard.values()] == ["private"]
    assert not handler.asked


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("[a](https://x.example/a_(b)?c=1#d) b", [("https://x.example/a_(b)?c=1", 5, 5)]),
        ("\n<https://x.example/>", [("https://x.example/", 6, 2)]),
        ("[a]: https://x.example/a 'b'", [("https://x.example/a", 5, 6)]),
        ('<a href="https://x.example/é">', [("https://x.example/%C3%A9", 5, 10)]),
        ("![a](https://x.example/a.png)", [("https://x.example/a.png", 5, 6)]),
        ("`[a](https://x.example/)` https://x.example/", []),
        ("[a](https://own.example/)", []),
        ("[a](http://[::1)", []),
    ],
)
def test_links_are_found_where_they_stand(body: str, found: list[tuple[str, int, int]]) -> None:
    links = links_out("content/a.md", body, 5, "own.example")

    assert [(one.address, one.place.line, one.place.column) for one in links] == found


def test_what_was_asked_lately_is_not_asked_again() -> None:
    known = {
        "a": Heard("ok", TODAY - timedelta(days=29), 200),
        "b": Heard("ok", TODAY - timedelta(days=30), 200),
        "c": Heard("dead", TODAY - timedelta(days=1), 404),
        "d": Heard("flaky", TODAY, 503),
    }

    assert due(["a", "b", "c", "d", "e", "e"], known, TODAY) == ("b", "c", "e")


def test_the_memory_is_sorted_and_read_back(tmp_path: Path) -> None:
    known = {
        "https://b.example/": Heard("flaky", TODAY, 503, (date(2026, 1, 30), TODAY)),
        "https://a.example/": Heard("moved", TODAY, 301, to="https://c.example/"),
        "https://c.example/": Heard("ok", TODAY, 200),
    }

    write_memory(tmp_path, known)

    assert (tmp_path / OUTSIDE_FILE).read_text("utf-8") == (
        "https://a.example/ moved 2026-01-31 status=301 to=https://c.example/\n"
        "https://b.example/ flaky 2026-01-31 status=503 days=2026-01-30,2026-01-31\n"
        "https://c.example/ ok 2026-01-31 status=200\n"
    )
    assert read_memory(tmp_path) == known


def test_a_memory_that_was_merged_badly_still_serves(tmp_path: Path) -> None:
    (tmp_path / OUTSIDE_FILE).write_text(
        "<<<<<<< a\nhttps://a.example/ dead 2026-01-30 status=404\n=======\n"
        "https://a.example/ ok 2026-01-31 status=200\n>>>>>>> b\n"
        "https://b.example/ ok 2026-02-31\nhttps://c.example/ well 2026-01-31\n",
        "utf-8",
    )

    assert read_memory(tmp_path) == {"https://a.example/": Heard("ok", TODAY, 200)}


def test_the_command_says_what_it_remembers_and_does_not_fail(
    write_site: WriteSite, post: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    body = "[a](http://127.0.0.1:9/x) and [b](https://gone.example/)\n"
    root = write_site({
        "content/knowledge/a.md": post(body=body),
        "content/knowledge/b.md": post(
            "B", more='silence: {outside-dead: "its archive follows"}\n',
            body="[b](https://gone.example/)\n",
        ),
    })  # fmt: skip
    far = date(9000, 1, 1)
    write_memory(root, {
        "https://gone.example/": Heard("dead", far, 404),
        "https://unused.example/": Heard("ok", far),
    })  # fmt: skip

    with pytest.raises(SystemExit) as caught:
        main(["check", "--external", "--root", str(root)])

    out = capsys.readouterr().out
    assert not caught.value.code
    assert "content/knowledge/a.md:8:5: warning: outside-private" in out
    assert "content/knowledge/a.md:8:35: warning: outside-dead" in out
    assert out.count("outside-dead") == 1
    assert "unused-silence" not in out
    lines = (root / OUTSIDE_FILE).read_text("utf-8").splitlines()
    assert [line.split(" ")[:2] for line in lines] == [
        ["http://127.0.0.1:9/x", "private"], ["https://gone.example/", "dead"],
    ]  # fmt: skip
