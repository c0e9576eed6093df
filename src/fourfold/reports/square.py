"""The four-source square: products down, accounts across, the emblem of Fourfold.

Guarantees that the area of each square is its amount, that a negative source shows in the colour of
losses, and that every square is named. Leaves which amounts to `charts`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import altair as alt

from fourfold.reports.drawing import TEXT_SIZE, Weight, colour, data, mark, plane, render
from fourfold.reports.marks import Square
from fourfold.reports.numbers import Scale, percent, signed_reading
from fourfold.words import say

_WIDTH, _HEIGHT = 340, 372
_SIDE = 120
_CENTRE = (182, 190)
_SOURCES = ("s1", "s2", "s3", "s4")
_CORNERS = {"s3": (-1, -1), "s1": (1, -1), "s4": (-1, 1), "s2": (1, 1)}
"""Which way each source grows from the middle: left or right, up or down."""


def square(drawing: Square) -> str:
    """Return the square as SVG."""
    four, scale = dict(zip(_SOURCES, drawing.four, strict=True)), drawing.scale
    plot = plane(_WIDTH, _HEIGHT)
    layers = [
        _rects(plot, [_block(name, 1.0) for name in _CORNERS], stroke_width=3),
        _rects(plot, _filled(four, drawing.full), stroke_width=1),
        _words(plot, _figures(four, scale if drawing.full is None else None), "ink", angle=0, weight="bold"),
        _words(plot, _shares(four) if drawing.full is None else [], "quiet", angle=0),
        _words(plot, _heads(), "quiet", angle=0),
        _words(plot, _sides(), "quiet", angle=270),
    ]
    return render(layers, _WIDTH, _HEIGHT)


def _filled(four: Mapping[str, Decimal], full: Decimal | None) -> list[dict[str, object]]:
    largest = full or max(*(abs(amount) for amount in four.values()), Decimal("0.0001"))
    return [
        _block(name, float(abs(four[name]) / largest) ** 0.5, name if four[name] >= 0 else "loss")
        for name in _CORNERS
        if four[name]
    ]


def _block(name: str, part: float, kind: str = "panel") -> dict[str, object]:
    (cx, cy), (across, down) = _CENTRE, _CORNERS[name]
    xs = sorted((cx, cx + across * _SIDE * part))
    ys = sorted((cy, cy + down * _SIDE * part))
    return {
        "x": xs[0],
        "x2": xs[1],
        "y": ys[0],
        "y2": ys[1],
        "colour": colour(kind),
        "mark": mark(_SOURCES.index(name)),
    }


def _figures(four: Mapping[str, Decimal], scale: Scale | None) -> list[dict[str, object]]:
    """Name each source with its amount; without a scale with its share."""
    told = {
        name: percent(four[name]) if scale is None else signed_reading(four[name], scale) for name in four
    }
    return [
        _beside(name, 14 if down > 0 else 30, f"{name.upper()}  {told[name]}")
        for name, (_, down) in _CORNERS.items()
    ]


def _shares(four: Mapping[str, Decimal]) -> list[dict[str, object]]:
    """Name each source's share of the four; nothing where one is negative or they sum to nothing."""
    total = sum(four.values(), Decimal(0))
    if total <= 0 or min(four.values()) < 0:
        return []
    return [
        _beside(name, 31 if down > 0 else 13, say("{share} of the four", share=percent(four[name] / total)))
        for name, (_, down) in _CORNERS.items()
    ]


def _beside(name: str, gap: int, text: str) -> dict[str, object]:
    """Place a text above a top square or below a bottom one."""
    (cx, cy), (across, down) = _CENTRE, _CORNERS[name]
    return {
        "x": cx + across * _SIDE / 2,
        "y": cy + down * (_SIDE + gap),
        "text": text,
        "mark": mark(_SOURCES.index(name)),
    }


def _heads() -> list[dict[str, object]]:
    cx, y = _CENTRE[0], 12
    return [
        {"x": cx - _SIDE / 2, "y": y, "text": say("existing accounts")},
        {"x": cx + _SIDE / 2, "y": y, "text": say("new accounts")},
    ]


def _sides() -> list[dict[str, object]]:
    x, cy = _CENTRE[0] - _SIDE - 16, _CENTRE[1]
    return [
        {"x": x, "y": cy - _SIDE / 2, "text": say("new products")},
        {"x": x, "y": cy + _SIDE / 2, "text": say("existing products")},
    ]


def _rects(
    plot: dict[str, alt.X | alt.Y], blocks: list[dict[str, object]], *, stroke_width: int
) -> alt.Chart:
    chart = alt.Chart(data(blocks)).mark_rect(stroke=colour("page"), strokeWidth=stroke_width)
    made: alt.Chart = chart.encode(
        **plot, x2="x2:Q", y2="y2:Q", fill=alt.Fill("colour:N", scale=None), href="mark:N"
    )
    return made


def _words(
    plot: dict[str, alt.X | alt.Y],
    words: list[dict[str, object]],
    ink: str,
    *,
    angle: int,
    weight: Weight = "normal",
) -> alt.Chart:
    chart = alt.Chart(data(words)).mark_text(
        fontSize=TEXT_SIZE,
        baseline="middle",
        align="center",
        fill=colour(ink),
        angle=angle,
        fontWeight=weight,
    )
    made: alt.Chart = chart.encode(**plot, text="text:N")
    return made.encode(href="mark:N") if all("mark" in word for word in words) and words else made
