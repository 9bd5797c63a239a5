"""Short sequences of edits, each made for one memory: what a lie of that memory would spoil.

`Bench` is a site with a theme of a few lines, on which each page shows little and for a reason.
Nothing of autoblog is imported before `Bench` is made: whoever runs a scenario chooses the code.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

POST = (
    '{% extends "base.html" %}{% block main %}{{ post.title }}, {{ post.published_on | long_date }}'
    ", {{ post.word_count }}{{ body | html }}{{ aside }}{% endblock %}"
)
ASIDE = (
    "{% for other in related %}[{{ other.title }} {{ other.reading_minutes }}]{% endfor %}"
    '{% for group in sidebar %}{{ group.posts | fragment("partials/list.html") }}{% endfor %}'
)
FEED = (
    "<feed>{% for entry in entries %}<e>{{ entry.body | full_html | xml }}</e>{% endfor %}</feed>"
)
SITE = """\
title: Teeth
base_url: https://teeth.example/
time_zone: Asia/Shanghai
cards: {enabled: false}
publisher: A
related: {count: 1}
search: {enabled: false}
sections:
  - {name: Knowledge, slug: knowledge}
  - {name: Company Blog, slug: company-blog}
  - {name: Industry Blog, slug: industry-blog}
"""
MORE = """\
from dataclasses import replace

from autoblog.digest import digest_bytes
from autoblog.extensions import Extension
from autoblog.model import Aside, Asset, Page
from autoblog.parts import MenuItem


def price(post, body, inputs):
    return post, replace(body, html=body.html + "<i>" + inputs["data/price.txt"].decode() + "</i>")


def plan(site, inputs):
    data = inputs["data/price.txt"] * len(site.posts)
    yield Asset("prices.txt", "data/price.txt", digest_bytes(data), data)
    context = MenuItem("Odd", "/")
    aside = Aside("odd_aside.html", context) if b"9" in data else None
    yield Page("odd.html", "odd.html", context, aside=aside)


extension = Extension(
    "more", posts=(price,), planners=(plan,), filters={"loud": str.upper},
    inputs=("data/price.txt",),
)
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"><title>p</title></svg>'


def post(title: str, section: str, date: str, body: str, more: str = "") -> str:
    return (
        f"---\ntitle: {title}\ncategory: {section}\ndate: {date}\nsummary: About it.\n{more}---\n\n"
        f"{body}\n"
    )


# A is nearest to H, which says the same and is a year older; B says more than that. C is pinned
# to D. D has nothing in common with anyone: it gets the newest post of its section.
FILES = {
    "site.yaml": SITE,
    "templates/base.html": '{{ "css/site.css" | asset }}{% block main %}{% endblock %}'
    '{% include "partials/footer.html" %}',
    "templates/partials/footer.html": "{{ site.publisher }}",
    "templates/partials/list.html": "{% for teaser in value %}<{{ teaser.title }}>{% endfor %}",
    "templates/partials/extra.html": "extra",
    "templates/post.html": POST,
    "templates/aside.html": ASIDE,
    "templates/plain.html": '{% set name = "partials/" ~ "extra" ~ ".html" %}{% include name %}'
    "{{ body | html }}",
    **dict.fromkeys(
        (f"templates/{name}.html" for name in
         ("home", "section", "keyword", "year", "keywords", "archive", "404", "gone")),
        "{{ page.title }}",
    ),
    "templates/redirect.html": "{{ target | absolute }}",
    "templates/feeds/rss.xml": FEED,
    "templates/feeds/atom.xml": FEED,
    "templates/feeds/feed.json": "[]",
    "templates/site.webmanifest": "{}",
    "templates/sitemap.xml": "<urlset/>",
    "templates/sitemap_index.xml": "<sitemapindex/>",
    "templates/news_sitemap.xml": "<urlset>{% for entry in entries %}<url/>{% endfor %}</urlset>",
    "templates/odd.html": "{% if aside is defined %}{{ aside }}{% endif %}{{ title }}",
    "templates/odd_aside.html": "<{{ title }}>",
    "templates/robots.txt": "{{ sitemap | absolute }}",
    "extensions/more.py": MORE,
    "data/price.txt": "9",
    "static/css/site.css": "p {color: red}",
    "static/verify.txt": "one",
    "content/images/p.svg": SVG.format(20),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho.\n",
    "content/a.md": post("A", "Knowledge", "2025-06-05", "Anode."),
    "content/b.md": post("B", "Knowledge", "2025-06-04", "Anode cathode.\n\n![p](images/p.svg)"),
    "content/c.md": post("C", "Company Blog", "2025-06-03", "Cathode.", "related: [d.md]\n"),
    "content/d.md": post("D", "Company Blog", "2025-06-06", "Tyres <a data-x='1'>x</a>."),
    "content/e.md": post("E", "Industry Blog", "2025-06-01", "Draft.", "draft: true\n"),
    "content/f.md": post("F", "Industry Blog", "2025-08-01", "Later."),
    "content/g.md": post("G", "Industry Blog", "2025-05-02", "Over.", "expires: 2025-07-15\n"),
    "content/h.md": post("H", "Knowledge", "2024-06-05", "Anode."),
}  # fmt: skip


