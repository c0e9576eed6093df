"""The balance audit: where we point people, against where growth comes from.

Guarantees that a tilt is told the same way in either direction, that the objectives which make it sum
to it exactly, and that an input which is missing is left out and said. Leaves who may ask about whom
to the caller, and proposals to `advice`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from fourfold.book.book import Book
from fourfold.book.hierarchy import Paths, team_paths
from fourfold.book.owners import memberships
from fourfold.growth.channel_gains import channel_gains
from fourfold.growth.comparison import Comparison
from fourfold.growth.ledger import Group
from fourfold.growth.measured import measured
from fourfold.growth.overdue import AtRisk, at_risk
from fourfold.objectives.given import NewShare, gains, net_of_losses, new_share
from fourfold.objectives.objective import COMPANY_LEVEL, SELLER_LEVEL, TEAM_LEVEL, Objective, Owner
from fourfold.objectives.pointing import (
    Pointing,
    Weighed,
    channel_of,
    money_pointing,
    pipeline_pointing,
    time_pointing,
    weighed,
    weight_pointing,
)
from fourfold.objectives.results import as_unit, comparison_of
from fourfold.periods import Period
from fourfold.words import say

POINT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Tilt:
    """How many points more is asked of new accounts than they gave; below 0: more of existing ones.

    `asked` and `given` are new accounts' parts, 0 to 1, of what points at a channel; `low` and `high`
    the ends of a 95 % interval of `points`. None where it cannot be said, and `why` says why.
    """

    asked: Decimal | None
    given: NewShare
    points: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    why: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether the interval lies on one side of 0: a tilt, and not the chance of who bought."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Cause:
    """An objective's part in a tilt, in points: above 0 it pulls to new accounts, below 0 to existing ones.

    The causes of a tilt sum to it. `share` is the objective's part of all that is asked.
    """

    objective: Objective
    share: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Growth:
    """What was given: gains gross and net of switching, net of losses, revenue held and at risk."""

    gross: Pointing
    net: Pointing
    after_losses: Pointing
    held: Decimal
    risk: AtRisk


@dataclass(frozen=True, slots=True)
class Balance:
    """The audit of one owner over one period.

    `asked` is where weight, money at target, time and pipeline point; `weight` is the first of them.
    `owners` counts whose objectives count.
    """

    owner: Owner
    comparison: Comparison
    currency: str
    asked: tuple[Pointing, ...]
    growth: Growth
    tilt: Tilt
    causes: tuple[Cause, ...]
    owners: int

    @property
    def missing(self) -> tuple[str, ...]:
        """What of it cannot be told, and what of the rest could not be placed, in words."""
        return tuple(told for one in self.asked for told in (one.why, one.left_out) if told)

    @property
    def weight(self) -> Pointing:
        """Where the weight of objectives points."""
        return self.asked[0]


def balance(book: Book, objectives: Iterable[Objective], *, owner: Owner, period: Period) -> Balance:
    """Return the balance audit of a company, team or seller.

    Parameters
    ----------
    book
        The whole company's book; who may ask about whom is the caller's to check.
    objectives
        Everybody's objectives as they stand; those of the owner and of everybody below count, as far as
        they run in the period.
    owner
        Whose audit it is.
    period
        Whole days, half open; growth is against the same days a year before.

    Returns
    -------
    Balance
        An owner without objectives, or without growth, has no tilt, and the audit says why.

    Raises
    ------
    BadRequest
        If the period cannot be compared.

    Notes
    -----
    Method: docs/methods/balance.md. With n and e the parts of all weight that point at new and at existing
    accounts, and g new accounts' part of gains net of switching, the tilt is n / (n + e) - g, and an
    objective's part in it [n_i - g (n_i + e_i)] / (n + e).
    """
    paths = team_paths(book.reference("teams"))
    comparison = comparison_of(book, period)
    below = below_of(book, owner, period, paths)
    own = [one for one in objectives if one.owner in below]
    held = weighed(own, period)
    given = _growth(book, owner, comparison, paths)
    by_account = gains_by_account(book, owner, comparison, paths)
    asked = (
        weight_pointing(held),
        money_pointing(own, period, book.settings.currency),
        time_pointing(book, comparison, owner, paths),
        pipeline_pointing(book, comparison, owner, paths),
    )
    tilt = tilt_of(asked[0], new_share(by_account))
    return Balance(
        owner,
        comparison,
        book.settings.currency,
        asked,
        given,
        tilt,
        causes_of(held, tilt),
        len({one.objective.owner for one in held}),
    )


def changed(made: Balance, objectives: Iterable[Objective], below: frozenset[Owner]) -> Balance:
    """Return an audit as it would be with other objectives: a proposed change, before and after.

    Parameters
    ----------
    made
        The audit as it is; its growth, time and pipeline stay.
    objectives
        All objectives as they would be.
    below
        Whose objectives count, as `below_of` returns them.
    """
    period = made.comparison.current
    own = [one for one in objectives if one.owner in below]
    held = weighed(own, period)
    asked = (weight_pointing(held), money_pointing(own, period, made.currency), *made.asked[2:])
    tilt = tilt_of(asked[0], made.tilt.given)
    return replace(
        made,
        asked=asked,
        tilt=tilt,
        causes=causes_of(held, tilt),
        owners=len({one.objective.owner for one in held}),
    )


def tilt_of(weight: Pointing, given: NewShare) -> Tilt:
    """Return the tilt of what is asked against what was given."""
    asked = weight.new_share
    if asked is None:
        why = weight.why or say("no objective says whether it is about new or existing accounts")
        return Tilt(None, given, why=why)
    if given.share is None:
        return Tilt(asked, given, why=given.why)
    points = POINT * (asked - given.share)
    if given.low is None or given.high is None:
        return Tilt(asked, given, points, why=given.why)
    return Tilt(asked, given, points, POINT * (asked - given.high), POINT * (asked - given.low))


def causes_of(held: Sequence[Weighed], tilt: Tilt) -> tuple[Cause, ...]:
    """Return each objective's part in a tilt, the largest pull first in the tilt's own direction."""
    if tilt.points is None or tilt.given.share is None:
        return ()
    pointed = [(one, *_channels(one)) for one in held]
    whole = sum((new + existing for _, new, existing in pointed), Decimal(0))
    given = tilt.given.share
    found = [
        Cause(one.objective, one.share, POINT * (new - given * (new + existing)) / whole)
        for one, new, existing in pointed
    ]
    sign = 1 if tilt.points >= 0 else -1
    return tuple(sorted(found, key=lambda cause: (-sign * cause.points, cause.objective.id)))


def _channels(one: Weighed) -> tuple[Decimal, Decimal]:
    found = {"new": Decimal(0), "existing": Decimal(0)}
    for target, part in one.objective.serves.items():
        channel = channel_of(target.value)
        if channel:
            found[channel] += one.share * part
    return found["new"], found["existing"]


def below_of(book: Book, owner: Owner, period: Period, paths: Paths) -> frozenset[Owner]:
    """Return an owner with everybody below them in a period: teams by today's tree, members by their days."""
    held = memberships(book.reference("teams"))
    if owner.level == COMPANY_LEVEL:
        teams = set(paths)
        sellers = set(book.reference("sellers")["seller_id"].to_pylist()) | {one.of for one in held}
    elif owner.level == TEAM_LEVEL:
        teams = {team for team, path in paths.items() if owner.id in path} | {owner.id}
        inside = (one for one in held if one.start < period.end and period.start < one.end)
        sellers = {one.of for one in inside if one.unit in teams}
    else:
        return frozenset({owner})
    found = {Owner(TEAM_LEVEL, team) for team in teams} | {Owner(SELLER_LEVEL, one) for one in sellers}
    return frozenset(found | {owner})


def _growth(book: Book, owner: Owner, comparison: Comparison, paths: Paths) -> Growth:
    seen, unit = as_unit(book, owner, paths)
    values = (owner.id,) if unit else ()
    group: Group = measured(seen, comparison=comparison, by=unit, wanted=[values])[values]
    currency = book.settings.currency
    return Growth(
        gains(group, currency, is_net=False),
        gains(group, currency, is_net=True),
        net_of_losses(group, currency),
        group.figures.nrr[0].numerator,
        at_risk(seen, comparison=comparison, unit="".join(unit), value=owner.id),
    )


def gains_by_account(book: Book, owner: Owner, comparison: Comparison, paths: Paths) -> pa.Table:
    """Return what each account gained an owner, by channel; see `channel_gains`."""
    seen, unit = as_unit(book, owner, paths)
    found = channel_gains(seen, comparison=comparison, unit=unit)
    return found.filter(pc.equal(found[unit[0]], owner.id)) if unit else found
