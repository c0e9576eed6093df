"""Columns over time: gains piled up, losses hung down, a mark where each period nets.

Guarantees that a period is named under its column (every other one where room is scarce) and that
the net change is a mark of its own shape. Leaves which amounts to `charts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from fourfold.reports.drawing import TEXT_SIZE, colour, data, mark, render
from fourfold.reports.marks import Columns, Point
from fourfold.reports.numbers import reading, scale_for

_LEFT, _TOP, _FOOT = 56, 10, 44
_LETTER = 7.6
_COLUMN = 0.62


def columns(drawing: Columns) -> str:
    """Return columns as SVG, money of the book upwards; empty text for no points."""
    points, width, height = drawing.points, drawing.width, drawing.height
    if not points:
        return ""
    ends = [Decimal(0), *(x for p in points for s in p.segments for x in (s.start, s.end))]
    low, high = float(min(ends)), float(max(ends)) or 1.0
    scale = alt.Scale(domain=[low, high], range=[height - _FOOT, _TOP], nice=False)
    room = _Room(width, height, len(points))
    layers = [
        *_grid(_ticks(low, high), room, scale),
        _pieces(points, room, scale),
        _net_marks(points, room, scale),
        *_names(points, room),
    ]
    return render(layers, width, height)


@dataclass(frozen=True, slots=True)
class _Room:
    width: int
    height: int
    points: int

    @property
    def step(self) -> float:
        return (self.width - _LEFT) / self.points

    def middle(self, at: int) -> float:
        return _LEFT + self.step * (at + 0.5)

    @property
    def x(self) -> alt.Scale:
        return alt.Scale(domain=[0, self.width], range=[0, self.width], nice=False)

    @property
    def y(self) -> alt.Scale:
        return alt.Scale(domain=[0, self.height], range=[0, self.height], nice=False)


def _ticks(low: float, high: float) -> list[float]:
    """Round amounts, three to six of them, between the ends; always with zero."""
    span = high - low
    step = 10.0 ** len(str(int(span)))
    while span / step < 3:
        step /= 2 if str(step)[0] in "14" else 2.5 if str(step)[0] == "5" else 2
    first = int(low / step)
    return [k * step for k in range(first, int(high / step) + 1)]


def _grid(ticks: Sequence[float], room: _Room, scale: alt.Scale) -> list[alt.Chart]:
    unit = scale_for(*(Decimal(str(t)) for t in ticks))
    values = [
        {
            "y": t,
            "text": reading(Decimal(str(t)), unit) if t else "0",
            "colour": colour("base" if not t else "line"),
        }
        for t in ticks
    ]
    y = alt.Y("y:Q", scale=scale, axis=None)
    rules = alt.Chart(data([{**v, "x": _LEFT - 4, "x2": room.width} for v in values])).mark_rule(
        strokeWidth=1
    )
    texts = alt.Chart(data(values)).mark_text(
        align="right", baseline="middle", fontSize=TEXT_SIZE - 1, fill=colour("quiet")
    )
    return [
        rules.encode(
            x=alt.X("x:Q", scale=room.x, axis=None), x2="x2:Q", y=y, stroke=alt.Stroke("colour:N", scale=None)
        ),
        texts.encode(x=alt.value(_LEFT - 8), y=y, text="text:N"),
    ]


def _pieces(points: Sequence[Point], room: _Room, scale: alt.Scale) -> alt.Chart:
    half = room.step * _COLUMN / 2
    values = [
        {
            "x": room.middle(at) - half,
            "x2": room.middle(at) + half,
            "y": float(s.start),
            "y2": float(s.end),
            "colour": colour(s.kind),
            "mark": mark(at),
        }
        for at, point in enumerate(points)
        for s in point.segments
    ]
    chart = alt.Chart(data(values)).mark_rect(stroke=colour("page"), strokeWidth=0.75)
    made: alt.Chart = chart.encode(
        x=alt.X("x:Q", scale=room.x, axis=None),
        x2="x2:Q",
        y=alt.Y("y:Q", scale=scale, axis=None),
        y2="y2:Q",
        fill=alt.Fill("colour:N", scale=None),
        href="mark:N",
    )
    return made


def _net_marks(points: Sequence[Point], room: _Room, scale: alt.Scale) -> alt.Chart:
    chart = alt.Chart(
        data({"x": room.middle(at), "y": float(point.net)} for at, point in enumerate(points))
    ).mark_point(
        shape="diamond", size=110, filled=True, fill=colour("page"), stroke=colour("ink"), strokeWidth=1.5
    )
    made: alt.Chart = chart.encode(
        x=alt.X("x:Q", scale=room.x, axis=None), y=alt.Y("y:Q", scale=scale, axis=None)
    )
    return made


def _names(points: Sequence[Point], room: _Room) -> list[alt.Chart]:
    longest = max(len(text) for point in points for text in (point.name, point.figure))
    every = max(1, int(longest * _LETTER / room.step) + 1)
    values = [
        {"x": room.middle(at), "name": point.name, "figure": point.figure, "mark": mark(at)}
        for at, point in enumerate(points)
        if (len(points) - 1 - at) % every == 0
    ]
    made = []
    for field, ink, lift in (("name", "quiet", 28), ("figure", "ink", 10)):
        chart = alt.Chart(data(values)).mark_text(align="center", fontSize=TEXT_SIZE - 1, fill=colour(ink))
        at_x = alt.X("x:Q", scale=room.x, axis=None)
        made.append(chart.encode(x=at_x, y=alt.value(room.height - lift), text=f"{field}:N", href="mark:N"))
    return made
