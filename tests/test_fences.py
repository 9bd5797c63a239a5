from __future__ import annotations

import pytest

from autoblog.fences import block_fence, span_fence


@pytest.mark.parametrize(
    ("text", "block", "span"),
    [("a", "```", "`"), ("a `b`", "```", "``"), ("```` a ``", "`````", "`````")],
)
def test_a_fence_is_longer_than_all_that_stands_within(text: str, block: str, span: str) -> None:
    assert (block_fence(text), span_fence(text)) == (block, span)
