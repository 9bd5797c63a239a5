"""Whatever texts hold: no crash, nothing active, nothing outside content/."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS
from markdown_texts import DOCUMENTS

YAML = st.lists(
    st.sampled_from(
        "--- title: category: date: 2025-06-01 2025-13-01 Knowledge summary: S. keywords: [a, b] {"
        " } - : # | > & * ! ? ' \" &a *a !!x aliases: /a/ ../b image: extra: draft: yes <<: ~ 1e3"
        " site.yaml base_url: https://a.example sections: time_zone: Asia/Shanghai 0 é 車".split(
            " "
        )
    ),
    max_size=30,
).flatmap(lambda words: st.sampled_from([" ", "\n", "\n  "]).map(lambda by: by.join(words)))
HTML = st.lists(
    st.sampled_from(
        "<p> </p> <h2> <b> </b> <script> </script> <a/href=javascript:x> <a href='../b.html'> </a>"
        " <img src=x onerror=y> <!-- --> <table> <tr> <td> <ul> <li> <pre> <code> [caption]"
        " {% raw %} {{<x>}} ]]> &lt; &#0;"
        " Category: Time: Summary: Keywords: Related Information 2025-06-01"
        " word \x00 \x0b é 車 \ud800".split(" ")
    ),
    max_size=30,
).map("\n".join)
LEDGER = st.lists(
    st.sampled_from("/ /a/ /%2F /%zz gone: moved: moved: /b/ content/a.md # <<<<<<< é".split(" ")),
    max_size=20,
).map(" ".join)
TEXTS = st.one_of(st.text(max_size=200), YAML, DOCUMENTS, HTML, LEDGER)
BYTES = st.one_of(TEXTS.map(lambda text: text.encode("utf-8", "replace")), st.binary(max_size=200))


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=BYTES)
def test_no_text_breaks_a_promise(name: str, data: bytes) -> None:
    TARGETS[name](data)
