"""Moves as values: sources in, changed sources out, every other byte as it was."""

from __future__ import annotations

import pytest

from autoblog.config import Config, FrontMatterConfig, SectionConfig
from autoblog.editing.changes import Change
from autoblog.moving.plan import has_slug_key, plan_move
from autoblog.moving.targets import find_post, read_move
from autoblog.problems import ConfigError
from autoblog.read.posts import read_post

CONFIG = Config(
    "T", "https://t.example/", "UTC",
    (SectionConfig("Knowledge", "knowledge"), SectionConfig("News: China", "china")),
    front_matter=FrontMatterConfig(extra=("own",)),
)  # fmt: skip
CELLS = "content/knowledge/2025-06-01-cells.md"
OTHER = "content/china/other.md"
HEAD = "---\ntitle: Cells\ncategory: Knowledge\ndate: 2025-06-01\nsummary: S.\n"
OTHER_HEAD = HEAD.replace("Knowledge", '"News: China"')


def moved(files: dict[str, bytes], new: str, old: str = CELLS) -> dict[str, Change]:
    """Plan a move: path -> change."""
    settings = CONFIG.reading
    reads = [read_post(path, data, settings) for path, data in files.items()]
    posts = [read.post for read in reads if read.post]
    assert [read.problems for read in reads if not read.post] == []
    post = find_post(posts, old)
    is_key = has_slug_key(files[post.source_path], post.source_path, settings)
    move = read_move(post, new, CONFIG, has_slug_key=is_key)
    changes = plan_move(move, posts, lambda path: files[path], settings)
    return {change.path: change for change in changes}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "aliases: [/knowledge/cells/]\n"),
        ("draft: yes # later\n", "draft: yes # later\naliases: [/knowledge/cells/]\n"),
        ("aliases: []\n", "aliases: [/knowledge/cells/]\n"),
        ("aliases: # none\n", "aliases: [/knowledge/cells/] # none\n"),
        ("aliases: [/a/] # old\n", "aliases: [/a/, /knowledge/cells/] # old\n"),
        ("aliases: [ /a/ , '/b/' ]\n", "aliases: [ /a/ , '/b/', /knowledge/cells/ ]\n"),
        ("aliases: [\n  /a/, # one\n  /b/ # two\n]\n",
         "aliases: [\n  /a/, # one\n  /b/, /knowledge/cells/ # two\n]\n"),
        ("aliases:\n- /a/\n- /b/ # two\nown: x\n",
         "aliases:\n- /a/\n- /b/ # two\n- /knowledge/cells/\nown: x\n"),
        ("aliases:\n    -   /a/\n", "aliases:\n    -   /a/\n    - /knowledge/cells/\n"),
        ("aliases: /a/\n", "aliases: /a/, /knowledge/cells/\n"),
        ('aliases: "/a/, /b/" # two\n', 'aliases: "/a/, /b/, /knowledge/cells/" # two\n'),
        ("own: |\n  a\n  b\n", "aliases: [/knowledge/cells/]\nown: |\n  a\n  b\n"),
        ("own:\n  a: [b,\n    c]\n", "own:\n  a: [b,\n    c]\naliases: [/knowledge/cells/]\n"),
        ("slug: cells # mine\n", "slug: anode # mine\naliases: [/knowledge/cells/]\n"),
        ("slug: 'cells'\n", "slug: anode\naliases: [/knowledge/cells/]\n"),
        # Where it moves back, the two addresses change places.
        ("aliases: [/knowledge/anode/]\n", "aliases: [/knowledge/cells/]\n"),
        ("aliases: [/x/, /knowledge/anode] # old\n", "aliases: [/x/, /knowledge/cells/] # old\n"),
        ("aliases:\n  - /knowledge/anode/\n", "aliases:\n  - /knowledge/cells/\n"),
        ("aliases: /x/, /knowledge/anode/, /y/\n", "aliases: /x/, /knowledge/cells/, /y/\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_old_address_joins_the_aliases(before: str, after: str, ending: str) -> None:
    head = HEAD.replace("summary", "# A remark.\nsummary")
    sources = [f"{head}{more}---\n\nText.\n".replace("\n", ending) for more in (before, after)]

    change = moved({CELLS: sources[0].encode()}, "anode")[CELLS]

    assert change.after.decode() == sources[1]
    is_key = "slug:" in before
    assert change.new_path == (CELLS if is_key else "content/knowledge/2025-06-01-anode.md")


def test_a_byte_order_mark_and_a_missing_last_line_end_stay() -> None:
    source = f"\ufeff{HEAD}---\nText.".encode()

    change = moved({CELLS: source}, "anode")[CELLS]

    assert change.after == source.replace(b"S.\n", b"S.\naliases: [/knowledge/cells/]\n")


def test_keys_that_are_indented_get_company_of_their_kind() -> None:
    source = "---\n" + HEAD[4:].replace("\n", "\n  ").rstrip(" ")
    source = "---\n  " + source[4:] + "---\nText.\n"

    change = moved({CELLS: source.encode()}, "anode")[CELLS]

    assert "\n  aliases: [/knowledge/cells/]\n---\n" in change.after.decode()


@pytest.mark.parametrize("written", ["Knowledge", '"Knowledge"', "'Knowledge'", "Knowledge # x"])
def test_another_section_is_another_category(written: str) -> None:
    source = HEAD.replace("Knowledge", written) + "---\nText.\n"

    change = moved({CELLS: source.encode()}, "china")[CELLS]

    comment = " # x" if "#" in written else ""
    assert f'\ncategory: "News: China"{comment}\ndate:' in change.after.decode()
    assert change.new_path == "content/china/2025-06-01-cells.md"


FORMS = [
    ("[a](../knowledge/2025-06-01-cells.md)", "[a](../knowledge/2025-06-01-anode.md)"),
    ("[a](../knowledge/2025-06-01-cells.md#top-1)", "[a](../knowledge/2025-06-01-anode.md#top-1)"),
    ("[a](<../knowledge/2025-06-01-cells.md>)", "[a](<../knowledge/2025-06-01-anode.md>)"),
    ('[a]( ../knowledge/2025-06-01-cells.md "T" )', '[a]( ../knowledge/2025-06-01-anode.md "T" )'),
    ("[a](./../knowledge/./2025-06-01-cells.md)", "[a](../knowledge/2025-06-01-anode.md)"),
    ("[a](%2e%2e/knowledge/2025-06-01-cells.md)", "[a](../knowledge/2025-06-01-anode.md)"),
    ("[a][1] [b][1]\n\n[1]: ../knowledge/2025-06-01-cells.md",
     "[a][1] [b][1]\n\n[1]: ../knowledge/2025-06-01-anode.md"),
    ('<a href="../knowledge/2025-06-01-cells.md">a</a>',
     '<a href="../knowledge/2025-06-01-anode.md">a</a>'),
    ("<a href='/knowledge/cells/?x=1'>a</a>", "<a href='/knowledge/anode/?x=1'>a</a>"),
    ("[a](/knowledge/cells/#top-1)", "[a](/knowledge/anode/#top-1)"),
    ("[a](../knowledge/2025-06-01-cells.md) and `[a](../knowledge/2025-06-01-cells.md)`",
     "[a](../knowledge/2025-06-01-anode.md) and `[a](../knowledge/2025-06-01-cells.md)`"),
    ("[a](../knowledge/2025-06-01-cells.md)\n\n    [a](../knowledge/2025-06-01-cells.md)\n",
     "[a](../knowledge/2025-06-01-anode.md)\n\n    [a](../knowledge/2025-06-01-cells.md)\n"),
    ("The file ../knowledge/2025-06-01-cells.md: [a](../knowledge/2025-06-01-cells.md)",
     "The file ../knowledge/2025-06-01-cells.md: [a](../knowledge/2025-06-01-anode.md)"),
    ("<!-- [a](../knowledge/2025-06-01-cells.md) -->\n\n[a](/knowledge/cells/)",
     "<!-- [a](../knowledge/2025-06-01-cells.md) -->\n\n[a](/knowledge/anode/)"),
    ("- x\n\n    > [a](../knowledge/2025-06-01-cells.md)  \n    > y",
     "- x\n\n    > [a](../knowledge/2025-06-01-anode.md)  \n    > y"),
    ("| a |\n| --- |\n| [a](../knowledge/2025-06-01-cells.md) |",
     "| a |\n| --- |\n| [a](../knowledge/2025-06-01-anode.md) |"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), FORMS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_links_of_others_are_led_to_the_new_place(before: str, after: str, ending: str) -> None:
    sources = [
        f"{OTHER_HEAD}---\n\nOne.\n\n{body}\n\nLast.".replace("\n", ending).encode()
        for body in (before, after)
    ]

    changes = moved({CELLS: f"{HEAD}---\n\n# Top 1\n".encode(), OTHER: sources[0]}, "anode")

    assert changes[OTHER].after == sources[1]
    assert changes[OTHER].new_path == OTHER


def test_a_name_with_spaces_and_brackets_is_linked_all_the_same() -> None:
    cells = "content/knowledge/cells (1) & [2].md"
    body = (
        "[a](<../knowledge/cells (1) & [2].md>) [b](../knowledge/cells%20(1)%20&amp;%20%5B2%5D.md)"
    )

    changes = moved(
        {cells: f"{HEAD}---\nText.\n".encode(), OTHER: f"{OTHER_HEAD}---\n{body}\n".encode()},
        "content/knowledge/new (3).md",
        old=cells,
    )

    link = "../knowledge/new%20%283%29.md"
    assert changes[OTHER].after.decode().endswith(f"---\n[a](<{link}>) [b]({link})\n")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("related: [cells]\n", "related: [anode]\n"),
        ("related: ['cells', x-1] # two\n", "related: [anode, x-1] # two\n"),
        ("related: x-1, cells\n", "related: x-1, anode\n"),
        ("related:\n  - ../knowledge/2025-06-01-cells.md # this\n  - x-1\n",
         "related:\n  - ../knowledge/2025-06-01-anode.md # this\n  - x-1\n"),
        ("related: ../knowledge/2025-06-01-cells.md\n",
         "related: ../knowledge/2025-06-01-anode.md\n"),
    ],
)  # fmt: skip
def test_related_posts_are_named_anew(before: str, after: str) -> None:
    texts = [f"{OTHER_HEAD}{more}---\nText.\n".encode() for more in (before, after)]
    cells = f"{HEAD}---\nText.\n".encode()

    changes = moved({CELLS: cells, OTHER: texts[0], "content/china/x-1.md": cells.replace(
        b"Knowledge", b'"News: China"')}, "anode")  # fmt: skip

    assert changes.keys() == {CELLS, OTHER}
    assert changes[OTHER].after == texts[1]


