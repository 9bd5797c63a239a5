"""Published addresses: kept, led on, declared gone, or reported with who took their place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autoblog.model import Page, Post, Site, Unread
from autoblog.parts import Alias, LedgerLine
from autoblog.plan.contexts import GoneContext, RedirectContext
from autoblog.plan.ledger import addresses, find_vanished, gone_urls, leads_to, plan_ledger
from autoblog.plan.site import PLANNERS, plan
from autoblog.problems import Place, Problem, Severity
from autoblog.read.ledger import parse_ledger

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def ledger(text: str) -> tuple[LedgerLine, ...]:
    lines, problems = parse_ledger(text)
    assert problems == ()
    return lines


def alias(url: str) -> Alias:
    return Alias(url, Place(6, 11))


def vanished(site: Site, *posts: Post, unread: tuple[Unread, ...] = ()) -> tuple[Problem, ...]:
    files = {item.output_path for item in plan(site, PLANNERS)}
    return find_vanished(site, files, posts, unread)


def test_a_site_keeps_the_addresses_of_posts_pages_aliases_sections_keywords_and_authors(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", keywords=("sedan",), aliases=(alias("/old/"),), author="Lin"),
        make_post("pages/about"),
        make_post("knowledge/b", is_draft=True),
        min_posts=1,
    )

    assert addresses(site) == {
        "/about/": "content/pages/about.md",
        "/authors/lin/": "content/",
        "/company-blog/": "site.yaml",
        "/industry-blog/": "site.yaml",
        "/keywords/sedan/": "content/",
        "/knowledge/": "site.yaml",
        "/knowledge/a/": "content/knowledge/a.md",
        "/old/": "content/knowledge/a.md",
    }


def test_moves_are_led_to_their_end_in_one_step(make_post: MakePost, make_site: MakeSite) -> None:
    site = make_site(
        make_post("knowledge/a", aliases=(alias("/c/"),)),
        ledger=ledger("/x/ moved: /y/\n/y/ moved: /c/\n/p/ moved: /q/\n/q/ moved: /p/\n"),
    )

    pages = list(plan_ledger(site))

    assert leads_to(site) == {"/x/": "/knowledge/a/", "/y/": "/knowledge/a/"}
    assert pages == [
        Page(path, "redirect.html", RedirectContext("A", "/knowledge/a/"))
        for path in ("x/index.html", "y/index.html")
    ]


def test_what_is_declared_gone_has_a_page_that_says_so(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post("knowledge/a"), ledger=ledger("/away/ gone:\n/knowledge/a/ gone:\n"))

    (page,) = plan_ledger(site)

    assert gone_urls(site) == ("/away/",)  # the other one is there again
    assert (page.output_path, page.template) == ("away/index.html", "gone.html")
    assert isinstance(page.context, GoneContext)
    assert page.context.page.has_noindex


def test_an_expired_post_that_was_published_is_gone_without_a_word(
    make_post: MakePost, make_site: MakeSite
) -> None:
    post = make_post("knowledge/a", expires_at=make_post(date="2025-07-01").published_at)
    site = make_site(post, ledger=ledger("/knowledge/a/ content/knowledge/a.md\n"))

    assert gone_urls(site) == ("/knowledge/a/",)
    assert vanished(site, post) == ()


def test_a_post_with_another_slug_is_told_which_alias_it_needs(
    make_post: MakePost, make_site: MakeSite
) -> None:
    post = make_post("knowledge/a", permalink="/knowledge/b/")
    site = make_site(post, ledger=ledger("/knowledge/a/ content/knowledge/a.md\n"))

    (problem,) = vanished(site, post)

    assert (problem.code, problem.path, problem.line) == (
        "address-vanishes", "content/knowledge/a.md", 2,
    )  # fmt: skip
    assert problem.message == 'it was published at "/knowledge/a/" and is at "/knowledge/b/" now'
    assert problem.hint == (
        "add a line `aliases: [/knowledge/a/]` to its front matter,"
        " or write `gone:` behind the address in permalinks.txt"
    )


@pytest.mark.parametrize(
    ("successor", "named"),
    [
        ("industry-blog/cells", "content/industry-blog/cells.md"),
        ("knowledge/cell", "content/knowledge/cell.md"),
        ("knowledge/tyres", None),
    ],
    ids=["same slug elsewhere", "a slug much like it", "nothing alike"],
)
def test_the_post_that_most_probably_took_the_place_is_named(
    make_post: MakePost, make_site: MakeSite, successor: str, named: str | None
) -> None:
    post = make_post(successor, aliases=(alias("/x/"),))
    site = make_site(post, ledger=ledger("/knowledge/cells/ content/knowledge/cells.md\n"))

    (problem,) = vanished(site, post)

    assert (problem.path, problem.line) == ("permalinks.txt", 1)
    if named:
        assert problem.hint.startswith(
            f"{named} seems to be that article; add /knowledge/cells/ to its `aliases`"
        )
    else:
        assert problem.hint.startswith("add it to the `aliases` of the post that took its place")


def test_a_published_post_may_not_become_a_draft_in_silence(
    make_post: MakePost, make_site: MakeSite
) -> None:
    post = make_post("knowledge/a", is_draft=True)
    site = make_site(post, ledger=ledger("/knowledge/a/ content/knowledge/a.md\n"))

    (problem,) = vanished(site, post)

    assert problem.code == "address-vanishes"
    assert problem.hint.startswith("remove `draft`, or write `gone:`")


def test_a_post_that_waits_again_is_a_warning(make_post: MakePost, make_site: MakeSite) -> None:
    post = make_post("knowledge/a", date="2027-01-01")
    site = make_site(post, ledger=ledger("/knowledge/a/ content/knowledge/a.md\n"))

    (problem,) = vanished(site, post)

    assert (problem.code, problem.severity) == ("address-waits", Severity.WARNING)


def test_a_keyword_with_a_page_of_old_keeps_it_for_one_post(
    make_post: MakePost, make_site: MakeSite
) -> None:
    post = make_post("knowledge/a", keywords=("sedan", "coupe"))

    site = make_site(post, ledger=ledger("/keywords/sedan/ content/\n"))

    assert [keyword.slug for keyword in site.keywords] == ["sedan"]


def test_a_keyword_that_no_post_has_must_lead_somewhere(
    make_post: MakePost, make_site: MakeSite
) -> None:
    posts = [make_post(f"knowledge/{name}", keywords=("sedans",)) for name in "ab"]
    site = make_site(*posts, ledger=ledger("/keywords/sedan/ content/\n/trucks/ site.yaml\n"))

    of_keyword, of_section = vanished(site, *posts)

    assert of_keyword.hint.startswith("write `moved: /keywords/sedans/` behind it here")
    assert of_section.hint.startswith("write `moved:` and the section's new address")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("/a/ moved: /a/\n", '"/a/" leads back to itself'),
        ("/a/ moved: /nowhere/\n", '"/a/" leads to "/nowhere/", where there is no page'),
    ],
    ids=["a circle", "no page"],
)
def test_a_move_must_lead_to_a_page(make_site: MakeSite, text: str, message: str) -> None:
    site = make_site(ledger=ledger(text))

    assert [(p.code, p.line, p.message) for p in vanished(site)] == [("ledger-move", 1, message)]


def test_nothing_is_said_of_what_could_not_be_read(make_site: MakeSite) -> None:
    lines = ledger("/knowledge/a/ content/knowledge/a.md\n/keywords/sedan/ content/\n")
    unread = Unread("content/knowledge/a.md", "a", ())

    assert vanished(make_site(ledger=lines), unread=(unread,)) == ()


@pytest.mark.parametrize(
    ("author", "target"),
    [("Lin Yao", "/authors/lin-yao/"), ("Somebody Else", "/authors/"), (None, "/")],
)
def test_an_author_that_no_post_has_must_lead_somewhere(
    author: str | None, target: str, make_post: MakePost, make_site: MakeSite
) -> None:
    post = make_post("knowledge/a", author=author)

    (problem,) = vanished(make_site(post, ledger=ledger("/authors/lin-yo/ content/\n")), post)

    assert problem.hint.startswith(f"write `moved: {target}` behind it here")


def test_no_move_leads_readers_away_from_a_page(make_post: MakePost, make_site: MakeSite) -> None:
    site = make_site(
        make_post("knowledge/a"), make_post("knowledge/b"),
        ledger=ledger("/knowledge/a/ moved: /knowledge/b/\n/old/ moved: /knowledge/a/\n"),
    )  # fmt: skip

    (problem,) = vanished(site)

    assert (problem.code, problem.line) == ("ledger-move", 1)
    assert leads_to(site) == {"/old/": "/knowledge/a/"}


def test_a_post_of_that_day_is_named_where_its_slug_says_nothing(
    make_post: MakePost, make_site: MakeSite
) -> None:
    path = "content/knowledge/2026-01-12-{}.md"
    post = make_post("knowledge/codes", source_path=path.format("codes"))
    site = make_site(post, ledger=ledger(f"/knowledge/tyres/ {path.format('tyres')}\n"))

    (problem,) = vanished(site, post)

    assert problem.hint.startswith(f"{path.format('codes')} seems to be that article; add a line")
