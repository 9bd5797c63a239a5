"""Renames, moves and deletions at random: no address that was ever published dies.

The hints of `check` are followed to the letter, the ledger is recorded after each edit, and in the
end every address ever published is asked of real servers with the rules that autoblog wrote.
"""

from __future__ import annotations

import http.client
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from autoblog.build import Request, build
from autoblog.build_site import Survey, survey
from autoblog.cache import Cache
from autoblog.permalinks import record
from autoblog.problems import Problem, errors_of
from serving import SERVERS

REPOSITORY = Path(__file__).parents[1]
EDITS = 300
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SECTIONS = ("Knowledge", "Company Blog", "Industry Blog")
SITE = """\
title: Addresses
base_url: http://addresses.example/
time_zone: UTC
sections:
  - {name: Knowledge, slug: knowledge}
  - {name: Company Blog, slug: company-blog}
  - {name: Industry Blog, slug: industry-blog}
hosting:
  hosts: [nginx, apache, netlify]
  security_contact: mailto:a@addresses.example
  security_expires: 2027-06-01
llms: {markdown: true}
"""


class Newsroom:
    """A site whose editors rename, move and delete, and then do what autoblog tells them."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance = root, random.Random(seed)
        self.folder = root / "content"
        self.count = 0
        self.published: set[str] = set()
        self.folder.mkdir(parents=True)
        (root / "site.yaml").write_text(SITE, "utf-8")
        for name in ("templates", "static"):
            shutil.copytree(REPOSITORY / name, root / name)
        for _ in range(12):
            self.write()
        self.request = Request(
            root, root / "public", root / "home", datetime(2026, 1, 1, tzinfo=UTC)
        )
        self.cache = Cache(root / ".autoblog/cache.sqlite")

    def write(self) -> None:
        """Write a post, at times with an old address that servers must escape."""
        self.count += 1
        section, name = self.chance.choice(SECTIONS), f"{self.words()}-{self.count}"
        alias = self.chance.choice(["", "", f"/alt/{name}.html", f'/旧 {name}\'s "$a"/'])
        aliases = f"aliases: ['{alias.replace(chr(39), chr(39) * 2)}']\n" if alias else ""
        (self.folder / f"{name}.md").write_text(
            f"---\ntitle: {name}\ncategory: {section}\ndate: 2025-01-01\nsummary: S.\n"
            f"keywords: [{self.words()}]\n{aliases}---\n\nText of {name}.\n",
            "utf-8",
        )

    def edit(self) -> None:
        """Do something that addresses hang on."""
        path = self.chance.choice(sorted(self.folder.glob("*.md")))
        text = path.read_text("utf-8")
        act = self.chance.choice(["rename", "slug", "section", "keywords", "delete", "write"])
        if act == "rename":
            path.rename(path.with_name(f"{path.stem[:20]}-renamed-{self.chance.randrange(999)}.md"))
        elif act == "slug":
            self.set_line(path, text, "slug", f"{self.words()}-{self.chance.randrange(999)}")
        elif act == "section":
            self.set_line(path, text, "category", self.chance.choice(SECTIONS))
        elif act == "keywords":
            self.set_line(path, text, "keywords", f"[{self.words()}]")
        elif act == "delete" and len(list(self.folder.glob("*.md"))) > 8:
            path.unlink()
        else:
            self.write()

    def settle(self) -> None:
        """Follow the hints of all problems until there are none, then publish."""
        for _ in range(20):
            seen = self.look()
            found = errors_of(seen.problems)
            if not found:
                self.published |= {*record(self.root, seen.site)}
                return
            for problem in found:
                self.follow(problem)
        raise AssertionError(found)

    def look(self) -> Survey:
        return survey(self.request, self.cache)

    def follow(self, problem: Problem) -> None:
        """Do what the hint says: the alias where one is named, else the ledger's line."""
        if problem.code == "address-taken":
            self.remove_alias(self.root / problem.path, problem)
            return
        assert problem.code == "address-vanishes", problem
        named = re.search(r"(content/\S+\.md) seems to be", problem.hint)
        path = self.root / (named[1] if named else problem.path)
        line = re.search(r"add a line `(aliases: .*?)` to its front matter", problem.hint)
        more = re.search(r"add (/.*?) to its `aliases`", problem.hint)
        move = re.search(r"write `(moved: /\S*)` behind it here", problem.hint)
        if line:
            self.set_line(path, path.read_text("utf-8"), *line[1].split(": ", 1))
        elif more:
            text = path.read_text("utf-8")
            item = more[1].replace("'", "''")
            path.write_text(re.sub(r"(?m)^(aliases: \[.*)\]$", rf"\g<1>, '{item}']", text), "utf-8")
        else:
            ledger = self.root / "permalinks.txt"
            rows = ledger.read_text("utf-8").split("\n")
            url = rows[problem.line - 1].split(" ")[0]
            rows[problem.line - 1] = f"{url} {move[1] if move else 'gone:'}"
            ledger.write_text("\n".join(rows), "utf-8")

    def remove_alias(self, path: Path, problem: Problem) -> None:
        """Remove an alias that another page, or its own, answers at."""
        assert problem.hint.startswith(("remove it", "remove the alias")), problem
        text, url = path.read_text("utf-8"), problem.message.split('"')[1]
        row = re.search(r"(?m)^aliases: \[(.*)\]\n", text)
        assert row, problem
        kept = [item for item in row[1].split(", ") if item.strip("'\"") != url]
        assert len(kept) < len(row[1].split(", ")), problem
        line = f"aliases: [{', '.join(kept)}]\n" if kept else ""
        path.write_text(text.replace(row[0], line), "utf-8")

    def words(self) -> str:
        return self.chance.choice("axle brake clutch diesel engine filter gear hybrid".split())

    @staticmethod
    def set_line(path: Path, text: str, key: str, value: str) -> None:
        row = f"{key}: {value}"
        if re.search(rf"(?m)^{key}: ", text):
            text = re.sub(rf"(?m)^{key}: .*$", lambda _: row, text)
        else:
            text = text.replace("\nsummary:", f"\n{row}\nsummary:", 1)
        path.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    """A site after three hundred edits, built; in a folder that servers' users may read."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        room = Newsroom(Path(folder) / "site", seed=6)
        try:
            room.settle()
            for _ in range(EDITS):
                room.edit()
                room.settle()
            build(room.request, room.cache)
            yield room
        finally:
            room.cache.close()


@pytest.mark.slow
def test_three_hundred_edits_lose_no_address(newsroom: Newsroom) -> None:
    pages = {url: page_at(newsroom.root / "public", url) for url in newsroom.published}

    lost = sorted(url for url, text in pages.items() if text is None)
    leading = {url: target for url, text in pages.items() if text and (target := target_of(text))}
    hops = sorted(
        url for url, target in leading.items()
        if target_of(page_at(newsroom.root / "public", target) or "refresh") is not None
    )  # fmt: skip

    assert len(newsroom.published) > 150
    assert len(leading) > 50
    assert (lost, hops) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize("server", ["nginx", "apache2"])
def test_a_server_leads_each_old_address_on_in_one_hop(newsroom: Newsroom, server: str) -> None:
    if shutil.which(server) is None:
        pytest.skip(f"{server} is not installed")
    statuses: dict[int, int] = {}
    wrong: list[tuple[str, int, str]] = []
    gone = {line.url for line in newsroom.look().site.ledger if not (line.source or line.moved_to)}
    with SERVERS[server](newsroom.root / "public") as port:
        for url in sorted(newsroom.published):
            status, location = ask(port, quote(url, safe="/"))
            statuses[status] = statuses.get(status, 0) + 1
            is_right = status == (410 if url in gone else 200)
            if status == 301 and url not in gone:
                is_right = ask(port, urlsplit(location).path) == (200, "")
            if not is_right:
                wrong.append((url, status, location))
        guarded = [ask(port, f"/{path}")[0] for path in ("_hosting/", ".autoblog-files", "none/")]
        headers = headers_at(port, "/")
        contact = headers_at(port, "/.well-known/security.txt")
        a_twin = next((newsroom.root / "public/knowledge").rglob("index.md"))
        path = a_twin.relative_to(newsroom.root / "public").as_posix()
        twins = headers_at(port, f"/{quote(path)}")

    assert wrong == []
    assert statuses.keys() == {200, 301, 410}
    assert guarded == [404, 404, 404]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == twins["X-Content-Type-Options"] == "nosniff"
    assert twins["Content-Type"].lower() == "text/markdown; charset=utf-8"
    assert contact["Content-Type"].lower() == "text/plain; charset=utf-8"
    assert contact["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "public, max-age=300, must-revalidate"


def page_at(public: Path, url: str) -> str | None:
    """Read the page that a plain host of files serves at a URL path."""
    path = public / url.strip("/")
    path = path if path.suffix == ".html" else path / "index.html"
    return path.read_text("utf-8") if path.is_file() else None


def target_of(text: str) -> str | None:
    found = re.search(r'http-equiv="refresh" content="0; url=http://addresses.example(.*?)"', text)
    return found[1] if found else None


def ask(port: int, path: str) -> tuple[int, str]:
    """Ask for a page: status, and where it leads."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        return response.status, response.headers.get("Location", "")
    finally:
        connection.close()


def headers_at(port: int, path: str) -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return dict(connection.getresponse().headers)
    finally:
        connection.close()