def test_a_slug_that_another_post_has_gives_way_to_the_path() -> None:
    cells = f"{HEAD}---\nText.\n".encode()
    files = {
        CELLS: cells,
        "content/china/anode.md": cells.replace(b"Knowledge", b'"News: China"'),
        OTHER: f"{OTHER_HEAD}related: [cells]\n---\nText.\n".encode(),
    }

    changes = moved(files, "anode")

    assert b"related: [../knowledge/2025-06-01-anode.md]\n" in changes[OTHER].after


def test_in_another_folder_the_posts_own_links_lead_where_they_led() -> None:
    more = "image: {src: pic.png, alt: 'a, b'}\nrelated: [../china/other.md]\n"
    body = (
        "[o](../china/other.md) [self](2025-06-01-cells.md#top) ![p](pic.png) [u](/archive/)\n"
        "[out](https://example.com/pic.png) [doc](/knowledge/cells/)\n\n# Top\n"
    )
    files = {
        CELLS: f"{HEAD}{more}---\n{body}".encode(),
        OTHER: f"{OTHER_HEAD}---\nText.\n".encode(),
    }

    change = moved(files, "china")[CELLS]

    assert change.after.decode() == (
        OTHER_HEAD
        + "image: {src: ../knowledge/pic.png, alt: 'a, b'}\nrelated: [other.md]\n"
        + "aliases: [/knowledge/cells/]\n---\n"
        + "[o](other.md) [self](2025-06-01-cells.md#top) ![p](../knowledge/pic.png)"
        + " [u](/archive/)\n"
        + "[out](https://example.com/pic.png) [doc](/china/cells/)\n\n# Top\n"
    )


