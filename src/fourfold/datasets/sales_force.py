"""Who sells: 40 people, six teams in two regions, and which account belongs to whom from when on.

Guarantees that the primary shares of every account with an owner sum to 1 on every day, and that
each account is handed over at most once. Leaves the accounts themselves to `customers`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from fourfold.datasets.customers import CUSTOMERS, PUBLIC, Customers
from fourfold.datasets.days import Ints, date_of, day_number
from fourfold.datasets.names import person_names

BEFORE = date(2022, 1, 3)
"""From when on memberships and assignments run that are older than the order lines."""


@dataclass(frozen=True, slots=True)
class Team:
    """One team or region of teams, by place of its people in the list of sellers; the manager is first."""

    id: str
    name: str
    parent: str
    people: tuple[int, ...]


TEAMS = (
    Team("UKI", "United Kingdom", "", (38,)),
    Team("CE", "Continental Europe and Ireland", "", (39,)),
    Team("UKN", "UK North", "UKI", (0, *range(6, 13))),
    Team("UKS", "UK South", "UKI", (1, *range(13, 21))),
    Team("PUB", "UK Public Sector", "UKI", (2, *range(21, 26))),
    Team("DACH", "Germany and Austria", "CE", (3, *range(26, 31))),
    Team("FBN", "France and Benelux", "CE", (4, *range(31, 35))),
    Team("INO", "Ireland and Nordics", "CE", (5, *range(35, 38))),
)
SELLERS = 40
_TEAM_OF_REGION = ("UKN", "UKN", "UKN", "UKS", "UKS", "DACH", "DACH", "FBN", "FBN", "FBN", "INO", "INO")
_PLACE = {team.id: place for place, team in enumerate(TEAMS)}

ON_THE_LINE = ("UKS", "DACH")
"""Teams whose orders name the seller; elsewhere the account's assignment tells who is credited."""

MOVES = (
    (8, "UKN", "UKS", date(2024, 7, 1)),
    (28, "DACH", "FBN", date(2025, 1, 1)),
    (17, "UKS", "PUB", date(2025, 4, 1)),
)
"""Sellers who change teams and keep their accounts: (seller, from, to, day)."""
PROMOTED, PROMOTED_ON = 31, date(2024, 10, 1)
"""A member of France and Benelux who becomes its manager, when the one before leaves."""
LEAVERS = {12: date(2024, 10, 1), 30: date(2025, 7, 1), 4: PROMOTED_ON}
"""First day on which they are no longer there; their accounts go to colleagues."""
HIRED = {11: date(2024, 9, 16), 20: date(2025, 1, 6)}
"""First day of work of those who joined in the three years."""

REDRAWN_ON = date(2025, 1, 1)
"""The day on which territories were redrawn."""
REDRAWN, SINGLE, SPLITS, OVERLAYS, UNOWNED = 14, 24, 12, 20, 6
"""Accounts handed over when territories were redrawn; one by one; split; with a specialist; without owner."""


@dataclass(frozen=True, slots=True)
class Stint:
    """One seller's part in one account from a day to a day (exclusive, `None` is open)."""

    account: int
    seller: int
    role: str
    share: Decimal
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Transfer:
    """One account that went from one seller to another, by place in their lists."""

    account: int
    giver: int
    taker: int
    on: date


@dataclass(frozen=True, slots=True, eq=False)
class SalesForce:
    """The people and what is theirs; `team` is the place in `TEAMS` that an account belongs to."""

    names: tuple[str, ...]
    hired_on: tuple[date, ...]
    team: Ints
    owner: Ints
    stints: tuple[Stint, ...]
    transfers: tuple[Transfer, ...]
    split: tuple[int, ...]

    def named_on_line(self, account: Ints, days: Ints) -> Ints:
        """Return the seller whom an order of that customer on that day names; -1 for none."""
        seller = self.owner.copy()
        seller[list(self.split)] = -1
        seller[~np.isin(self.team, [_PLACE[team] for team in ON_THE_LINE])] = -1
        taker, on = np.full(len(seller), -1), np.full(len(seller), 1 << 20)
        for transfer in self.transfers:
            taker[transfer.account], on[transfer.account] = transfer.taker, day_number(transfer.on)
        named = seller[account]
        return np.asarray(np.where((named >= 0) & (days >= on[account]), taker[account], named))


def draw_sales_force(rng: np.random.Generator, customers: Customers) -> SalesForce:
    """Return the people, the owner of every customer, and the hand-overs."""
    team = np.array([_PLACE[_TEAM_OF_REGION[int(r)]] for r in customers.region[:CUSTOMERS]])
    team[customers.segment[:CUSTOMERS] == PUBLIC] = _PLACE["PUB"]
    owner = np.array([_first_owner(rng, int(t), customers.years[n, 0]) for n, t in enumerate(team)])
    quiet = _quiet(rng, customers, owner)
    unowned, quiet = quiet[:UNOWNED], quiet[UNOWNED:]
    owner[unowned] = -1
    split, overlay, quiet = quiet[:SPLITS], quiet[SPLITS : SPLITS + OVERLAYS], quiet[SPLITS + OVERLAYS :]
    transfers = (*_after_leavers(rng, team, owner), *_redrawn(rng, team, owner, quiet))
    stints = [*_alone(customers, owner, transfers, split), *_shared(rng, team, owner, split)]
    stints += [_overlay(rng, int(account), int(team[account])) for account in overlay]
    hired = [date_of(-int(d)) for d in rng.integers(400, 4200, SELLERS)]
    return SalesForce(
        names=person_names(rng, SELLERS),
        hired_on=tuple(HIRED.get(n, on) for n, on in enumerate(hired)),
        team=team,
        owner=owner,
        stints=tuple(stints),
        transfers=transfers,
        split=tuple(int(account) for account in split),
    )


