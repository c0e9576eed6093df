"""The tables of the balance audit: shares and amounts of all that points, gaps, causes, tilts over time.

Guarantees that the gaps sum to 0, those of new accounts to the tilt, and the causes to the tilt; a cell
without a value is one that cannot be told. Leaves words to `balance`, pictures to `balance_plates`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fourfold.measures.catalogue import CATALOGUE, CHANNEL_OF, Serves
from fourfold.objectives.asking import HUNDRED, Together
from fourfold.objectives.audit import Audit
from fourfold.objectives.balance import Balance, Tilt
from fourfold.objectives.filters import filters_text
from fourfold.objectives.objective import Objective, Owner
from fourfold.objectives.pointing import Pointing
from fourfold.periods import Period
from fourfold.reports.balance import NAMES, TARGETS
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.words import say

_PLACES = Decimal("0.0001")
KEPT = (Serves.KEEP, Serves.RELATIONSHIP, Serves.SERVICE)
"""What keeps and expands: growth shows in one of them only, whichever brought it about."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is asked of a target and what it gave, as parts of all that points at a channel; in points.

    `because` are the askings that point at it, those with the largest weight first.
    """

    target: Serves
    asked: Decimal
    given: Decimal
    because: tuple[Together, ...]

    @property
    def points(self) -> Decimal:
        """How many points more is asked than was given."""
        return HUNDRED * (self.asked - self.given)


def gaps(told: Audit) -> tuple[Gap, ...]:
    """Return the gaps by target, the largest first; none where there is no tilt.

    Relationship and service stand with keeping and expanding, where growth shows what they brought.
    """
    made = told.balance
    asked, given = _of_targets(made.weight), _of_targets(made.growth.net)
    if made.tilt.points is None or not asked or not given:
        return ()
    found = [Gap(target, asked[target], given[target], _because(told, target)) for target in asked]
    return tuple(sorted(found, key=lambda gap: (-abs(gap.points), gap.target)))


def _of_targets(of: Pointing) -> Mapping[Serves, Decimal]:
    """Return the parts of what points at a channel; empty where nothing does."""
    amounts = {target: of.amounts.get(target.value, Decimal(0)) for target in CHANNEL_OF}
    whole = sum(amounts.values(), Decimal(0))
    if whole <= 0 or min(amounts.values()) < 0:
        return {}
    kept = sum((amounts[target] for target in KEPT), Decimal(0))
    sources = (Serves.S1, Serves.S2, Serves.S3, Serves.S4)
    return {**{target: amounts[target] / whole for target in sources}, Serves.KEEP: kept / whole}


def _because(told: Audit, target: Serves) -> tuple[Together, ...]:
    wanted = KEPT if target is Serves.KEEP else (target,)

    def part(one: Together) -> Decimal:
        serves = one.parts[0].objective.serves
        return one.share * sum((serves.get(each, Decimal(0)) for each in wanted), Decimal(0))

    return tuple(sorted((one for one in told.askings if part(one)), key=part, reverse=True))


def gaps_grid(told: Audit) -> Grid:
    """Return one row for each gap, the largest first: target, asked, given, points, from what."""
    columns = (
        Column("target", "Points at", Kind.TEXT),
        Column("asked", "Asked, of objective weight", Kind.SHARE),
        Column("given", "Given, of gains net of switching", Kind.SHARE),
        Column("points", "Points more asked than given", Kind.CHANGE),
        Column("because", "Objectives that ask for it", Kind.TEXT),
    )
    rows = tuple(
        (target_told(gap.target), _exact(gap.asked), _exact(gap.given), _exact(gap.points), because(gap))
        for gap in gaps(told)
    )
    return Grid(say("Gaps"), columns, rows)


def target_told(target: Serves) -> str:
    """Return a target of a gap by its name."""
    return say("Keep and expand, relationship, service") if target is Serves.KEEP else say(TARGETS[target])


def because(gap: Gap) -> str:
    """Return the names of what asks for a target, the largest weight first; a dash for nothing."""
    return ", ".join(one.name for one in gap.because) or "–"


def shares_grid(made: Balance) -> Grid:
    """Return each target's share of weight, money, time, pipeline and gains, then that of each channel."""
    of = columns_of(made)
    columns = (Column("target", "Points at", Kind.TEXT), *(_column(one, Kind.SHARE) for one in of))
    rows: list[tuple[Cell, ...]] = [
        (say(TARGETS[target]), *(_exact(one.share(target)) for one in of)) for target in _used(of)
    ]
    new = say("New accounts, of what points at a channel")
    rows.append((new, *(_exact(one.new_share) for one in of)))
    existing = say("Existing accounts, of what points at a channel")
    shares = [one.new_share for one in of]
    rows.append((existing, *(None if new is None else _exact(1 - new) for new in shares)))
    return Grid(say("Shares of what is asked and what was given"), columns, tuple(rows))


