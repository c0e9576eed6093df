"""The balance audit in words: the sentences, the names of what is asked and given, points.

Guarantees that a tilt to existing accounts is told in the same words as one to new accounts, that a
tilt which may be chance is not called one, and that what the objectives do not say is said. Leaves
pictures to `balance_plates` and tables to `balance_tables`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from fourfold.measures.catalogue import Serves
from fourfold.objectives.asking import Together
from fourfold.objectives.audit import Audit
from fourfold.objectives.balance import Balance, Tilt
from fourfold.objectives.objective import SELLER_LEVEL
from fourfold.objectives.pointing import NEITHER, Pointing
from fourfold.reports.numbers import UNITS, Scale, count, in_scale, percent, reading
from fourfold.words import message, say

ONE = Decimal(1)
_TENTHS = Scale(ONE, "")
_WORTH_SAYING = Decimal("0.1")
"""What points at neither channel is said in words from this part of all weight on."""

TARGETS: Mapping[str, str] = {
    Serves.S1: message("S1 new product, new account"),
    Serves.S2: message("S2 existing product, new account"),
    "new": message("New accounts, product unknown"),
    Serves.S3: message("S3 new product, existing account"),
    Serves.S4: message("S4 additional product, existing account"),
    Serves.KEEP: message("Keep and expand what accounts buy"),
    "existing": message("Existing accounts, product unknown"),
    Serves.RELATIONSHIP: message("Relationship"),
    Serves.SERVICE: message("Service"),
    Serves.ACTIVITY: message("Activity, whatever the account"),
    Serves.OTHER: message("Revenue and the like, whatever the account"),
}
"""What can be pointed at, in reading order: messages for `say`."""

NAMES: Mapping[str, str] = {
    "weight": message("Objective weight"),
    "money": message("Money at target"),
    "time": message("Time with customers"),
    "pipeline": message("Open pipeline"),
    "gross": message("Gains"),
    "net": message("Gains net of switching"),
    "after losses": message("Gains less losses"),
}
"""What points: messages for `say`."""

_MORE_NEW = message(
    "You ask for new accounts more than they give: {asked} of the objective weight that points at a "
    "channel is on new accounts; they brought {given} of gains net of switching."
)
_MORE_EXISTING = message(
    "You ask for existing accounts more than they give: {asked} of the objective weight that points at a "
    "channel is on existing accounts; they brought {given} of gains net of switching."
)
_NEW_OF_SELLER = message(
    "New accounts are asked for more than they give: {asked} of the objective weight that points at a "
    "channel is on new accounts; they brought {given} of gains net of switching."
)
_EXISTING_OF_SELLER = message(
    "Existing accounts are asked for more than they give: {asked} of the objective weight that points at "
    "a channel is on existing accounts; they brought {given} of gains net of switching."
)
_IN_BALANCE = message(
    "In balance, as far as can be told: {asked} of the objective weight that points at a channel is on new "
    "accounts; they brought {given} of gains net of switching."
)
_CANNOT_SAY = message(
    "These objectives do not say whether growth is to come from new or from existing accounts: none of "
    "their weight points at either."
)
_ONLY_ASKED = message(
    "{asked} of the objective weight that points at a channel is on new accounts; what they gave cannot be "
    "told: {why}."
)
_SILENT = (Serves.KEEP, Serves.RELATIONSHIP, Serves.SERVICE)
_SILENT_NAMES: Mapping[Serves, tuple[str, str]] = {
    Serves.KEEP: (
        message("Keeping and expanding what accounts buy"),
        message("keeping and expanding what accounts buy"),
    ),
    Serves.RELATIONSHIP: (message("Relationship"), message("relationship")),
    Serves.SERVICE: (message("Service"), message("service")),
}
"""Each at the beginning of a sentence, and within it."""


def balance_sentences(told: Audit) -> tuple[str, ...]:
    """Return the sentences of an audit, the most important true thing first; always at least one."""
    made = told.balance
    after = () if made.weight.why else (_silent(made.weight), _neither(made.weight))
    sentences = (first_sentence(made), *_chance(made.tilt), _chief(told), *after, _risk(made))
    return tuple(sentence for sentence in sentences if sentence)


def first_sentence(made: Balance) -> str:
    """Return what the audit comes to: a tilt, none, or why it cannot be told."""
    tilt = made.tilt
    if made.weight.why:
        told = say("There are no objectives with a weight here, so there is nothing to compare.")
        return f"{told} {_given(tilt)}".rstrip()
    if tilt.asked is None:
        return f"{say(_CANNOT_SAY)} {_given(tilt)}".rstrip()
    if tilt.points is None:
        return say(_ONLY_ASKED, asked=percent(tilt.asked), why=tilt.given.why)
    if not tilt.is_certain and tilt.low is not None:
        return say(_IN_BALANCE, asked=percent(tilt.asked), given=_interval(tilt, of_new=True))
    of_seller = made.owner.level == SELLER_LEVEL
    if tilt.points >= 0:
        text = _NEW_OF_SELLER if of_seller else _MORE_NEW
        return say(text, asked=percent(tilt.asked), given=_interval(tilt, of_new=True))
    text = _EXISTING_OF_SELLER if of_seller else _MORE_EXISTING
    return say(text, asked=percent(ONE - tilt.asked), given=_interval(tilt, of_new=False))


def points(value: Decimal) -> str:
    """Return points with their sign: whole ones, with one decimal under ten.

    Examples
    --------
    >>> points(Decimal("63.85")), points(Decimal("-4.367"))
    ('+64', '−4.4')
    """
    return f"{'+' if value > 0 else ''}{plain_points(value)}"


def plain_points(value: Decimal) -> str:
    """Return points without a plus."""
    return in_scale(value, UNITS if abs(value) >= 10 or not value else _TENTHS)


def tilt_told(tilt: Tilt) -> str:
    """Return a tilt in words for a heading: its points, its direction, its interval.

    Examples
    --------
    >>> tilt_told(Tilt(None, None, None))
    'No tilt can be told'
    """
    if tilt.points is None:
        return say("No tilt can be told")
    size = plain_points(abs(tilt.points))
    new, existing = (
        message("{points} points to new accounts"),
        message("{points} points to existing accounts"),
    )
    told = say(new if tilt.points >= 0 else existing, points=size)
    if tilt.low is None or tilt.high is None:
        return told
    return f"{told} ({say('{low} to {high}', low=points(tilt.low), high=points(tilt.high))})"


def missing_line(made: Balance) -> str:
    """Return what cannot be told, in one line; empty if all can."""
    if not made.missing:
        return ""
    return say("Left out: {reasons}.", reasons="; ".join(made.missing))


def _interval(tilt: Tilt, *, of_new: bool) -> str:
    share, low, high = tilt.given.share, tilt.given.low, tilt.given.high
    assert share is not None
    if not of_new:
        share, low, high = ONE - share, high and ONE - high, None if low is None else ONE - low
    if low is None or high is None:
        return percent(share)
    return say("{share} ({low} to {high})", share=percent(share), low=percent(low), high=percent(high))


def _given(tilt: Tilt) -> str:
    if tilt.given.share is None:
        return ""
    told = _interval(tilt, of_new=True)
    return say("New accounts brought {given} of gains net of switching.", given=told)


def _chance(tilt: Tilt) -> tuple[str, ...]:
    if tilt.points is None:
        return ()
    if tilt.low is None or tilt.high is None:
        why = tilt.given.why
        return (say("How sure this is cannot be told: {why}.", why=why),) if why else ()
    size = {
        "points": plain_points(abs(tilt.points)), "low": points(tilt.low), "high": points(tilt.high)
    }  # fmt: skip
    if not tilt.is_certain:
        return (say("The difference is {points} points ({low} to {high}), which may be chance.", **size),)
    if tilt.points > 0:
        return (say("The tilt is {points} points to new accounts ({low} to {high}).", **size),)
    return (say("The tilt is {points} points to existing accounts ({low} to {high}).", **size),)


def _chief(told: Audit) -> str:
    """Name what makes most of a tilt in its direction; nothing if it may be chance."""
    tilt = told.balance.tilt
    if tilt.points is None or not tilt.is_certain:
        return ""
    pulling = [one for one in told.askings if one.points is not None and one.points * tilt.points > 0]
    if not pulling:
        return ""
    return _of_asking(pulling[0])


def _of_asking(one: Together) -> str:
    size = points(one.points or Decimal(0))
    if one.owners == 1:
        return say("“{name}” pulls most: {points} points.", name=one.name, points=size)
    return say(
        "“{name}” of {owners} owners pulls most: {points} points.",
        name=one.name,
        owners=count(one.owners),
        points=size,
    )


def _silent(weight: Pointing) -> str:
    """Name what carries no weight of keeping, relationship and service."""
    without = [target for target in _SILENT if not weight.amounts.get(target.value)]
    if not without:
        return ""
    first, *others = (_SILENT_NAMES[target] for target in without)
    if not others:
        return say("{name} carries no weight at all.", name=say(first[0]))
    return say("{names} carry no weight at all.", names=_and([say(first[0]), *(say(o[1]) for o in others)]))


def _and(names: Sequence[str]) -> str:
    *before, last = names
    return say("{first} and {second}", first=", ".join(before), second=last)


def _neither(weight: Pointing) -> str:
    """Say how much of the weight points at no channel, and at what instead."""
    parts = {target: share for target in NEITHER if (share := weight.share(target))}
    whole = sum(parts.values(), Decimal(0))
    if whole < _WORTH_SAYING:
        return ""
    return say(
        "{share} of all weight says nothing of the channel ({parts}).",
        share=percent(whole),
        parts=_parts(parts.items()),
    )


_NEITHER_NAMES = {
    Serves.ACTIVITY.value: message("activity {share}"),
    Serves.OTHER.value: message("revenue and the like {share}"),
}


def _parts(parts: Iterable[tuple[str, Decimal]]) -> str:
    return ", ".join(say(_NEITHER_NAMES[target], share=percent(share)) for target, share in parts)


def _risk(made: Balance) -> str:
    growth = made.growth
    if not growth.risk.accounts or not growth.held:
        return ""
    return say(
        "Existing accounts hold {held} {currency}; {risk} of it is with {accounts} that have been silent for "
        "longer than they usually are.",
        held=reading(growth.held),
        currency=made.currency,
        risk=reading(growth.risk.revenue),
        accounts=accounts_told(growth.risk.accounts),
    )


def accounts_told(number: int) -> str:
    """Return a number of accounts in words.

    Examples
    --------
    >>> accounts_told(1), accounts_told(56)
    ('1 account', '56 accounts')
    """
    if number == 1:
        return say("1 account")
    return say("{count} accounts", count=count(number))
