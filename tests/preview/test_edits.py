"""An editor who cannot stop: hundreds of edits under `serve`, and the last state is the truth.

`python3 build.py test tests/preview/test_edits.py --saves 500` makes the campaign longer.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from autoblog.build import Request, build
from autoblog.cache import FILE, Cache
from autoblog.preview.rebuild import EVERYTHING
from autoblog.problems import AutoblogError
from preview.running import Preview, until

WriteSite = Callable[..., Path]
Text = Callable[..., str]

A = "content/knowledge/a.md"
FRONT = '---\ntitle: "All of it"\ncategory: Knowledge\ndate: 2025-06-01\nsummary: "All."\n---\n\n'
EVERYTHING_IN_MARKDOWN = """\
A paragraph with *emphasis*, **strong**, ***both***, `code`, ~~gone~~, a [link](b.md#part "Title"),
a [page](../pages/about.md), <https://example.com/>, [reference][one], a hard break\\
and an entity &copy; &#8364;. Typographic "quotes" -- and --- dashes... A footnote[^1].

[one]: https://example.com/one "One"
[^1]: What is to be added.

# Heading
## Part
### Part of the part

Setext
======

* a list
    * in a list
    1. with numbers

        and a paragraph

- [x] done
- [ ] not done

> A quotation
> > in a quotation
>
> - with a list

> [!NOTE]
> A note.

!!! warning "An admonition"
    With text.

| Left | Middle | Right |
|:-----|:------:|------:|
| a \\| b | `c` | **d** |

```python
def f(x: int) -> str:
    return f"{x}"
```

    indented code

Term
:   What it means

![A picture](pic.svg "Its title")

<div class="own"><b>HTML</b> <script>alert(1)</script></div>

***

Chinese 固态电池, emoji 🚗, a soft-hyphen co\u00adop, an abbreviation HTML.

*[HTML]: Hypertext
"""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
MARKS = "*_`[]()!#>|-+~:\\<&\"'{}^ \n\t"
BITS: list[str] = [*MARKS, "\n\n", "```", "    ", "](", "](b.md)", "<b>", "é", "电"]

pytestmark = pytest.mark.slow


def edit(text: str, chance: random.Random) -> str:
    """Change the body as hands do: a bit put in, taken out, moved, or written twice."""
    at, to = sorted(chance.randrange(len(text) + 1) for _ in range(2))
    to = min(to, at + 40)
    kind = chance.randrange(4)
    if kind == 0:
        return text[:at] + chance.choice(BITS) + text[at:]
    if kind == 1:
        return text[:at] + text[to:]
    if kind == 2:
        elsewhere = chance.randrange(len(text) + 1)
        return text[:elsewhere] + text[at:to] + text[elsewhere:]
    lines = text.splitlines(keepends=True)
    chance.shuffle(lines)
    return "".join(lines[: chance.randrange(len(lines) + 1)]) + EVERYTHING_IN_MARKDOWN[:at]


def save(path: Path, text: str, chance: random.Random) -> None:
    """Save as one of three editors does."""
    data = text.encode()
    kind = chance.randrange(3)
    if kind == 0:
        path.write_bytes(data)
    elif kind == 1:
        aside = path.with_name(f".{path.name}.swp")
        aside.write_bytes(data)
        aside.replace(path)
    else:
        with path.open("wb") as stream:  # in two halves
            stream.write(data[: len(data) // 2])
            stream.flush()
            stream.write(data[len(data) // 2 :])


def clean_tree(root: Path, scratch: Path) -> dict[str, bytes] | None:
    """Build anew, from nothing; None where the site has problems."""
    request = Request(
        root=root, output=scratch / "clean", home=scratch / "home", now=datetime.now(UTC),
        show=EVERYTHING,
    )  # fmt: skip
    cache = Cache(scratch / "memory" / FILE)
    try:
        build(request, cache)
    except AutoblogError:
        return None
    finally:
        cache.close()
    return tree(request.output)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_after_any_edits_the_preview_shows_what_a_clean_build_makes(
    write_site: WriteSite,
    post: Text,
    preview: Callable[..., Preview],
    tmp_path: Path,
    pytestconfig: pytest.Config,
) -> None:
    chance = random.Random(7)
    root = write_site(
        {
            A: FRONT + EVERYTHING_IN_MARKDOWN,
            "content/knowledge/b.md": post("B", body="## Part\n\nText.\n"),
            "content/knowledge/pic.svg": PICTURE,
            "content/pages/about.md": '---\ntitle: About\nsummary: "Us."\n---\n\nUs.\n',
        }
    )
    preview(root)
    text = EVERYTHING_IN_MARKDOWN

    for _ in range(int(pytestconfig.getoption("--saves"))):
        text = edit(text, chance) if 20 < len(text) < 8000 else EVERYTHING_IN_MARKDOWN
        save(root / A, FRONT + text, chance)
        time.sleep(chance.choice([0, 0, 0.002, 0.02, 0.1]))

    while (expected := clean_tree(root, tmp_path)) is None:  # the last edits broke it: mend them
        text = edit(text, chance) if chance.random() < 0.8 else EVERYTHING_IN_MARKDOWN
        save(root / A, FRONT + text, chance)
    until(lambda: tree(root / ".autoblog" / "preview") == expected)