class Bench:
    """A small site, built incrementally into `a`, and what a clean build makes of it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "site"
        self.output = folder / "a"
        self.cache = self.root / ".autoblog" / "cache.sqlite"
        self.drafts = False
        self.base_url: str | None = None
        self.tolerance_s = 0.0
        self.at("2025-07-01")

    def at(self, date: str) -> None:
        """Set the clock."""
        self.now = datetime.fromisoformat(f"{date}T12:00+08:00")

    def lay_out(self) -> None:
        """Write the site; wait until the disk's clock has moved on, so that files are trusted."""
        for name, text in FILES.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        time.sleep(0.02)

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a source."""
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text, f"{name} no longer says {old!r}"
        path.write_text(text.replace(old, new), "utf-8")

    def forge(self, statement: str, *values: object) -> None:
        """Change rows of the cache, as a rotten disk would."""
        with sqlite3.connect(self.cache) as connection:
            assert connection.execute(statement, values).rowcount
        connection.close()

    def forge_note(self, name: str, change: Callable[[Any], None]) -> None:
        """Change what is noted under a name."""
        query = "select data from notes where name like ?"
        with contextlib.closing(sqlite3.connect(self.cache)) as connection:
            (data,) = connection.execute(query, (name,)).fetchone()
        value = json.loads(data)
        change(value)
        forged = json.dumps(value).encode()
        self.forge("update notes set data = ? where name like ?", forged, name)

    def build(self, output: Path | None = None, cache: Path | None = None) -> list[str]:
        """Build; return the problems, or the crash, in words."""
        # The code under test is another for each scenario: it must not be imported before.
        from autoblog.build import Request, build
        from autoblog.cache import Cache
        from autoblog.problems import AutoblogError
        from autoblog.report import Show

        opened = Cache(cache or self.cache)
        request = Request(
            root=self.root,
            output=output or self.output,
            home=self.root.parent / "home",
            now=self.now,
            base_url=self.base_url,
            show=Show(drafts=self.drafts),
            clock_tolerance_s=self.tolerance_s,
        )
        try:
            build(request, opened)
        except AutoblogError as error:
            return [repr(problem) for problem in error.problems] or [str(error)]
        except Exception as error:  # a mutant may fail in any way, and each is a finding
            return [repr(error)]
        finally:
            opened.close()
        return []

    def lies(self) -> list[str]:
        """Build, and list the output paths that a clean build makes otherwise."""
        clean, scratch = self.root.parent / "clean", self.root.parent / "scratch"
        for folder in (clean, scratch):
            shutil.rmtree(folder, ignore_errors=True)
        found = self.build()
        if found != self.build(clean, scratch / "cache.sqlite"):
            return ["problems", *found]
        if found:
            return []
        one, two = tree(self.output), tree(clean)
        return sorted(path for path in {*one, *two} if one.get(path) != two.get(path))


def tree(folder: Path) -> dict[str, bytes]:
    """Read all files of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens after the first build."""

    act: Callable[[Bench], object]
    lie: str  # where it shows when autoblog gets it wrong: an output path, or "problems"
    older: tuple[str, str, str] | None = None  # the first build's code: module, text, its like


def rename(bench: Bench, old: str, new: str) -> None:
    (bench.root / old).rename(bench.root / new)


def make_another_word_rare(bench: Bench) -> None:
    """Let K be nearest to L, then to M, by an edit of X, which has nothing in common with K.

    The rarer the other word of L or M is, the less weighs in it what it shares with K.
    """
    bodies = {
        "k": "Lidar.", "l": "Lidar radar.", "m": "Lidar sonar.", "x": "Radar.", "y": "Radar.",
        "z": "Sonar.", "v": "Camera.", "w": "Camera.",
    }  # fmt: skip
    for name, body in bodies.items():
        text = post(name.upper(), "Knowledge", "2025-05-05", body)
        (bench.root / f"content/{name}.md").write_text(text, "utf-8")
    bench.build()
    bench.edit("content/x.md", "Radar", "Sonar")


def rewrite_in_place(bench: Bench) -> None:
    """Change bytes but neither size nor inode, and put the old times back."""
    path = bench.root / "static/verify.txt"
    times = path.stat()
    path.write_text("two", "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def rewrite_within_a_tick(bench: Bench) -> None:
    """Do so right after a build, as on a disk whose clock counts in seconds."""
    bench.tolerance_s = 60
    shutil.rmtree(bench.cache.parent)
    bench.build()
    rewrite_in_place(bench)


def extended(act: Callable[[Bench], object]) -> Callable[[Bench], None]:
    """Let something happen to a site that has an extension."""

    def first(bench: Bench) -> None:
        bench.edit("site.yaml", "publisher", "extensions: [extensions.more]\npublisher")
        bench.edit("templates/partials/footer.html", "}}", "| loud }}")
        assert bench.build() == []
        act(bench)

    return first


def change_code_in_place(bench: Bench) -> None:
    """Change what a filter does, but neither the size nor the time of its module."""
    path = bench.root / "extensions/more.py"
    times = path.stat()
    bench.edit("extensions/more.py", "str.upper", "str.lower")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def allow_less(bench: Bench) -> None:
    """Lower a limit below what a picture has that was read before."""
    (bench.root / "content/images/p.svg").write_text(SVG.format(20) + " " * 2000, "utf-8")
    bench.build()
    bench.edit("site.yaml", "publisher", "limits: {image_kib: 1}\npublisher")


def lose_bodies(bench: Bench) -> None:
    bench.forge("delete from bodies")
    bench.edit("templates/partials/footer.html", "}}", "}}!")


def make_news(bench: Bench) -> None:
    """Let a post be news in one build, and old in the next; nothing else falls due between."""
    bench.edit("site.yaml", "publisher", "sitemap: {news_sections: [company-blog]}\npublisher")
    bench.at("2025-06-07")
    bench.build()
    bench.at("2025-06-09")


def show_drafts(bench: Bench) -> None:
    bench.drafts = True


def move_the_site(bench: Bench) -> None:
    bench.base_url = "https://elsewhere.example/blog/"


def upgrade_then_restyle(bench: Bench) -> None:
    bench.build()
    bench.edit("static/css/site.css", "red", "blue")


def two_folders_within_a_tick(bench: Bench) -> None:
    """Build something else into another folder; by a coarse clock the files are of one time."""
    other = bench.root.parent / "b"
    bench.edit("content/pages/about.md", "Who.", "Why.")
    bench.build(other)
    give_times(other, bench.output)


TEXT_EDIT = ("content/pages/about.md", "Who.", "Why.")
VERIFY_EDIT = ("static/verify.txt", "one", "two")


def kill_then_revert_within_a_tick(bench: Bench, *edits: tuple[str, str, str]) -> None:
    """Kill a build between publishing and remembering, revert; by a coarse clock all is old."""
    before = bench.root.parent / "before"
    shutil.copytree(bench.output, before)
    for edit in edits:
        bench.edit(*edit)
    child = os.fork()
    if not child:
        import sys  # in the child alone, which is about to die by it

        def die(event: str, arguments: tuple[object, ...]) -> None:
            if event == "os.rmdir" and str(arguments[0]).endswith(".a.autoblog"):
                os._exit(9)

        sys.addaudithook(die)
        bench.build()
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    for name, old, new in edits:
        bench.edit(name, new, old)
    assert tree(bench.output) != tree(before)
    give_times(before, bench.output)


def give_times(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file():
            state = path.stat()
            os.utime(target / path.relative_to(source), ns=(state.st_atime_ns, state.st_mtime_ns))


def swap_output(bench: Bench) -> Path:
    path = bench.output / "knowledge/a/index.html"
    path.write_text("by hand", "utf-8")
    return path


def forge_output_row(bench: Bench) -> None:
    state = swap_output(bench).stat()

    def forge(rows: dict[str, Any]) -> None:
        rows[A][2:] = state.st_size, state.st_mtime_ns

    bench.forge_note("files of %", forge)


def forge_digests(rows: dict[str, Any]) -> None:
    for row in rows.values():
        row[1] = "0" * 32


def forge_text(table: str, old: str, new: str) -> Callable[[Bench], None]:
    """Forge JSON of a table, then edit something else, so that a build looks at it."""
    statement = f"update {table} set data = cast(replace(cast(data as text), ?, ?) as blob)"

    def act(bench: Bench) -> None:
        bench.forge(statement, old, new)
        bench.edit("templates/partials/footer.html", "}}", "}}!")

    return act


def edited(name: str, old: str, new: str) -> Callable[[Bench], None]:
    return lambda bench: bench.edit(name, old, new)


def all_of(*acts: Callable[[Bench], object]) -> Callable[[Bench], None]:
    """Let several things happen before the next build."""

    def act(bench: Bench) -> None:
        for one in acts:
            one(bench)

    return act


def clock(date: str) -> Callable[[Bench], None]:
    return lambda bench: bench.at(date)


A, B, C, ABOUT = (
    f"{path}/index.html" for path in ("knowledge/a", "knowledge/b", "company-blog/c", "about")
)
LONG_DATE = ("render/filters.py", 'f"{value.day} {_MONTHS', 'f"{value.day}. {_MONTHS')

CHANGE_TEXT = edited(*TEXT_EDIT)

SCENARIOS: Mapping[str, Scenario] = {
    "body": Scenario(edited("content/a.md", "Anode.", "Wheel."), A),
    "title": Scenario(edited("content/a.md", "title: A", "title: AA"), C),
    "body, and title of another": Scenario(
        all_of(
            edited("content/a.md", "Anode.", "Wheel."),
            edited("content/c.md", "title: C", "title: CC"),
        ),
        A,
    ),
    "output changed, and title of another": Scenario(
        all_of(swap_output, edited("content/c.md", "title: C", "title: CC")), A
    ),
    "long body": Scenario(
        edited("content/a.md", "Anode.", f"Anode{' and' * 400}."), "knowledge/h/index.html"
    ),
    "link": Scenario(edited("content/a.md", "Anode.", "Anode. [x](nowhere.md)"), "problems"),
    "text of a page": Scenario(CHANGE_TEXT, ABOUT),
    "body in a feed": Scenario(edited("content/c.md", "Cathode.", "Cathode. More."), "feed.xml"),
    "body and setting": Scenario(
        all_of(CHANGE_TEXT, edited("site.yaml", "publisher: A", "publisher: B")), A
    ),
    "body and partial": Scenario(
        all_of(CHANGE_TEXT, edited("templates/partials/footer.html", "}}", "}}!")), A
    ),
    "body and picture": Scenario(
        all_of(CHANGE_TEXT, edited("content/images/p.svg", "20", "30")), B
    ),
    "body and output": Scenario(
        all_of(swap_output, edited("content/c.md", "Cathode.", "Cathode. More.")), A
    ),
    "body, then due": Scenario(
        all_of(CHANGE_TEXT, clock("2025-08-02")), "industry-blog/f/index.html"
    ),
    "body, clock back": Scenario(
        all_of(CHANGE_TEXT, clock("2025-06-05")), "company-blog/d/index.html"
    ),
    "killed, reverted, body": Scenario(
        all_of(
            lambda bench: kill_then_revert_within_a_tick(bench, VERIFY_EDIT),
            edited("content/c.md", "Cathode.", "Cathode. More."),
        ),
        "verify.txt",
    ),
    "setting of reading": Scenario(
        edited("site.yaml", "publisher", "markdown: {raw_html: allow}\npublisher"),
        "company-blog/d/index.html",
    ),
    "setting of the frame": Scenario(edited("site.yaml", "publisher: A", "publisher: B"), A),
    "setting of related posts": Scenario(edited("site.yaml", "{count: 1}", "{count: 2}"), A),
    "limit of pictures": Scenario(allow_less, "problems"),
    "terms": Scenario(edited("content/b.md", "Anode cathode.", "Anode."), A),
    "terms and title": Scenario(
        all_of(
            edited("content/b.md", "Anode cathode.", "Anode."),
            edited("content/b.md", "title: B", "title: BB"),
        ),
        A,
    ),
    "rarity": Scenario(make_another_word_rare, "knowledge/k/index.html"),
    "date of another": Scenario(edited("content/h.md", "2024-06-05", "2010-06-05"), A),
    "section": Scenario(
        edited("content/d.md", "Company Blog", "Knowledge"), "knowledge/d/index.html"
    ),
    "pin": Scenario(edited("content/c.md", "[d.md]", "[a.md]"), C),
    "rename": Scenario(lambda b: rename(b, "content/a.md", "content/z.md"), "problems"),
    "rename and slug": Scenario(
        lambda b: rename(b, "content/a.md", "content/z.md"), "knowledge/z/index.html"
    ),
    "deletion": Scenario(lambda bench: (bench.root / "content/b.md").unlink(), B),
    "picture": Scenario(edited("content/images/p.svg", "20", "30"), B),
    "ledger": Scenario(
        lambda bench: (bench.root / "permalinks.txt").write_text("/away/ gone:\n", "utf-8"),
        "problems",
    ),
    "draft": Scenario(show_drafts, "industry-blog/e/index.html"),
    "another address": Scenario(move_the_site, "robots.txt"),
    "due": Scenario(clock("2025-08-02"), "industry-blog/f/index.html"),
    "expiry": Scenario(clock("2025-07-20"), "industry-blog/g/index.html"),
    "news": Scenario(make_news, "news-sitemap.xml"),
    "clock back": Scenario(clock("2025-06-05"), "company-blog/d/index.html"),
    "partial": Scenario(edited("templates/partials/footer.html", "}}", "}}!"), A),
    "fragment": Scenario(edited("templates/partials/list.html", "<", "<!"), A),
    "computed partial": Scenario(edited("templates/partials/extra.html", "extra", "more"), ABOUT),
    "style": Scenario(edited("static/css/site.css", "red", "blue"), A),
    "style removed": Scenario(lambda b: (b.root / "static/css/site.css").unlink(), "problems"),
    "static file": Scenario(edited("static/verify.txt", "one", "two"), "verify.txt"),
    "static file removed": Scenario(lambda b: (b.root / "static/verify.txt").unlink(),
                                    "verify.txt"),
    "filter of an extension": Scenario(extended(change_code_in_place), A),
    "step of an extension": Scenario(
        extended(edited("extensions/more.py", "<i>", "<b>")), A
    ),
    "plan of an extension": Scenario(
        extended(edited("extensions/more.py", "len(site.posts)", "2")), "prices.txt"
    ),
    "input of an extension": Scenario(extended(edited("data/price.txt", "9", "8")), A),
    "aside of an extension gone": Scenario(
        extended(edited("data/price.txt", "9", "8")), "problems"
    ),
    "old times put back": Scenario(rewrite_in_place, "verify.txt"),
    "within a tick": Scenario(rewrite_within_a_tick, "verify.txt"),
    "output changed": Scenario(swap_output, A),
    "two folders": Scenario(two_folders_within_a_tick, ABOUT),
    "killed, reverted": Scenario(
        lambda bench: kill_then_revert_within_a_tick(bench, TEXT_EDIT, VERIFY_EDIT), ABOUT
    ),
    "forged post": Scenario(forge_text("posts", '"title":"A"', '"title":"Z"'), A),
    "forged body": Scenario(forge_text("bodies", "Anode.", "Wheel."), A),
    "forged choice": Scenario(forge_text("notes", '["content/h.md"]', '["content/d.md"]'), A),
    "forged digest": Scenario(
        lambda bench: bench.forge_note("files", forge_digests), "problems"
    ),
    "forged output": Scenario(forge_output_row, A),
    "lost bodies": Scenario(lose_bodies, "problems"),
    "older filters": Scenario(lambda bench: None, A, LONG_DATE),
    "older reading": Scenario(
        lambda bench: None, A, ("read/posts.py", "word_count=", "word_count=1 + ")
    ),
    "older pictures": Scenario(
        lambda bench: None, B, ("read/images.py", 'f"/images/', 'f"/pictures/')
    ),
    "older choice": Scenario(
        lambda bench: None, A, ("arrange/related.py", "found[:BEST]", "found[:0]")
    ),
    "older closures": Scenario(
        upgrade_then_restyle,
        A,
        ("render/closures.py", "tuple(sorted(static)))", "())"),
    ),
}  # fmt: skip
