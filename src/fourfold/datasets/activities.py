"""Whom the sellers of the invented company met, called and wrote to, in its last two years.

Guarantees that the expected part of a team's minutes with new accounts and prospects is the planted one,
whatever the kinds of activity, and that an account is new in a year if it has not bought before that
year. Leaves ids and columns to `selling`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fourfold.datasets.customers import CUSTOMERS
from fourfold.datasets.days import YEAR_STARTS, Flags, Ints, draw_days
from fourfold.datasets.opportunities import PROSPECTS, Pursuit
from fourfold.datasets.planting import Drawn
from fourfold.datasets.posts import Post, posts
from fourfold.datasets.sales_force import TEAMS

WITH_NEW = {
    "UKN": (0.70, 0.68),
    "UKS": (0.66, 0.69),
    "PUB": (0.28, 0.25),
    "DACH": (0.67, 0.70),
    "FBN": (0.65, 0.66),
    "INO": (0.70, 0.67),
}
"""Part of a team's minutes with accounts that is spent on new accounts and prospects, by recorded year."""
RECORDED = (1, 2)
"""The years with activities, by place in `YEARS`."""
A_YEAR, MEETINGS = 150, 12
"""Activities with accounts, and meetings among colleagues, of a seller in a year."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind: its part of all activities with new and with existing accounts, and its minutes."""

    name: str
    with_new: float
    with_existing: float
    minutes: tuple[int, int]
    timed: float
    """The part whose minutes are on file."""


KINDS = (
    _Kind("visit", 0.22, 0.20, (60, 150), 1.0),
    _Kind("meeting", 0.18, 0.15, (30, 90), 1.0),
    _Kind("call", 0.28, 0.33, (5, 30), 1.0),
    _Kind("email", 0.15, 0.27, (5, 15), 0.5),
    _Kind("demo", 0.14, 0.02, (60, 120), 1.0),
    _Kind("other", 0.03, 0.03, (15, 60), 1.0),
)
PURPOSES = ("transaction", "relationship", "service")
_PURPOSES = {True: (0.88, 0.12, 0.0), False: (0.45, 0.20, 0.35)}
"""Part of the activities with new and with existing accounts by purpose."""
_MINUTES = [k.minutes[0] for k in KINDS], [k.minutes[1] for k in KINDS], [k.timed for k in KINDS]
_INBOUND = 0.15, 0.55
_What = tuple[str, str, int, str]
_STEP = 5
_BEFORE, _AFTER = 45, 30
"""Days before an opportunity is opened and after it ends in which its prospect is visited."""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity: empty account among colleagues; minutes -1 if not on file; empty direction if neither."""

    account_id: str
    contact: int
    seller: int
    team: int
    day: int
    kind: str
    purpose: str
    minutes: int
    direction: str
    is_new: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Targets:
    """New accounts and prospects of one seller, and the days from and to which they are worked on."""

    ids: tuple[str, ...]
    first: Ints
    last: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Year:
    """What the activities of one year are drawn from; `ever` tells who bought before the year."""

    rng: np.random.Generator
    drawn: Drawn
    pursuit: Pursuit
    year: int
    ever: Flags


def draw_activities(rng: np.random.Generator, drawn: Drawn, pursuit: Pursuit) -> tuple[Activity, ...]:
    """Return the activities of the recorded years by day and seller."""
    found = []
    for year in RECORDED:
        ever = np.asarray(drawn.customers.years[:, :year].any(axis=1))
        of = _Year(rng, drawn, pursuit, year, ever)
        for post in posts(year):
            found += [*_with_accounts(of, post), *_among_colleagues(of, post)]
    return tuple(sorted(found, key=lambda a: (a.day, a.seller, a.account_id, a.kind, a.minutes)))


def minutes_expected(*, is_new: bool) -> float:
    """Return the minutes on file that one activity has on average."""
    parts = [(k.with_new if is_new else k.with_existing, k) for k in KINDS]
    return sum(part * k.timed * (k.minutes[0] + k.minutes[1]) / 2 for part, k in parts)


def _chance(team: int, year: int) -> float:
    """Return the chance of one activity to be with a new account, so that minutes come out as planted."""
    share = WITH_NEW[TEAMS[team].id][RECORDED.index(year)]
    new, existing = share / minutes_expected(is_new=True), (1 - share) / minutes_expected(is_new=False)
    return new / (new + existing)


def _with_accounts(of: _Year, post: Post) -> Iterator[Activity]:
    """Yield the activities of one post with accounts."""
    count = int(of.rng.poisson(A_YEAR * post.days / 365))
    days = draw_days(of.rng, np.full(count, post.starts), np.full(count, post.ends - 1))
    steps = np.floor(np.arange(count + 1) * _chance(post.team, of.year) + of.rng.random())
    new = np.diff(steps) > 0
    targets = _targets(of, post.seller)
    for day, is_new, what in zip(days.tolist(), new.tolist(), _what(of.rng, new), strict=True):
        account = _new_account(of, post, targets, day) if is_new else _existing_account(of, post, day)
        contact = int(of.rng.integers(1, 4))
        kind, purpose, minutes, direction = what
        yield Activity(
            account, contact, post.seller, post.team, day, kind, purpose, minutes, direction, is_new
        )


def _targets(of: _Year, seller: int) -> _Targets:
    """Return the prospects with an opportunity, and the accounts that first buy in the year or later."""
    ever = set(np.flatnonzero(of.ever).tolist())
    rows = [
        (o.account_id, o.opened - _BEFORE, _worked_until(of, o.customer, o.closed))
        for o in of.pursuit.opportunities
        if o.seller == seller and o.customer not in ever
    ]
    return _Targets(
        tuple(row[0] for row in rows), np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    )


def _worked_until(of: _Year, customer: int, closed: int) -> int:
    """Return the last day in the year: a won account is new until its end, a prospect a while longer."""
    if customer >= 0 or closed < 0:
        return int(YEAR_STARTS[of.year + 1])
    return closed + _AFTER


def _new_account(of: _Year, post: Post, targets: _Targets, day: int) -> str:
    """Return a new account or prospect worked on that day; without one, any of the seller's prospects."""
    live = np.flatnonzero((targets.first <= day) & (day <= targets.last))
    if len(live):
        return targets.ids[int(of.rng.choice(live))]
    own = [p for p in of.pursuit.prospects if p.seller == post.seller]
    return own[int(of.rng.integers(0, PROSPECTS))].id


