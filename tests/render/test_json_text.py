"""JSON within HTML: no text of an author can end the script that it stands in."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autoblog.render.json_text import json_text


class Script(HTMLParser):
    """Collects what a browser would see of a script and behind it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.inside, self.behind, self.is_open = "", "", False
        self.feed(f"<script type='application/ld+json'>{text}</script>end")
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.is_open = True

    def handle_endtag(self, tag: str) -> None:
        self.is_open = False

    def handle_data(self, data: str) -> None:
        if self.is_open:
            self.inside += data
        else:
            self.behind += data


@pytest.mark.parametrize(
    "text",
    ["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b\u2029c", "&lt;/script&gt;",
     '"}]}', "比亚迪", "😀"],
)  # fmt: skip
def test_what_stands_in_a_script_stays_in_it_and_reads_back(text: str) -> None:
    script = Script(json_text({"headline": text}))

    assert json.loads(script.inside) == {"headline": text}
    assert script.behind == "end"
    assert not {"<", ">", "&", "\u2028", "\u2029"}.intersection(script.inside)


@given(st.text(alphabet='</script>!-&\u2028"\\ab'))
def test_no_text_leaves_its_script(text: str) -> None:
    script = Script(json_text([text]))

    assert json.loads(script.inside) == [text]
    assert script.behind == "end"


def test_what_says_nothing_is_left_out_of_mappings() -> None:
    value = {"a": None, "b": "", "c": [], "d": {"e": None}, "f": 0, "g": False, "h": [None, ""]}

    assert json_text(value) == '{"f":0,"g":false,"h":[null,""]}'


def test_what_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(TypeError):
        json_text({1, 2})
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))
