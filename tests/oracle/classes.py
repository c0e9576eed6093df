"""The class of each pair: the first row of the definitions' table whose condition holds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from tests.oracle import rows
from tests.oracle.keys import Keys
from tests.oracle.posting import Pair, Posted
from tests.oracle.tables import Ask

Key = TypeVar("Key", str, Pair)


class Purchases:
    """First and last purchases and who bought in which period; later lines are not looked at."""

    def __init__(self, lines: Iterable[Posted], ask: Ask, keys: Keys) -> None:
        """Note every purchase."""
        self.ask = ask
        self.account_first: dict[str, date] = {}
        self.account_last_before_cut: dict[str, date] = {}
        self.product_since = dict(keys.launches(ask.product_level))
        self.pair_first: dict[Pair, date] = {}
        self.accounts_in: dict[str, set[str]] = {"": set(), "base": set(), "current": set()}
        self.pairs_in: dict[str, set[Pair]] = {"": set(), "base": set(), "current": set()}
        for line in lines:
            if line.is_purchase and line.account is not None:
                self._note(line, line.account, line.line.ordered_on)

    def _note(self, line: Posted, account: str, day: date) -> None:
        _earlier(self.account_first, account, day)
        self.accounts_in[line.period].add(account)
        if day < self.ask.cut:
            known = self.account_last_before_cut.get(account, day)
            self.account_last_before_cut[account] = max(day, known)
        if line.product is not None:
            _earlier(self.product_since, line.product, day)
            _earlier(self.pair_first, line.pair, day)
            self.pairs_in[line.period].add(line.pair)

    def account_is_new(self, account: str) -> bool:
        """First purchase on or after the cut, or dormant before it."""
        first = self.account_first.get(account)
        if first is not None and first >= self.ask.cut:
            return True
        last, limit = self.account_last_before_cut.get(account), self.ask.dormant_before
        return last is not None and limit is not None and last < limit

    def product_is_new(self, product: str) -> bool:
        """Launched and first bought on or after the cut."""
        since = self.product_since.get(product)
        return since is not None and since >= self.ask.cut

    def pair_is_new(self, pair: Pair) -> bool:
        """First purchase of the product by the account on or after the cut."""
        first = self.pair_first.get(pair)
        return first is not None and first >= self.ask.cut

    def row(self, pair: Pair) -> str:
        """The row of a pair; `repeat` stands for its four rows."""
        account, product = pair
        if account is None or product is None:
            return rows.UNIDENTIFIED
        if self.account_is_new(account):
            return rows.S1 if self.product_is_new(product) else rows.S2
        if self.pair_is_new(pair):
            return rows.S3 if self.product_is_new(product) else rows.S4
        account_in = (account in self.accounts_in["base"], account in self.accounts_in["current"])
        if account_in != (True, True):
            return {
                (True, False): rows.LOST,
                (False, True): rows.RETURNED,
                (False, False): rows.CREDITS,
            }[account_in]
        pair_in = (pair in self.pairs_in["base"], pair in self.pairs_in["current"])
        return {
            (True, False): rows.DROPPED,
            (False, True): rows.RESUMED,
            (False, False): rows.CREDITS,
            (True, True): rows.REPEAT,
        }[pair_in]


def _earlier(known: dict[Key, date], key: Key, day: date) -> None:
    known[key] = min(day, known.get(key, day))
