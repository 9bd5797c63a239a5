"""Posts made to be slow or large: a problem at their line, and all other problems still told.

`python3 build.py test tests/faults/test_denial.py --faults all -s` prints what each took: seconds
of a processor, which a busy machine does not change, and the memory of the largest process so far.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import autoblog
from autoblog.build import Request, build
from autoblog.cache import Cache
from autoblog.problems import TemplateError

NOW = datetime(2026, 1, 1, tzinfo=UTC)
WriteSite = Callable[[Mapping[str, str | bytes]], Path]
PostText = Callable[..., str]
SOURCE = str(Path(autoblog.__file__).parents[1])
MEMORY_BYTES = 500 * 1024**2
ENGINES = ["python-markdown", "commonmark"]

BODIES = {
    "one line of 5 MB": "word " * 1_000_000,
    "one word of 5 MB": "w" * 5_000_000,
    "20,000 quotations": "> " * 20_000 + "x",
    "20,000 brackets": "[" * 20_000,
    "20,000 pairs of brackets": "[" * 20_000 + "]" * 20_000,
    "20,000 links within links": "[a](" * 20_000,
    "20,000 stars": "*a " * 20_000,
    "20,000 stars and lines": "*_" * 20_000,
    "20,000 backticks": "`" * 20_000 + "a" + "``" * 9_999,
    "10,000 footnotes": "".join(f"a[^{n}]\n\n[^{n}]: b\n\n" for n in range(10_000)),
    "100,000 cells": ("|a" * 100 + "|\n" + "|-" * 100 + "|\n") + ("|b" * 100 + "|\n") * 1_000,
    "a row of 100,000 cells": "|a" * 100_000 + "|\n" + "|-" * 100_000 + "|\n",
    "5,000 lists in lists": "".join(" " * 4 * n + "- a\n" for n in range(5_000)),
    "20,000 elements": "<b>" * 20_000,
    "100,000 ampersands": "&" * 100_000,
    "50,000 comments": "<!--" * 50_000,
    "50,000 headings": "# a\n\n" * 50_000,
    "50,000 links to one file": "[a](plain.md)\n\n" * 50_000,
    "20,000 links to as many files": "".join(f"[a](b{n}.md)\n\n" for n in range(20_000)),
    "20,000 addresses written otherwise": "".join(f"[a](b\\_{n}.md)\n" for n in range(20_000)),
    "20,000 pictures without a text": "".join(f"![](b{n}.png)\n" for n in range(20_000)),
    "20,000 elements to take out": "".join(f"<x{n}>\n" for n in range(20_000)),
    "10,000 footnotes of nothing": "".join(f"[^{n}]: b\n\n" for n in range(10_000)),
    "5,000 anchors that are misspelt": "".join(
        f"# Head {n}\n\n[a](#haed-{n})\n\n" for n in range(5_000)
    ),
    "20,000 anchors that are not there": "[a](#b)\n\n" * 20_000,
    "20,000 definitions": "".join(f"[{n}]: /a\n" for n in range(20_000)) + "[1]",
}
FRONT_MATTERS = {
    "aliases of aliases": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "depth": f"keywords: {'[' * 5_000}{']' * 5_000}\n",
    "braces": f"keywords: {'{a: ' * 3_000}\n",
    "a long key": f"{'k' * 60_000}: v\n",
    "many keys": "".join(f"k{n}: v\n" for n in range(8_000)),
}


def check(root: Path) -> tuple[int, str, float, int]:
    """Check a site: exit status, what was printed, CPU seconds, bytes of the largest process."""
    command = [sys.executable, "-m", "autoblog", "check", "--root", str(root), "--workers", "1"]
    environment = {**os.environ, "PYTHONPATH": SOURCE, "HOME": str(root.parent)}
    before = cpu_seconds()
    done = subprocess.run(
        command, capture_output=True, check=False, env=environment, text=True, timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (3 * MEMORY_BYTES,) * 2),
    )  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return done.returncode, done.stdout + done.stderr, cpu_seconds() - before, peak


def cpu_seconds() -> float:
    """Say how long processors worked for this process's children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def judge(name: str, root: Path) -> None:
    status, text, seconds, peak = check(root)

    print(f"{name}: {seconds:.1f} s, {peak / 1e6:.0f} MB", *text.splitlines()[:1])
    assert "Traceback" not in text
    assert "content/knowledge/plain.md:4:1: " in text, "another post's problem is told as well"
    assert status == 1
    assert peak < MEMORY_BYTES
    told = [line for line in text.splitlines() if line.startswith("content/knowledge/slow.md:")]
    assert all(line.split(":")[1].isdigit() for line in told)
    assert max(map(len, text.splitlines())) < 2_000


