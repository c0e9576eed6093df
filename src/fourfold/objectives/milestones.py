"""Progress notices: what is worth telling an owner once, and never again.

Guarantees that a notice is given at most once per objective and period, also when the figure falls and
rises again, and that what was so when an objective was first looked at is no news. Leaves sending and
keeping what was given to who asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from fourfold.objectives.attainment import Attainment
from fourfold.objectives.objective import Objective
from fourfold.objectives.pace import Standing, Status, counts_up
from fourfold.words import message, say


class Milestone(StrEnum):
    """What a notice tells."""

    HALF = "half"
    NEARLY = "nearly"
    REACHED = "reached"
    BEHIND = "behind"


_PARTS: Mapping[Milestone, Fraction] = {
    Milestone.HALF: Fraction(50, 100),
    Milestone.NEARLY: Fraction(90, 100),
}
_TEXTS: Mapping[Milestone, str] = {
    Milestone.HALF: message("{objective}: 50 % of the target is reached."),
    Milestone.NEARLY: message("{objective}: 90 % of the target is reached."),
    Milestone.REACHED: message("{objective}: the target is reached."),
    Milestone.BEHIND: message("{objective}: behind pace."),
}
_PROGRESS = (Milestone.HALF, Milestone.NEARLY, Milestone.REACHED)


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """One notice: of which objective and period, and what it tells. Its text is made for who reads."""

    objective_id: str
    start: date
    end: date
    milestone: Milestone

    def text(self, name: str) -> str:
        """Return what it tells of the objective of that name, in the language of who reads."""
        return say(_TEXTS[self.milestone], objective=name)


@dataclass(frozen=True, slots=True)
class Notices:
    """What is to be told now, and what from now on counts as given: those, and what they outrun."""

    due: tuple[Notice, ...]
    settled: frozenset[Notice]


def passed(objective: Objective, attainment: Attainment, status: Status) -> frozenset[Milestone]:
    """Return the milestones that an objective stands at or above, and whether it is behind pace.

    50 and 90 % are told of figures that grow towards a target above 0; a limit or a rate is reached when
    its period is over. The threshold decides nothing here.
    """
    if status.standing in (Standing.NOT_AGREED, Standing.NOT_BEGUN) or attainment.plain is None:
        return frozenset()
    found = {mark for mark, part in _PARTS.items() if counts_up(objective) and attainment.plain >= part}
    if status.standing is Standing.REACHED:
        found.add(Milestone.REACHED)
    if status.standing in (Standing.BEHIND, Standing.FAR_BEHIND):
        found.add(Milestone.BEHIND)
    return frozenset(found)


def notices(
    objective: Objective,
    before: Set[Milestone] | None,
    now: Set[Milestone],
    given: Set[Notice] = frozenset(),
) -> Notices:
    """Return which notices are due, given what an objective had passed before and has passed now.

    `before` is None at the first look: nothing is due then, and all that was passed counts as given. Of
    several steps of progress at once only the highest is told.
    """
    key = (objective.id, objective.period.start, objective.period.end)
    settled = frozenset(Notice(*key, milestone) for milestone in now)
    if before is None:
        return Notices((), settled | given)
    fresh = {mark for mark in now - before if Notice(*key, mark) not in given}
    progress = [mark for mark in _PROGRESS if mark in fresh]
    due = [*progress[-1:], *(mark for mark in fresh if mark not in _PROGRESS)]
    return Notices(tuple(Notice(*key, mark) for mark in due), settled | given)
