"""The bar at the foot of each page: what its readers never see, and its author wants to know."""

from __future__ import annotations

from collections.abc import Iterator

from autoblog.model import Post
from autoblog.preview.findings import findings
from autoblog.preview.html import Child, Html, joined, tag
from autoblog.preview.insight import Chosen, Insight
from autoblog.preview.reload import State, Told
from autoblog.problems import counted
from autoblog.report import HeldBack

DESK = "/_autoblog/"
SUMMARY_CHARACTERS = range(50, 161)
"""How long a summary should be: search results and teasers show that much."""


def bar(state: State, permalink: str) -> Html:
    """Write the bar of a page. permalink: its address below the base path."""
    post = state.insight.post_at(permalink) if state.insight else None
    if post is None or state.insight is None:
        facts = [_fact("no post"), *_site_facts(state)]
        return joined([tag("p", facts, class_="facts"), _desk_link()])
    every = (*state.stopped_by, *state.findings)
    own = tuple(told for told in every if told.problem.path == post.source_path)
    chosen = state.insight.chosen_for(post)
    summary = tag("summary", _post_facts(state.insight, post, own, chosen))
    panel = tag("div", _panel(state, post, own, chosen), class_="panel")
    return joined([tag("details", summary, panel), _desk_link()])


def status_badge(status: str, moment: str = "") -> Html:
    """Write a post's status: "published", "draft", "scheduled" or "expired"."""
    return tag("b", f"{status} {moment}".strip(), class_=f"status {status}")


def due_text(held: HeldBack) -> str:
    """Say when a scheduled post falls due, in the site's own time."""
    return held.due_at.isoformat(sep=" ", timespec="minutes") if held.due_at else ""


def _post_facts(
    insight: Insight, post: Post, own: tuple[Told, ...], chosen: tuple[Chosen, ...]
) -> Iterator[Child]:
    teaser = insight.teaser_of(post)
    yield status_badge(teaser.status, _moment(insight, post))
    yield _fact(counted(post.word_count, "word"))
    yield _fact(f"{teaser.reading_minutes} min read")
    length = len(post.summary)
    is_good = length in SUMMARY_CHARACTERS
    yield _fact(f"summary {length}", is_odd=not is_good)
    yield _fact(counted(len(own), "finding"), is_odd=bool(own))
    if post.is_listed:
        yield _fact(f"{len(chosen)} related")


def _panel(
    state: State, post: Post, own: tuple[Told, ...], chosen: tuple[Chosen, ...]
) -> Iterator[Child]:
    yield tag("p", post.source_path, class_="path")
    length = len(post.summary)
    low, high = SUMMARY_CHARACTERS[0], SUMMARY_CHARACTERS[-1]
    if length not in SUMMARY_CHARACTERS:
        text = f"The summary has {counted(length, 'character')}; {low} to {high} are shown whole."
        yield tag("p", text, class_="odd")
    if own:
        yield tag("h2", "Findings")
        yield findings(own)
    if chosen:
        yield tag("h2", "Why these are related")
        yield tag("ol", (tag("li", _reason(one, state)) for one in chosen), class_="reasons")
    elif post.is_listed:
        yield tag("p", "No post is related: it is the only one.")
    yield tag("p", "The key b hides this bar, and shows it again.", class_="path")


def _reason(chosen: Chosen, state: State) -> Iterator[Child]:
    reason, teaser = chosen.reason, chosen.teaser
    address = state.base_path.rstrip("/") + teaser.permalink
    parts = [f"score {reason.score:.2f}"]
    if reason.is_pinned:
        parts.append("named by the author")
    push = round(100 * (reason.push - 1))
    if push:
        parts.append(f"{abs(push)} % {'more' if push > 0 else 'less'} for its date")
    yield tag("a", teaser.title, href=address)
    if teaser.status != "published":
        yield Html(" ")
        yield status_badge(teaser.status)
    yield tag("small", ", ".join(parts))
    if not reason.terms:
        yield tag("small", "no term in common; it fills up the list")
        return
    words = (
        tag("span", f"{one.term.replace('_', ' ')} ", tag("i", f"{one.per_cent:.0f} %"))
        for one in reason.terms
    )
    yield tag("small", words, class_="terms")


def _moment(insight: Insight, post: Post) -> str:
    held = next((one for one in insight.held_back if one.source_path == post.source_path), None)
    return f"for {due_text(held)}" if held and held.due_at else ""


def _site_facts(state: State) -> Iterator[Html]:
    held = state.insight.held_back if state.insight else ()
    for status in ("draft", "scheduled", "expired"):
        count = sum(one.status == status for one in held)
        if count:
            yield _fact(f"{count} {status}")
    if state.findings:
        yield _fact(counted(len(state.findings), "warning"), is_odd=True)


def _fact(text: str, *, is_odd: bool = False) -> Html:
    return tag("span", text, class_="odd" if is_odd else None)


def _desk_link() -> Html:
    return tag("a", "Desk", href=DESK, class_="desk")
