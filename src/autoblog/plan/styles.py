"""Style sheets as they are published: without comments and spare white space."""

from __future__ import annotations

import re
from functools import lru_cache

_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
# In turn: what stays as it is; comments; white space that says nothing; other white space. In
# front of a colon it says something: `a :hover` is not `a:hover`. So it does around `+` and `-`.
_PART = re.compile(
    rf"(?P<kept>{_STRING}|\burl\(\s*(?:{_STRING}|[^)\"']*)\s*\)|\\.)"
    r"|(?P<comment>/\*.*?(?:\*/|\Z))"
    r"|\s*(?P<mark>[{};,])\s*"
    r"|(?<=:)\s+"
    r"|(?P<space>\s+)",
    re.DOTALL,
)


@lru_cache(maxsize=64)  # a preview plans the same style sheets after every save
def squeezed(css: str) -> str:
    """Take out what only people read, and they read the file in `static/`."""
    before = ""
    while css != before:  # where a comment was, white space may meet
        before, css = css, _PART.sub(_squeeze, css)
    return css.strip()


def _squeeze(match: re.Match[str]) -> str:
    if match["comment"] or match["space"]:
        return " "
    return match["kept"] or match["mark"] or ""
