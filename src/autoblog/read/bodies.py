"""The text below the front matter -> a body, and where its links lead, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autoblog.config import ReadingSettings
from autoblog.model import Body
from autoblog.parts import Reference
from autoblog.problems import (
    Place,
    Problem,
    Severity,
    find_forbidden,
    listed,
    nearest,
    problem_at,
    shown,
)
from autoblog.read.common import (
    DEEPEST_COMMON,
    enrich_common,
    with_stand_ins,
    without_stand_ins,
)
from autoblog.read.enriched import Enriched, Link
from autoblog.read.front_matter import SplitSource
from autoblog.read.markup import TooDeepError, to_pieces
from autoblog.read.places import Places
from autoblog.read.quick import Piece
from autoblog.read.sources import IMAGE_SUFFIXES

ACTIVE_SUFFIXES = (".htm", ".html", ".js", ".mjs", ".svgz", ".xht", ".xhtml", ".xml", ".xsl")
"""Files that a browser would run, or could, at the site's own address."""

_RAW_DEPTH = 50  # times the limit
_MOST_COMPARED = 20_000  # anchors, to guess what wrong ones meant: half a second


@dataclass(frozen=True, slots=True)
class References:
    """Where a body leads, the anchors that it offers, and what it says."""

    references: tuple[Reference, ...]
    anchors: tuple[str, ...]
    words: Sequence[str] = ()  # no part of the body, whose HTML says them


def read_body(
    split: SplitSource, path: str, settings: ReadingSettings
) -> tuple[Body | None, References, tuple[Problem, ...]]:
    """Read a body; None where a problem leaves none.

    Links are placed on their lines; those that cannot lead anywhere are problems here, those to
    other files wait for `arrange`, which knows them.
    """
    problems: list[Problem] = []
    nesting = settings.limits.nesting
    control = find_forbidden(split.body)
    if control:
        place = Places(split).at(control.start())
        what = f"the character {shown(control[0])} cannot stand in a page"
        problems.append(problem_at(place, "control-character", path, what, "remove it"))
        return None, References((), ()), tuple(problems)
    try:
        pieces = to_pieces(split.body, nesting=nesting, engine=settings.engine)
        enriched = _enriched(pieces, split, path, settings, problems)
    except TooDeepError as error:
        return None, References((), ()), (*problems, _too_deep(split, error.offset, path, nesting))
    body = Body(enriched.html, enriched.toc)
    problems += _chart_problems(enriched, split, path)
    references = list(_references(enriched.links, split, path, enriched.anchors, problems))
    if settings.raw_html == "clean":
        problems += [_active(path, one) for one in references if _is_active(one)]
    return body, References(tuple(references), enriched.anchors, enriched.words), tuple(problems)


def _enriched(
    pieces: Sequence[Piece],
    split: SplitSource,
    path: str,
    settings: ReadingSettings,
    problems: list[Problem],
) -> Enriched:
    """Clean and enrich what the engine made. Raises TooDeepError when elements nest too deep."""
    nesting = settings.limits.nesting
    if nesting < DEEPEST_COMMON:  # each element counts then
        pieces = [("\n".join(html for html, _ in pieces), False)]
    common = enrich_common(pieces, path)
    if common is not None:
        return common
    # Common texts need no cleaner and no tree, which take a while to load.
    from autoblog.read.enrich import clean, depth_exceeds, enrich, removed_by_cleaning

    html, kept = with_stand_ins(pieces)
    # The cleaner's time grows with the square of the depth, and no alarm interrupts it. This limit
    # is generous, because elements that end by themselves, as <li> and <p>, count as open here.
    if depth_exceeds(html, nesting * _RAW_DEPTH):
        raise TooDeepError(0)
    if settings.raw_html == "clean":
        places = Places(split)
        for what in removed_by_cleaning(html) if _may_be_removed(split.body) else ():
            place = places.of(what)
            removed = f"{shown(what)} is taken out; a body holds no scripts or foreign elements"
            problems.append(
                problem_at(place, "html-removed", path, removed, severity=Severity.WARNING)
            )
        html = clean(html)
    if depth_exceeds(html, nesting):
        raise TooDeepError(0)
    return without_stand_ins(enrich(html, path), kept)