def test_a_file_that_keeps_its_address_gets_no_alias_and_only_links_change() -> None:
    body = "[a](../knowledge/2025-06-01-cells.md) [b](/knowledge/cells/)\n"
    files = {
        CELLS: f"{HEAD}---\nText.\n".encode(),
        OTHER: f"{OTHER_HEAD}---\n{body}".encode(),
    }

    changes = moved(files, "cells.md")

    assert changes[CELLS].after == changes[CELLS].before
    assert changes[OTHER].after.endswith(b"\n[a](../knowledge/cells.md) [b](/knowledge/cells/)\n")


@pytest.mark.parametrize(
    ("more", "new", "said"),
    [
        ("", "/china/other/", "/china/other/ is the address of content/china/other.md"),
        ("aliases: [/knowledge/Anode]\n", "anode", "is an old address of content/china/other.md"),
    ],
)
def test_an_address_that_is_taken_is_refused(more: str, new: str, said: str) -> None:
    files = {
        CELLS: f"{HEAD}---\nText.\n".encode(),
        OTHER: f"{OTHER_HEAD}{more}---\nText.\n".encode(),
    }

    with pytest.raises(ConfigError, match=said):
        moved(files, new)


def test_what_cannot_be_edited_safely_is_refused() -> None:
    body = "[a](../knowledge/2025-06-01-cells\\.md)\n"
    files = {
        CELLS: f"{HEAD}---\nText.\n".encode(),
        OTHER: f"{OTHER_HEAD}---\n{body}".encode(),
    }

    with pytest.raises(ConfigError, match=r"other\.md is written in a way that cannot be edited"):
        moved(files, "anode")
