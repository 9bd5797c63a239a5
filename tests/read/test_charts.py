"""Charts: what authors write, what is wrong with it, and what readers get."""

from __future__ import annotations

import pytest
from lxml import etree

from autoblog.config import LimitsConfig, ReadingSettings
from autoblog.model import Body
from autoblog.problems import Problem
from autoblog.read.bodies import read_body
from autoblog.read.chart_svg import chart_html
from autoblog.read.charts import Chart, read_chart
from autoblog.read.front_matter import SplitSource
from autoblog.read.plain import plain_text

HEAD = "title: Exports\nkind: bar\n"
SMALL = f"{HEAD}Year, Cars\n2023, 4.91\n2024, 5.86\n"


def chart_of(text: str) -> Chart:
    chart, faults = read_chart(text)
    assert faults == ()
    assert chart is not None
    return chart


def drawn(text: str) -> etree._Element:
    return etree.fromstring(chart_html(chart_of(text), 1))


def read(text: str, engine: str = "python-markdown") -> tuple[Body | None, tuple[Problem, ...]]:
    settings = ReadingSettings((), "UTC", "clean", (), LimitsConfig(), engine=engine)  # type: ignore[arg-type]  # a name from a table
    body, _, problems = read_body(SplitSource(None, text, 7), "content/a.md", settings)
    return body, problems


