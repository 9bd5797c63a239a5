"""The search index: the door to Pagefind, a program that comes with the extra `search`.

Pagefind runs as a service: it is asked in JSON and answers in JSON, one message at a time. Texts
are handed to it one by one in their order, and what it leaves to chance is put in order, so that
equal texts give equal files.
Source: the package's own client, `pagefind.service`.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from autoblog.search_files import in_order

_NOT_NEEDED = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")

_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class SearchText:
    """One article as the index knows it."""

    url: str  # path, base path included
    title: str
    text: str  # all that can be found
    section: str  # its name
    date: str  # 2025-12-25: to show, and to sort by


class SearchError(Exception):
    """Pagefind did not do what it was asked; the message says what it said."""


def pagefind_version() -> str | None:
    """Tell which Pagefind is installed with its program; None where there is none."""
    # Looked for, not imported: that takes a moment, and most builds need no new index.
    programs = ("pagefind_bin_extended", "pagefind_bin")
    is_there = importlib.util.find_spec("pagefind") and any(map(importlib.util.find_spec, programs))
    return metadata.version("pagefind") if is_there else None


def make_index(texts: Iterable[SearchText], *, language: str) -> Mapping[str, bytes]:
    """Index texts: path relative to the index's folder -> bytes.

    language: BCP 47; its stems are used. Raises SearchError when Pagefind fails.
    """
    short = language.partition("-")[0].lower()
    with _service() as ask:
        config = {"force_language": short, "verbose": False, "write_playground": False}
        number = ask({"type": "NewIndex", "config": config})["index_id"]
        for text in texts:
            ask(
                {
                    "type": "AddRecord", "index_id": number, "url": text.url,
                    "content": spaced(text.text), "language": short,
                    "meta": {"title": text.title, "section": text.section, "date": text.date},
                    "filters": {"section": [text.section]}, "sort": {"date": text.date},
                }
            )  # fmt: skip
        files = ask({"type": "GetFiles", "index_id": number})["files"]
    found = {
        str(file["path"]): base64.b64decode(file["content"])
        for file in files
        if not file["path"].startswith(_NOT_NEEDED)
    }
    try:
        return dict(sorted(in_order(found).items()))
    except (EOFError, LookupError, OSError, ValueError) as error:
        raise SearchError(f"the files of Pagefind are not as expected: {error}") from error


def spaced(text: str) -> str:
    """Set each Chinese, Japanese or Korean character apart.

    Pagefind takes a run of them for one word, of which only the beginning could be found. The
    search script does the same to what a reader types, and joins them again in what it shows.
    """
    return text if text.isascii() else _IDEOGRAPH.sub(r" \g<0> ", text)


@contextmanager
def _service() -> Iterator[Any]:
    """Start Pagefind; give the function that asks it, and end it whatever happens."""
    # Within the function because few builds need it, and loading it takes a moment.
    from pagefind.service import get_executable

    command = [str(get_executable()), "--service"]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    sent, answers = process.stdin, process.stdout
    assert sent is not None
    assert answers is not None

    def ask(payload: Mapping[str, Any]) -> Mapping[str, Any]:
        message = json.dumps({"message_id": 1, "payload": payload}).encode()
        try:
            sent.write(base64.b64encode(message) + b",")
            sent.flush()
        except BrokenPipeError as error:
            raise SearchError("Pagefind ended without an answer") from error
        answer = bytearray()
        while not answer.endswith(b","):
            part = answers.read1(1 << 20)  # type: ignore[attr-defined]  # a pipe's BufferedReader
            if not part:
                raise SearchError("Pagefind ended without an answer")
            answer += part
        found: Mapping[str, Any] = json.loads(base64.b64decode(bytes(answer[:-1])))["payload"]
        if found["type"] == "Error":
            raise SearchError(f"Pagefind says: {found['message']}")
        return found

    try:
        yield ask
    finally:
        process.kill()
        process.communicate()
