"""From a line's ids to the keys of a level and the values of a dimension.

Guarantees the order merge, then succession, then parent, with hierarchies as they are now.
"""

from __future__ import annotations

from datetime import date

from tests.oracle.tables import Account, Line, OracleBook, Product, Refused

UNIDENTIFIED, UNASSIGNED = "unidentified", "unassigned"
TREE = ("product", "family", "category", "division")
ATTRIBUTES = ("segment", "region", "industry")


class Keys:
    """Looks up survivors, final successors, levels and dimension values in one book."""

    def __init__(self, book: OracleBook) -> None:
        """Index the accounts and products of the book."""
        self.accounts = {a.account_id: a for a in book.accounts}
        self.products = {p.product_id: p for p in book.products}
        self._above: dict[tuple[str, str], dict[str, str]] = {}
        self.successors: dict[str, str] = {}
        for product in book.products:
            if product.successor_of is not None:
                if product.successor_of in self.successors:
                    raise Refused(f"{product.successor_of} has two successors")
                self.successors[product.successor_of] = product.product_id

    def survivor(self, account_id: str) -> str:
        """The account that continues this one."""
        seen = {account_id}
        while (target := self._account(account_id).merged_into) is not None:
            if target in seen:
                raise Refused(f"{account_id} is merged in a circle")
            seen.add(target)
            account_id = target
        return account_id

    def ultimate_parent(self, account_id: str) -> str:
        """The highest account above the survivor; each parent is first replaced by its survivor."""
        account_id = self.survivor(account_id)
        seen = {account_id}
        while (above := self._account(account_id).parent_id) is not None:
            above = self.survivor(above)
            if above == account_id:
                break
            if above in seen:
                raise Refused(f"{account_id} is its own parent")
            seen.add(above)
            account_id = above
        return account_id

    def final_successor(self, product_id: str) -> str:
        """The product that continues this one."""
        seen = {product_id}
        while (target := self.successors.get(product_id)) is not None:
            if target in seen:
                raise Refused(f"{product_id} succeeds itself")
            seen.add(target)
            product_id = target
        return product_id

    def account_key(self, account_id: str | None, level: str) -> str | None:
        """The account at a level: `account` or `parent`."""
        if account_id is None:
            return None
        return self.ultimate_parent(account_id) if level == "parent" else self.survivor(account_id)

    def product_key(self, product_id: str | None, level: str) -> str | None:
        """The product at a level of the tree; one without that level stands for itself."""
        if product_id is None:
            return None
        last = self.final_successor(product_id)
        if level == "product":
            return last
        return self._level(last, level) or last

    def values_above(self, level: str, above: str) -> dict[str, str]:
        """The value of a higher level for each product key of a level; keys without one are left out.

        Where the products of a key differ it is the smallest.
        """
        values: dict[str, str] = {}
        for product_id in self.products:
            value = self._level(self.final_successor(product_id), above)
            key = self.product_key(product_id, level)
            if value is not None and key is not None:
                values[key] = min(value, values.get(key, value))
        return values

    def parent_of(self, level: str) -> dict[str, str]:
        """The next level's value above each product key of a level; keys without one are left out."""
        above = TREE.index(level) + 1
        return self.values_above(level, TREE[above]) if above < len(TREE) else {}

    def launches(self, level: str) -> dict[str, date]:
        """The earliest known launch among the products of each key, bought or not."""
        first: dict[str, date] = {}
        for product in self.products.values():
            key = self.product_key(product.product_id, level)
            if product.launched_on is not None and key is not None:
                first[key] = min(product.launched_on, first.get(key, product.launched_on))
        return first

    def value(self, dimension: str, line: Line, product_level: str) -> str:
        """The value of an account or product dimension for a line of a ledger at that product level."""
        if dimension in ("account", "parent"):
            return self.account_key(line.account_id, dimension) or UNIDENTIFIED
        if dimension in TREE:
            return self._product_value(dimension, line.product_id, product_level)
        if dimension not in ATTRIBUTES:
            raise Refused(f"no dimension {dimension}")
        if line.account_id is None:
            return UNIDENTIFIED
        account = self._account(self.survivor(line.account_id))
        values = {"segment": account.segment, "region": account.region, "industry": account.industry}
        return values[dimension] or UNASSIGNED

    def _product_value(self, dimension: str, product_id: str | None, level: str) -> str:
        if product_id is None:
            return UNIDENTIFIED
        if TREE.index(dimension) <= TREE.index(level):
            return self.product_key(product_id, dimension) or UNIDENTIFIED
        key = self.product_key(product_id, level) or UNIDENTIFIED
        if (level, dimension) not in self._above:
            self._above[level, dimension] = self.values_above(level, dimension)
        return self._above[level, dimension].get(key, key)

    def _account(self, account_id: str) -> Account:
        return self.accounts.get(account_id) or Account(account_id)

    def _level(self, product_id: str, level: str) -> str | None:
        product = self.products.get(product_id) or Product(product_id)
        return {"family": product.family, "category": product.category, "division": product.division}[level]
