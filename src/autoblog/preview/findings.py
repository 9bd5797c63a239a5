"""Problems and warnings as HTML: the text that `check` prints, each part of it marked."""

from __future__ import annotations

from collections.abc import Sequence

from autoblog.preview.html import Html, joined, tag
from autoblog.preview.reload import State, Told
from autoblog.problems import counted, summary_of


def finding(told: Told) -> Html:
    """Write one finding; its text is byte for byte what `check` prints."""
    first, *excerpt = told.text.split("\n")
    place, _, rest = first.partition(": ")
    kind = "error" if told.problem.is_error else "warning"
    lines: list[Html | str] = [tag("b", place, class_="place"), f": {rest}"]
    if excerpt:
        *source, caret = excerpt
        lines += ["\n", tag("span", "\n".join(source), class_="source")]
        lines += ["\n", tag("span", caret, class_="caret")]
    return tag("pre", lines, class_=f"finding {kind}", tabindex="0")


def findings(told: Sequence[Told]) -> Html:
    """Write several, one below the other."""
    return joined(finding(one) for one in told)


def overlay(state: State) -> Html:
    """Write what lies over the last good page; nothing where nothing is wrong."""
    if not state.is_stopped:
        return Html("")
    title = "This is the last good page" if state.has_pages else "There is no page to show yet"
    advice = "The new one comes by itself as soon as this is mended."
    return joined(
        (
            tag("h1", title),
            tag("p", stop_summary(state), class_="count"),
            stop(state),
            tag("p", advice, class_="advice"),
        )
    )


def stop(state: State) -> Html:
    """Write what keeps the site from being built, warnings of the same look among it."""
    if not state.stopped_by:
        return tag("pre", state.error, class_="finding error")
    return findings(state.stopped_by)


def stop_summary(state: State) -> str:
    """Say in a few words how much is wrong."""
    problems = [told.problem for told in state.stopped_by]
    return summary_of(problems) if problems else counted(1, "problem")
