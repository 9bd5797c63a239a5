"""Links of posts: what leads nowhere is told, with the place and what was meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from autoblog.digest import Digest
from autoblog.model import Image, Post, Site, Unread
from autoblog.parts import LeadImage, Reference
from autoblog.plan.links import find_broken_links
from autoblog.plan.site import PLANNERS, plan
from autoblog.problems import Place, Problem, Severity

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]

PLACE = Place(9, 5)
IMAGE = Image("content/images/cell.svg", Digest("0"), "/images/cell.0.svg", 4, 3)


def others(make_post: MakePost) -> list[Post]:
    return [
        make_post("knowledge/2025-06-01-cells", slug="cells", permalink="/knowledge/cells/",
                  anchors=("anode", "cathode")),
        make_post("company-blog/yard"),
        make_post("knowledge/later", date="2027-01-01"),
        make_post("knowledge/draft", is_draft=True),
        make_post("pages/about"),
    ]  # fmt: skip


def problems_of(
    reference: Reference, make_post: MakePost, make_site: MakeSite, **fields: object
) -> list[Problem]:
    """Judge a post that holds one reference, in a site of some others."""
    posts = [
        make_post("knowledge/a", keywords=("sedan",), references=(reference,), **fields),
        *others(make_post),
    ]
    site = make_site(
        *posts,
        images={IMAGE.source_path: IMAGE},
        downloads={"content/files/list.pdf": Digest("1"), "content/images/unused.png": Digest("2")},
        min_posts=1,
    )
    return list(find_broken_links(site, plan(site, PLANNERS), posts))


@pytest.mark.parametrize(
    "target",
    [
        "content/knowledge/2025-06-01-cells.md",
        "content/knowledge/2025-06-01-cells.md#anode",
        "content/pages/about.md",
        "content/images/cell.svg",
        "content/files/list.pdf",
        "/",
        "/knowledge/cells/",
        "/knowledge/cells/#cathode",
        "/knowledge/",
        "/knowledge",
        "/keywords/sedan/",
        "/archive/2025/?page=2",
        "/feed.xml",
        "/keywords/%73edan/",
    ],
)
def test_a_link_that_leads_somewhere_is_no_problem(
    target: str, make_post: MakePost, make_site: MakeSite
) -> None:
    assert problems_of(Reference(target, PLACE), make_post, make_site) == []


@pytest.mark.parametrize(
    ("target", "code", "message", "hint"),
    [
        pytest.param(
            "content/knowledge/celsl.md", "broken-link",
            'there is no file "content/knowledge/celsl.md"',
            'did you mean "2025-06-01-cells.md"?', id="misspelt",
        ),
        pytest.param(
            "content/knowledge/yard.md", "broken-link",
            'there is no file "content/knowledge/yard.md"',
            'did you mean "../company-blog/yard.md"?', id="in another folder",
        ),
        pytest.param(
            "content/knowledge/zzz.md", "broken-link",
            'there is no file "content/knowledge/zzz.md"', "mend the link", id="like none",
        ),
        pytest.param(
            "content/knowledge/2025-06-01-cells.md#anod", "unknown-anchor",
            'content/knowledge/2025-06-01-cells.md has no anchor "anod"',
            'did you mean "#anode"?', id="anchor",
        ),
        pytest.param(
            "/knowledge/cells/#zzz", "unknown-anchor",
            'content/knowledge/2025-06-01-cells.md has no anchor "zzz"',
            "mend the link, or add the heading", id="anchor of an address",
        ),
        pytest.param(
            "/knowledge/cell/", "broken-link", 'this site has no page "/knowledge/cell/"',
            'did you mean "/knowledge/cells/"?', id="address",
        ),
        pytest.param(
            "/images/cell.svg", "broken-link", 'this site has no page "/images/cell.svg"',
            "mend the link", id="a picture by a made-up address",
        ),
    ],
)  # fmt: skip
def test_a_link_that_leads_nowhere_is_a_problem_at_its_place(
    target: str, code: str, message: str, hint: str, make_post: MakePost, make_site: MakeSite
) -> None:
    problems = problems_of(Reference(target, PLACE), make_post, make_site)

    assert problems == [Problem(code, "content/knowledge/a.md", message, 9, 5, hint)]


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("content/images/cel.svg", 'did you mean "../images/cell.svg"?'),
        ("content/images/unusd.png", 'did you mean "../images/unused.png"?'),
        ("content/images/zzz.svg", "add the file"),
    ],
    ids=["misspelt", "one that nobody shows yet", "like none"],
)
def test_a_missing_picture_is_a_problem_in_text_and_front_matter_alike(
    target: str, hint: str, make_post: MakePost, make_site: MakeSite
) -> None:
    in_text = problems_of(Reference(target, PLACE, is_image=True), make_post, make_site)
    fine = Reference("/", PLACE)
    lead = problems_of(fine, make_post, make_site, image=LeadImage(target, "", PLACE))

    message = f'there is no picture "{target}"'
    expected = Problem("missing-image", "content/knowledge/a.md", message, 9, 5, hint)
    assert in_text == lead == [expected]


def test_a_picture_that_is_there_but_cannot_be_shown_is_told_by_who_read_it(
    make_post: MakePost, make_site: MakeSite
) -> None:
    broken = Reference("content/images/unused.png", PLACE, is_image=True)

    assert problems_of(broken, make_post, make_site) == []


@pytest.mark.parametrize(
    ("name", "status"), [("later", "scheduled"), ("draft", "draft")], ids=["scheduled", "draft"]
)
def test_a_link_to_what_is_held_back_is_a_warning(
    name: str, status: str, make_post: MakePost, make_site: MakeSite
) -> None:
    reference = Reference(f"content/knowledge/{name}.md", PLACE)

    (problem,) = problems_of(reference, make_post, make_site)

    assert (problem.code, problem.severity) == ("link-held-back", Severity.WARNING)
    assert f"content/knowledge/{name}.md is not published ({status})" in problem.message


def test_links_among_posts_that_are_held_back_are_judged_but_need_no_warning(
    make_post: MakePost, make_site: MakeSite
) -> None:
    """A scheduled post must not break the build on the day that it falls due."""
    later = {"date": "2027-01-01"}
    to_draft = Reference("content/knowledge/draft.md", PLACE)
    to_none = Reference("content/knowledge/zzz.md", PLACE)

    assert problems_of(to_draft, make_post, make_site, **later) == []
    assert [p.code for p in problems_of(to_none, make_post, make_site, **later)] == ["broken-link"]


def test_all_broken_links_of_a_post_are_told_in_their_order(
    make_post: MakePost, make_site: MakeSite
) -> None:
    places = [Place(8, 3), Place(8, 30), Place(12, 1)]
    post = make_post(references=tuple(Reference("/zzz/", place) for place in places))
    site = make_site(post)

    problems = find_broken_links(site, plan(site, PLANNERS), [post, replace(post, references=())])

    assert [(problem.line, problem.column) for problem in problems] == [(8, 3), (8, 30), (12, 1)]


def test_links_of_a_source_that_gave_no_post_are_told_as_well(make_site: MakeSite) -> None:
    references = (Reference("/knowledge/", PLACE), Reference("/zzz/", PLACE))
    unread = Unread("content/knowledge/broken.md", "broken", references)
    site = make_site()

    (problem,) = find_broken_links(site, plan(site, PLANNERS), [], [unread])

    assert (problem.path, problem.line) == ("content/knowledge/broken.md", 9)
    assert problem.message == 'this site has no page "/zzz/"'


def test_a_link_to_where_a_broken_post_will_be_is_none(
    make_post: MakePost, make_site: MakeSite
) -> None:
    targets = ("/knowledge/broken/", "/knowledge/broken/#part", "/knowledge/other/")
    post = make_post(references=tuple(Reference(target, PLACE) for target in targets))
    site = make_site(post)
    unread = Unread("content/knowledge/2025-06-01-broken.md", "broken", ())

    problems = find_broken_links(site, plan(site, PLANNERS), [post], [unread])

    assert [problem.message for problem in problems] == [
        'this site has no page "/knowledge/other/"'
    ]