def amounts_grid(made: Balance) -> Grid:
    """Return the amounts behind `shares_grid`; weight as a part of 1, time in minutes, the rest in money."""
    of = columns_of(made)
    columns = (Column("target", "Points at", Kind.TEXT), *(_column(one, Kind.CHANGE) for one in of))
    rows: list[tuple[Cell, ...]] = [
        (say(TARGETS[target]), *(_exact(one.amounts.get(target)) for one in of)) for target in _used(of)
    ]
    rows.append((say("Sum"), *(_exact(one.total) if one.amounts else None for one in of)))
    return Grid(say("Amounts of what is asked and what was given"), columns, tuple(rows))


def columns_of(made: Balance) -> tuple[Pointing, ...]:
    """Return all that points, what is asked before what was given; without what cannot be told."""
    growth = made.growth
    found = (*made.asked, growth.gross, growth.net, growth.after_losses)
    return tuple(one for one in found if one.amounts)


def causes_grid(told: Audit, owners: Mapping[Owner, str]) -> Grid:
    """Return one row for each objective: its name, owner, measure, weight, and its part in the tilt."""
    columns = (
        Column("objective", "Objective", Kind.TEXT),
        Column("name", "Name", Kind.TEXT),
        Column("owner_level", "Level", Kind.TEXT),
        Column("owner_id", "Owner", Kind.TEXT),
        Column("owner_name", "Owner's name", Kind.TEXT),
        Column("measure", "Measure", Kind.TEXT),
        Column("filters", "Filters", Kind.TEXT),
        Column("weight", "Weight, in per cent of the owner's", Kind.CHANGE),
        Column("share", "Share of all weight", Kind.SHARE),
        Column("points", "Points to new accounts", Kind.CHANGE),
    )
    rows = tuple(
        (
            *_named(part.objective, owners),
            _exact(part.weight),
            _exact(part.share),
            _exact(part.points),
        )
        for one in told.askings
        for part in one.parts
    )
    return Grid(say("Objectives"), columns, rows)


def _named(one: Objective, owners: Mapping[Owner, str]) -> tuple[str, ...]:
    measure = say(CATALOGUE[one.measure].name)
    owner = owners.get(one.owner, one.owner.id)
    return one.id, one.name, one.owner.level, one.owner.id, owner, measure, filters_text(one.filters)


def tilts_grid(told: Audit) -> Grid:
    """Return the tilt of each period, the latest first, with its interval; and why where there is none."""
    columns = (
        Column("period", "Period", Kind.TEXT),
        Column("asked", "New accounts asked", Kind.SHARE),
        Column("given", "New accounts gave", Kind.SHARE),
        Column("points", "Tilt, in points", Kind.CHANGE),
        Column("low", "From", Kind.CHANGE),
        Column("high", "To", Kind.CHANGE),
        Column("why", "If there is none", Kind.TEXT),
    )
    return Grid(say("Tilt over time"), columns, tuple(_of_tilt(*pair) for pair in tilts(told)))


def tilts(told: Audit) -> Sequence[tuple[Period, Tilt]]:
    """Return the tilt of the audit's period and of those before, the latest first."""
    made = told.balance
    return [(made.comparison.current, made.tilt), *((one.period, one.tilt) for one in told.earlier)]


def _of_tilt(period: Period, tilt: Tilt) -> tuple[Cell, ...]:
    figures = (tilt.asked, tilt.given.share, tilt.points, tilt.low, tilt.high)
    return (period.told, *(_exact(figure) for figure in figures), tilt.why)


def _used(of: Sequence[Pointing]) -> list[str]:
    plain = [target for target in TARGETS if target not in {"new", "existing"}]
    held = {target for one in of for target, amount in one.amounts.items() if amount}
    return [target for target in TARGETS if target in plain or target in held]


def _column(one: Pointing, kind: Kind) -> Column:
    return Column(one.name.replace(" ", "_"), NAMES[one.name], kind)


def _exact(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_PLACES)