def _existing_account(of: _Year, post: Post, day: int) -> str:
    """Return an account of the seller that bought before the year; without one, a colleague's."""
    own = of.pursuit.held.of(post.seller, day)
    own = own[of.ever[own]]
    if not len(own):
        own = np.flatnonzero((of.drawn.force.team[:CUSTOMERS] == post.team) & of.ever)
    return of.drawn.customers.ids[int(of.rng.choice(own))]


def _what(rng: np.random.Generator, new: Flags) -> list[_What]:
    """Return kind, purpose, minutes and direction of activities with new or else existing accounts."""
    number, purpose = np.zeros(len(new), dtype=np.int64), np.zeros(len(new), dtype=np.int64)
    for is_new in (True, False):
        of = np.flatnonzero(new == is_new)
        number[of] = spread(rng, [k.with_new if is_new else k.with_existing for k in KINDS], len(of))
        purpose[of] = spread(rng, _PURPOSES[is_new], len(of))
    low, high, timed = (np.array(of)[number] for of in _MINUTES)
    minutes = low + _STEP * rng.integers(0, (high - low) // _STEP + 1)
    minutes = np.where(rng.random(len(new)) < timed, minutes, -1)
    inbound = rng.random(len(new)) < np.where(new, *_INBOUND)
    return [
        (KINDS[k].name, PURPOSES[p], m, _direction(KINDS[k].name, is_inbound=i))
        for k, p, m, i in zip(
            number.tolist(), purpose.tolist(), minutes.tolist(), inbound.tolist(), strict=True
        )
    ]


def spread(rng: np.random.Generator, parts: Sequence[float], count: int) -> Ints:
    """Return places in parts of 1, as often as the parts say but for one piece, in random order."""
    at = (np.arange(count) + rng.random()) / max(count, 1)
    found = np.searchsorted(np.cumsum(parts), at, side="right").astype(np.int64)
    return rng.permutation(np.minimum(found, len(parts) - 1))


def _direction(kind: str, *, is_inbound: bool) -> str:
    """Return who began it; on file for calls and e-mails."""
    return ("inbound" if is_inbound else "outbound") if kind in ("call", "email") else ""


def _among_colleagues(of: _Year, post: Post) -> Iterator[Activity]:
    """Yield the meetings among colleagues, which are no time with customers."""
    count = MEETINGS * post.days // 365
    days = draw_days(of.rng, np.full(count, post.starts), np.full(count, post.ends - 1))
    for day in days.tolist():
        yield Activity("", 0, post.seller, post.team, day, "meeting", "internal", 60, "", is_new=False)
