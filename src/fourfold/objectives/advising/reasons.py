"""Reasons: why a proposed objective has its weight, and what a reader should know of the facts.

Guarantees that every amount in them stands in the facts. Leaves targets to `aims`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fourfold.objectives.advising.facts import Facts
from fourfold.objectives.advising.peers import FEWEST
from fourfold.objectives.advising.sentences import Sentence, count, money, share
from fourfold.objectives.advising.themes import ADDED, CARE, KEEP, LAUNCHED, NEW, THEMES, Key, Theme, moved
from fourfold.objectives.objective import COMPANY_LEVEL, Owner
from fourfold.words import message

HEAVY = Decimal("0.25")
"""The largest account's part of the revenue from which advice warns of it."""

_MOVED: Mapping[Theme, str] = {
    NEW: message(
        "New accounts brought {gained}: {part} of all that was gained and lost in the comparable periods."
    ),
    LAUNCHED: message(
        "New products brought {gained} with existing accounts: {part} of all that was gained and lost in"
        " the comparable periods."
    ),
    ADDED: message(
        "Products that existing accounts had not bought before brought {gained}: {part} of all that was"
        " gained and lost in the comparable periods."
    ),
    KEEP: message(
        "With what existing accounts bought before, {gained} was gained and {lost} lost: {part} of all that"
        " was gained and lost in the comparable periods."
    ),
}
_LOST = message(
    "{lost} was lost in the comparable periods (accounts that left: {accounts}; products"
    " dropped: {products})."
)
_RISK = message(
    "{risk} of current revenue is with accounts that are silent for longer than usual: {accounts}."
)
_ONLY_PEERS = message("Nothing was gained here, but peers of like size did gain: it has the least weight.")
_NOTHING = message("Nothing was gained or lost here in the periods known.")
_CARE = message(
    "Relationship and service bring no amount of their own that could be counted: they have the least weight."
)
_EVEN = message("Weights are even: no history tells what to weigh.")

_SHORT = message(
    "Months of history before the cut: {months}; 12 or more are needed. Measures are proposed, no targets."
)
_BLANK = message("Nothing was sold or held in the comparable periods. Measures are proposed, no targets.")
_UNHELD = message("The book does not reach back to a comparable period. Measures are proposed, no targets.")
_FEW_PEERS = message("Too few peers: {peers} of like size, and {fewest} are needed.")
_COMPANY = message("A company has no peers here: targets rest on its own periods.")
_CONCENTRATED = message(
    "The largest account makes {part} of the revenue: whether it stays decides more than any weight here."
)
_UNTIMED = message("No activity says that it was for relationship or service: nothing is proposed on them.")
_ABSENT: Mapping[Theme, str] = {
    NEW: message("History shows no gain with new accounts: nothing is proposed on them."),
    LAUNCHED: message(
        "History shows no gain with new products at existing accounts: nothing is proposed on them."
    ),
    ADDED: message(
        "History shows no gain with additional products at existing accounts: nothing is proposed on them."
    ),
    KEEP: message("History shows no existing accounts: nothing is proposed on them."),
}


@dataclass(frozen=True, slots=True)
class Weighing:
    """One measure to give reasons for: its theme (None for relationship and service)."""

    key: Key
    theme: Theme | None


def reasons(facts: Facts, weighing: Weighing) -> tuple[Sentence, ...]:
    """Return why a measure has its weight."""
    theme = weighing.theme
    if theme is None:
        return (Sentence(_CARE),)
    if not facts.can_weigh:
        return (Sentence(_EVEN),)
    if weighing.key[0] == "grr":
        return _lost(facts)
    gained, lost = moved(theme, facts.periods)
    if not gained + lost:
        peers = facts.of_peers(weighing.key)
        return (Sentence(_ONLY_PEERS if peers and peers.upper > 0 else _NOTHING),)
    every = sum((sum(moved(one, facts.periods)) for one in THEMES), Decimal(0))
    told = {
        "gained": money(gained),
        "lost": money(lost),
        "part": share((gained + lost) / every),
    }
    return (Sentence(_MOVED[theme], told),)


def _lost(facts: Facts) -> tuple[Sentence, ...]:
    told = {
        "lost": money(moved(KEEP, facts.periods)[1]),
        "accounts": count(int(facts.total("lost_accounts"))),
        "products": count(int(facts.total("dropped_products"))),
    }
    found = [Sentence(_LOST, told)]
    if facts.risk and facts.risk.accounts:
        figures = {"risk": money(facts.risk.revenue), "accounts": count(facts.risk.accounts)}
        found.append(Sentence(_RISK, figures))
    return tuple(found)


def notes(facts: Facts, owner: Owner, themes: Sequence[Theme]) -> tuple[Sentence, ...]:
    """Return what a reader should know before trusting advice, the most important first."""
    found = [*_of_history(facts), *_of_peers(facts, owner)]
    heavy = facts.concentration
    if heavy and heavy.largest is not None and heavy.largest >= HEAVY:
        found.append(Sentence(_CONCENTRATED, {"part": share(heavy.largest)}))
    if facts.periods:
        found += [Sentence(_ABSENT[theme]) for theme in THEMES if theme not in themes]
        if CARE not in facts.periods[0].values:
            found.append(Sentence(_UNTIMED))
    return tuple(found)


def _of_history(facts: Facts) -> list[Sentence]:
    if not facts.periods:
        return [Sentence(_UNHELD)]
    if facts.is_enough:
        return [Sentence(_BLANK)] if facts.is_blank else []
    return [Sentence(_SHORT, {"months": count(facts.history_months)})]


def _of_peers(facts: Facts, owner: Owner) -> list[Sentence]:
    if owner.level == COMPANY_LEVEL:
        return [Sentence(_COMPANY)]
    if facts.peers >= FEWEST or not facts.periods:
        return []
    return [Sentence(_FEW_PEERS, {"peers": count(facts.peers), "fewest": count(FEWEST)})]
