"""Who sells in which team in a year, and which accounts are theirs on a day.

Guarantees that the posts of one seller in a year follow one another without overlap, and that
nobody has a post before being hired or after leaving. Leaves what they do to `opportunities`,
`activities` and `objectives`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from fourfold.datasets.customers import CUSTOMERS
from fourfold.datasets.days import YEAR_STARTS, Flags, Ints, day_number
from fourfold.datasets.sales_force import HIRED, LEAVERS, MOVES, TEAMS, SalesForce

HOME, ABROAD = "GBP", "EUR"
SELLING = tuple(sorted(person for team in TEAMS if team.parent for person in team.people[1:]))
"""Those who have accounts: everybody but the managers of teams and regions."""
LEAF_TEAMS = tuple(place for place, team in enumerate(TEAMS) if team.parent)
"""The teams in which people sell, by place in `TEAMS`; the others are regions of teams."""
_TEAM_OF = {person: place for place in LEAF_TEAMS for person in TEAMS[place].people}
_PLACE = {team.id: place for place, team in enumerate(TEAMS)}
_NEVER = 1 << 20


@dataclass(frozen=True, slots=True)
class Post:
    """One seller in one team from a day to a day (exclusive), within one year."""

    seller: int
    team: int
    starts: int
    ends: int

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return self.ends - self.starts

    @property
    def hired(self) -> int:
        """The first day of work; long ago for most."""
        return _day(HIRED, self.seller, -_NEVER)

    @property
    def currency(self) -> str:
        """In what the accounts of the team pay."""
        return ABROAD if TEAMS[self.team].parent == "CE" else HOME


def posts(year: int) -> tuple[Post, ...]:
    """Return the posts of the year at that place of `YEARS`, by seller and day."""
    first, last = int(YEAR_STARTS[year]), int(YEAR_STARTS[year + 1])
    moved = {person: (_PLACE[target], day_number(on)) for person, _, target, on in MOVES}
    found = []
    for person in SELLING:
        team, moves = moved.get(person, (-1, _NEVER))
        starts = max(first, _day(HIRED, person, -_NEVER))
        ends = min(last, _day(LEAVERS, person, _NEVER))
        found += [
            Post(person, _TEAM_OF[person], starts, min(ends, moves)),
            Post(person, team, max(starts, moves), ends),
        ]
    return tuple(post for post in found if post.days > 0)


def _day(of: dict[int, date], person: int, otherwise: int) -> int:
    return day_number(of[person]) if person in of else otherwise


@dataclass(frozen=True, slots=True, eq=False)
class Holdings:
    """Which customer belongs to whom from a day to a day (exclusive), by part; without merged accounts."""

    account: Ints
    seller: Ints
    starts: Ints
    ends: Ints
    tenths: Ints

    def of(self, seller: int, day: int) -> Ints:
        """Return the accounts of a seller on a day."""
        return np.asarray(self.account[self._on(day) & (self.seller == seller)])

    def holder(self, account: int, day: int) -> int:
        """Return to whom an account belongs on a day, the larger part first; -1 for nobody."""
        found = np.flatnonzero(self._on(day) & (self.account == account))
        return int(self.seller[found[np.argmax(self.tenths[found])]]) if len(found) else -1

    def _on(self, day: int) -> Flags:
        return np.asarray((self.starts <= day) & (day < self.ends))


def holdings(force: SalesForce) -> Holdings:
    """Return the primary stints of customers as arrays."""
    own = [s for s in force.stints if s.role == "primary" and s.account < CUSTOMERS]
    return Holdings(
        account=np.array([s.account for s in own]),
        seller=np.array([s.seller for s in own]),
        starts=np.array([day_number(s.starts_on) for s in own]),
        ends=np.array([day_number(s.ends_on) if s.ends_on else _NEVER for s in own]),
        tenths=np.array([int(s.share * 10) for s in own]),
    )
