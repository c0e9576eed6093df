"""Advice in words, in a picture and as tables: what is proposed, what it rests on, who it is held against.

Guarantees that every fact of the advice stands in a table, that points for new and for existing accounts
are told in the same words, and that colours are the fixed ones. Leaves reckoning to
`fourfold.objectives.advice`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from fourfold.measures import COUNT, GAINS, LOSSES, MONEY, NEW_ACCOUNT_ROWS, SHARE
from fourfold.measures.catalogue import CATALOGUE, Serves
from fourfold.objectives.advice import Advice, Proposal
from fourfold.objectives.advising.estimates import pooled
from fourfold.objectives.advising.facts import Facts
from fourfold.objectives.advising.peers import FEWEST
from fourfold.objectives.advising.sentences import Figure
from fourfold.objectives.advising.themes import CARE, COUNTED, Key
from fourfold.objectives.objective import COMPANY_LEVEL, serves
from fourfold.reports.balance import accounts_told
from fourfold.reports.grids import Cell, Column, Grid, Kind
from fourfold.reports.marks import NARROW, WIDE, BarRow, Bars, Picture, Segment
from fourfold.reports.numbers import count, percent, reading
from fourfold.reports.numbers import rate as rate_text
from fourfold.reports.plates import Plate
from fourfold.reports.scorecards import figure, figure_in_full
from fourfold.words import say, say_many

_NEW = (Serves.S1, Serves.S2)
_CARE = (Serves.RELATIONSHIP, Serves.SERVICE)
_COLOURS: Mapping[Serves, str] = MappingProxyType(
    {
        Serves.S1: "s1",
        Serves.S2: "s2",
        Serves.S3: "s3",
        Serves.S4: "s4",
        Serves.KEEP: "existing",
        Serves.RELATIONSHIP: "base",
        Serves.SERVICE: "base",
    }
)


def write_figure(told: Figure) -> str:
    """Return a figure of advice as people read it."""
    return figure(told.unit, told.amount)


def advice_sentence(told: Advice) -> str:
    """Return the first sentence: where the proposed points lie, or that history carries no targets."""
    if not told.facts.can_weigh:
        return say_many(
            "History carries no targets yet: {number} measure to start from.",
            "History carries no targets yet: {number} measures to start from, with even weights.",
            len(told.proposals),
            number=len(told.proposals),
        )
    new, existing, care = (count(round(part)) for part in _points(told))
    if care == count(0):
        return say(
            "Of 100 points, {new} are proposed for new accounts and {existing} for existing ones.",
            new=new,
            existing=existing,
        )
    return say(
        "Of 100 points, {new} are proposed for new accounts, {existing} for existing ones and {care} for"
        " relationship and service.",
        new=new,
        existing=existing,
        care=care,
    )


def advice_sentences(told: Advice) -> tuple[str, ...]:
    """Return what else is said first: what was gained and lost, then the notes, the most important first."""
    found = [note.told(write_figure) for note in told.notes]
    gained, new, lost = _moved(told.facts)
    if gained or lost:
        text = say_many(
            "In {number} comparable period {gained} was gained, {part} of it with new accounts, and {lost}"
            " lost.",
            "In {number} comparable periods {gained} was gained, {part} of it with new accounts, and {lost}"
            " lost.",
            len(told.facts.periods),
            number=len(told.facts.periods),
            gained=reading(gained),
            part=percent(new / gained) if gained else "–",
            lost=reading(lost),
        )
        found.insert(0, text)
    return tuple(found)


def advice_facts(told: Advice) -> tuple[tuple[str, str, str], ...]:
    """Return name, figure and what stands beside it for each fact over all comparable periods."""
    facts = told.facts
    gained, new, lost = _moved(facts)
    heavy, risk = facts.concentration, facts.risk
    return (
        (say("Gained"), reading(gained), say("{amount} with new accounts", amount=reading(new))),
        (say("Lost"), reading(lost), _left(facts)),
        ("NRR", rate_text(facts.rate("nrr")), say("all periods together")),
        ("GRR", rate_text(facts.rate("grr")), say("all periods together")),
        (
            say("Largest account"),
            percent(heavy.largest if heavy else None),
            say("of the revenue; the five largest {part}", part=percent(heavy.few if heavy else None)),
        ),
        (
            say("Revenue at risk"),
            reading(risk.revenue) if risk else "–",
            accounts_told(risk.accounts) if risk else "",
        ),
        (say("Base of the coming period"), figure(MONEY, facts.base), say("revenue the year before")),
        (say("Peers"), count(facts.peers), peers_told(told)),
        (
            say("History"),
            say_many("{number} month", "{number} months", facts.history_months, number=facts.history_months),
            say("before the cut of the latest period"),
        ),
    )


def peers_told(told: Advice) -> str:
    """Return among how many the peers were looked for, and how many are needed."""
    if told.owner.level == COMPANY_LEVEL:
        return say("a company has none")
    return say(
        "of like size, among {others} others you may see; {fewest} are needed",
        others=count(told.facts.compared),
        fewest=FEWEST,
    )


def place_told(proposal: Proposal) -> str:
    """Return where a target lies in the range of going on as before; a dash where there is no range."""
    place = proposal.aim.position
    if place is None:
        return "–"
    if place > 1:
        return say("above the range")
    return say("below the range") if place < 0 else say("{part} of the way up", part=percent(place))


def expected_told(proposal: Proposal) -> tuple[str, str]:
    """Return what going on as before comes to, and its range or why there is none."""
    found, unit = proposal.aim.expected, CATALOGUE[proposal.measure[0]].unit
    if found is None:
        return "–", ""
    if found.low is None or found.high is None:
        return figure(unit, found.amount), found.why
    return figure(unit, found.amount), say(
        "{low} to {high}", low=figure(unit, found.low), high=figure(unit, found.high)
    )


def weights_plate(told: Advice) -> Plate:
    """Return a bar for each proposal: its points, in the colours of what it points at."""
    rows = tuple(BarRow(one.name, count(one.weight), _pieces(one)) for one in told.proposals)
    note = say("Cool: new accounts. Warm: existing ones. Grey: relationship and service.")
    picture = Picture(Bars(rows, WIDE), Bars(rows, NARROW))
    return Plate("weights", say("Proposed points, of 100"), note, picture, proposals_grid(told))


def proposals_grid(told: Advice) -> Grid:
    """Return one row for each proposal: objective, weight, target, expected value, its range, the place."""
    columns = (
        Column("objective", "Objective", Kind.TEXT),
        Column("weight", "Weight", Kind.COUNT),
        Column("target", "Target", Kind.MONEY),
        Column("expected", "Going on as before", Kind.MONEY),
        Column("low", "From", Kind.MONEY),
        Column("high", "To", Kind.MONEY),
        Column("place", "Target in the range", Kind.TEXT),
    )
    return Grid(say("Proposed objectives"), columns, tuple(_proposed(one) for one in told.proposals))


def _proposed(one: Proposal) -> tuple[Cell, ...]:
    unit, found = CATALOGUE[one.measure[0]].unit, one.aim.expected
    amounts = (one.target, *((found.amount, found.low, found.high) if found else (None, None, None)))
    return one.name, one.weight, *(figure_in_full(unit, amount) for amount in amounts), place_told(one)


def reached_grid(facts: Facts) -> Grid:
    """Return every fact of every comparable period: a row for each, the latest period first, then all."""
    columns = (
        Column("fact", "Net of switching", Kind.TEXT),
        *(Column(f"p{at}", one.period.told, Kind.MONEY) for at, one in enumerate(facts.periods)),
        Column("together", "Together", Kind.MONEY),
    )
    keys = [*((row, ()) for row in dict.fromkeys((*GAINS, *LOSSES, *COUNTED))), CARE]
    rows = tuple(_reached(facts, key) for key in keys if facts.periods and key in facts.periods[0].values)
    return Grid(say("What was reached in the comparable periods"), columns, rows)


def _reached(facts: Facts, key: Key) -> tuple[Cell, ...]:
    unit = CATALOGUE[key[0]].unit
    found = [one.values[key].amount for one in facts.periods]
    if unit == SHARE:
        whole = facts.rate(key[0])
    else:
        whole = sum((amount or Decimal(0) for amount in found), Decimal(0))
    return _named(key), *(figure_in_full(unit, amount) for amount in (*found, whole))


def peers_grid(told: Advice) -> Grid:
    """Return what peers reach beside the owner: a row for each measure held against them; empty if few."""
    columns = (
        Column("measure", "Held against base revenue, or as a rate", Kind.TEXT),
        Column("own", "Here", Kind.MONEY),
        Column("lower", "A quarter reach at most", Kind.MONEY),
        Column("median", "Half", Kind.MONEY),
        Column("upper", "Three quarters", Kind.MONEY),
        Column("peers", "Peers", Kind.COUNT),
    )
    return Grid(say("Peers of like size"), columns, tuple(_beside(told)))


def _beside(told: Advice) -> Iterator[tuple[Cell, ...]]:
    for key, found in (told.facts.quartiles or {}).items():
        own = pooled(told.facts.readings(key))
        rates = (own, *(Fraction(each) for each in (found.lower, found.median, found.upper)))
        yield _named(key), *(_rate(key, each, told.period.days) for each in rates), found.count


def _rate(key: Key, rate: Fraction | None, days: int) -> str:
    if rate is None:
        return ""
    told = Decimal(rate.numerator) / Decimal(rate.denominator)
    return figure(COUNT, told * days) if key == CARE else rate_text(told)


def _named(key: Key) -> str:
    return say("Activities for relationship and service") if key == CARE else say(CATALOGUE[key[0]].name)


def _points(told: Advice) -> tuple[Decimal, Decimal, Decimal]:
    """Return the points for new accounts, for existing ones, and for relationship and service."""
    found = dict.fromkeys(Serves, Decimal(0))
    for one in told.proposals:
        for target, part in serves(CATALOGUE[one.measure[0]], one.measure[1]).items():
            found[target] += one.weight * part
    new, care = (sum((found[each] for each in of), Decimal(0)) for of in (_NEW, _CARE))
    return new, sum(found.values(), Decimal(0)) - new - care, care


def _pieces(one: Proposal) -> tuple[Segment, ...]:
    made, at = [], Decimal(0)
    for target, part in serves(CATALOGUE[one.measure[0]], one.measure[1]).items():
        made.append(Segment(at, at + one.weight * part, _COLOURS.get(target, "other")))
        at += one.weight * part
    return tuple(made)


def _moved(facts: Facts) -> tuple[Decimal, Decimal, Decimal]:
    """Return what was gained, the part of it with new accounts, and what was lost, as a number above 0."""
    gained, new, lost = (
        sum((facts.total(row) for row in rows), Decimal(0)) for rows in (GAINS, NEW_ACCOUNT_ROWS, LOSSES)
    )
    return gained, new, -lost


def _left(facts: Facts) -> str:
    return say(
        "{accounts} left; products dropped: {products}",
        accounts=accounts_told(int(facts.total("lost_accounts"))),
        products=count(int(facts.total("dropped_products"))),
    )
