"""The pictures of the balance audit: squares of what is asked and what was given, bars of the channels.

Guarantees that squares side by side share one scale, that all bars are of the same whole, and that each
is told in figures. Leaves drawing to `pictures`.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from fourfold.measures import SOURCES
from fourfold.objectives.balance import Balance
from fourfold.objectives.pointing import Pointing
from fourfold.reports.balance import NAMES, TARGETS
from fourfold.reports.balance_tables import columns_of, shares_grid
from fourfold.reports.grids import Column, Grid, Kind
from fourfold.reports.marks import MEDIUM, NARROW, BarRow, Bars, Opens, Picture, Segment, Square
from fourfold.reports.numbers import UNITS, percent
from fourfold.reports.plates import Plate
from fourfold.words import message, say

Where: TypeAlias = tuple[tuple[str, str], ...]
"""Values by dimension, in pairs."""

_NEW, _EXISTING = "s2", "s4"
"""The colours of the two channels where no source is told: the darker of the cool and of the warm pair."""

_TITLES = {
    "weight": message("Asked: objective weight"),
    "money": message("Asked: money at target"),
    "net": message("Given: gains net of switching"),
}


def square_plates(made: Balance, where: Where | None = None) -> tuple[Plate, ...]:
    """Return a square for weight, for money and for gains, as far as their sources can be told.

    The squares of gains lead to their lines within `where`; None leads nowhere.
    """
    weight, money = made.asked[:2]
    return _beside((weight, money, made.growth.net), where)


def tried_plates(before: Balance, after: Balance) -> tuple[Plate, ...]:
    """Return the squares of objective weight before and after a change, on one scale."""
    return _beside((before.weight, after.weight), None)


def _beside(of: Iterable[Pointing], where: Where | None) -> tuple[Plate, ...]:
    shown = [one for one in of if _four(one) is not None]
    full = max((max(_four(one) or (Decimal(0),)) for one in shown), default=Decimal(0))
    return tuple(_square(one, full, where) for one in shown)


def _four(of: Pointing) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    one, two, three, four = (of.share(source) for source in SOURCES)
    if one is None or two is None or three is None or four is None:
        return None
    return one, two, three, four


def _square(of: Pointing, full: Decimal, where: Where | None) -> Plate:
    four = _four(of)
    assert four is not None
    drawn = Square(four, UNITS, full)
    columns = (Column("target", "Points at", Kind.TEXT), Column("share", "Share", Kind.SHARE))
    rows = tuple((say(told), of.share(target)) for target, told in TARGETS.items() if of.amounts.get(target))
    opens = {}
    if of.name == "net" and where is not None:
        opens = {at: Opens(row, where, net_of_switching=True) for at, row in enumerate(SOURCES)}
    told = say(_TITLES[of.name])
    picture = Picture(drawn, drawn, opens)
    return Plate(f"square-{of.name}", told, _rest(of, sum(four)), picture, Grid(told, columns, rows))


_OUTSIDE = {
    "keep_and_expand": message("keep and expand {share}"),
    "relationship": message("relationship {share}"),
    "service": message("service {share}"),
    "activity": message("activity {share}"),
    "other": message("revenue and the like {share}"),
}


def _rest(of: Pointing, four: Decimal | int) -> str:
    """Say what of the whole the square does not show."""
    parts = [
        say(told, share=percent(share)) for target, told in _OUTSIDE.items() if (share := of.share(target))
    ]
    if not parts:
        return say("The four are all of it.")
    return say(
        "{share} in the four; beside them {parts}.", share=percent(Decimal(four)), parts=", ".join(parts)
    )


def channels_plate(made: Balance) -> Plate:
    """Return a bar for all that points at a channel: new accounts left, existing ones right."""
    rows = []
    for one in columns_of(made):
        new = one.new_share
        if new is not None:
            pieces = (Segment(Decimal(0), new, _NEW), Segment(new, Decimal(1), _EXISTING))
            rows.append(BarRow(say(NAMES[one.name]), say("{share} new", share=percent(new)), pieces))
    note = say("Left, cool: new accounts. Right, warm: existing ones. Of what points at either.")
    picture = Picture(Bars(tuple(rows), MEDIUM), Bars(tuple(rows), NARROW))
    return Plate("channels", say("New against existing accounts"), note, picture, shares_grid(made))
