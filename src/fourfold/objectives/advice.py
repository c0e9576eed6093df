"""Advice: balanced objectives for a coming period, proposed from what the ledger shows.

Guarantees that every weight and target follows a written rule from facts that stand beside it, that new
and existing accounts are weighed by the same rule, and that nothing is set without enough history.
Leaves adopting to who asks: a proposal becomes a draft, to be edited like any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from fourfold.book.book import Book
from fourfold.errors import BadRequest
from fourfold.measures.catalogue import CATALOGUE, Serves
from fourfold.objectives.advising.aims import Aim, aim
from fourfold.objectives.advising.facts import Facts, facts_of
from fourfold.objectives.advising.points import LEAST, WHOLE, halves, points
from fourfold.objectives.advising.reasons import Weighing, notes, reasons
from fourfold.objectives.advising.sentences import Sentence, Write
from fourfold.objectives.advising.themes import ADDED, CARE, KEEP, NEW, THEMES, Key, Theme, moved
from fourfold.objectives.objective import Objective, Owner, State, serves
from fourfold.periods import Period
from fourfold.words import say

FEWEST = 3
"""Proposals; where history shows fewer themes, the list is filled up without targets."""

_FILLED_BY = (KEEP, ADDED, NEW)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed objective, ready to edit and adopt.

    Parameters
    ----------
    owner, period
        Whose it would be, and for when.
    measure
        What it is set on: the id, and the filters.
    weight
        Points of the owner's 100.
    aim
        Target, expected value with its interval, peers' quartiles, and where the target lies; the target
        is None where history does not carry one.
    reasons
        Why it has its weight, then why its target.
    covered
        The owner's current objectives of that period that point at the same.
    """

    owner: Owner
    period: Period
    measure: Key
    weight: int
    aim: Aim
    reasons: tuple[Sentence, ...]
    covered: tuple[Objective, ...] = ()

    @property
    def name(self) -> str:
        """The measure in words."""
        if self.measure == CARE:
            return say("Activities for relationship and service")
        return say(CATALOGUE[self.measure[0]].name)

    @property
    def target(self) -> Decimal | None:
        """What to reach, in the unit of the measure; None where history does not carry a target."""
        return self.aim.target

    def told(self, write: Write | None = None) -> str:
        """Return all reasons as one text, its figures written by `write`."""
        return " ".join(reason.told(write) for reason in self.reasons)

    def draft(self, own: str, *, target: Decimal | None = None, write: Write | None = None) -> Objective:
        """Return the proposal as a draft with an id of its own; its note holds the reasons, as `told`.

        Raises
        ------
        BadRequest
            If there is no target, proposed or given.
        """
        goal = self.target if target is None else target
        if goal is None:
            raise BadRequest(
                say("{measure} has no proposed target", measure=self.name),
                place="target",
                remedy=say("give one"),
            )
        measure, filters = self.measure
        return Objective(
            own,
            self.name,
            measure,
            self.owner,
            self.period,
            goal,
            weight=Decimal(self.weight),
            filters=filters,
            state=State.DRAFT,
            note=self.told(write),
        )