@pytest.fixture
def root(write_site: WriteSite, post: PostText) -> Path:
    """A site with a post that has a problem of its own."""
    return write_site({"content/knowledge/plain.md": post("Plain").replace("date: ", "dote: ")})


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", BODIES)
def test_a_body_made_to_be_slow_ends_in_time(
    root: Path, post: PostText, name: str, engine: str
) -> None:
    settings = (root / "site.yaml").read_text("utf-8")
    (root / "site.yaml").write_text(f"{settings}markdown: {{engine: {engine}}}\n", "utf-8")
    (root / "content/knowledge/slow.md").write_text(post("Slow", body=BODIES[name]), "utf-8")

    judge(f"{name}, {engine}", root)


@pytest.mark.slow
@pytest.mark.parametrize("name", FRONT_MATTERS)
def test_front_matter_made_to_be_slow_ends_in_time(root: Path, post: PostText, name: str) -> None:
    text = post("Slow", more=FRONT_MATTERS[name])
    (root / "content/knowledge/slow.md").write_text(text, "utf-8")

    judge(name, root)


@pytest.mark.slow
def test_a_template_that_never_ends_is_stopped(root: Path, post: PostText) -> None:
    (root / "content/knowledge/plain.md").write_text(post("Plain"), "utf-8")
    loop = "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"
    (root / "templates/404.html").write_text(loop, "utf-8")

    status, text, seconds, peak = check(root)

    print(f"a template that calls itself: {seconds:.1f} s, {peak / 1e6:.0f} MB", text)
    assert status == 1
    assert "templates/404.html:1:" in text
    assert "Traceback" not in text


LOOPS = {
    "that says nothing": "{% for i in range(10**12) %}{% endfor %}",
    "that writes": "{% for i in range(10**12) %}{{ i }} {% endfor %}",
    "within a loop": "{% for i in range(10**6) %}{% for j in range(10**6) %}x{% endfor %}"
    "{% endfor %}",
    "in a macro": "{% macro a() %}{% for i in range(10**12) %}{% endfor %}{% endmacro %}{{ a() }}",
    "in a partial": "{% include 'partials/loop.html' %}",
    "of a text": '{{ "x" * 10**14 }}',
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LOOPS)
def test_a_loop_without_end_is_told_at_its_line(root: Path, post: PostText, name: str) -> None:
    (root / "content/knowledge/plain.md").write_text(post("Plain"), "utf-8")
    settings = (root / "site.yaml").read_text("utf-8")
    (root / "site.yaml").write_text(settings + "limits: {seconds_per_page: 1}\n", "utf-8")
    (root / "templates/404.html").write_text(f"<p>\n{LOOPS[name]}</p>\n", "utf-8")
    (root / "templates/partials/loop.html").write_text(f"\n\n{LOOPS['that writes']}", "utf-8")

    status, text, seconds, peak = check(root)

    print(f"a loop {name}: {seconds:.1f} s, {peak / 1e6:.0f} MB", *text.splitlines()[:1])
    assert status == 1
    # Between two pieces that a partial writes, the page is at the line that includes it.
    places = ("404.html:2", *(("partials/loop.html:3",) if "partial" in name else ()))
    assert any(f"templates/{place}:1: template-" in text for place in places)
    assert "Traceback" not in text
    assert peak < MEMORY_BYTES


@pytest.mark.slow
def test_a_loop_without_end_is_told_by_workers_too(root: Path, post: PostText) -> None:
    (root / "content/knowledge/plain.md").write_text(post("Plain"), "utf-8")
    settings = (root / "site.yaml").read_text("utf-8")
    (root / "site.yaml").write_text(settings + "limits: {seconds_per_page: 1}\n", "utf-8")
    (root / "templates/404.html").write_text("{% for i in range(10**12) %}{% endfor %}", "utf-8")
    cache = Cache(root / ".autoblog/cache.sqlite")
    request = Request(root, root / "public", root.parent, NOW, workers=2, pool_from_items=2)

    with pytest.raises(TemplateError) as raised:
        build(request, cache)

    cache.close()
    faults = [problem for problem in raised.value.problems if problem.code == "template-slow"]
    assert [(fault.path, fault.line) for fault in faults] == [("templates/404.html", 1)]
