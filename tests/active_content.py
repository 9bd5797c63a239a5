"""What of an article's HTML could run, fetch or cover something: nothing may be found."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from autoblog.read.enrich import ADDED_TAGS

ALLOWED_TAGS = ADDED_TAGS | set(
    "a abbr acronym area article aside b bdi bdo blockquote br caption center cite code col"
    " colgroup data dd del details dfn div dl dt em footer h2 h3 h4 h5 h6 header hgroup hr i img"
    " ins li map nav ol p pre q rp rt rtc ruby s span strike strong sub summary sup table tbody"
    " td th thead tfoot tr tt u ul wbr".split()
)
ALLOWED_ATTRIBUTES = set(
    "abbr align alt aria-label char charoff class colspan datetime decoding dir headers height"
    " href hreflang id lang loading name open rel role rowspan scope size span src start style"
    " summary tabindex title width".split()
)
SAFE_ADDRESS = re.compile(r"(https?:|mailto:|tel:|ref:|data:image/|//|#)", re.IGNORECASE)


class Inspector(HTMLParser):
    """Collects what a browser could take badly."""

    def __init__(self, html: str) -> None:
        """html: a body's."""
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ALLOWED_ATTRIBUTES:
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "src") and not SAFE_ADDRESS.match(value or "#"):
                self.found.append(f"<{tag} {name}={value}>")
            # The cleaner leaves alignment, whatever it is said to be, or nothing of a style.
            if name == "style" and not re.fullmatch(r"(text-align:[^;(]*;?)*", value or ""):
                self.found.append(f"<{tag} style={value}>")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data}>")
