"""Titles of charts: what is to be seen in each, computed from what is drawn.

Guarantees one plain sentence with its most telling figure. Leaves the overall account to `sentence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from fourfold.growth import Group, Ledger
from fourfold.measures import SOURCES, label
from fourfold.reports.grids import NO_NAMES, READING_ORDER, title
from fourfold.reports.nouns import called, listed, phrases
from fourfold.reports.numbers import percent, reading, scale_for, signed_reading
from fourfold.reports.sentence import (
    GAIN_WORDS,
    LOSS_WORDS,
    amounts,
    existing_account_change,
    new_account_change,
)
from fourfold.reports.steps import Step, axis_cut, has_switching, steps
from fourfold.words import message, say

_SOURCE_WORDS = {
    "new_product_new_account": message("new products at new accounts"),
    "existing_product_new_account": message("existing products at new accounts"),
    "new_product_existing_account": message("new products at existing accounts"),
    "additional_product_existing_account": message("additional products at existing accounts"),
}
_OTHER_WORDS = {
    "credits_only": message("credits only"),
    "unidentified": message("unidentified"),
    "currency": message("currency"),
    "received": message("received"),
    "handed_over": message("handed over"),
}


def asked_line(ledger: Ledger) -> str:
    """Say by which levels, policy, currency and rates the ledger was made."""
    comparison = ledger.comparison
    levels = say("by {levels}", levels=listed((comparison.account_level, comparison.product_level)))
    rates = say("constant rates") if comparison.constant_rates else ""
    return " · ".join(part for part in (levels, comparison.policy.told, ledger.currency, rates) if part)


def bridge_title(ledger: Ledger) -> str:
    """Name the largest gain and the largest loss between the two revenues."""
    moves = [s for s in steps(ledger) if s.entry is not None and s.amount]
    if not moves:
        return say("Nothing moved between the two periods")
    scale = scale_for(ledger.base_revenue, ledger.current_revenue)
    best, worst = max(moves, key=lambda s: s.amount), min(moves, key=lambda s: s.amount)
    said = []
    if best.amount > 0:
        said.append(
            say("{what} added most ({amount})", what=_words(best), amount=reading(best.amount, scale))
        )
    if worst.amount < 0:
        lost = reading(-worst.amount, scale)
        said.append(say("{what} cost most ({amount})", what=_words(worst), amount=lost))
    return _capital(say("{first}; {second}", first=said[0], second=said[1]) if said[1:] else said[0])


def bridge_note(ledger: Ledger) -> str:
    """Say how the bridge is drawn: net of switching, and where its axis begins if not at 0."""
    notes = [say("Net of switching, gross beside it in the table.")] if has_switching(ledger) else []
    cut = axis_cut(steps(ledger))
    if cut:
        scale = scale_for(ledger.base_revenue, ledger.current_revenue)
        told = reading(cut, scale)
        notes.append(say("The axis begins at {amount}, so the bars of the totals are cut.", amount=told))
    return " ".join(notes)


def square_title(ledger: Ledger) -> str:
    """Name the largest of the four sources and its share."""
    net = amounts(ledger)
    four = {row: net.get(row, Decimal(0)) for row in SOURCES}
    total = sum(four.values(), Decimal(0))
    if total <= 0:
        return say("The four sources brought nothing")
    best = max(four, key=lambda row: four[row])
    if min(four.values()) < 0:
        told = say("{what} brought most: {amount}", what=say(_SOURCE_WORDS[best]), amount=reading(four[best]))
        return _capital(told)
    share = percent(four[best] / total)
    told = say(
        "{what} brought {share} of what the four sources gave", what=say(_SOURCE_WORDS[best]), share=share
    )
    return _capital(told)


def series_title(points: Sequence[Ledger], grain: str) -> str:
    """Tell in how many periods existing accounts grew, or that they did in all."""
    if not points:
        return say("There is no period to compare")
    told = phrases(grain)
    grew = sum(1 for point in points if existing_account_change(point) > 0)
    new = sum(1 for point in points if new_account_change(point) > existing_account_change(point))
    every = len(points)
    often = say(told.some if 0 < grew < every else told.every if grew else told.none, some=grew, count=every)
    if 0 < new < every:
        text = message("Existing accounts grew {often}; new accounts gave more in {new} of {every}")
    elif new:
        text = message("Existing accounts grew {often}; new accounts gave more in every one")
    else:
        text = message("Existing accounts grew {often}; new accounts gave more in none")
    return say(text, often=often, new=new, every=every)


def beside_title(groups: Sequence[Group], names: Mapping[str, str]) -> str:
    """Tell how much each of a few groups grew, as a share of its base."""
    told = []
    for group in groups:
        text = message("{name} grew {amount}") if group.change >= 0 else message("{name} shrank {amount}")
        much = (
            percent(abs(group.change) / group.base_revenue)
            if group.base_revenue > 0
            else reading(abs(group.change))
        )
        told.append(say(text, name=_name(group, names), amount=much))
    return ", ".join(told)


def trend_sentence(points: Sequence[Ledger], grain: str) -> str:
    """Tell the latest revenue against its base, and how often revenue rose."""
    if not points:
        return say("There is no period to compare.")
    latest = points[-1]
    scale = scale_for(latest.base_revenue, latest.current_revenue)
    share = percent(abs(latest.change) / latest.base_revenue) if latest.base_revenue > 0 else "–"
    rose = sum(1 for point in points if point.change > 0)
    told = {
        "now": latest.comparison.current.told,
        "amount": reading(latest.current_revenue, scale),
        "share": share,
        "base": latest.comparison.base.told,
        "often": say(phrases(grain).some, some=rose, count=len(points)),
    }
    if latest.change >= 0:
        return say("Revenue of {now} was {amount}, {share} above {base}; it rose {often}.", **told)
    return say("Revenue of {now} was {amount}, {share} below {base}; it rose {often}.", **told)


def movers_title(groups: Sequence[Group], noun: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """Name the group that gained most and the one that lost most; names stand for their values."""
    if not groups:
        return say("No {dimension} changed", dimension=noun)
    scale = scale_for(*(g.change for g in groups))
    best, worst = max(groups, key=lambda g: g.change), min(groups, key=lambda g: g.change)
    said = []
    if best.change > 0:
        gained = reading(best.change, scale)
        said.append(say("{name} gained most ({amount})", name=_name(best, names), amount=gained))
    if worst.change < 0:
        lost = reading(-worst.change, scale)
        said.append(say("{name} lost most ({amount})", name=_name(worst, names), amount=lost))
    return ", ".join(said)


def before_title(now: Ledger, before: Ledger) -> str:
    """Tell the change of the comparison before, and which row differs most from it."""
    scale = scale_for(before.base_revenue, before.current_revenue)
    share = percent(abs(before.change) / before.base_revenue) if before.base_revenue > 0 else "–"
    change = {"periods": title(before), "amount": reading(abs(before.change), scale), "share": share}
    rose, fell = (
        message("{periods}: revenue rose {amount} ({share})"),
        message("{periods}: revenue fell {amount} ({share})"),
    )
    told = say(rose if before.change >= 0 else fell, **change)
    net, earlier = amounts(now), amounts(before)
    moved = {row: net.get(row, Decimal(0)) - earlier.get(row, Decimal(0)) for row in READING_ORDER}
    most = max(moved, key=lambda row: abs(moved[row]))
    if not moved[most]:
        return told
    by = signed_reading(moved[most], scale)
    return say("{told}; what differs most since is {row}, by {amount}", told=told, row=label(most), amount=by)


def retention_title(ledger: Ledger) -> str:
    """Tell what one hundred of base revenue became with the same accounts."""
    rates = ledger.figures.nrr
    if not rates or rates[0].value is None:
        return say("There is no base revenue to retain")
    base, share, gross = ledger.comparison.base.told, percent(rates[0].value), ledger.figures.grr
    if not gross:
        return say("Accounts of {base} bought {share} of what they had bought", base=base, share=share)
    return say(
        "Accounts of {base} bought {share} of what they had bought; {gross} before any growth",
        base=base,
        share=share,
        gross=percent(gross[0].value),
    )


def _words(step: Step) -> str:
    row = step.entry.row if step.entry else ""
    return say((GAIN_WORDS | LOSS_WORDS | _OTHER_WORDS | _SOURCE_WORDS)[row])


def _name(group: Group, names: Mapping[str, str]) -> str:
    return ", ".join(called(value, names) for value in group.values)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
