"""The lists of the balance page: what makes the tilt, gaps by target, tilts over time.

Guarantees that a bar to the right always points to new accounts, one to the left to existing ones, or
for a gap that more, or less, is asked than was given. Leaves figures to `fourfold.reports`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from fourfold.measures.catalogue import CATALOGUE, Serves
from fourfold.objectives.asking import Part, Together
from fourfold.objectives.audit import Audit
from fourfold.objectives.balance import Balance
from fourfold.objectives.objective import Owner
from fourfold.reports.balance import accounts_told, plain_points, points
from fourfold.reports.balance_tables import because, gaps, target_told, tilts
from fourfold.reports.numbers import count, percent, reading, signed_reading
from fourfold.web.pages.listed import Cell, Heading, ListTable, Piece
from fourfold.web.policy import POLICY
from fourfold.words import say

_NEW, _EXISTING = "s2", "s4"
_COLOURS = {
    Serves.S1: "s1",
    Serves.S2: "s2",
    Serves.S3: "s3",
    Serves.S4: "s4",
    Serves.KEEP: "existing",
}
_HALF = Decimal(50)


def askings_table(askings: Sequence[Together]) -> ListTable:
    """Return what objectives ask, the largest pull first, each with a bar of its pull."""
    largest = max((abs(one.points or Decimal(0)) for one in askings), default=Decimal(0))
    headings = (
        Heading(_("Objective")),
        Heading(_("Points"), is_number=True),
        Heading(_("To existing, or to new accounts")),
        Heading(_("Owners"), is_number=True),
        Heading(_("Weight, %"), is_number=True),
        Heading(_("Share of all weight"), is_number=True),
    )
    rows = tuple(
        (
            Cell(one.name, _measure(one)),
            _number(_points(one.points)),
            _bar(one.points, largest),
            _number(count(one.owners)),
            _number(_weights(one)),
            _number(percent(one.share)),
        )
        for one in askings
    )
    return ListTable(_("What makes the tilt"), headings, rows)


def parts_table(
    askings: Sequence[Together], names: Mapping[Owner, str], permissions: Collection[str]
) -> ListTable:
    """Return every objective with its owner, weight and pull, each a link to its page."""
    parts = [part for one in askings for part in one.parts]
    largest = max((abs(part.points or Decimal(0)) for part in parts), default=Decimal(0))
    headings = (
        Heading(_("Objective")),
        Heading(_("Owner")),
        Heading(_("Weight, %"), is_number=True),
        Heading(_("To existing, or to new accounts")),
        Heading(_("Points"), is_number=True),
    )
    rows = tuple(
        (
            Cell(part.objective.name, address=_address(part, permissions)),
            Cell(names.get(part.objective.owner, part.objective.owner.id)),
            _number(plain_points(part.weight)),
            _bar(part.points, largest),
            _number("–" if part.points is None else f"{part.points:+.2f}".replace("-", "−")),
        )
        for part in parts
    )
    return ListTable(_("Objective by objective"), headings, rows)


def gaps_table(told: Audit) -> ListTable | None:
    """Return what is asked and what was given by target, the largest gap first; None without a tilt."""
    found = gaps(told)
    if not found:
        return None
    largest = max(abs(gap.points) for gap in found)
    headings = (
        Heading(_("Points at")),
        Heading(_("Points"), is_number=True),
        Heading(_("Less, or more asked than given")),
        Heading(_("Asked"), is_number=True),
        Heading(_("Given"), is_number=True),
        Heading(_("Objectives that ask for it")),
    )
    rows = tuple(
        (
            Cell(target_told(gap.target)),
            _number(points(gap.points)),
            Cell("", bar=_diverging(gap.points, largest, _COLOURS[gap.target])),
            _number(percent(gap.asked)),
            _number(percent(gap.given)),
            Cell(because(gap)),
        )
        for gap in found
    )
    return ListTable(_("Gaps"), headings, rows)


def tilts_table(told: Audit) -> ListTable:
    """Return the tilt of the period and of those before it."""
    listed = tilts(told)
    largest = max(
        (abs(tilt.points) for _period, tilt in listed if tilt.points is not None), default=Decimal(0)
    )
    headings = (
        Heading(_("Period")),
        Heading(_("Tilt, points"), is_number=True),
        Heading(_("To existing, or to new accounts")),
        Heading(_("95 % interval")),
        Heading(_("New accounts asked"), is_number=True),
        Heading(_("New accounts gave"), is_number=True),
    )
    rows = tuple(
        (
            Cell(period.told),
            _number(_points(tilt.points)),
            _bar(tilt.points, largest),
            Cell(
                tilt.why
                if tilt.low is None or tilt.high is None
                else say("{low} to {high}", low=points(tilt.low), high=points(tilt.high))
            ),
            _number(percent(tilt.asked)),
            _number(percent(tilt.given.share)),
        )
        for period, tilt in listed
    )
    return ListTable(_("Tilt over time"), headings, rows)


def facts(made: Balance) -> tuple[tuple[str, str, str], ...]:
    """Return figures beside the tilt: name, value, and what belongs to it."""
    growth = made.growth
    found = [
        (_("Gains net of switching"), signed_reading(growth.net.total), made.currency),
        (_("Gains less losses"), signed_reading(growth.after_losses.total), made.currency),
        (_("Revenue held with existing accounts"), reading(growth.held), made.currency),
        (_("Of it silent for too long"), reading(growth.risk.revenue), accounts_told(growth.risk.accounts)),
        (_("Owners with objectives"), count(made.owners), ""),
    ]
    return tuple(found)


def _measure(one: Together) -> str:
    measure = say(CATALOGUE[one.asking.measure].name)
    narrowed = one.asking.key.partition(" ")[2]
    told = f"{measure}, {narrowed}" if narrowed else measure
    return "" if told == one.name else told


def _weights(one: Together) -> str:
    low, high = (plain_points(weight) for weight in one.weights)
    return low if low == high else f"{low}–{high}"


def _points(value: Decimal | None) -> str:
    return "–" if value is None else points(value)


def _number(text: str) -> Cell:
    return Cell(text, is_number=True)


def _bar(value: Decimal | None, largest: Decimal) -> Cell:
    return Cell("", bar=_diverging(value or Decimal(0), largest, _NEW if (value or 0) > 0 else _EXISTING))


def _diverging(value: Decimal, largest: Decimal, kind: str) -> tuple[Piece, ...]:
    """Return a bar from the middle of its cell."""
    middle = Piece(_HALF, Decimal("0.5"), "base")
    width = _HALF * abs(value) / largest if largest else Decimal(0)
    if not width:
        return (middle,)
    return (Piece(_HALF if value > 0 else _HALF - width, width, kind), middle)


def _address(part: Part, permissions: Collection[str]) -> str:
    """Return the page of an objective; empty where there is none, or not for this reader."""
    route = POLICY.get("objective")
    if route is None or route.permission not in permissions:
        return ""
    try:
        return reverse("objective", args=(part.objective.id,))
    except NoReverseMatch:
        return ""
