"""`autoblog audit`: a built site is broken in each way, and each is found where it belongs."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from autoblog.build import Request, build
from autoblog.build_site import Survey, survey
from autoblog.cache import Cache
from autoblog.checks.audit import audit
from autoblog.cli import main
from autoblog.config import Config
from autoblog.config_file import load_config
from autoblog.problems import Problem
from conftest import REPOSITORY, SITE_YAML, post_text

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CELLS = "content/knowledge/cells.md"
PAGE = "knowledge/cells/index.html"
TWIN = "knowledge/cells/index.md"
PLANT = "knowledge/plant/index.html"
WORDS = "Nobody outside may read about the purple gearbox."


def picture(colour: str) -> bytes:
    data = BytesIO()
    Image.new("RGB", (4, 3), colour).save(data, "PNG")
    return data.getvalue()


FILES: dict[str, str | bytes] = {
    "content/knowledge/cells.md": post_text(
        "Cells", more="aliases: [/old-cells/]\nkeywords: [battery]\n",
        body="Intro.\n\nSee [plant](plant.md#the-line) and [archive](/archive/).\n\n"
             "![Car](../images/car.png)\n\n## Anode\n\nText.\n",
    ),
    "content/knowledge/plant.md": post_text(
        "Plant", more="keywords: [battery]\n",
        body="## The line\n\nA [secret](secret.md), `[x](/no/)`.\n\n```\n[x](/no/)\n```\n",
    ),
    "content/knowledge/secret.md": post_text(
        "The Purple Gearbox", body=f"{WORDS}\n\n![S](../images/secret.png)\n",
        more="draft: true\naliases: [/veiled-address/]\n",
    ),
    "content/knowledge/later.md": post_text("Coming in the Spring", date="2031-01-01"),
    "content/knowledge/past.md": post_text(
        "An Offer of Yesterday", date="2025-01-01", more="expires: 2025-02-01\n"
    ),
    "content/images/car.png": picture("red"),
    "content/images/secret.png": picture("blue"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Built:
    """A site, what is known of it, and its output folder."""

    root: Path
    config: Config
    seen: Survey

    @property
    def output(self) -> Path:
        return self.root / "public"

    def found(self, output: Path) -> list[Problem]:
        problems = audit(self.root, output, self.config, self.seen)
        # The theme's structured data names the search page, which a site may not have.
        return [one for one in problems if "/search/" not in one.message]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the site once; tests break copies of its output."""
    root = tmp_path_factory.mktemp("audit") / "site"
    for name in ("templates", "static"):
        shutil.copytree(REPOSITORY / name, root / name)
    llms = "llms: {enabled: true, markdown: true}\n"
    (root / "site.yaml").write_text(SITE_YAML + llms, "utf-8")
    for path, content in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    config = load_config(root)
    request = Request(root=root, output=root / "public", home=root / "home", now=NOW)
    cache = Cache(root / ".autoblog" / "cache.sqlite")
    try:
        build(request, cache)
        seen = survey(request, cache)
    finally:
        cache.close()
    return Built(root, config, seen)


@pytest.fixture
def tree(built: Built, tmp_path: Path) -> Path:
    """Copy the output, to be broken."""
    return Path(shutil.copytree(built.output, tmp_path / "public"))


def change(tree: Path, path: str, old: str, new: str) -> None:
    text = (tree / path).read_text("utf-8")
    changed = re.sub(old, new, text)
    assert changed != text, path
    (tree / path).write_text(changed, "utf-8")


