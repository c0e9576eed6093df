"""Handing down: an objective cut for everybody below its owner, and the parts as drafts.

Guarantees that a second run gives each part the same id, so that nobody gets it twice; that a part which
a person has changed since stays as it is; and that a closed part is left alone. Leaves the cut to `trees`
and `seasons`, who shares it to `parts`, writing to `store.write`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from fourfold.book.book import Book
from fourfold.objectives.allotment import refuse
from fourfold.objectives.cascade import Base, Rule, Share, Whole
from fourfold.objectives.changes import Aim, Records, added, changed
from fourfold.objectives.needed import Need
from fourfold.objectives.objective import Objective, Owner, State
from fourfold.objectives.parts import Adjusted, branches
from fourfold.objectives.ramps import Stint
from fourfold.objectives.results import results
from fourfold.objectives.seasons import Shape, Slice, seasons
from fourfold.objectives.store import Store
from fourfold.objectives.trees import Branch, Node, Path, RollUp, cascade_tree, rolled_up
from fourfold.periods import Period, periods_of, year_before
from fourfold.words import say


@dataclass(frozen=True, slots=True)
class Cut:
    """How an objective is to be cut.

    Parameters
    ----------
    base
        What parts count by.
    over
        How much more than the whole each level hands out, from the top; levels after the last none.
    shape, grain
        By what each part is cut into sub-periods, and which (month, quarter ...); None for not at all.
    fixed
        Targets given by hand, by owner.
    own
        Own shares, by owner.
    """

    base: Base = Base.LAST_YEAR
    over: tuple[Decimal, ...] = ()
    shape: Shape | None = None
    grain: str = "quarter"
    fixed: Mapping[Owner, Decimal] = field(default_factory=dict)
    own: Mapping[Owner, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handed:
    """One objective-to-be: its place in the tree, its days, its target, and the part it comes from.

    `reason` says how it came to its target; `is_slice` whether it is one sub-period of the part.
    """

    place: Path
    period: Period
    target: Decimal
    part: Share
    reason: str
    is_slice: bool = False

    @property
    def owner(self) -> Owner:
        """Whose it is."""
        return self.place[-1]


@dataclass(frozen=True, slots=True)
class HandedDown:
    """An objective cut for everybody below: the tree of cuts, and what each gets, from the top down.

    `roll_up` compares each owner with the sum of those below; empty for a measure that does not add up.
    """

    objective: Objective
    node: Node
    parts: tuple[Handed, ...]

    @property
    def roll_up(self) -> tuple[RollUp[Path], ...]:
        """Each owner's target against the sum of those right below."""
        if not self.objective.of.is_additive:
            return ()
        return rolled_up(self.objective.measure, self.node.targets, self.node.parents)


def handed_down(book: Book, store: Store, objective_id: str, cut: Cut) -> HandedDown:
    """Cut an objective for everybody below its owner, down to the sellers.

    A part that a person changed after an earlier run is fixed at the target they gave it. With sub-periods,
    each part is cut by last year's shape of the whole objective, or by days.

    Parameters
    ----------
    book
        The whole company's book.
    store
        The objectives, with the parts of earlier runs.
    objective_id
        What is cut.
    cut
        How.

    Raises
    ------
    BadRequest
        No such objective; nobody is below its owner; or where `cascade` or `seasons` raise it.
    """
    one = store.find(objective_id).current
    below = branches(book, one, cut.base, Adjusted({}, cut.own))
    if not below:
        refuse(
            say("nobody is below {owner} in {period}", owner=_told(one.owner), period=one.period.told),
            say("choose an objective of the company or a team, or import teams with their members"),
            objective_id,
        )
    below = tuple(_fixed(branch, (one.owner,), one, store, cut) for branch in below)
    rules = [*(Rule(cut.base, over) for over in cut.over), Rule(cut.base)]
    node = cascade_tree(Whole(one.measure, one.target, one.period, one.owner), below, rules)
    desk = _Desk(one, store, cut, _slices(book, one, cut), _stints(below, (one.owner,)))
    parts = tuple(handed for place, part in _shares(node) for handed in desk.cut_up(place, part))
    return HandedDown(one, node, parts)


def drafts(store: Store, made: HandedDown) -> Records:
    """Return the records that store each part as a draft, or as a new version where it was there before.

    A part that is the same is not written, nor one that a person changed or that is closed.

    Raises
    ------
    BadRequest
        A target cannot be stored.
    """
    found: list[Records] = []
    for handed in made.parts:
        own = part_id(made.objective, handed)
        kept = store.kept.get(own)
        after = replace(
            made.objective,
            id=own,
            owner=handed.owner,
            period=handed.period,
            target=handed.target,
            threshold=None,
            stretch=None,
            state=State.DRAFT,
            note="",
        )
        if kept is None:
            found.append(added(store, after, _why(made.objective)))
        elif kept.current.state is not State.CLOSED and not is_adjusted(store, made.objective, own):
            aim = Aim(own, kept.current.version, _why(made.objective))
            found.append(changed(store, aim, replace(kept.current, target=handed.target)))
    return tuple(record for records in found for record in records)


