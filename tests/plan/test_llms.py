"""llms.txt: what it lists, and that nothing in it is read as something else."""

from __future__ import annotations

from collections.abc import Callable

from autoblog.model import Post, Site
from autoblog.plan.llms import plan_llms
from autoblog.report import Show

MakePost = Callable[..., Post]
MakeSite = Callable[..., Site]


def text_of(site: Site) -> str:
    (asset,) = plan_llms(site)
    assert asset.output_path == "llms.txt"
    return (asset.data or b"").decode()


def test_it_lists_the_posts_of_each_section_that_has_some(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", title="A & B", summary="About\nit.", date="2025-06-01"),
        make_post("knowledge/b", title="Ü", summary="More.", date="2025-06-02"),
        has_llms=True,
    )

    assert text_of(site) == (
        "# Journal\n\n## Knowledge\n\n"
        "- [Ü](https://test.example/knowledge/b/): More.\n"
        "- [A & B](https://test.example/knowledge/a/): About it.\n"
    )


def test_no_text_of_an_author_ends_a_link_or_begins_html(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(make_post("knowledge/a", title="[x](y) <b>", summary="S"), has_llms=True)

    assert r"- [\[x\](y) \<b\>](https://test.example/knowledge/a/): S" in text_of(site)


def test_what_is_not_published_or_not_for_search_engines_never_appears(
    make_post: MakePost, make_site: MakeSite
) -> None:
    site = make_site(
        make_post("knowledge/a", is_draft=True),
        make_post("knowledge/b", date="2030-01-01"),
        make_post("knowledge/c", has_noindex=True),
        show=Show(drafts=True, scheduled=True),
        has_llms=True,
    )

    assert text_of(site) == "# Journal\n"


def test_a_site_that_does_not_ask_has_none(make_post: MakePost, make_site: MakeSite) -> None:
    assert list(plan_llms(make_site(make_post("knowledge/a")))) == []