def test_a_good_build_has_no_finding(built: Built) -> None:
    assert built.found(built.output) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "code", "where"),
    [
        (PAGE, 'href="/archive/"', 'href="/archives/"', "audit-link", PAGE),
        (PAGE, r"/knowledge/plant/#the-line", "/knowledge/plant/#the-lime", "audit-anchor", PAGE),
        (PLANT, 'id="the-line"', 'id="line"', "audit-anchor", f"{CELLS}:12:13"),
        (PAGE, r'rel="canonical" href="[^"]*"', 'rel="canonical" href="/x/"', "audit-link", PAGE),
        (PAGE, r'src="(/images/car)', r'src="/x\1', "audit-link", PAGE),
        (PAGE, r'srcset="(/images/car)', r'srcset="/x\1', "audit-link", PAGE),
        (PAGE, r'property="og:image" content="[^"]*"',
         'property="og:image" content="https://test.example/x.png"', "audit-link", PAGE),
        (PAGE, r'("url": ?"https://test.example/)knowledge', r"\1nowhere", "audit-link", PAGE),
        (PAGE, r"(application/ld\+json[^>]*>)\s*\{", r"\1 {{", "audit-unreadable", PAGE),
        (PAGE, "<article", '<a href="http://[::1">x</a><article', "audit-link", PAGE),
        (PAGE, "<article", '<img src="pic.png"><article', "audit-link", PAGE),
        ("feed.json", "knowledge/cells/", "knowledge/sells/", "audit-link", "feed.json"),
        ("sitemap.xml", "knowledge/cells/", "knowledge/sells/", "audit-link", "sitemap.xml"),
        ("llms.txt", "knowledge/cells/", "knowledge/sells/", "audit-link", "llms.txt"),
        (TWIN, r"/knowledge/plant/#the-line", "/knowledge/plan/", "audit-link", TWIN),
        (TWIN, r"/knowledge/plant/#the-line", "/knowledge/plant/#a", "audit-anchor", TWIN),
        (TWIN, r"<https://test.example/knowledge", "<https://test.example/no", "audit-link", TWIN),
        ("robots.txt", "sitemap.xml", "sitemaps.xml", "audit-link", "robots.txt"),
        ("old-cells/index.html", r"/knowledge/cells/", "/knowledge/sells/", "audit-link", "old-"),
        ("sitemap.xml", "</urlset>|</sitemapindex>", "", "audit-unreadable", "sitemap.xml"),
        ("feed.json", r"\{", "", "audit-unreadable", "feed.json"),
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_is_found(
    built: Built, tree: Path, path: str, old: str, new: str, code: str, where: str
) -> None:
    change(tree, path, old, new)

    found = built.found(tree)

    places = [f"{one.path}:{one.line}:{one.column}" for one in found if one.code == code]
    assert any(where in place for place in places), found


@pytest.mark.parametrize("feed", ["*.xml", "**/*.json"])
def test_each_kind_of_feed_is_looked_through(built: Built, tree: Path, feed: str) -> None:
    feeds = [path for path in tree.glob(feed) if b"knowledge/cells/" in path.read_bytes()]
    for path in feeds:
        name = path.relative_to(tree).as_posix()
        change(tree, name, "https://test.example/knowledge/cells/", "https://test.example/x/")

    found = built.found(tree)

    assert feeds
    messages = " ".join(f"{one.path} {one.message}" for one in found)
    assert all(path.relative_to(tree).as_posix() in messages or "other file" in messages
               for path in feeds)  # fmt: skip


def test_a_page_that_is_gone_is_blamed_on_the_line_that_links_to_it(
    built: Built, tree: Path
) -> None:
    (tree / PLANT).unlink()

    found = built.found(tree)

    assert {(one.path, one.line) for one in found if one.code == "audit-link"} >= {(CELLS, 12)}
    assert any(one.code == "audit-missing" and one.path.endswith(PLANT) for one in found)


def test_a_picture_that_is_gone_is_blamed_on_the_line_that_shows_it(
    built: Built, tree: Path
) -> None:
    for path in (tree / "images").glob("car.*"):
        path.unlink()

    found = built.found(tree)

    assert {(one.path, one.line) for one in found if one.code == "audit-link"} == {(CELLS, 14)}


def test_a_style_that_names_a_missing_file_is_found(built: Built, tree: Path) -> None:
    sheet = next((tree / "assets").rglob("*.css"))
    sheet.write_text(sheet.read_text("utf-8") + "\na{background:url(nothing.png)}", "utf-8")

    found = built.found(tree)

    assert [one.code for one in found] == ["audit-link"]
    assert "nothing.png" in found[0].message


def test_what_stands_on_all_pages_is_one_finding(built: Built, tree: Path) -> None:
    pages = [path for path in tree.rglob("*.html") if "</main>" in path.read_text("utf-8")]
    for path in pages:
        change(tree, path.relative_to(tree).as_posix(), "</main>", '<a href="/zz/">z</a></main>')

    found = built.found(tree)

    assert len(found) == 1
    assert f"(in {len(pages) - 1} other files)" in found[0].message


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        (PAGE, "</article>", "The Purple Gearbox</article>", "title of content/knowledge/secret"),
        (PAGE, "</article>", f"<b>{WORDS}</b></article>", "sentence of content/knowledge/secret"),
        (PAGE, "</article>", WORDS.replace("the", "<em>the</em>") + "</article>", "sentence of"),
        (PAGE, "<meta ", '<meta name="x" content="What The Purple Gearbox is about."><meta ',
         "summary of content/knowledge/secret"),
        (PAGE, "</article>", "/knowledge/secret/</article>", "address of content/knowledge/secret"),
        (PAGE, "</article>", "/veiled-address/</article>", "address of content/knowledge/secret"),
        ("sitemap.xml", "</loc>", "</loc><!-- /knowledge/later/ -->", "held back (scheduled)"),
        ("sitemap.xml", "</loc>", "</loc><!-- Coming in the Spring -->", "title of"),
        ("feed.json", '"title"', '"x": "An Offer of Yesterday", "title"', "held back (expired)"),
        ("feed.json", '"title"', r'"x": "The Purple \\u0047earbox", "title"', "title of"),
        ("robots.txt", "$", "# the purple gearbox", "title of"),
    ],
)  # fmt: skip
def test_what_is_held_back_must_not_be_seen(
    built: Built, tree: Path, path: str, old: str, new: str, words: str
) -> None:
    change(tree, path, old, new)

    found = [one for one in built.found(tree) if one.code == "audit-leak"]

    assert any(words in one.message and one.path.endswith(path) for one in found), found


