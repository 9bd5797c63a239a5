"""JSON within HTML: no text of an author can end the script that it stands in."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

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


def said(value: object) -> object:
    """Leave out of mappings what says nothing, as `json_text` promises."""
    if isinstance(value, dict):
        items = {key: said(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item not in (None, "", [], {})}
    return [said(item) for item in value] if isinstance(value, list) else value


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(-1e300, 1e300) | st.text(),
        lambda some: st.lists(some) | st.dictionaries(st.text() | st.integers(), some),
    )
)
def test_values_are_written_as_python_writes_them(value: object) -> None:
    text = json.dumps(said(value), ensure_ascii=False, separators=(",", ":"))

    written = str(json_text(value))

    assert written == re.sub("[<>&\u2028\u2029]", lambda mark: f"\\u{ord(mark[0]):04x}", text)


def test_any_mapping_any_sequence_and_marked_text_have_a_form() -> None:
    value = MappingProxyType({"a": range(2), "b": Markup("<i>"), 3: (1.5, None), None: True})

    assert json_text(value) == '{"a":[0,1],"b":"\\u003ci\\u003e","3":[1.5,null],"null":true}'


def test_what_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(TypeError):
        json_text({1, 2})
    with pytest.raises(ValueError, match="JSON"):
        json_text(float("nan"))
