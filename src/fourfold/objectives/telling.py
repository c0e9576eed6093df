"""Telling: which milestones are news since the last look at running objectives.

Guarantees that what was so when an objective was first looked at is no news, also where it had passed
nothing yet, and that nothing is news twice. Leaves sending to delivery, the milestones to `milestones`.

Journal `looks`, a record for each objective and period at its first look: `id`, `starts_on`, `ends_on`.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from fourfold.book.chain import Entry, Record
from fourfold.objectives.milestones import Milestone, Notice, notices, passed
from fourfold.objectives.objective import Objective
from fourfold.objectives.scorecard import Scorecard

LOOKS = "looks"
"""The name of the journal."""

Key: TypeAlias = tuple[str, date, date]
"""An objective's id and its period."""

_NOTHING: frozenset[Milestone] = frozenset()


@dataclass(frozen=True, slots=True)
class Telling:
    """What is to be told, of which objectives; what then counts as given; what was looked at first now."""

    due: tuple[tuple[Notice, Objective], ...]
    settled: frozenset[Notice]
    first: frozenset[Key]


def telling(cards: Iterable[Scorecard], given: Set[Notice], looked: Set[Key]) -> Telling:
    """Return what is news of the objectives on scorecards.

    Parameters
    ----------
    cards
        Where running objectives stand; none: nothing is due.
    given
        What was told before.
    looked
        Which objectives were looked at before.
    """
    due: list[tuple[Notice, Objective]] = []
    settled: set[Notice] = set()
    first: set[Key] = set()
    for line in (line for card in cards for line in card.lines):
        one = line.objective
        key = (one.id, one.period.start, one.period.end)
        now = passed(one, line.attainment, line.status)
        found = notices(one, _NOTHING if key in looked else None, now, given)
        due += [(notice, one) for notice in found.due]
        settled |= found.settled - given
        first |= {key} - looked
    return Telling(tuple(due), frozenset(settled), frozenset(first))


def looked_at(entries: Iterable[Entry]) -> frozenset[Key]:
    """Return which objectives the journal `looks` says were looked at."""
    return frozenset(
        (
            str(entry.what["id"]),
            date.fromisoformat(str(entry.what["starts_on"])),
            date.fromisoformat(str(entry.what["ends_on"])),
        )
        for entry in entries
    )


def look_records(first: Set[Key], looked: Set[Key]) -> tuple[Record, ...]:
    """Return the records of first looks that the journal does not hold yet, in order."""
    return tuple(
        {"id": own, "starts_on": start.isoformat(), "ends_on": end.isoformat()}
        for own, start, end in sorted(first - looked)
    )
