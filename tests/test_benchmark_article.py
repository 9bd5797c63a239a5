"""The check of what an article's page of a benchmark holds, whichever tool wrote it."""

from __future__ import annotations

from datetime import date

import pytest
from benchmarks.article import missing_parts
from benchmarks.posts import Post

POST = Post(
    number=7,
    slug="cells-7",
    title="Cells & packs",
    section="knowledge",
    published_on=date(2024, 5, 1),
    summary="How cells age.",
    keywords=("battery", "range"),
    body="Text.\n\n## Anode\n\n| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |\n",
)

PAGE = """<!doctype html>
<title>Cells &amp; packs | Benchmark</title>
<meta name="description" content="How cells age.">
<link rel="canonical" href="https://bench.example/knowledge/cells-7/">
<link rel="prev" href="https://bench.example/knowledge/a/">
<link rel="next" href="https://bench.example/knowledge/b/">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" type="application/atom+xml" href="/atom.xml">
<link rel="alternate" type="application/feed+json" href="/feed.json">
<meta property="og:site_name" content="Benchmark">
<meta property="og:locale" content="en">
<meta property="og:type" content="article">
<meta property="og:title" content="Cells &amp; packs">
<meta property="og:description" content="How cells age.">
<meta property="og:url" content="https://bench.example/knowledge/cells-7/">
<meta property="og:image" content="https://bench.example/card.png">
<meta property="og:image:alt" content="Benchmark">
<meta property="article:published_time" content="2024-04-30T16:00:00Z">
<meta property="article:section" content="Knowledge">
<meta property="article:tag" content="battery">
<meta property="article:tag" content="range">
<meta name="twitter:card" content="summary_large_image">
<script type="application/ld+json">{"@graph":[{"@type":"Organization"},
{"@type":"BreadcrumbList","itemListElement":[{"position":1},{"position":2},
{"position":3,"name":"Cells & packs"}]},
{"@type":"BlogPosting","headline":"Cells & packs","keywords":["battery","range"],"wordCount":950,
"@id":"#","author":"#","articleSection":"#","dateModified":"#","datePublished":"#",
"description":"#","image":"#","inLanguage":"#","isPartOf":"#","mainEntityOfPage":"#",
"publisher":"#","timeRequired":"#","url":"#"}]}</script>
<body>
<nav class="crumbs"><a href="/">Home</a> <a href="/knowledge/">Knowledge</a></nav>
<p>4 min read</p>
<nav class="toc"><a href="#anode">Anode</a></nav>
<div class="body"><h2 id="anode">Anode</h2><div class="table-scroll"><table></table></div></div>
<a rel="tag" href="/keywords/battery/">battery</a> <a rel="tag" href="/keywords/range/">range</a>
<nav class="neighbours"><a href="/knowledge/a/">A</a><a href="/knowledge/b/">B</a></nav>
<aside><ul class="picks"><a href="/1/">1</a><a href="/2/">2</a><a href="/3/">3</a>
<a href="/4/">4</a></ul></aside>
"""


def test_a_whole_page_lacks_nothing() -> None:
    assert list(missing_parts(PAGE, POST, has_related=True)) == []


@pytest.mark.parametrize(
    ("part", "left_out"),
    [
        ("title", "Cells &amp; packs | Benchmark"),
        ("description", '<meta name="description" content="How cells age.">'),
        ("canonical address", 'rel="canonical"'),
        ("Open Graph", '<meta property="article:tag" content="range">'),
        ("Open Graph", "https://bench.example/card.png"),
        ("Open Graph", 'content="2024-04-30T16:00:00Z"'),
        ("Atom", "application/atom+xml"),
        ("JSON-LD of the article", ',"wordCount":950'),
        ("JSON-LD of the article", ',"range"'),
        ("JSON-LD of the breadcrumbs", '{"position":2},'),
        ("JSON-LD of the publisher", '{"@type":"Organization"},'),
        ("breadcrumbs", '<a href="/">Home</a>'),
        ("table of contents", '<a href="#anode">Anode</a>'),
        ("keywords' links", '<a rel="tag" href="/keywords/range/">range</a>'),
        ("newer and older post", '<a href="/knowledge/b/">B</a>'),
        ("prev and next", 'rel="next"'),
        ("related posts", '<a href="/4/">4</a>'),
        ("reading time", "4 min read"),
        ("tables' wrappers", "table-scroll"),
    ],
)
def test_a_part_that_is_left_out_is_named(part: str, left_out: str) -> None:
    assert left_out in PAGE

    missing = list(missing_parts(PAGE.replace(left_out, ""), POST, has_related=True))

    assert missing == [part]


def test_headings_without_ids_are_named() -> None:
    missing = list(missing_parts(PAGE.replace(' id="anode"', ""), POST, has_related=True))

    assert missing == ["table of contents", "headings' ids"]


def test_data_that_is_no_json_is_named() -> None:
    missing = list(missing_parts(PAGE.replace('"@graph":', ""), POST, has_related=False))

    assert missing[0] == "JSON-LD that is JSON"