def test_a_compressed_search_index_is_looked_into(built: Built, tree: Path) -> None:
    (tree / "search.pf_fragment").write_bytes(gzip.compress(b'x{"content":"' + WORDS.encode()))

    found = built.found(tree)

    assert {one.code for one in found} == {"audit-leak"}


def test_a_picture_that_only_a_draft_uses_is_found_under_any_name(built: Built, tree: Path) -> None:
    (tree / "other.bin").write_bytes(picture("blue"))

    found = built.found(tree)

    assert [one.code for one in found] == ["audit-leak"]
    assert "content/images/secret.png of content/knowledge/secret.md" in found[0].message


def test_a_page_of_an_earlier_build_is_found(built: Built, tree: Path) -> None:
    path = tree / "knowledge/gone/index.html"
    path.parent.mkdir()
    path.write_text("<p>x</p>", "utf-8")
    owned = tree / ".autoblog-files"
    owned.write_bytes(owned.read_bytes() + b"knowledge/gone/index.html\n")

    found = built.found(tree)

    assert [(one.code, one.path.endswith("knowledge/gone/index.html")) for one in found] == [
        ("audit-left", True)
    ]


def test_words_that_shown_posts_say_too_are_no_leak(built: Built, tree: Path) -> None:
    # The post's own text: "secret" is the link's text in plant.md, and the slug of the draft.
    change(tree, PAGE, "</article>", "A secret.</article>")

    assert built.found(tree) == []


def test_the_command_prints_findings_at_their_lines_and_fails(
    built: Built, tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(tree, PLANT, 'id="the-line"', 'id="line"')

    status, out = run(capsys, "audit", "--root", built.root, "--output", tree)

    assert status == 1
    assert f"{CELLS}:12:13: audit-anchor: the link" in out
    assert "  12 | See [plant](plant.md#the-line)" in out


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("json", '"code": "audit-anchor"'),
        ("sarif", '"ruleId": "audit-anchor"'),
        ("github", f"/{CELLS},title=audit-anchor,line=12,col=13::the link"),
    ],
)
def test_the_command_prints_findings_for_machines(
    built: Built, tree: Path, capsys: pytest.CaptureFixture[str], form: str, told: str
) -> None:
    change(tree, PLANT, 'id="the-line"', 'id="line"')

    status, out = run(capsys, "audit", "--root", built.root, "--output", tree, "--format", form)

    assert status == 1
    assert told in out
    assert form == "github" or json.loads(out)


def test_a_post_silences_what_an_audit_says_at_its_line(
    built: Built, tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "other"
    shutil.copytree(built.root, root, ignore=shutil.ignore_patterns(".autoblog", "public"))
    source = root / CELLS
    text = source.read_text("utf-8")
    source.write_text(text.replace("---\n", "---\nsilence: {audit-anchor: known}\n", 1), "utf-8")
    change(tree, PLANT, 'id="the-line"', 'id="line"')

    status, out = run(capsys, "audit", "--root", root, "--output", tree)
    _, log = run(capsys, "audit", "--root", root, "--output", tree, "--format", "sarif")
    _, advice = run(capsys, "check", "--root", root)

    assert (status, out) == (0, "no problems, 1 silenced\n")
    assert '"justification": "known"' in log
    assert "unused-silence" not in advice


def test_the_command_refuses_a_folder_that_was_not_built(
    built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _ = run(capsys, "audit", "--root", built.root, "--output", tmp_path)

    assert status == 2


def test_a_site_below_a_path_is_judged_by_it(
    built: Built, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = "https://test.example/blog/"
    options = ("--root", built.root, "--output", tmp_path / "out", "--base-url", base)
    assert run(capsys, "build", *options)[0] == 0

    _, before = run(capsys, "audit", *options)
    change(tmp_path / "out", PAGE, 'href="/blog/archive/"', 'href="/archive/"')
    status, out = run(capsys, "audit", *options)

    assert "leads out of the site" not in before
    assert status == 1
    assert 'the link "/archive/" leads out of the site' in out


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    with pytest.raises(SystemExit) as caught:
        main([str(argument) for argument in arguments])
    return int(caught.value.code or 0), capsys.readouterr().out
