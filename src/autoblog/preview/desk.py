"""The desk, `/_autoblog/`: what waits, and what is wrong, each linked to its page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autoblog.preview.bar import due_text
from autoblog.preview.findings import findings, stop, stop_summary
from autoblog.preview.html import Child, Html, joined, tag
from autoblog.preview.reload import State, Told, by_file
from autoblog.problems import summary_of
from autoblog.report import HeldBack

GROUPS = (
    ("scheduled", "Scheduled", "Nothing is scheduled."),
    ("draft", "Drafts", "There are no drafts."),
    ("expired", "Expired", "Nothing has expired."),
)


def desk(state: State) -> bytes:
    """Write the desk."""
    held = state.insight.held_back if state.insight else ()
    groups = (
        _group(state, title, empty, [one for one in held if one.status == status])
        for status, title, empty in GROUPS
    )
    main = (
        _problems(state),
        _warnings(state),
        tag("div", groups, class_="groups"),
    )
    return _document(f"Desk: {state.title}" if state.title else "Desk", state, main)


def stopped_page(state: State) -> bytes:
    """Write the page that stands for all pages while there are none."""
    if state.is_stopped:
        advice = "This page turns into the site as soon as this is mended."
        main: Child = (_problems(state), tag("p", advice, class_="none"))
    else:
        main = tag("p", "The site is being built for the first time.", class_="none")
    return _document(state.title or "autoblog", state, main)


def missing_page(state: State, path: str) -> bytes:
    """Write the answer to an address that leads nowhere, where the site has no page for that."""
    text = f"There is no page at {path}. It is shown here as soon as there is one."
    return _document("Not found", state, tag("p", text, class_="none"))


def _document(title: str, state: State, main: Child) -> bytes:
    head = (
        Html('<meta charset="utf-8">'),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("link", rel="stylesheet", href="/_autoblog/preview.css"),
        tag("link", rel="stylesheet", href="/_autoblog/desk.css"),
    )
    site = tag("a", state.title or "The site", href=state.base_path)
    header = tag("header", tag("p", site, class_="to-site"), tag("h1", title))
    body = tag("body", header, tag("main", main))
    return f"<!doctype html>\n{tag('html', tag('head', head), body, lang='en')}\n".encode()


def _problems(state: State) -> Html:
    if not state.is_stopped:
        text = "No problems: the pages show the files as they are."
        return tag("p", text, class_="good") if state.insight else Html("")
    advice = "A build would stop here. The pages show the last good state of the site."
    content = _files(state, state.stopped_by) if state.stopped_by else stop(state)
    return tag(
        "section",
        tag("h2", stop_summary(state)),
        tag("p", advice, class_="advice"),
        content,
        class_="problems",
    )


def _warnings(state: State) -> Html:
    if not state.findings:
        return Html("")
    title = summary_of(told.problem for told in state.findings)
    return tag("section", tag("h2", title), _files(state, state.findings), class_="warnings")


def _files(state: State, told: Sequence[Told]) -> Html:
    return joined(
        tag("article", tag("h3", _file_link(state, path)), findings(ones))
        for path, ones in by_file(told).items()
    )


def _file_link(state: State, path: str) -> Html:
    permalink = state.insight.permalink_of(path) if state.insight else None
    if permalink is None:
        return tag("span", path)
    return tag("a", path, href=_address(state, permalink))


def _group(state: State, title: str, empty: str, held: Sequence[HeldBack]) -> Html:
    heading = tag("h2", f"{title} ", tag("small", str(len(held)) if held else ""))
    if not held:
        return tag("section", heading, tag("p", empty, class_="none"))
    return tag("section", heading, tag("ul", (tag("li", _entry(state, one)) for one in held)))


def _entry(state: State, held: HeldBack) -> Iterator[Child]:
    permalink = state.insight.permalink_of(held.source_path) if state.insight else None
    if permalink is None:
        yield tag("b", held.title)
    else:
        yield tag("a", held.title, href=_address(state, permalink))
    if held.due_at:
        yield tag("time", f"due {due_text(held)}", datetime=held.due_at.isoformat())
    yield tag("small", held.source_path)


def _address(state: State, permalink: str) -> str:
    return state.base_path.rstrip("/") + permalink
