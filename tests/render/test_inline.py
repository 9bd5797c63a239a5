"""Scripts within templates, digested for a Content Security Policy."""

from __future__ import annotations

import pytest

from autoblog.digest import sha256_base64
from autoblog.render.inline import inline_hashes


def test_a_script_is_digested_by_its_exact_text() -> None:
    # Source: CSP Level 3, section 6.7.3.4, and the digest of OpenSSL.
    assert sha256_base64("alert('Hello, world.');") == (
        "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng="
    )
    assert inline_hashes({"a.html": "<SCRIPT>alert('Hello, world.');</SCRIPT>"}) == (
        "qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=",
    )


@pytest.mark.parametrize(
    "text",
    [
        '<script src="a.js"></script>',
        '<script type="application/ld+json">{}</script>',
        "<script>let a = {{ page.title }}</script>",
        "<p>script</p>",
    ],
    ids=["a file", "data", "differs by page", "none"],
)
def test_what_cannot_or_need_not_be_allowed_is_passed_over(text: str) -> None:
    assert inline_hashes({"a.html": text}) == ()


def test_each_script_counts_once_and_in_order() -> None:
    text = '<script type="module">b</script><script>a</script>'

    found = inline_hashes({"a.html": text, "b.html": text})

    assert found == tuple(sorted(found))
    assert len(found) == 2
