"""Aims: the target of one measure, what is expected without it, and the sentences that say why.

Guarantees a target between what the owner reached and what the better ones reached, or none and why.
Leaves weights and wording of what moved to `reasons`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fourfold.measures import COUNT, SHARE
from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives.advising.estimates import (
    Estimate,
    Reading,
    aimed,
    going_on,
    halfway,
    pooled,
)
from fourfold.objectives.advising.facts import Facts
from fourfold.objectives.advising.peers import Quartiles
from fourfold.objectives.advising.sentences import Figure, Sentence, count, share
from fourfold.objectives.advising.themes import CARE, Key
from fourfold.periods import Period
from fourfold.words import message

_TO_PEERS = message(
    "{own} was reached; the best quarter of {peers} peers of like size reached {goal} or more. The target"
    " lies halfway."
)
_TO_PEERS_OF_BASE = message(
    "{own} of base revenue was reached; the best quarter of {peers} peers of like size reached {goal} or"
    " more. The target lies halfway."
)
_ABOVE_PEERS = message(
    "{own} was reached, as much as the best quarter of {peers} peers of like size ({goal}) or more. The"
    " target is to hold it."
)
_ABOVE_PEERS_OF_BASE = message(
    "{own} of base revenue was reached, as much as the best quarter of {peers} peers of like size ({goal})"
    " or more. The target is to hold it."
)
_TO_BEST = message(
    "{own} was reached, {goal} in the best of {periods} periods. The target lies halfway;"
    " there are no peers to compare with."
)
_TO_BEST_OF_BASE = message(
    "{own} of base revenue was reached, {goal} in the best of {periods} periods. The target lies halfway;"
    " there are no peers to compare with."
)
_AGAIN = message("{own} was reached in the one period there is. The target is to reach it again.")
_AGAIN_OF_BASE = message(
    "{own} of base revenue was reached in the one period there is. The target is to reach it again."
)
_GOING_ON = message("Going on as before comes to {expected}; four times in five, from {low} to {high}.")
_GOING_ON_ALONE = message("Going on as before comes to {expected}; {why}.")
_BEYOND = message("The target lies above that range.")
_WITHIN = message("The target lies {place} of the way up that range.")
_TOO_SHORT = message(
    "No target: 12 months of history before the cut are needed to tell new from existing, not {months}."
)
_NO_BASE = message("No target: there is no base revenue to set it by.")
_NOTHING = message("No target: nothing was reached so far, here or by peers.")
_NO_PAST = message("No target: there is no earlier period to set it by.")


@dataclass(frozen=True, slots=True)
class Aim:
    """A target with its reasons; None without one, as is the estimate where there is none.

    `position` is where the target lies in the estimate's interval, 0 to 1, above 1 beyond it.
    """

    target: Decimal | None
    expected: Estimate | None
    peers: Quartiles | None
    position: Decimal | None
    reasons: tuple[Sentence, ...]


def aim(facts: Facts, key: Key, period: Period) -> Aim:
    """Return the target of a measure for a coming period.

    With p what was reached for each 1 of size in all comparable periods and q the upper quartile of peers
    (or the best period where there are too few), the target is (p + max(p, q)) / 2 for each 1 of the
    coming size. Nobody is asked for less than they reached.
    """
    peers = facts.of_peers(key)
    size = Fraction(period.days) if key == CARE else Fraction(facts.base or 0)
    readings = facts.readings(key)
    own = pooled(readings)
    if not facts.is_enough:
        return _none(peers, Sentence(_TOO_SHORT, {"months": count(facts.history_months)}))
    if own is None or size <= 0:
        return _none(peers, Sentence(_NO_BASE if size <= 0 else _NO_PAST))
    goal = Fraction(peers.upper) if peers else max(one.rate for one in readings)
    if max(own, goal) <= 0:
        return _none(peers, Sentence(_NOTHING))
    target = aimed(halfway(own, goal), size, measure=key[0])
    expected = going_on(readings, size, measure=key[0])
    position = expected.position(target) if expected else None
    why = _why(key, _Rates(own, goal, peers, readings), period)
    return Aim(target, expected, peers, position, (why, *_expected(expected, key, position)))


def _none(peers: Quartiles | None, why: Sentence) -> Aim:
    return Aim(None, None, peers, None, (why,))


@dataclass(frozen=True, slots=True)
class _Rates:
    """What a target stands on: the owner's own rate, the better one, whose that is."""

    own: Fraction
    goal: Fraction
    peers: Quartiles | None
    readings: Sequence[Reading]


def _why(key: Key, rates: _Rates, period: Period) -> Sentence:
    is_of_base = key != CARE and CATALOGUE[key[0]].is_additive
    figures = {"own": _figure(key, rates.own, period), "goal": _figure(key, rates.goal, period)}
    if rates.peers:
        figures["peers"] = count(rates.peers.count)
        is_above = rates.own >= rates.goal
        plain, of_base = (_ABOVE_PEERS, _ABOVE_PEERS_OF_BASE) if is_above else (_TO_PEERS, _TO_PEERS_OF_BASE)
    elif len(rates.readings) > 1:
        figures["periods"] = count(len(rates.readings))
        plain, of_base = _TO_BEST, _TO_BEST_OF_BASE
    else:
        plain, of_base = _AGAIN, _AGAIN_OF_BASE
    return Sentence(of_base if is_of_base else plain, figures)


def _figure(key: Key, rate: Fraction, period: Period) -> Figure:
    """Return a rate as people read it: a share, or activities in as many days as the coming period has."""
    if key == CARE:
        return Figure(_decimal(rate * period.days), COUNT)
    return share(_decimal(rate))


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def _expected(expected: Estimate | None, key: Key, position: Decimal | None) -> tuple[Sentence, ...]:
    if expected is None:
        return ()
    unit = SHARE if not CATALOGUE[key[0]].is_additive else CATALOGUE[key[0]].unit
    figures = {"expected": Figure(expected.amount, unit)}
    if expected.low is None or expected.high is None:
        return (Sentence(_GOING_ON_ALONE, figures, {"why": expected.why}),)
    figures |= {"low": Figure(expected.low, unit), "high": Figure(expected.high, unit)}
    told = Sentence(_GOING_ON, figures)
    if position is None:
        return (told,)
    place = Sentence(_BEYOND) if position > 1 else Sentence(_WITHIN, {"place": share(position)})
    return (told, place)