def part_id(objective: Objective, handed: Handed) -> str:
    """Return the id of a part: the whole's, the way down to its owner, the first day of a sub-period."""
    return _id(objective, handed.place, handed.period if handed.is_slice else None)


def is_adjusted(store: Store, objective: Objective, own: str) -> bool:
    """Return whether a part's version was set by a person after it was handed down."""
    kept = store.kept.get(own)
    if kept is None:
        return False
    step = next(step for step in kept.steps if step.objective.version == kept.current.version)
    return step.why != _why(objective)


def _why(objective: Objective) -> str:
    # stored, and read again to know a person's change from a run: the same in every language
    return f"cascade of {objective.id}"


def _id(objective: Objective, place: Path, period: Period | None = None) -> str:
    way = "/".join((objective.id, *(owner.id for owner in place[1:])))
    return way if period is None else f"{way}@{period.start}"


def _told(owner: Owner) -> str:
    return f"{owner.level} {owner.id}".strip()


def _fixed(branch: Branch, above: Path, one: Objective, store: Store, cut: Cut) -> Branch:
    """Return a branch with the targets that people gave it: now, or by changing what they were handed."""
    owner = branch.part.owner
    place = (*above, owner)
    own = _id(one, place)
    fixed = cut.fixed.get(owner)
    if fixed is None and cut.shape is None and is_adjusted(store, one, own):
        fixed = store.kept[own].current.target
    below = tuple(_fixed(each, place, one, store, cut) for each in branch.below)
    return Branch(replace(branch.part, fixed=fixed), below)


def _shares(node: Node) -> Iterator[tuple[Path, Share]]:
    """Yield every part with its place, each before those below it."""
    by_place = {each.path: each for each in node.below}
    for part in node.cascade.parts:
        place = (*node.path, part.owner)
        yield place, part
        if place in by_place:
            yield from _shares(by_place[place])


def _stints(below: Sequence[Branch], above: Path) -> Mapping[Path, tuple[Stint, ...]]:
    found: dict[Path, tuple[Stint, ...]] = {}
    for branch in below:
        place = (*above, branch.part.owner)
        found |= {place: branch.part.stints, **_stints(branch.below, place)}
    return found


@dataclass(frozen=True, slots=True)
class _Desk:
    """What cutting a part into sub-periods needs to know."""

    one: Objective
    store: Store
    cut: Cut
    slices: tuple[Slice, ...]
    stints: Mapping[Path, tuple[Stint, ...]]

    def cut_up(self, place: Path, part: Share) -> Iterator[Handed]:
        """Yield a part as it is, or one for each sub-period in which its owner is there."""
        stints = self.stints[place]
        if self.cut.shape is None:
            yield Handed(place, _days(self.one.period, stints), part.target, part, part.reason)
            return
        whole = Whole(self.one.measure, part.target, self.one.period, place[-1])
        slices = [replace(each, fixed=self._fixed(place, each.period)) for each in self.slices]
        for portion in seasons(whole, slices, self.cut.shape, stints=stints).parts:
            if portion.presence:
                yield Handed(place, portion.period, portion.target, part, portion.reason, is_slice=True)

    def _fixed(self, place: Path, period: Period) -> Decimal | None:
        own = _id(self.one, place, period)
        return self.store.kept[own].current.target if is_adjusted(self.store, self.one, own) else None


def _days(period: Period, stints: tuple[Stint, ...]) -> Period:
    """Return the part of a period in which somebody is there, from their first day to their last."""
    held = [stint for stint in stints if stint.first < period.end and period.start < stint.end]
    if not held:
        return period
    start, end = max(period.start, held[0].first), min(period.end, held[-1].end)
    return period if (start, end) == (period.start, period.end) else Period(start, end)


def _slices(book: Book, one: Objective, cut: Cut) -> tuple[Slice, ...]:
    if cut.shape is None:
        return ()
    periods = periods_of(cut.grain, first=one.period.start, last=one.period.last_day, calendar=book.calendar)
    if cut.shape is not Shape.LAST_YEAR or not one.of.is_additive:
        return tuple(Slice(period) for period in periods)
    needs = {
        period: Need(one.measure, one.owner, year_before(period, book.calendar), one.filters)
        for period in periods
    }
    found = results(book, needs.values())
    return tuple(Slice(period, found[need].amount) for period, need in needs.items())