@dataclass(frozen=True, slots=True)
class Advice:
    """Proposed objectives of one owner for a coming period, with all that they rest on.

    Parameters
    ----------
    owner, period, as_of
        For whom, for when, and the last day with complete data.
    currency
        Of all money.
    facts
        What was reached in comparable periods, beside peers.
    proposals
        3 to 6; their weights sum to 100.
    notes
        What to know before trusting them, the most important first.
    """

    owner: Owner
    period: Period
    as_of: date
    currency: str
    facts: Facts
    proposals: tuple[Proposal, ...]
    notes: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Coming:
    """Who is advised, for when, from what; `current` are the objectives the owner has then."""

    owner: Owner
    period: Period
    facts: Facts
    current: tuple[Objective, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What advice is wanted.

    Parameters
    ----------
    owner
        For whom; who may ask about whom is the caller's to check.
    period
        The coming period: whole days, half open.
    as_of
        The last day with complete data; nothing later is read as history.
    among
        Who may be a peer: pass whom the reader may see, and the advice tells of nobody else; None for
        everybody of the owner's level.
    """

    owner: Owner
    period: Period
    as_of: date
    among: Collection[Owner] | None = None


def advice(book: Book, objectives: Iterable[Objective], wanted: Wanted) -> Advice:
    """Return proposed objectives for a company, team or seller.

    Parameters
    ----------
    book
        The whole company's book.
    objectives
        Everybody's as they stand: those of the owner in the period are told as covered.
    wanted
        For whom, for when, from what.

    Returns
    -------
    Advice
        Without 12 months of history before the cut, or without any, the proposals have no targets.

    Raises
    ------
    BadRequest
        If the period cannot be compared.

    Notes
    -----
    Method: docs/methods/advice.md.
    """
    owner, period = wanted.owner, wanted.period
    facts = facts_of(book, owner, period, wanted.as_of, among=wanted.among)
    own = tuple(one for one in objectives if one.owner == owner and _meets(one.period, period))
    made = proposed(Coming(owner, period, facts, own))
    return Advice(
        owner,
        period,
        wanted.as_of,
        book.settings.currency,
        facts,
        made,
        notes(facts, owner, themes_of(facts)),
    )


def proposed(coming: Coming) -> tuple[Proposal, ...]:
    """Return the proposals that follow from facts, in the order of themes; relationship and service last."""
    weighings = weighted(coming.facts, themes_of(coming.facts))
    return tuple(_proposal(coming, weighing, weight) for weighing, weight in weighings)


def _meets(one: Period, other: Period) -> bool:
    return one.start < other.end and other.start < one.end


def themes_of(facts: Facts) -> tuple[Theme, ...]:
    """Return the themes in which the owner or peers moved money; all of them where that cannot be told."""
    if not facts.can_weigh:
        return THEMES
    found = {theme for theme in THEMES if any(moved(theme, facts.periods)) or _is_open(facts, theme)}
    for theme in _FILLED_BY:
        if len(found) + _has_care(facts) < FEWEST:
            found.add(theme)
    return tuple(theme for theme in THEMES if theme in found)


def _is_open(facts: Facts, theme: Theme) -> bool:
    """Whether there is something to reach although nothing moved: base to keep, or peers who gain."""
    if theme is KEEP:
        return facts.base is not None
    peers = facts.of_peers((theme.measure, ()))
    return peers is not None and peers.upper > 0


def _has_care(facts: Facts) -> bool:
    return bool(facts.periods) and CARE in facts.periods[0].values


def weighted(facts: Facts, themes: Sequence[Theme]) -> tuple[tuple[Weighing, int], ...]:
    """Return what to propose, each with its points: by what moved in each theme, a lost unit as a gained one.

    Keeping and expanding is told by NRR for what was gained and GRR for what was lost, if both have points
    enough; relationship and service have the least points.
    """
    care = LEAST if _has_care(facts) else 0
    sums = [moved(theme, facts.periods) if facts.can_weigh else (Decimal(0), Decimal(0)) for theme in themes]
    found: list[tuple[Weighing, int]] = []
    shared = points([Fraction(sum(pair)) for pair in sums], WHOLE - care)
    for theme, (gained, lost), own in zip(themes, sums, shared, strict=True):
        measures = [(theme.measure, own)]
        if theme is KEEP:
            held, kept = halves(own, Fraction(gained), Fraction(lost))
            measures = [("nrr", held), ("grr", kept)]
        found += [(Weighing((measure, ()), theme), part) for measure, part in measures if part]
    return (*found, *([(Weighing(CARE, None), care)] if care else ()))


def _proposal(coming: Coming, weighing: Weighing, weight: int) -> Proposal:
    found = aim(coming.facts, weighing.key, coming.period)
    why = (*reasons(coming.facts, weighing), *found.reasons)
    served = _served(serves(CATALOGUE[weighing.key[0]], weighing.key[1]))
    covered = tuple(one for one in coming.current if one.weight > 0 and served & _served(one.serves))
    return Proposal(coming.owner, coming.period, weighing.key, weight, found, why, covered)


def _served(parts: Mapping[Serves, Decimal]) -> set[Serves]:
    return {target for target, part in parts.items() if part > 0}
