"""Readers who come while the site is rebuilt: every page they ask for is there, and whole.

`python3 build.py test tests/faults/test_readers.py --faults all -s` rebuilds fifty times.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import autoblog
from serving import needs_nginx, nginx

WriteSite = Callable[[Mapping[str, str | bytes]], Path]
PostText = Callable[..., str]
SOURCE = str(Path(autoblog.__file__).parents[1])
PAGES = ("/", "/knowledge/", "/knowledge/p0/", "/knowledge/p5/", "/feed.xml", "/sitemap.xml")


class Reader(threading.Thread):
    """Asks for pages, one after another, until told to stop; notes what was not as it should be."""

    def __init__(self, port: int, pause_s: float) -> None:
        super().__init__()
        self.pause_s = pause_s
        self.port, self.wrong, self.read = port, list[str](), 0
        self.stopped = threading.Event()

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        while not self.stopped.is_set():
            for path in PAGES:
                connection.request("GET", path)
                response = connection.getresponse()
                text = response.read().decode().rstrip()
                ends = ("</html>", "</rss>", "</urlset>")
                if response.status != 200 or not text.endswith(ends):
                    self.wrong.append(f"{path}: {response.status}, …{text[-40:]}")
                self.read += 1
                self.stopped.wait(self.pause_s)
        connection.close()


@pytest.mark.slow
@needs_nginx
def test_a_reader_never_meets_a_gap(
    write_site: WriteSite, post: PostText, pytestconfig: pytest.Config
) -> None:
    rebuilds, pause_s = (50, 0) if pytestconfig.getoption("--faults") == "all" else (3, 0.003)
    files = {f"content/knowledge/p{number}.md": post(f"P{number}") for number in range(6)}
    root = write_site(files)
    command = [sys.executable, "-m", "autoblog", "build", "--as-of", "2026-01-01"]
    environment = {**os.environ, "PYTHONPATH": SOURCE, "HOME": str(root.parent)}
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    with nginx(root / "public") as port:
        reader = Reader(port, pause_s)
        reader.start()
        try:
            for number in range(rebuilds):
                for name in files:
                    text = post(f"P{number}", body=f"{number} words.\n")
                    (root / name).write_text(text, "utf-8")
                subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
        finally:
            reader.stopped.set()
            reader.join()

    print(f"{rebuilds} rebuilds, {reader.read} pages read")
    assert reader.wrong == []
    assert reader.read > rebuilds
