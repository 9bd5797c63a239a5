"""Addresses that were published once: pages for those without a post, problems for those lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from autoblog.layout import LEDGER_FILE, SETTINGS_FILE
from autoblog.model import Page, Post, Site, Unread
from autoblog.parts import LedgerLine
from autoblog.plan.contexts import GoneContext, PageMeta, RedirectContext
from autoblog.plan.redirects import alias_output_path
from autoblog.plan.views import HOME
from autoblog.problems import Problem, Severity, nearest, problem_at, shown

_DATED = re.compile(r".*/\d{4}-\d{2}-\d{2}-(?=[^/]*$)")
KEYWORD = "content/"
"""What the address of a keyword or an author came from."""


def addresses(site: Site) -> Mapping[str, str]:
    """List the addresses that a site keeps for good: URL path -> what it comes from.

    They are those of posts, standalone pages, aliases, sections, keywords and authors. Later
    pages of a list, years and feeds are not: nobody decides on their addresses.
    """
    found = {section.permalink: SETTINGS_FILE for section in site.info.sections}
    found |= {keyword.permalink: KEYWORD for keyword in site.keywords}
    found |= {author.permalink: KEYWORD for author in site.authors}
    for post in (*site.posts, *site.pages):
        found |= {alias.url: post.source_path for alias in post.aliases}
    found |= {post.permalink: post.source_path for post in (*site.posts, *site.pages)}
    return found


def live_urls(site: Site) -> frozenset[str]:
    """List the addresses at which a page of the site itself stands."""
    found = {post.permalink for post in (*site.posts, *site.pages)}
    found |= {section.permalink for section in site.info.sections}
    found |= {keyword.permalink for keyword in site.keywords}
    return frozenset(found | {author.permalink for author in site.authors})


def leads_to(site: Site) -> Mapping[str, str]:
    """Say where each address of the ledger that moved leads in the end, in one step.

    URL path -> URL path. What leads in a circle is left out, and so is where a page stands.
    """
    live = live_urls(site)
    moves = {
        line.url: line.moved_to for line in site.ledger if line.moved_to and line.url not in live
    }
    aliases = {
        alias.url: post.permalink for post in (*site.posts, *site.pages) for alias in post.aliases
    }
    ends = {}
    for url in moves:
        seen, end = {url}, moves[url]
        while end in moves and end not in seen:
            seen.add(end)
            end = moves[end]
        if end not in seen:
            ends[url] = aliases.get(end, end)
    return ends


def gone_urls(site: Site) -> tuple[str, ...]:
    """List the addresses that are gone: declared so, or of a post that expired. Sorted."""
    expired = {held.source_path for held in site.held_back if held.status == "expired"}
    taken = {alias_output_path(url) for url in addresses(site)}
    return tuple(
        line.url
        for line in site.ledger
        if alias_output_path(line.url) not in taken
        and (line.source in expired if line.source else line.moved_to is None)
    )


def plan_ledger(site: Site) -> Iterator[Page]:
    """Plan a page at each address of the ledger that moved or is gone."""
    taken = {alias_output_path(url) for url in addresses(site)}
    titles = {post.permalink: post.title for post in (*site.posts, *site.pages)}
    for url, target in leads_to(site).items():
        if alias_output_path(url) not in taken:
            context = RedirectContext(titles.get(target, site.info.title), target)
            yield Page(alias_output_path(url), "redirect.html", context)
    for url in gone_urls(site):
        meta = PageMeta(
            kind="gone", title="This page is gone", summary="", permalink=url, crumbs=(HOME,),
            feeds=(), has_noindex=True, section=None,
        )  # fmt: skip
        yield Page(alias_output_path(url), "gone.html", GoneContext(meta))


def find_vanished(
    site: Site,
    files: Collection[str],
    posts: Sequence[Post],
    unread: Sequence[Unread] = (),
) -> tuple[Problem, ...]:
    """Report each address of the ledger at which a reader would meet nothing.

    files: the output paths of all that is planned.
    posts: all that could be read, those held back included.
    unread: sources without a post, which have problems of their own; nothing is said of what they
    may still turn out to serve.
    """
    if not site.ledger:
        return ()
    ends, search = leads_to(site), _Search(site, posts)
    problems = [search.problem_of(line) for line in lost_lines(site, files, unread)]
    live = live_urls(site)
    fleeting = {keyword.permalink for keyword in site.keywords}
    fleeting |= {author.permalink for author in site.authors}
    for line in site.ledger:
        if line.url in fleeting:
            continue  # its page came back with a post, and may go with it: the move waits
        if line.moved_to is not None and line.url in live:
            message = f"{shown(line.url)} is said to have moved, and a page stands there"
            hint = "take `moved:` and what is behind it away, and name the page's source"
            problems.append(problem_at(line.place, "ledger-move", LEDGER_FILE, message, hint))
        elif line.moved_to is not None:
            problems += _judge_move(line, ends.get(line.url), files)
    return tuple(problems)


def lost_lines(
    site: Site, files: Collection[str], unread: Sequence[Unread] = ()
) -> tuple[LedgerLine, ...]:
    """List the lines of the ledger whose address nothing answers for."""
    unsure = {source.source_path for source in unread} | ({KEYWORD} if unread else set())
    return tuple(
        line
        for line in site.ledger
        if line.moved_to is None
        and line.source not in unsure
        and alias_output_path(line.url) not in files
    )


def _judge_move(line: LedgerLine, end: str | None, files: Collection[str]) -> Iterator[Problem]:
    code, hint = "ledger-move", "name the address that the page has now, or write `gone:`"
    if end is None:
        message = f"{shown(line.url)} leads back to itself"
        yield problem_at(line.place, code, LEDGER_FILE, message, hint)
    elif alias_output_path(end) not in files and end != "/":
        message = f"{shown(line.url)} leads to {shown(end)}, where there is no page"
        yield problem_at(line.place, code, LEDGER_FILE, message, hint)


class _Search:
    """Who may have taken the place of what is missing."""

    def __init__(self, site: Site, posts: Sequence[Post]) -> None:
        self.posts = {post.source_path: post for post in posts}
        self.status = {held.source_path: held.status for held in site.held_back}
        known = {line.source for line in site.ledger}
        new = [post for post in posts if post.source_path not in known]
        self.new = {post.slug: post for post in new}
        days = Counter(_day_of(post.source_path) for post in new)
        self.days = {
            day: post for post in new if (day := _day_of(post.source_path)) and days[day] == 1
        }
        self.keywords = [keyword.permalink for keyword in site.keywords]
        self.authors = [author.permalink for author in site.authors]

    def problem_of(self, line: LedgerLine) -> Problem:
        post = self.posts.get(line.source or "")
        if post is not None:
            return self._of_post(line, post)
        url, declare = line.url, "or write `gone:` behind it here"
        message = f"{shown(url)} was published, and no page answers there any more"
        slug = url.strip("/").rpartition("/")[2]
        other = self.new.get(slug) or self.new.get(nearest(slug, self.new) or "")
        other = other or self.days.get(_day_of(line.source or "") or "")
        if line.source == KEYWORD and url.startswith("/authors/"):
            page = nearest(url, self.authors) or ("/authors/" if self.authors else "/")
            hint = f"write `moved: {page}` behind it here, {declare}"
        elif line.source == KEYWORD:
            near = nearest(url, self.keywords)
            hint = f"write `moved: {near or '/keywords/'}` behind it here, {declare}"
        elif line.source == SETTINGS_FILE:
            hint = f"write `moved:` and the section's new address behind it here, {declare}"
        elif other is not None:
            hint = f"{other.source_path} seems to be that article; {_add(url, other)}, {declare}"
        else:
            hint = f"add it to the `aliases` of the post that took its place, {declare}"
            hint += "; `autoblog check --fix` adds it where it finds that post by its text"
        return problem_at(line.place, "address-vanishes", LEDGER_FILE, message, hint)

    def _of_post(self, line: LedgerLine, post: Post) -> Problem:
        status = self.status.get(post.source_path)
        place, path, url = post.title_place, post.source_path, line.url
        declare = f"or write `gone:` behind the address in {LEDGER_FILE}"
        if status == "scheduled":
            message = f"it was published at {shown(url)}, which waits for its new date now"
            return problem_at(
                place, "address-waits", path, message, f"give it a date that has come, {declare}",
                severity=Severity.WARNING,
            )  # fmt: skip
        if status == "draft":
            message = f"it was published at {shown(url)} and is a draft now; readers would miss it"
            hint = f"remove `draft`, {declare}"
        else:
            message = f"it was published at {shown(url)} and is at {shown(post.permalink)} now"
            hint = f"{_add(url, post)}, {declare}"
        return problem_at(place, "address-vanishes", path, message, hint)


def _day_of(path: str) -> str | None:
    """Take folder and date of a source whose name begins with one: few articles share them."""
    found = _DATED.match(path)
    return found[0] if found else None


def _add(url: str, post: Post) -> str:
    if post.aliases:
        return f"add {url} to its `aliases`"
    return f"add a line `aliases: [{url}]` to its front matter"
