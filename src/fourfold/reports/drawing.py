"""Drawings from Vega-Altair, rendered to static SVG that takes its colours from the page.

Guarantees that a drawing needs no script and no network, holds no text that could act as markup,
and comes in a wide and a narrow form of the same content. Amounts become floats here, as
coordinates only; every figure that is read is text made from exact decimals. Leaves what to say to
`charts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import altair as alt
import vl_convert

from fourfold.reports.marks import BarRow, Bars, Layout
from fourfold.reports.palette import PLACEHOLDERS, themed

Weight: TypeAlias = Literal["normal", "bold"]

TEXT_SIZE = 13
_BAR = 0.64
_HEAD_ROOM = 18
_FONT = "system-ui, sans-serif"


def bar_rows(drawing: Bars) -> str:
    """Return rows of horizontal bars as SVG, labels left, figures right; empty text for no rows.

    Connected, a thin line leads from the end of each bar to the next: a waterfall; else one marks
    zero. Where labels stand above the bars lines are left out, since they would cross them. An axis
    that begins above zero shows as a gap in the totals.
    """
    rows, layout, low = drawing.rows, drawing.layout, drawing.low
    if not rows:
        return ""
    ends = [low, *(x for row in rows for s in row.segments for x in (s.start, s.end))]
    x = alt.Scale(
        domain=[float(min(ends)), float(max(ends)) or 1.0], range=list(layout.bar_range), nice=False
    )
    height = layout.row_height * len(rows)
    y = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    layers = [_bars(rows, layout, x, y), *_texts(rows, layout, y)]
    if low:
        layers.insert(1, _gaps(rows, layout, y))
    if layout.label_width:
        layers.insert(0, _connectors(rows, layout, x, y) if drawing.connected else _zero_line(x, y, height))
    return render(layers, layout.width, height)


def render(layers: Sequence[alt.Chart], width: int, height: int) -> str:
    """Return layers as one SVG element, hidden from screen readers, who have its data table.

    `width` and `height` are pixels; colours are the page's own.
    """
    chart = alt.LayerChart(layer=list(layers), width=width, height=height)
    plain = chart.configure(aria=False, font=_FONT, padding=0, background="transparent")
    svg = themed(vl_convert.vegalite_to_svg(plain.configure_view(stroke=None).to_dict()))
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def colour(kind: str) -> str:
    """Return the placeholder for a fixed colour, which `render` turns into the page's own."""
    return PLACEHOLDERS[kind]


def data(values: Iterable[Mapping[str, object]]) -> alt.InlineData:
    """Return rows of coordinates, text and colours as a chart's own data."""
    return alt.InlineData(values=[dict(value) for value in values])


def mark(number: int) -> str:
    """Return the address that stands for a mark in a drawing, for `pictures.linked` to replace."""
    return f"#{number}"


def plane(width: int, height: int) -> dict[str, alt.X | alt.Y]:
    """Return encodings of x and y in pixels, y downwards, without axes."""
    across = alt.Scale(domain=[0, width], range=[0, width], nice=False)
    down = alt.Scale(domain=[0, height], range=[0, height], nice=False)
    return {"x": alt.X("x:Q", scale=across, axis=None), "y": alt.Y("y:Q", scale=down, axis=None)}


def shortened(text: str, letters: int) -> str:
    """Return a name cut to a number of letters, the cut shown by an ellipsis.

    Examples
    --------
    >>> shortened("Metropolitan Bicycle Supply", 14)
    'Metropolitan…'
    """
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"


def _middle(at: int, layout: Layout) -> float:
    inset = 0 if layout.label_width else _HEAD_ROOM / 2
    return layout.row_height * (at + 0.5) + inset


def _thickness(layout: Layout) -> float:
    return layout.row_height * _BAR if layout.label_width else layout.row_height - _HEAD_ROOM - 8


