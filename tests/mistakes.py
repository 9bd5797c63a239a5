"""Mistakes as editors make them, by seed: each with the place and the mend to be told.

A mistake is made in a site that has none, by changing one file; so line, column and what was meant
are known without asking autoblog.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SUMMARY = "What this post is about, said in a sentence that is long enough to choose by."
POST = """\
---
title: "{title}"
category: {category}
date: 2025-0{month}-1{day}
summary: "{title}: {summary}"
keywords: [tyres, buying guide]
slug: {slug}
draft: false
author: "Lin Yao"
image:
  src: ../images/wheel.svg
  alt: "A wheel"
---

Read [the other one](../{folder}/{other}.md#how-to-start) before you [look around](/archive/).

## How to start

![A wheel, seen from its side](../images/wheel.svg)

Then go on to [the first step](#how-to-start), or [download it](../files/list.pdf).
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<rect width="9" height="9"/></svg>'
)
SETTINGS = """\
title: Test Journal
base_url: https://test.example/
time_zone: Asia/Shanghai
cards: {enabled: false}
tagline: Plain advice
pagination:
  size: 20
related:
  count: 4
sections:
  - {name: Knowledge, slug: knowledge}
  - {name: Company Blog, slug: company-blog}
"""
NAMES = ("lease-or-buy", "winter-tyres", "battery-health", "test-drive")
FOLDERS = ("knowledge", "company-blog")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One changed file, and what is to be said of it."""

    kind: str
    path: str
    text: str
    line: int
    column: int
    meant: str | None = None  # of a typo: what the message should suggest


Maker = Callable[[random.Random, Mapping[str, str]], Mistake]


def good_site() -> dict[str, str]:
    """Write the files of a site without a mistake, besides its theme."""
    files = {"site.yaml": SETTINGS, "content/images/wheel.svg": SVG, "content/files/list.pdf": "%"}
    for number, name in enumerate(NAMES):
        folder = FOLDERS[number % 2]
        other = (number + 1) % len(NAMES)
        files[f"content/{folder}/{name}.md"] = POST.format(
            title=name.replace("-", " ").title(),
            category=("Knowledge", "Company Blog")[number % 2],
            month=number + 1, day=number, summary=SUMMARY, slug=name,
            folder=FOLDERS[other % 2], other=NAMES[other],
        )  # fmt: skip
    return files


def mistakes(seed: int, count: int, theme: Mapping[str, str]) -> Iterator[Mistake]:
    """Make so many mistakes, of all kinds in turn. theme: template path -> text."""
    chance = random.Random(seed)
    files = {**good_site(), **theme}
    for number in range(count):
        yield MAKERS[number % len(MAKERS)](chance, files)


def slip(chance: random.Random, word: str) -> str:
    """Mistype a word: a letter left out, doubled, exchanged, or swapped with the next one."""
    while True:
        at = chance.randrange(1, len(word) - 1)
        kind = chance.randrange(4)
        typed = {
            0: word[:at] + word[at + 1 :],
            1: word[:at] + word[at] + word[at:],
            2: word[:at] + chance.choice(LETTERS) + word[at + 1 :],
            3: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        }[kind]
        if typed != word:
            return typed


def _post(chance: random.Random, files: Mapping[str, str]) -> str:
    posts = (path for path in files if path.startswith("content/") and path.endswith(".md"))
    return chance.choice(sorted(posts))


def _template(chance: random.Random, files: Mapping[str, str], holding: str) -> str:
    return chance.choice(
        sorted(p for p, text in files.items() if p.startswith("templates/") and holding in text)
    )


def _changed(
    kind: str, path: str, text: str, old: str, new: str, *, at: int = 0, meant: str | None = None
) -> Mistake:
    """Write something else at the first place of a text. at: where in it the mistake stands."""
    start = text.index(old)
    before = text[:start] + new[:at]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Mistake(kind, path, text[:start] + new + text[start + len(old) :], line, column, meant)


def key_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype a key of front matter."""
    path = _post(chance, files)
    key = chance.choice(("keywords", "draft", "author", "image", "slug"))
    new = f"\n{slip(chance, key)}:"
    return _changed("key typo", path, files[path], f"\n{key}:", new, at=1, meant=key)


def needed_key_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype a key that every post needs."""
    path = _post(chance, files)
    key = chance.choice(("title", "category", "date", "summary"))
    new = f"\n{slip(chance, key)}:"
    return _changed("needed key typo", path, files[path], f"\n{key}:", new, at=1, meant=key)


def section_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype a section."""
    path = _post(chance, files)
    name = "Knowledge" if "category: Knowledge" in files[path] else "Company Blog"
    typed = slip(chance, name)
    new = f"category: {typed}"
    return _changed("section typo", path, files[path], f"category: {name}", new, at=10, meant=name)


def bad_date(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Write a date that is none."""
    path = _post(chance, files)
    text = files[path]
    old = text[text.index("date: ") :].partition("\n")[0]
    wrong = chance.choice(("2025-02-30", "31.12.2025", "tomorrow", "2025-13-01"))
    return _changed("date", path, text, old, f"date: {wrong}", at=6)


def bad_flag(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Write something else than true or false."""
    path = _post(chance, files)
    wrong = chance.choice(("maybe", "1", "soon"))
    return _changed("flag", path, files[path], "draft: false", f"draft: {wrong}", at=7)


def colon(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Leave out the quotation marks of a title with a colon."""
    path = _post(chance, files)
    text = files[path]
    title = text[text.index("title: ") :].partition("\n")[0]
    bare = title.replace('"', "")
    new = f"{bare}: {chance.choice(('a guide', 'what to know', 'part two'))}"
    return _changed("colon", path, text, title, new, at=len(bare))


def tab(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Indent by a tab."""
    path = _post(chance, files)
    return _changed("tab", path, files[path], "  src:", "\tsrc:")


def duplicate(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Give a key twice."""
    path = _post(chance, files)
    key = chance.choice(("author", "slug", "draft"))
    old = 'author: "Lin Yao"\n'
    extra = f"{key}: again\n" if key != "draft" else "draft: true\n"
    return _changed("key twice", path, files[path], old, old + extra, at=len(old))


def file_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype the file of a link."""
    path = _post(chance, files)
    text = files[path]
    link = text[text.index("](../") + 2 :].partition("#")[0]
    name = link.rpartition("/")[2].removesuffix(".md")
    new = link.replace(name, slip(chance, name))
    return _changed("file typo", path, text, f"({link}", f"({new}", at=1, meant=f"{name}.md")


def page_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype the address of a post."""
    path = _post(chance, files)
    name = chance.choice(NAMES)
    folder = FOLDERS[NAMES.index(name) % 2]
    new = f"(/{folder}/{slip(chance, name)}/)"
    return _changed("page typo", path, files[path], "(/archive/)", new, at=1, meant=name)


def anchor_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype the anchor of this post."""
    path = _post(chance, files)
    typed = slip(chance, "how-to-start")
    return _changed(
        "anchor typo", path, files[path], "](#how-to-start)", f"](#{typed})", at=2,
        meant="#how-to-start",
    )  # fmt: skip


def far_anchor_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype the anchor of another post."""
    path = _post(chance, files)
    text = files[path]
    link = text[text.index("](../") + 2 :].partition(")")[0]
    new = link.replace("how-to-start", slip(chance, "how-to-start"))
    return _changed(
        "far anchor typo", path, text, f"({link}", f"({new}", at=1, meant="#how-to-start"
    )


def image_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype the file of a picture in the text."""
    path = _post(chance, files)
    new = f"](../images/{slip(chance, 'wheel')}.svg)"
    return _changed(
        "image typo", path, files[path], "](../images/wheel.svg)", new, at=2, meant="wheel.svg"
    )


def lead_image_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype the file of the picture that stands for a post."""
    path = _post(chance, files)
    new = f"src: ../images/{slip(chance, 'wheel')}.svg"
    return _changed(
        "lead image typo", path, files[path], "src: ../images/wheel.svg", new, at=5,
        meant="wheel.svg",
    )  # fmt: skip


def broken_picture(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Save a picture that is none, or one that runs."""
    path = "content/images/wheel.svg"
    if chance.random() < 0.5:
        return _changed("script in a picture", path, SVG, "<rect", "<script/><rect")
    return _changed("picture cut short", path, SVG, "</svg>", "", at=0)


def setting_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype a setting."""
    key = chance.choice(("base_url", "time_zone", "tagline", "pagination", "sections", "related"))
    new = f"\n{slip(chance, key)}:"
    return _changed("setting typo", "site.yaml", SETTINGS, f"\n{key}:", new, at=1, meant=key)


def bad_setting(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Give a setting a value that it cannot have."""
    key, old, new = chance.choice(
        (
            ("size: ", "20", "many"), ("count: ", "4", "-1"),
            ("base_url: ", "https://test.example/", "test.example"),
            ("time_zone: ", "Asia/Shanghai", "Asia/Nowhere"),
        )
    )  # fmt: skip
    return _changed("setting", "site.yaml", SETTINGS, key + old, key + new, at=len(key))


def field_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype a field that templates see."""
    path = "templates/home.html"
    word = chance.choice(("title", "tagline", "publisher", "language"))
    typed = slip(chance, word)
    text = _in_block(files[path], f"{{{{ site.{typed} }}}}")
    start = text.index(f"site.{typed}") + len("site.")
    return _placed("field typo", path, text, start, word)


def include_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype the partial that a template includes."""
    path = _template(chance, files, 'include "partials/')
    text = files[path]
    name = text[text.index('include "partials/') + 18 :].partition(".html")[0]
    new = f'include "partials/{slip(chance, name)}.html'
    old = f'include "partials/{name}.html'
    return _changed("include typo", path, text, old, new, at=9, meant=f"partials/{name}.html")


def filter_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype a filter."""
    path = _template(chance, files, "| asset }}")
    return _changed(
        "filter typo", path, files[path], "| asset }}", f"| {slip(chance, 'asset')} }}}}", at=2,
        meant="asset",
    )  # fmt: skip


def tag_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype a tag."""
    path = _template(chance, files, "{% endfor %}")
    typed = slip(chance, "endfor")
    return _changed(
        "tag typo", path, files[path], "{% endfor %}", f"{{% {typed} %}}", at=3, meant="endfor"
    )


def asset_typo(chance: random.Random, files: Mapping[str, str]) -> Mistake:
    """Mistype a file of the theme."""
    path = _template(chance, files, '"css/site.css" | asset')
    new = f'"css/{slip(chance, "site")}.css" | asset'
    return _changed(
        "asset typo", path, files[path], '"css/site.css" | asset', new, at=1, meant="css/site.css"
    )


def _in_block(text: str, what: str) -> str:
    """Put something into the block `main` of a template, on a line of its own."""
    start = text.index("{% block main %}") + len("{% block main %}")
    return f"{text[:start]}\n  <p>{what}</p>\n{text[start:]}"


def _placed(kind: str, path: str, text: str, start: int, meant: str | None) -> Mistake:
    line, column = text[:start].count("\n") + 1, start - text[:start].rfind("\n")
    return Mistake(kind, path, text, line, column, meant)


MAKERS: tuple[Maker, ...] = (
    key_typo, needed_key_typo, section_typo, bad_date, bad_flag, colon, tab, duplicate,
    file_typo, page_typo, anchor_typo, far_anchor_typo,
    image_typo, lead_image_typo, broken_picture,
    setting_typo, bad_setting,
    field_typo, include_typo, filter_typo, tag_typo, asset_typo,
)  # fmt: skip