def _may_be_removed(body: str) -> bool:
    """Tell whether a body holds what cleaning could take out.

    That is HTML, entities or attribute lists of the author's; engines make nothing of that kind.
    """
    return "<" in body or "{" in body or "&" in body or "script:" in body.lower()


def _references(
    links: tuple[Link, ...],
    split: SplitSource,
    path: str,
    anchors: tuple[str, ...],
    problems: list[Problem],
) -> Iterator[Reference]:
    """Place each link of the site on its line; report those that cannot lead anywhere."""
    places = Places(split, (link.href for link in links))
    seen: Counter[str] = Counter()
    compared = 0
    known = frozenset(anchors)
    for link in links:
        if link.kind == "anchor" and (link.target in known or link.target in ("", "top")):
            continue
        if link.kind == "anchor" and link.target.startswith("fnref:"):
            name = link.target.removeprefix("fnref:")
            place = places.of(f"[^{name}]")
            message = f"nothing refers to the footnote {shown(name)}"
            hint = f"write [^{name}] where it belongs, or remove it"
            problems.append(problem_at(place, "unused-footnote", path, message, hint))
            continue
        place = places.of(link.href, seen[link.href])
        seen[link.href] += 1
        if link.is_undescribed:
            problems.append(_undescribed(path, link, place))
        if link.kind == "external":
            continue
        if link.kind == "anchor":
            compared += len(anchors)
            near = nearest(link.target, anchors) if compared <= _MOST_COMPARED else None
            hint = f'did you mean "#{near}"?' if near else "add the heading, or mend the link"
            message = f"this article has no anchor {shown(link.target)}"
            problems.append(problem_at(place, "unknown-anchor", path, message, hint))
        elif not link.href:
            message, hint = "a link has no address", "write one between the brackets"
            problems.append(problem_at(place, "broken-link", path, message, hint))
        elif link.kind == "outside":
            message = f"{shown(link.href)} leads out of content/"
            hint = "link to a file in content/, or write the whole address"
            problems.append(problem_at(place, "link-outside", path, message, hint))
        elif link.is_image and not link.target.lower().endswith(IMAGE_SUFFIXES):
            message = f"{shown(link.href)} is not a picture; expected {listed(IMAGE_SUFFIXES)}"
            problems.append(problem_at(place, "not-an-image", path, message))
        else:
            yield Reference(link.target, place, link.is_image)


def _chart_problems(enriched: Enriched, split: SplitSource, path: str) -> Iterator[Problem]:
    """Place what is wrong with charts on their lines."""
    if not enriched.chart_faults:
        return
    # Who draws charts has loaded it.
    from autoblog.read.figures import chart_lines

    lines = list(chart_lines(split.body))
    for number, fault in enriched.chart_faults:
        begin = lines[number - 1] if number <= len(lines) else 0
        place = Place(split.body_line + begin + fault.line, fault.column)
        yield problem_at(place, "bad-chart", path, fault.message, fault.hint)


def _undescribed(path: str, link: Link, place: Place) -> Problem:
    message = f"the picture {shown(link.href)} has no text for readers who do not see it"
    hint = "write one, ![like this](…), or {: .decorative } behind one that says nothing"
    return problem_at(place, "alt-missing", path, message, hint, severity=Severity.WARNING)


def _is_active(reference: Reference) -> bool:
    target = reference.target.partition("#")[0].lower()
    return not target.startswith("/") and target.endswith(ACTIVE_SUFFIXES)


def _active(path: str, reference: Reference) -> Problem:
    message = f"{shown(reference.target)} is a file that could run scripts on this site"
    hint = "make it a post; only `markdown.raw_html: allow` publishes such files"
    return problem_at(reference.place, "active-file", path, message, hint)


def _too_deep(split: SplitSource, offset: int, path: str, nesting: int) -> Problem:
    message = f"the text nests more than {nesting} levels deep"
    return problem_at(Places(split).at(offset), "too-deep", path, message, "make it flatter")
