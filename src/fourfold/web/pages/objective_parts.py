"""The parts of a cascade: how the page shows them, and what is written of them.

Guarantees that a part given by hand is kept on a later run, and that its owner is not told that it was.
Leaves asking and answering to `objective_cascade`, the cut to `fourfold.objectives.handing`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import cast

from fourfold.book.chain import Record
from fourfold.objectives.changes import Aim, changed
from fourfold.objectives.handing import Handed, HandedDown, drafts, is_adjusted, part_id
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.objectives.store import Store
from fourfold.objectives.trees import Path, RollUp
from fourfold.reports.numbers import percent
from fourfold.reports.scorecards import period_name
from fourfold.web.gate import Reader
from fourfold.web.pages.objective_forms import plain
from fourfold.web.pages.objectives import target_text
from fourfold.web.pages.owners import written


@dataclass(frozen=True, slots=True)
class Given:
    """What people gave single parts: targets that stay, and own shares."""

    fixed: Mapping[Owner, Decimal] = field(default_factory=dict)
    own: Mapping[Owner, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One part as the page shows it.

    `basis` and `share` are told of people in the reader's scope alone. `key` names the fields of its owner;
    who moves between teams has them at their first place.
    """

    name: str
    key: str
    depth: int
    basis: str
    share: str
    target: str
    slices: tuple[tuple[str, str], ...]
    reason: str
    fixed: str
    own: str
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Sum:
    """An owner's target against the sum of the parts right below."""

    name: str
    target: str
    sum: str
    difference: str
    is_even: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What rows are made from."""

    reader: Reader
    made: HandedDown
    given: Given
    names: Mapping[Owner, str]
    store: Store


def row_of(desk: Desk, parts: Sequence[Handed], *, is_first: bool) -> Row:
    """Return a part with its sub-periods as a row; fields of its owner stand at their first place."""
    one, first = desk.made.objective, parts[0]
    share, owner = first.part, first.owner
    is_kept = any(is_adjusted(desk.store, one, part_id(one, part)) for part in parts)
    is_seen = desk.reader.sees(owner)
    fixed = desk.given.fixed.get(owner, share.target if is_kept and not first.is_slice else None)
    return Row(
        desk.names[owner],
        written(owner) if is_first else "",
        len(first.place) - 1,
        target_text(one, share.basis) if share.basis is not None and is_seen else "",
        percent(share.share) if share.share is not None and is_seen else "",
        target_text(one, share.target),
        tuple((period_name(part.period), target_text(one, part.target)) for part in parts if part.is_slice),
        share.reason,
        plain(fixed),
        plain(desk.given.own.get(owner)),
        is_seen,
    )


def sum_of(each: RollUp[Path], one: Objective, names: Mapping[Owner, str]) -> Sum:
    """Return an owner with the sum of the parts right below, as figures for reading."""
    return Sum(
        names[each.parent[-1]],
        target_text(one, each.target) if each.target is not None else "",
        target_text(one, each.sum),
        target_text(one, each.difference) if each.difference is not None else "",
        not each.difference,
    )


def mark_of(made: HandedDown) -> str:
    """Return a mark that two cuts share only if every part is the same."""
    told = [(str(part.place), part.period.start, part.target) for part in made.parts]
    return hashlib.sha256(repr([made.objective.id, made.objective.version, told]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Making:
    """What is written of a cut: the parts of everybody in scope, those set by hand without a word of it."""

    made: HandedDown
    by_hand: frozenset[Owner]
    is_proposed: bool

    def records(self, reader: Reader, store: Store) -> tuple[Record, ...]:
        """Return the records, for the objectives as they are."""
        hand = {part_id(self.made.objective, p) for p in self.made.parts if p.owner in self.by_hand}
        found = [*drafts(store, self.made), *self._given_again(store)]
        return tuple(self._as_set(one, hand) for one in found if reader.sees(_owner_in(one)))

    def _given_again(self, store: Store) -> Iterator[Record]:
        """Yield new versions of what was set by hand before, and is set by hand to something else now."""
        for part in self.made.parts:
            own = part_id(self.made.objective, part)
            if part.owner not in self.by_hand or not is_adjusted(store, self.made.objective, own):
                continue
            now = store.kept[own].current
            if now.state is not State.CLOSED and not part.is_slice:
                yield from changed(store, Aim(own, now.version, "by hand"), replace(now, target=part.target))

    def _as_set(self, one: Record, by_hand: Collection[str]) -> Record:
        """Return a record as it is written: who has a part by hand is not told, a proposal is one."""
        row = cast(dict[str, str], one["row"])
        if self.is_proposed:
            row = {**row, "state": State.PROPOSED.value}
        why = "" if one["id"] in by_hand else one["why"]
        return {**one, "row": row, "why": why}


def _owner_in(one: Record) -> Owner:
    row = cast(dict[str, str], one["row"])
    return Owner(row["owner_level"], row["owner_id"])