def _bars(rows: Sequence[BarRow], layout: Layout, x: alt.Scale, y: alt.Scale) -> alt.Chart:
    half = _thickness(layout) / 2
    values = (
        {
            "x": float(min(s.start, s.end)),
            "x2": float(max(s.start, s.end)),
            "y": _middle(at, layout) - half,
            "y2": _middle(at, layout) + half,
            "colour": colour(s.kind),
            "mark": mark(at),
        }
        for at, row in enumerate(rows)
        for s in row.segments
        if s.start != s.end
    )
    made: alt.Chart = (
        alt.Chart(data(values))
        .mark_rect(strokeWidth=1)
        .encode(
            **_at(x, y),
            x2="x2:Q",
            y2="y2:Q",
            fill=alt.Fill("colour:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            href="mark:N",
        )
    )
    return made


def _gaps(rows: Sequence[BarRow], layout: Layout, y: alt.Scale) -> alt.Chart:
    """Cut the totals visibly where the axis does not begin at zero."""
    half = _thickness(layout) / 2 + 1
    left = layout.bar_range[0] + 10
    values = (
        {"y": _middle(at, layout) - half, "y2": _middle(at, layout) + half}
        for at, row in enumerate(rows)
        if row.is_total
    )
    mark = alt.Chart(data(values)).mark_rect(fill=colour("page"))
    made: alt.Chart = mark.encode(
        x=alt.value(left), x2=alt.value(left + 4), y=alt.Y("y:Q", scale=y, axis=None), y2="y2:Q"
    )
    return made


def _connectors(rows: Sequence[BarRow], layout: Layout, x: alt.Scale, y: alt.Scale) -> alt.Chart:
    half = _thickness(layout) / 2
    values = (
        {
            "x": float(row.segments[-1].end),
            "y": _middle(at, layout) + (half if row.segments[-1].start != row.segments[-1].end else -half),
            "y2": _middle(at + 1, layout) - half,
        }
        for at, row in enumerate(rows[:-1])
    )
    mark = alt.Chart(data(values)).mark_rule(stroke=colour("base"), strokeWidth=1)
    made: alt.Chart = mark.encode(**_at(x, y), y2="y2:Q")
    return made


def _zero_line(x: alt.Scale, y: alt.Scale, height: int) -> alt.Chart:
    mark = alt.Chart(data([{"x": 0, "y": 0, "y2": height}])).mark_rule(stroke=colour("line"), strokeWidth=1)
    made: alt.Chart = mark.encode(**_at(x, y), y2="y2:Q")
    return made


def _at(x: alt.Scale, y: alt.Scale) -> dict[str, alt.X | alt.Y]:
    return {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}


def _texts(rows: Sequence[BarRow], layout: Layout, y: alt.Scale) -> list[alt.Chart]:
    """Write labels and figures, those of totals in bold."""
    lift = 0.0 if layout.label_width else _thickness(layout) / 2 + 10
    made = []
    for is_total in (False, True):
        values = data(
            {
                "label": shortened(row.label, layout.label_letters),
                "figure": row.figure,
                "y": _middle(at, layout) - lift,
                "mark": mark(at),
            }
            for at, row in enumerate(rows)
            if row.is_total is is_total
        )
        weight: Weight = "bold" if is_total else "normal"
        made.append(_text(values, y, "label", weight).encode(x=alt.value(0)))
        made.append(_text(values, y, "figure", weight).encode(x=alt.value(layout.width)))
    return made


def _text(values: alt.InlineData, y: alt.Scale, field: str, weight: Weight) -> alt.Chart:
    chart = alt.Chart(values).mark_text(
        align="left" if field == "label" else "right",
        baseline="middle",
        fontSize=TEXT_SIZE,
        fontWeight=weight,
        fill=colour("ink"),
    )
    made: alt.Chart = chart.encode(
        y=alt.Y("y:Q", scale=y, axis=None), text=alt.Text(f"{field}:N"), href="mark:N"
    )
    return made
