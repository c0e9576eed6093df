"""Who is credited with a line, and a seller's or team's shares of an account in the current period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from tests.oracle.keys import UNASSIGNED, Keys
from tests.oracle.posting import Posted
from tests.oracle.tables import Ask, Assignment, OracleBook
from tests.oracle.whole import UNITS, scaled, split

Values = tuple[str, ...]
OWNERS = ("seller", "team")


class Owners:
    """Credits lines of one book to sellers and their teams."""

    def __init__(self, book: OracleBook, ask: Ask, keys: Keys) -> None:
        """Index the primary assignments by account as it stands in the lines."""
        self.ask, self.keys, self.teams = ask, keys, book.teams
        self.dimensions = tuple(d for d in ask.by if d in OWNERS)
        self.assignments: dict[str, list[Assignment]] = defaultdict(list)
        for assignment in book.assignments:
            if assignment.role == "primary":
                self.assignments[assignment.account_id].append(assignment)

    def unit(self, seller: str, day: date) -> Values:
        """The asked dimensions of a seller on a day: the seller, the team, or both."""
        values = {"seller": seller, "team": self._team(seller, day)}
        return tuple(values[d] for d in self.dimensions)

    def credited(self, line: Posted, amount: int) -> dict[Values, int]:
        """The amount by unit: to the line's seller, else the account's primaries, else unassigned."""
        day = line.line.ordered_on
        parts: dict[Values, int] = defaultdict(int)
        for seller, part in split(amount, self._weights(line, day)).items():
            parts[self.unit(seller, day)] += part
        return parts

    def shares(self, lines: Iterable[Posted]) -> dict[str, dict[Values, int]]:
        """Each merged account's weights by unit in the current period; an account without any is left out."""
        current: dict[str, list[Posted]] = defaultdict(list)
        for line in lines:
            if line.period == "current" and line.is_purchase and line.merged is not None:
                current[line.merged].append(line)
        days = self._owner_days()
        shares: dict[str, dict[Values, int]] = {}
        for account in sorted({*current, *days}):
            bought = current.get(account, [])
            by_seller = any(line.line.seller_id is not None for line in bought)
            shares[account] = self._purchased(bought) if by_seller else days.get(account, {})
        return {account: weights for account, weights in shares.items() if sum(weights.values()) != 0}

    def _weights(self, line: Posted, day: date) -> dict[str, int]:
        if line.line.seller_id is not None:
            return {line.line.seller_id: 1}
        weights: dict[str, int] = defaultdict(int)
        for assignment in self.assignments.get(line.line.account_id or "", []):
            if assignment.holds(day):
                weights[assignment.seller_id] += scaled(assignment.share, UNITS)
        return weights if sum(weights.values()) > 0 else {UNASSIGNED: 1}

    def _purchased(self, lines: Iterable[Posted]) -> dict[Values, int]:
        weights: dict[Values, int] = defaultdict(int)
        for line in lines:
            for unit, part in self.credited(line, line.amount).items():
                weights[unit] += part
        return weights

    def _owner_days(self) -> dict[str, dict[Values, int]]:
        start, end = self.ask.current
        days: dict[str, dict[Values, int]] = defaultdict(lambda: defaultdict(int))
        for account_id, assignments in self.assignments.items():
            weights = days[self.keys.survivor(account_id)]
            for day in (start + timedelta(days=n) for n in range((end - start).days)):
                for assignment in assignments:
                    if assignment.holds(day):
                        weights[self.unit(assignment.seller_id, day)] += scaled(assignment.share, UNITS)
        return days

    def _team(self, seller: str, day: date) -> str:
        teams = [m.team_id for m in self.teams if m.seller_id == seller and m.holds(day)]
        return min(teams, default=UNASSIGNED)