def test_a_chart_is_its_head_and_its_table() -> None:
    chart = chart_of(
        'Title: "Exports"\nkind: line\nunit: million\nsource: CAAM: bulletin\n\n'
        'Year, All cars, "Electric, all"\n2023, "1,204.5", −3\n2024, , +2\n'
    )

    assert (chart.title, chart.kind, chart.unit) == ("Exports", "line", "million")
    assert chart.source == "CAAM: bulletin"
    assert chart.labels == ("2023", "2024")
    assert [one.name for one in chart.series] == ["All cars", "Electric, all"]
    assert [one.values for one in chart.series] == [(1204.5, None), (-3.0, 2.0)]
    assert chart.series[0].texts == ("1,204.5", "")


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("kind: bar\nYear, Cars\n1, 2\n", 1, 1, 'no "title"'),
        ("title: A\nYear, Cars\n1, 2\n", 1, 1, 'no "kind"'),
        ("title: A\nkind: pie\nYear, Cars\n1, 2\n", 2, 7, '"pie"; expected bar or line'),
        (f"{HEAD}unti: x\nYear, Cars\n1, 2\n", 3, 1, '"unti" is not a word'),
        (f"{HEAD}title: B\nYear, Cars\n1, 2\n", 3, 1, "given twice"),
        (HEAD, 1, 1, "no table"),
        (f"{HEAD}Year, Cars\n", 3, 1, "no table"),
        (f"{HEAD}Year, Cars\n2023, many\n", 4, 7, '"many" is not a number'),
        (f"{HEAD}Year, Cars\n2023, 1e400\n", 4, 7, "not a number"),
        (f"{HEAD}Year, Cars\n2023, 1,5\n", 4, 7, "has 3 cells; the first line has 2"),
        (f"{HEAD}Year, Cars\n2023\n", 4, 1, "has 1 cells; the first line has 2"),
        (f"{HEAD}Year, Cars\n, 4\n", 4, 1, "does not say what"),
        (f"{HEAD}Year, Cars, Cars\n2023, 4, 5\n", 3, 13, "given twice"),
        (f"{HEAD}Year, Cars, \n2023, 4, 5\n", 3, 13, "no name"),
        (f"{HEAD}Year, Cars\n2023,\n", 4, 6, "no number at all"),
        (f"{HEAD}Year,a,b,c,d,e,f,g\n1,1,1,1,1,1,1,1\n", 3, 1, "7 columns of numbers"),
        (f"{HEAD}Year, Cars\n" + "1, 1\n" * 41, 44, 1, "41 rows"),
        (f'{HEAD}Year, Cars\nA "b" c, 1\n2, "x\n', 5, 4, "not a number"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_column(
    text: str, line: int, column: int, message: str
) -> None:
    chart, faults = read_chart(text)

    assert chart is None
    assert [(f.line, f.column) for f in faults if message in f.message] == [(line, column)]


def test_a_per_cent_sign_is_led_to_the_unit() -> None:
    _, faults = read_chart(f"{HEAD}Year, Cars\n2023, 12 %\n")

    assert "`unit: %`" in faults[0].hint


@pytest.mark.parametrize("engine", ["python-markdown", "commonmark"])
def test_a_block_becomes_a_figure_whatever_the_engine(engine: str) -> None:
    body, problems = read(f"Before.\n\n```chart\n{SMALL}```\n\nAfter.\n", engine)

    assert problems == ()
    assert body is not None
    assert body.html.count('<figure class="chart">') == 1
    assert 'role="img"' in body.html
    assert "<pre>" not in body.html
    assert " style=" not in body.html
    assert plain_text(body.html) == "Before. Exports Exports Year Cars 2023 4.91 2024 5.86 After."


def test_a_drawing_adds_no_words_to_the_text() -> None:
    body, _ = read("```chart\ntitle: A\nkind: line\nDay, Cars\nx, 1\ny, 2\n```\n")

    assert body is not None
    assert plain_text(body.html) == "A A Day Cars x 1 y 2"


@pytest.mark.parametrize("engine", ["python-markdown", "commonmark"])
def test_a_fault_stands_on_its_line_of_the_post(engine: str) -> None:
    text = (
        f"A.\n\n````text\n```chart\n````\n\n```chart\n{SMALL}```\n\n"
        "```chart\ntitle: B\nkind: bar\nYear, Cars\n2023, many\n```\n"
    )

    _, problems = read(text, engine)

    assert [(p.code, p.line, p.column) for p in problems] == [("bad-chart", 25, 7)]
    assert text.split("\n")[25 - 7] == "2023, many"


def test_the_figures_are_a_table_and_the_drawing_is_described() -> None:
    figure = drawn(SMALL)

    cells = ["".join(cell.itertext()) for cell in figure.iter("th", "td")]
    assert cells == ["Year", "Cars", "2023", "4.91", "2024", "5.86"]
    [picture] = figure.findall("svg")
    names = picture.get("aria-labelledby", "").split()
    assert [e.get("id") for e in picture if e.tag in ("title", "desc")] == names
    assert picture.findtext("desc") == (
        "Bar chart. Cars: from 4.91 (2023) to 5.86 (2024), lowest 4.91 (2023), highest 5.86 (2024)."
    )


def test_bars_start_at_zero_and_those_below_it_lie_to_the_left() -> None:
    figure = drawn(f"{HEAD}Route, Change\nA, 30\nB, -10\nC, 0\n")

    bars = [(bar.get("x"), bar.get("width")) for bar in figure.iter("rect")]
    assert bars == [("34%", "48%"), ("18%", "16%"), ("34%", "0%")]


def test_long_labels_are_broken_into_lines_that_fit_on_a_phone() -> None:
    label = "From Shanghai to Rotterdam by way of the Cape of Good Hope "
    label += "上海到汉堡的滚装船航线以及更多很长的"
    figure = drawn(f"{HEAD}Route, Change\n{label}, 30\n")

    lines = [text.text or "" for text in figure.iter("text")][:-1]
    assert "".join(lines).replace(" ", "") == label.replace(" ", "")
    assert len(lines) == 3
    assert max(map(len, lines)) <= 36


def paths(text: str) -> list[str]:
    """Draw a chart of one column; give its line, and its marks."""
    return [path.get("d", "") for path in drawn(text).iter("path")]


def test_dates_stand_as_far_apart_as_they_are() -> None:
    text = "title: A\nkind: line\nMonth, Cars\n2024-01-01, 1\n2024-01-02, 2\n2024-01-11, 3\n"

    even, _ = paths(text.replace("2024-01-02", "new year"))
    dated, dots = paths(text)

    assert even == "M10 702 500 404 990 105"
    assert dated == "M10 702 108 404 990 105"
    assert dots == "M10 702h0M108 404h0M990 105h0"


def test_a_gap_in_a_line_stays_one() -> None:
    line, _ = paths("title: A\nkind: line\nDay, Cars\na, 1\nb, 2\nc,\nd, 3\ne,\nf, 4\n")

    assert line == "M10 776 206 553M598 329h0M990 105h0"


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((2, 9), ["0", "2.5", "5", "7.5", "10"]),
        ((90, 100), ["90", "92.5", "95", "97.5", "100"]),
        ((-12, 1200), ["−500", "0", "500", "1,000", "1,500"]),
        ((5, 5), ["4", "6"]),
        ((0, 0), ["0", "0.25"]),
        ((-8, -2), ["−8", "−6", "−4", "−2", "0"]),
    ],
)
def test_a_scale_has_round_numbers(values: tuple[int, int], ticks: list[str]) -> None:
    figure = drawn(f"title: A\nkind: line\nDay, Cars\na, {values[0]}\nb, {values[1]}\n")

    found = [text.text for text in figure.iter("text") if text.get("class") == "tick"]
    assert found == ticks


def test_what_an_author_writes_is_never_markup() -> None:
    nasty = '</svg><script>"&'
    figure = drawn(f"title: {nasty}\nkind: bar\nsource: {nasty}\nYear, {nasty}, B\n{nasty}, 1, 2\n")

    assert list(figure.iter("script")) == []
    assert "<script>" in "".join(figure.itertext())
