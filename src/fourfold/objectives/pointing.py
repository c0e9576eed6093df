"""Pointing: where objectives, time and pipeline point, in the same words as growth.

Guarantees that each owner's objectives weigh as much as another's, however many they have, and that
what points at neither channel is said apart, never shared out. Leaves growth to `given` and the
comparison of the two to `balance`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.book.hierarchy import Paths
from fourfold.growth.comparison import Comparison
from fourfold.measures import MONEY
from fourfold.measures.catalogue import CHANNEL_OF, Serves
from fourfold.objectives.effort import activities, of_owner, pipeline, shares
from fourfold.objectives.objective import Objective, Owner
from fourfold.periods import Period
from fourfold.words import say, say_many

Targets = Mapping[str, Decimal]
"""Amounts by what they point at: values of `Serves`, and `new` or `existing` where no source is said."""

CHANNELS = ("new", "existing")
NEITHER = (Serves.ACTIVITY.value, Serves.OTHER.value)


@dataclass(frozen=True, slots=True)
class Pointing:
    """Where one thing points: weight, money, time, pipeline, or growth itself.

    `amounts` are in `unit`; `count` is of what stands behind them, and `left_out` says in words how much
    more there is that cannot be placed. Without amounts `why` says why.
    """

    name: str
    unit: str
    amounts: Targets = field(default_factory=dict)
    count: int = 0
    why: str = ""
    left_out: str = ""

    @property
    def total(self) -> Decimal:
        """Sum of all amounts, whatever they point at."""
        return sum(self.amounts.values(), Decimal(0))

    @property
    def channels(self) -> Targets:
        """The amounts that point at new and at existing accounts."""
        found = dict.fromkeys(CHANNELS, Decimal(0))
        for target, amount in self.amounts.items():
            channel = channel_of(target)
            if channel:
                found[channel] += amount
        return found

    @property
    def new_share(self) -> Decimal | None:
        """New accounts' part of what points at a channel; None where nothing does or a part is negative."""
        new, existing = self.channels.values()
        if new < 0 or existing < 0 or new + existing == 0:
            return None
        return new / (new + existing)

    def share(self, target: str) -> Decimal | None:
        """Return a target's part of the total; None where there is nothing or a part is negative."""
        if self.total <= 0 or min(self.amounts.values()) < 0:
            return None
        return self.amounts.get(target, Decimal(0)) / self.total


def channel_of(target: str) -> str:
    """Return the channel that a target belongs to; empty for neither."""
    return target if target in CHANNELS else CHANNEL_OF.get(Serves(target), "")


@dataclass(frozen=True, slots=True)
class Weighed:
    """An objective with its part of all that is asked: every owner's objectives come to the same."""

    objective: Objective
    share: Decimal


def weighed(objectives: Iterable[Objective], period: Period) -> tuple[Weighed, ...]:
    """Return the objectives of a period, each with its part of the whole; the parts sum to 1.

    An objective counts by its weight and by how much of the period it runs; the objectives of an owner
    come to the same whole as any other owner's. Objectives without weight, or outside of the period,
    are not there.
    """
    found: dict[Owner, list[tuple[Objective, Decimal]]] = {}
    for one in objectives:
        days = (min(one.period.end, period.end) - max(one.period.start, period.start)).days
        if days > 0 and one.weight > 0:
            found.setdefault(one.owner, []).append((one, one.weight * days))
    made = []
    for held in found.values():
        whole = sum((weight for _, weight in held), Decimal(0)) * len(found)
        made += [Weighed(one, weight / whole) for one, weight in held]
    return tuple(made)


def weight_pointing(held: Sequence[Weighed]) -> Pointing:
    """Return where the weight of objectives points, as parts of 1."""
    name, unit = "weight", say("share of objective weight")
    if not held:
        return Pointing(name, unit, why=say("there are no objectives with a weight in this period"))
    amounts: dict[str, Decimal] = {}
    for one in held:
        for target, part in one.objective.serves.items():
            amounts[target.value] = amounts.get(target.value, Decimal(0)) + one.share * part
    return Pointing(name, unit, amounts, len(held))


def money_pointing(objectives: Iterable[Objective], period: Period, currency: str) -> Pointing:
    """Return where the money at target points; a target counts by the part of it that lies in the period."""
    amounts: dict[str, Decimal] = {}
    count = 0
    for one in objectives:
        days = (min(one.period.end, period.end) - max(one.period.start, period.start)).days
        if days <= 0 or one.of.unit != MONEY or one.target <= 0:
            continue
        count += 1
        for target, part in one.serves.items():
            amounts[target.value] = (
                amounts.get(target.value, Decimal(0)) + one.target * part * days / one.period.days
            )
    why = "" if count else say("no objective of this period has a target in money")
    return Pointing("money", currency, amounts, count, why)


def time_pointing(book: Book, comparison: Comparison, owner: Owner, paths: Paths) -> Pointing:
    """Return where the time with customers goes: relationship and service by purpose, the rest by channel."""
    name, unit = "time", say("minutes with customers")
    if not book.reference("activities").num_rows:
        return Pointing(name, unit, why=say("the book holds no activities"))
    facing = of_owner(activities(book, comparison), owner, paths)
    is_inside = pc.equal(pc.fill_null(facing["purpose"], ""), "internal")
    facing = facing.filter(pc.invert(is_inside))
    held = facing.filter(pc.and_(pc.is_valid(facing["minutes"]), pc.is_valid(facing["channel"])))
    named = pc.is_in(held["purpose"], value_set=pa.array(["relationship", "service"]))
    target = pc.if_else(named, held["purpose"], held["channel"])
    by_target = shares(held.append_column("target", target), "target", "minutes")
    why = "" if by_target else say("no activity of this period has minutes and an account")
    rest = facing.num_rows - held.num_rows
    told = say_many(
        "{rows} activity without minutes or account", "{rows} activities without minutes or account", rest,
        rows=rest,
    )  # fmt: skip
    return Pointing(name, unit, by_target, held.num_rows, why, told if rest and by_target else "")


def pipeline_pointing(book: Book, comparison: Comparison, owner: Owner, paths: Paths) -> Pointing:
    """Return where the pipeline open at the period's end points: by source, without a product by channel."""
    name, unit = "pipeline", book.settings.currency
    if not book.reference("opportunities").num_rows:
        return Pointing(name, unit, why=say("the book holds no opportunities"))
    still = of_owner(pipeline(book, comparison), owner, paths)
    held = still.filter(pc.is_valid(still["amount_units"]))
    target = pc.coalesce(held["source"], held["channel"], pa.scalar(Serves.OTHER.value))
    in_units = shares(held.append_column("target", target), "target", "amount_units")
    amounts = {name: units.scaleb(-4) for name, units in in_units.items() if units}
    why = "" if amounts else say("no opportunity with an amount is open at the end of this period")
    rest = still.num_rows - held.num_rows
    told = say_many(
        "{rows} open opportunity without an amount", "{rows} open opportunities without an amount", rest,
        rows=rest,
    )  # fmt: skip
    return Pointing(name, unit, amounts, held.num_rows, why, told if rest and amounts else "")
