"""What a fuzzer begins with: short good inputs of each target, and the words of its language.

Short, because what is not needed for a branch costs time at each of the millions of runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
LONGEST_BYTES = 1024
HEAD = b"---\ntitle: A\ncategory: Knowledge\ndate: 2025-06-01\nsummary: S.\n"
SETTINGS = (
    b"title: A\nbase_url: https://a.example/\ntime_zone: Asia/Shanghai\n"
    b"sections: [{name: Knowledge, slug: knowledge}]\n"
)
POSTS = (
    HEAD + b"---\n\nText.\n",
    HEAD
    + b"updated: 2025-06-02T09:30:00+08:00\nexpires: 2031-01-01\nslug: b\ndraft: true\n---\nA\n",
    HEAD + b"keywords: [a, b]\naliases:\n  - /old/\n  - /old/b.html\nauthor: Lin\n---\n## A\n",
    HEAD + b'image: ../a.png\nimage_alt: "A: b"\nsummary: >\n  Folded\n  text\n---\n![a](b.png)\n',
    HEAD + b"related: [a.md]\nextra:\n  mood: 'it''s'\n---\n[a](b.md#c) ~~~\n",
    b"+++\ntitle = 'A'\ndate = 2025-06-01T09:00:00Z\n[params]\na = [1, 2]\n+++\n"
    b'{{< ref "a.md" >}}\n',
    b"---\nlayout: post\ntitle: A\ncategories: [knowledge]\n---\n"
    b"{% highlight a %}x{% endhighlight %}"
    b"{% post_url 2025-06-01-a %} {{ site.url }}\n",
    b"Category: Knowledge\nTime: 2025-06-01\nKeywords: a, b\nSummary: S.\n\nRelated Information\n",
)
ITEMS = (
    b"Cold <strong>rubber</strong>.\n\n[caption id='a']<img src='/a.png' alt='A'/> B[/caption]",
    b"<!-- wp:image --><figure><img src='https://old.example/up/a.png'/><figcaption>A</figcaption>"
    b"</figure><!-- /wp:image -->[gallery ids='1,2']",
    b"<table><tr><th>A</th></tr><tr><td>1</td></tr></table><ol><li>a<ul><li>b</li></ul></li></ol>",
    b"<category domain='post_tag' nicename='b'>B</category><wp:post_modified>2025-06-02 10:00:00"
    b"</wp:post_modified>",
    b"</item><item><title>B</title><wp:post_type>page</wp:post_type><wp:status>draft</wp:status>",
    b"</item><item><wp:post_type>attachment</wp:post_type><wp:post_id>2</wp:post_id>"
    b"<wp:attachment_url>https://old.example/a.png</wp:attachment_url>",
    b"<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>2</wp:meta_value>"
    b"</wp:postmeta><wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>",
)
LEDGERS = (
    b"/a/ content/knowledge/a.md\n/b/ gone:\n/c/ moved: /a/\n# words\n",
    b"/knowledge/ site.yaml\n/keywords/range/ content/\n",
    "/%E8%BB%8A/ content/a b.md\n/車/ gone:\n".encode(),
)
PLACES = tuple(
    bytes(
        byte
        for nth in range(40)
        for byte in (*(start + nth * step & 0xFFFF).to_bytes(2, "big"), nth * 7 & 255)
    )
    for start, step in ((0, 1), (16, 3), (96, 101), (4096, 17), (8192, 509), (20480, 1021))
)


def seeds(target: str) -> list[bytes]:
    """Begin the named target with these."""
    posts = [*POSTS, *_invalid("*.md")]
    known: dict[str, list[bytes]] = {
        "source": posts,
        "markdown": [*_chapters()],
        "commonmark": [*_chapters()],
        "settings": [*_settings(), *_invalid("site.yaml")],
        "ledger": [*LEDGERS],
        "page": [*posts, *ITEMS],
        "wordpress": [*ITEMS],
        "jekyll": posts,
        "hugo": posts,
        "memory": [*PLACES],
    }
    return [seed for seed in known[target] if len(seed) <= LONGEST_BYTES]


def words(target: str) -> list[str]:
    """List what a fuzzer may put in at any place: the words of the seeds, each once."""
    if target == "memory":
        return []
    parts = re.compile(r"<[^<>\s]+|\[?/?\w+[:=\]]?|[^\w\s]{1,3}")
    texts = (seed.decode("utf-8", "replace") for seed in seeds(target))
    return sorted({word for text in texts for word in parts.findall(text) if len(word) < 30})


def _invalid(pattern: str) -> Iterator[bytes]:
    """Read what authors got wrong, of the site tests."""
    for path in sorted((REPOSITORY / "tests/sites/invalid").rglob(pattern)):
        yield path.read_bytes()


def _chapters() -> Iterator[bytes]:
    """Cut the manual of the Markdown engines into pieces: it shows all that there is."""
    text = (REPOSITORY / "docs/markdown.md").read_bytes()
    for fence in re.finditer(rb"^```\w*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield fence[1]
    yield from re.split(rb"\n\n+(?=#)", text)


def _settings() -> Iterator[bytes]:
    """Take the settings of this repository's site, and of its manuals, one block each."""
    yield SETTINGS
    for block in re.split(rb"^(?=\w)", (REPOSITORY / "site.yaml").read_bytes(), flags=re.MULTILINE):
        yield SETTINGS + block
    for manual in ("authoring", "publishing", "markdown"):
        text = (REPOSITORY / f"docs/{manual}.md").read_bytes()
        for fence in re.finditer(rb"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            yield SETTINGS + fence[1]