def _first_owner(rng: np.random.Generator, team: int, from_start: np.bool_) -> int:
    """Return who owns a customer at first: nobody who joins later, and for later customers no leaver."""
    members = [p for p in TEAMS[team].people[1:] if p not in HIRED and (from_start or p not in LEAVERS)]
    return int(rng.choice(members))


def _quiet(rng: np.random.Generator, customers: Customers, owner: Ints) -> Ints:
    """Return steady customers in random order to whom nothing else happens: no merger, no leaver."""
    apart = np.isin(np.arange(CUSTOMERS), customers.merged_into) | np.isin(owner, list(LEAVERS))
    return rng.permutation(np.flatnonzero(customers.years.all(axis=1) & ~apart))


def _colleague(rng: np.random.Generator, team: int, giver: int, on: date) -> int:
    """Return another member of the team who is there on that day and stays."""
    there = [
        p for p in TEAMS[team].people[1:] if p not in LEAVERS and HIRED.get(p, BEFORE) <= on and p != giver
    ]
    return int(rng.choice(there))


def _after_leavers(rng: np.random.Generator, team: Ints, owner: Ints) -> list[Transfer]:
    """Return the hand-over of every account of those who leave, on their first day away."""
    return [
        Transfer(int(account), leaver, _colleague(rng, int(team[account]), leaver, on), on)
        for leaver, on in LEAVERS.items()
        for account in np.flatnonzero(owner == leaver)
    ]


def _redrawn(rng: np.random.Generator, team: Ints, owner: Ints, quiet: Ints) -> list[Transfer]:
    """Return the hand-overs when territories were redrawn, then single ones on firsts of months."""
    months = [date(2024 + m // 12, m % 12 + 1, 1) for m in rng.integers(2, 22, SINGLE)]
    days = [REDRAWN_ON] * REDRAWN + months
    chosen = quiet[: len(days)]
    return [
        Transfer(int(a), int(owner[a]), _colleague(rng, int(team[a]), int(owner[a]), on), on)
        for a, on in zip(chosen, days, strict=True)
    ]


def _alone(
    customers: Customers,
    owner: Ints,
    transfers: tuple[Transfer, ...],
    split: Ints,
) -> list[Stint]:
    """Return the stints of customers with one owner at a time, and of the accounts merged into them."""
    handed, stints = {t.account: t for t in transfers}, []
    for account in np.setdiff1d(np.flatnonzero(owner >= 0), split):
        a, transfer = int(account), handed.get(int(account))
        since = _since(customers, a)
        until = transfer.on if transfer else None
        stints.append(Stint(a, int(owner[a]), "primary", Decimal(1), since, until))
        if transfer:
            stints.append(Stint(a, transfer.taker, "primary", Decimal(1), transfer.on, None))
    for merged in np.flatnonzero(customers.merged_into >= 0):
        into, ends = int(customers.merged_into[merged]), date_of(customers.merged_on[merged])
        stints += [
            replace(stint, account=int(merged), ends_on=min(stint.ends_on or ends, ends))
            for stint in stints
            if stint.account == into and stint.starts_on < ends
        ]
    return stints


def _since(customers: Customers, account: int) -> date:
    """Return when the first owner begins: the first of the month of the first order, or long before."""
    first = int(np.argmax(customers.years[account]))
    return BEFORE if first == 0 else date_of(customers.first[account, first]).replace(day=1)


def _shared(rng: np.random.Generator, team: Ints, owner: Ints, split: Ints) -> list[Stint]:
    """Return the stints of split customers: 0.6 and 0.4, a third of them alone until the redrawing."""
    stints = []
    for place, account in enumerate(int(a) for a in split):
        second = _colleague(rng, int(team[account]), int(owner[account]), BEFORE)
        since = REDRAWN_ON if place % 3 == 0 else BEFORE
        if since != BEFORE:
            stints.append(Stint(account, int(owner[account]), "primary", Decimal(1), BEFORE, since))
        stints.append(Stint(account, int(owner[account]), "primary", Decimal("0.6"), since, None))
        stints.append(Stint(account, second, "primary", Decimal("0.4"), since, None))
    return stints


def _overlay(rng: np.random.Generator, account: int, team: int) -> Stint:
    """Return the stint of a specialist from another team, outside the ledger."""
    others = [p for t in TEAMS[2:] if t is not TEAMS[team] for p in t.people[1:]]
    others = [p for p in others if p not in LEAVERS and p not in HIRED]
    return Stint(account, int(rng.choice(others)), "overlay", Decimal("0.25"), date(2024, 1, 1), None)
