"""The scripts that templates hold within pages, for a Content Security Policy that allows them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from autoblog.digest import sha256_base64

_SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL | re.I)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]+)""", re.I)
_RUNS = ("module", "speculationrules", "text/javascript", "application/javascript", "")


def inline_hashes(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Digest the text of each script that stands in a template as it will in pages.

    texts: templates by name. Returns SHA-256 in base64, sorted, each once. A script with a
    template's words in it differs from page to page and cannot be allowed; data blocks such as
    JSON-LD do not run and need not be.
    """
    found = set()
    for text in texts.values():
        for script in _SCRIPT.finditer(text):
            kind = _TYPE.search(script["attributes"])
            runs = (kind[1].lower() if kind else "") in _RUNS
            is_fixed = not any(mark in script["text"] for mark in ("{{", "{%", "{#"))
            if runs and is_fixed and "src=" not in script["attributes"]:
                found.add(sha256_base64(script["text"]))
    return tuple(sorted(found))
