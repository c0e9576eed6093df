"""Trying: objectives as they would be with other weights and with further ones; nothing is stored.

Guarantees that a weight means the same for every owner: per cent of all that this owner's objectives
weigh now, so that 100 is the whole whatever scale an owner uses. Leaves what it does to `balance.changed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives.asking import HUNDRED, Asking
from fourfold.objectives.objective import Objective, Owner
from fourfold.periods import Period


@dataclass(frozen=True, slots=True)
class Trial:
    """A proposed change: new weights by what is asked, and further askings with their weights.

    Weights are per cent of an owner's whole before the change.
    """

    weights: Mapping[Asking, Decimal] = field(default_factory=dict)
    added: tuple[tuple[Asking, Decimal], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is changed."""
        return bool(self.weights or self.added)


def tried(objectives: Iterable[Objective], period: Period, trial: Trial) -> tuple[Objective, ...]:
    """Return objectives as a trial would leave them.

    Parameters
    ----------
    objectives
        Those of the audit's owners; others than those that run in the period stay as they are.
    period
        The audit's.
    trial
        What changes. An added asking goes to every owner whose objectives weigh anything and at whose
        level its measure exists; its target is 0, so money at target stays as it is.

    Raises
    ------
    BadRequest
        An added asking narrows its measure by what it cannot be narrowed by, or a weight is below 0.
    """
    held = tuple(objectives)
    wholes = _wholes(held, period)
    made = [_changed(one, wholes.get(one.owner, Decimal(0)), period, trial) for one in held]
    return (*made, *_further(wholes, period, trial.added))


def _changed(one: Objective, whole: Decimal, period: Period, trial: Trial) -> Objective:
    weight = trial.weights.get(Asking(one.measure, one.filters))
    days = _days(one, period)
    if weight is None or not whole or days <= 0:
        return one
    return replace(one, weight=weight * whole / (HUNDRED * days))


def _further(
    wholes: Mapping[Owner, Decimal], period: Period, added: Sequence[tuple[Asking, Decimal]]
) -> Iterator[Objective]:
    for number, (asked, weight) in enumerate(added, start=1):
        measure = CATALOGUE[asked.measure]
        for owner, whole in wholes.items():
            if owner.level in measure.levels and whole:
                yield Objective(
                    f"tried {number} {owner.level} {owner.id}",
                    measure.name,
                    asked.measure,
                    owner,
                    period,
                    Decimal(0),
                    weight=weight * whole / (HUNDRED * period.days),
                    filters=asked.filters,
                )


def _wholes(objectives: Iterable[Objective], period: Period) -> dict[Owner, Decimal]:
    """Return what each owner's objectives weigh, times the days that they run in the period."""
    found: dict[Owner, Decimal] = {}
    for one in objectives:
        days = _days(one, period)
        if days > 0:
            found[one.owner] = found.get(one.owner, Decimal(0)) + one.weight * days
    return found


def _days(one: Objective, period: Period) -> int:
    return (min(one.period.end, period.end) - max(one.period.start, period.start)).days
