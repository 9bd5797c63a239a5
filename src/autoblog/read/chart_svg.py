"""Charts as SVG that fits any width, and their numbers as a table.

Widths are per cents and heights are in `em`, so that letters keep the reader's own size on a phone
as on a desk; lines are paths, which stretch. Colours are those of the style sheet, by class: right
in light, dark and print.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import pairwise

from autoblog.read.charts import Chart, Series

LABEL_CELLS = 36  # of a line of text beside nothing else, at 320 px
AXIS_CELLS = 14  # of a label below a line
_PLOT_TOP, _PLOT_END = 1.6, 15.2  # em
_STEPS = 1000  # of the plot, across and down: whole numbers are short, and half a pixel on a desk
_FEW_POINTS = 30  # up to so many, each has a mark
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def chart_html(chart: Chart, number: int) -> str:
    """Write a chart as a figure, well-formed. number: of the chart in its article, from 1."""
    name = f"_chart-{number}"
    height, marks = _bars(chart) if chart.kind == "bar" else _lines(chart)
    unit = f" <span>{escape(chart.unit)}</span>" if chart.unit else ""
    source = f'<p class="chart-source">Source: {escape(chart.source)}</p>' if chart.source else ""
    return (
        f'<figure class="chart"><figcaption><b>{escape(chart.title)}</b>{unit}</figcaption>'
        f"{_legend(chart)}"
        f'<svg role="img" aria-labelledby="{name} {name}-text" width="100%"'
        f' height="{_em(height)}"><title id="{name}">{escape(chart.title)}</title>'
        f'<desc id="{name}-text">{escape(_description(chart))}</desc>{"".join(marks)}</svg>'
        f"{source}<details><summary>The figures</summary>{_table(chart)}</details></figure>"
    )


def _legend(chart: Chart) -> str:
    if len(chart.series) == 1:
        return ""
    items = (
        f'<li><svg width="1.6em" height=".8em" aria-hidden="true">{_key(chart, at)}</svg>'
        f" {escape(series.name)}</li>"
        for at, series in enumerate(chart.series, 1)
    )
    return f"<ul>{''.join(items)}</ul>"


def _key(chart: Chart, at: int) -> str:
    if chart.kind == "bar":
        return f'<rect class="s{at}" width="1.6em" height=".8em"/>'
    return f'<line class="s{at}" x1="0" y1=".4em" x2="1.6em" y2=".4em"/>'


def _table(chart: Chart) -> str:
    """Write the numbers as they were written."""
    unit = f", {chart.unit}" if chart.unit else ""
    heads = "".join(f'<th scope="col">{escape(one.name)}</th>' for one in chart.series)
    corner = escape(chart.corner)
    corner = f'<th scope="col">{corner}</th>' if corner else "<td></td>"
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(f"<td>{escape(one.texts[at]) or '–'}</td>" for one in chart.series)
        + "</tr>"
        for at, label in enumerate(chart.labels)
    )
    return (
        f"<table><caption>{escape(chart.title + unit)}</caption><thead><tr>{corner}{heads}</tr>"
        f"</thead><tbody>{rows}</tbody></table>"
    )


def _description(chart: Chart) -> str:
    kind = "Bar chart" if chart.kind == "bar" else "Line chart"
    unit = f", in {chart.unit}" if chart.unit else ""
    parts = [f"{kind}{unit}."]
    for one in chart.series:
        known = [at for at, value in enumerate(one.values) if value is not None]
        first, last = known[0], known[-1]
        lowest = min(known, key=lambda at: one.values[at] or 0)
        highest = max(known, key=lambda at: one.values[at] or 0)
        where = (f"{one.texts[at]} ({chart.labels[at]})" for at in (first, last, lowest, highest))
        parts.append("{}: from {} to {}, lowest {}, highest {}.".format(one.name, *where))
    return " ".join(parts)


def _bars(chart: Chart) -> tuple[float, list[str]]:
    """Draw bars that lie: a label has the whole width above its own."""
    values = [value for one in chart.series for value in one.values if value is not None]
    low, high = min(0.0, *values), max(0.0, *values)
    # Room for the numbers at the ends of the longest bars.
    left, right = (18.0 if low < 0 else 0.0), (82.0 if high > 0 else 100.0)
    step = (right - left) / ((high - low) or 1)
    zero = left - low * step
    marks: list[str] = []
    y = 0.0
    for at, label in enumerate(chart.labels):
        for line in _wrapped(label):
            y += 1.25
            marks.append(f'<text x="0" y="{_em(y)}">{escape(line)}</text>')
        y += 0.4
        top = y
        for number, one in enumerate(chart.series, 1):
            marks += _bar(one, at, number, zero=zero, step=step, y=y)
            y += 1.25
        x = _pc(zero)
        marks.append(
            f'<line class="axis" x1="{x}" y1="{_em(top - 0.2)}" x2="{x}" y2="{_em(y + 0.1)}"/>'
        )
        y += 0.5
    return y, marks


def _bar(one: Series, at: int, number: int, *, zero: float, step: float, y: float) -> Iterator[str]:
    value = one.values[at]
    if value is None:
        yield f'<text x="{_pc(zero)}" dx=".4em" y="{_em(y + 0.9)}">–</text>'
        return
    end = zero + value * step
    start, width = min(zero, end), abs(end - zero)
    yield (
        f'<rect class="s{number}" x="{_pc(start)}" y="{_em(y)}" width="{_pc(width)}"'
        ' height="1.1em"/>'
    )
    anchor = ' dx="-.4em" text-anchor="end"' if value < 0 else ' dx=".4em"'
    yield f'<text x="{_pc(end)}"{anchor} y="{_em(y + 0.95)}">{escape(one.texts[at])}</text>'


def _lines(chart: Chart) -> tuple[float, list[str]]:
    values = [value for one in chart.series for value in one.values if value is not None]
    ticks = _ticks(min(values), max(values))
    low, high = ticks[0], ticks[-1]
    x = _positions(chart.labels)

    def y(value: float) -> float:
        return _PLOT_END - (value - low) / (high - low) * (_PLOT_END - _PLOT_TOP)

    marks: list[str] = []
    for tick in ticks:
        kind = "axis" if tick == 0 else "grid"
        at = _em(y(tick))
        marks.append(f'<line class="{kind}" x1="0" y1="{at}" x2="100%" y2="{at}"/>')
    lines = [
        line
        for number, one in enumerate(chart.series, 1)
        for line in _line(number, x, [None if v is None else y(v) for v in one.values])
    ]
    # A drawing of its own, stretched to any width; its strokes are not. Feeds have no style sheet.
    marks.append(
        f'<svg viewBox="0 0 {_STEPS} {_STEPS}" width="100%" height="{_em(_PLOT_END)}"'
        ' preserveAspectRatio="none" fill="none" stroke="currentColor" stroke-linecap="round">'
        f"{''.join(lines)}</svg>"
    )
    # Above the lines, so that these run behind the numbers.
    marks += [f'<text class="tick" x="0" y="{_em(y(t) - 0.3)}">{_plain(t)}</text>' for t in ticks]
    marks += _axis_labels(chart.labels, x)
    return _PLOT_END + 1.8, marks


def _line(number: int, x: Sequence[float], y: Sequence[float | None]) -> Iterator[str]:
    """Draw a column of numbers: a gap stays one, and few points have a mark each."""
    runs: list[list[str]] = [[]]
    for across, down in zip(x, y, strict=True):
        if down is None:
            runs.append([])
        else:
            at = round(across * _STEPS / 100), round(down * _STEPS / _PLOT_END)
            runs[-1].append(f"{at[0]} {at[1]}")
    whole = "".join(f"M{' '.join(run)}{'' if run[1:] else 'h0'}" for run in runs if run)
    marks = [("", whole)]
    if len(x) <= _FEW_POINTS:
        marks.append((" dot", "".join(f"M{point}h0" for run in runs for point in run)))
    for kind, path in marks:
        yield f'<path class="s{number}{kind}" vector-effect="non-scaling-stroke" d="{path}"/>'


def _positions(labels: Sequence[str]) -> list[float]:
    """Place labels between 1 and 99 per cent: dates by their distance, others evenly."""
    days = _days(labels) or list(range(len(labels)))
    span = days[-1] - days[0]
    return [1 + 98 * (day - days[0]) / span if span else 50.0 for day in days]


def _days(labels: Sequence[str]) -> list[int] | None:
    """Read labels as dates of rising order; None where they are something else."""
    days = []
    for label in labels:
        match = _DATE.fullmatch(label)
        try:
            parts = [int(part) if part else 1 for part in match.groups()] if match else None
            days.append(date(*parts).toordinal() if parts else 0)
        except ValueError:
            return None
    rising = all(one < other for one, other in pairwise(days))
    return days if days and days[0] and rising else None


def _axis_labels(labels: Sequence[str], x: Sequence[float]) -> Iterator[str]:
    """Write the first label, the last, and as many between as fit on a phone."""
    widest = max(_cells_of(label) for label in labels)
    count = min(len(labels), 5 if widest <= 6 else 3 if widest <= 10 else 2)
    last = len(labels) - 1
    chosen = sorted({round(last * step / max(1, count - 1)) for step in range(count)})
    for at in chosen:
        anchor = {0: "", last: ' text-anchor="end"'}.get(at, ' text-anchor="middle"')
        place = {0: "0", last: "100%"}.get(at, _pc(x[at]))
        if last == 0:
            anchor, place = ' text-anchor="middle"', "50%"
        text = escape(_cut(labels[at], AXIS_CELLS))
        yield f'<text x="{place}" y="{_em(_PLOT_END + 1.4)}"{anchor}>{text}</text>'


def _ticks(low: float, high: float) -> list[float]:
    """Choose round numbers around what is shown; zero is among them unless it is far away."""
    if low > 0 and low < 0.6 * high:
        low = 0.0
    elif high < 0 and high > 0.6 * low:
        high = 0.0
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= span / 4.001)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 12) for number in range(first, max(last, first + 1) + 1)]


def _plain(value: float) -> str:
    return f"{value:,.10g}".replace("-", "−")


def _wrapped(label: str) -> list[str]:
    """Break a label into lines that fit on a phone."""
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _cells_of(longer) > LABEL_CELLS:
            lines.append(word)
        else:
            lines[-1] = longer
        while _cells_of(lines[-1]) > LABEL_CELLS:
            head = _cut(lines[-1], LABEL_CELLS, mark="")
            lines[-1:] = [head, lines[-1][len(head) :]]
    return lines


def _cut(text: str, cells: int, mark: str = "…") -> str:
    if _cells_of(text) <= cells:
        return text
    kept = ""
    for char in text:
        if _cells_of(kept + char) > cells - len(mark):
            break
        kept += char
    return kept + mark


def _cells_of(text: str) -> int:
    """Count the width of a text: Chinese characters are as wide as two letters."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _em(value: float) -> str:
    return f"{_number(value)}em"


def _pc(value: float) -> str:
    return f"{_number(value)}%"


def _number(value: float) -> str:
    return f"{round(value, 2):g}"
