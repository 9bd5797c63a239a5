"""`autoblog import page`: the archive's saved pages, as text and as HTML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autoblog.importers.page import STUB_BODY, read_pages
from autoblog.problems import Problem

Outcome = tuple[int, str, str]
Bring = Callable[..., Outcome]
Content = Callable[[], dict[str, bytes]]
Checked = Callable[[], tuple[int, str]]
SECTIONS = {"knowledge": "knowledge", "industry blog": "industry-blog"}
TITLE = """Coupes vs. Sedans: Which "Car Style" (Really) Suits Your Family's Lifestyle?"""
PAGE = f"""{TITLE}
Category: Knowledge
Time: 2025-12-25
Summay: Two doors or four: the smaller question.

Park a coupe beside the sedan.
Challenge 1: The *stars* & [brackets](x)
1. Not a list
# Not a heading
Keywords: coupe, sedan, buying guide
Related Information
Industry Blog
-
Lessons: What's "Next" (Really)?
Time:2025-12-18
-
Lessons: What's "Next" (Really)?
Time:2024-12-18
Company Blog
Knowledge
-
{TITLE}
Time:2025-12-25
-
Knowledge
Time:2025-01-01
"""
HTML = f"""<!doctype html>
<html><head><title>x</title><style>p {{}}</style></head><body>
<nav><a href="/">Home</a></nav>
<h1>{TITLE}</h1>
<div><span>Category: Knowledge</span><br><span>Time: 2025-12-25</span></div>
<p>Summary: Two doors or four: the smaller question.</p>
<p>Park a <b>coupe</b> beside the <a href="https://example.com/a_b">sedan</a>.</p>
<h2>Doors</h2>
<ul><li>two</li><li>four</li></ul>
<script>alert(1)</script>
<p>Challenge 1: The *stars*</p>
<p>Keywords: coupe, sedan</p>
<h2>Related Information</h2>
<h3>Industry Blog</h3>
<ul><li><a href="/x">Lessons</a><span>Time:2025-12-18</span></li></ul>
<h3>Company Blog</h3>
</body></html>
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


def test_a_page_becomes_a_post_that_passes_the_check(
    page: Path, bring: Bring, content: Content, checked: Checked
) -> None:
    status, out, err = bring("page", page)

    name = "2025-12-25-coupes-vs-sedans-which-car-style-really-suits-your-family-s-lifestyle.md"
    assert (status, err) == (0, "")
    assert out == f"written: content/knowledge/{name}\n1 post imported\n"
    quoted = TITLE.replace('"', '\\"')
    assert content()[f"knowledge/{name}"].decode() == (
        f'---\ntitle: "{quoted}"\n'
        "category: Knowledge\ndate: 2025-12-25\n"
        'summary: "Two doors or four: the smaller question."\n'
        "keywords: [coupe, sedan, buying guide]\n---\n\n"
        "Park a coupe beside the sedan.\n\n"
        "Challenge 1: The \\*stars\\* & \\[brackets](x)\n\n"
        "1\\. Not a list\n\n\\# Not a heading\n"
    )
    assert checked()[0] == 0


def test_titles_under_related_information_become_drafts(
    page: Path, bring: Bring, content: Content, checked: Checked
) -> None:
    assert bring("page", page, "--stubs")[0] == 0

    found = content()
    stem = "lessons-what-s-next-really"
    assert [*found] == [
        f"industry-blog/2024-12-18-{stem}-2.md",
        f"industry-blog/2025-12-18-{stem}.md",
        "knowledge/2025-01-01-knowledge.md",
        "knowledge/2025-12-25-coupes-vs-sedans-which-car-style-really-suits-your-family-s-lifestyle.md",
    ]
    stub = found[f"industry-blog/2025-12-18-{stem}.md"].decode()
    assert 'title: "Lessons: What\'s \\"Next\\" (Really)?"' in stub
    assert "draft: true" in stub
    assert stub.endswith(f"---\n\n{STUB_BODY}\n")
    assert checked()[0] == 0


def test_a_second_run_changes_nothing(page: Path, bring: Bring, content: Content) -> None:
    bring("page", page, "--stubs")
    before = content()

    status, out, _ = bring("page", page, page, "--stubs")

    assert (status, out.splitlines()[-1]) == (0, "0 posts imported, 4 there already")
    assert content() == before


def test_a_dry_run_writes_nothing(page: Path, bring: Bring, content: Content) -> None:
    status, out, _ = bring("page", page, "--stubs", "--dry-run")

    assert (status, out.splitlines()[-1]) == (0, "4 posts to come")
    assert content() == {}


def test_a_page_in_html_keeps_its_headings_lists_and_links(
    tmp_path: Path, bring: Bring, content: Content, checked: Checked
) -> None:
    (tmp_path / "page.html").write_text(HTML, "utf-8")

    status, _, err = bring("page", tmp_path / "page.html", "--stubs")

    assert status == 0
    assert f"{tmp_path}/page.html:10:1: warning: import-html: <script>" in err
    name, stub = sorted(content(), reverse=True)
    text = content()[name].decode()
    assert text.partition("---\n\n")[2] == (
        "Park a **coupe** beside the [sedan](https://example.com/a_b).\n\n"
        "## Doors\n\n- two\n- four\n\nChallenge 1: The \\*stars\\*\n"
    )
    assert 'summary: "Two doors or four: the smaller question."' in text
    assert stub == "industry-blog/2025-12-18-lessons.md"
    assert checked()[0] == 0


def test_a_stub_that_was_written_meanwhile_is_left_alone(
    page: Path, bring: Bring, content: Content, site: Path
) -> None:
    bring("page", page, "--stubs")
    path = site / "content/industry-blog/2025-12-18-lessons-what-s-next-really.md"
    path.write_text(path.read_text("utf-8").replace("draft: true\n", ""), "utf-8")
    before = content()

    bring("page", page, "--stubs")

    assert content() == before


def test_an_empty_draft_in_the_place_of_a_page_is_said(
    page: Path, tmp_path: Path, bring: Bring
) -> None:
    bring("page", page, "--stubs")
    (tmp_path / "b.txt").write_text(
        "Knowledge\nCategory: Knowledge\nTime: 2025-01-01\nSummary: s\nBody.\n", "utf-8"
    )

    status, out, err = bring("page", tmp_path / "b.txt")

    assert status == 0
    assert "import-there: not imported: content/knowledge/2025-01-01-knowledge.md" in err
    assert out.endswith("0 posts imported, 1 there already\n")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1: import-unreadable: it is no saved page"),
        ("A title\nand text\n", "1:1: import-unreadable: it is no saved page"),
        ("T\nCategory: Knowledge\nSummary: s\n", "no line \"Time: YYYY-MM-DD\""),
        ("T\nCategory: Knowledge\nTime: 25.12.2025\n", "3:1: import-unreadable: \"25.12.2025\""),
        ("T\nCategory: Nowhere\nTime: 2025-12-25\n", "2:1: import-section: this site has no"),
        ("Category: Knowledge\nTime: 2025-12-25\n", "no title stands above"),
        (b"\xff\xfe", "not-utf-8"),
    ],
)  # fmt: skip
def test_what_is_no_page_is_a_problem_and_the_others_come(
    text: str | bytes, message: str, page: Path, tmp_path: Path, bring: Bring, content: Content
) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(text if isinstance(text, bytes) else text.encode())

    status, out, err = bring("page", bad, page)

    assert status == 1
    assert f"{bad}:" in err
    assert message in err
    assert out.endswith("1 post imported\n")
    assert len(content()) == 1


def test_a_category_can_be_mapped(tmp_path: Path, bring: Bring, content: Content) -> None:
    path = tmp_path / "a.txt"
    path.write_text("T\nCategory: News = Views\nTime: 2025-12-25\nSummary: s\nB.\n", "utf-8")

    status, _, _ = bring("page", path, "--map", "News = Views=Company Blog")

    assert status == 0
    assert [*content()] == ["company-blog/2025-12-25-t.md"]


@pytest.mark.parametrize("pair", ["News", "=knowledge", "News=nowhere"])
def test_a_map_that_says_nothing_is_refused(pair: str, page: Path, bring: Bring) -> None:
    status, _, err = bring("page", page, "--map", pair)

    assert status == 2
    assert "autoblog:" in err


def test_lines_that_belong_nowhere_are_told() -> None:
    text = PAGE.replace("Related Information", "Share this\nRelated Information") + "(c) 2025\n"

    export = read_pages(
        [("a.txt", text.encode())], SECTIONS, limit_kib=100, has_stubs=True
    )  # fmt: skip

    found = {(problem.line, problem.code) for problem in export.problems}
    last = len(text.splitlines())
    assert (11, "import-left") in found
    assert (last, "import-left") in found


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ("a, b c,d", ("a", "b c", "d")),
        ("a、b，c", ("a", "b", "c")),
        ("a; b", ("a", "b")),
        ("", ()),
    ],
)
def test_keywords_are_told_apart(keywords: str, words: tuple[str, ...]) -> None:
    text = PAGE.replace("coupe, sedan, buying guide", keywords)

    export = read_pages([("a.txt", text.encode())], SECTIONS, limit_kib=100, has_stubs=False)

    assert export.entries[0].keywords == words


LINES = st.sampled_from(
    ["T", "Category: Knowledge", "Time: 2025-12-25", "Summay: s", "Keywords: a", "-", "Knowledge",
     "Related Information", "Time:2025-12-18", "Time:x", "Text.", "", "\x00", "<p>", "<html>"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(LINES, max_size=14).map("\n".join) | st.text(max_size=60))
def test_whatever_a_file_holds_there_is_an_entry_or_a_problem(text: str) -> None:
    data = text.encode("utf-8", "replace")

    export = read_pages([("a.txt", data)], SECTIONS, limit_kib=100, has_stubs=True)

    assert export.entries or any(isinstance(one, Problem) for one in export.problems)
