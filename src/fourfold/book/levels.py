"""Levels: which account or product an id counts as, after merges, successions and parents.

Guarantees one answer for each id: first its merge (or its final successor), then its parent at
the chosen level; an id that no table knows, or without the level, stands for itself. Hierarchies
are taken as they are now. Leaves faulty hierarchies to intake, which refuses them row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from fourfold.book.schema import ACCOUNT_ATTRIBUTES, PRODUCT_LEVELS
from fourfold.errors import WorkspaceFault


@dataclass(frozen=True, slots=True)
class Item:
    """One account or product as it counts: its heir after merges or successions, its attributes."""

    heir: str
    attributes: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Items:
    """All accounts, or all products, that a table names, by their own id."""

    by_id: Mapping[str, Item]
    launched: Mapping[str, date]

    def keys(self, level: str) -> Mapping[str, str]:
        """Return the key at a level of each id whose key is not itself."""
        keyed = {own: item.attributes[level] or item.heir for own, item in self.by_id.items()}
        return {own: key for own, key in keyed.items() if own != key}

    def attribute(self, dimension: str, *, level: str) -> Mapping[str, str]:
        """Return the value of a dimension of each key at a level; the least one where members differ."""
        found: dict[str, str] = {}
        for item in self.by_id.values():
            value = item.attributes.get(dimension)
            key = item.attributes[level] or item.heir
            if value is not None:
                found[key] = min(found.get(key, value), value)
        return found

    def launches(self, level: str) -> Mapping[str, date]:
        """Return the first launch among the members of each key at a level, where one is known."""
        found: dict[str, date] = {}
        for own, day in self.launched.items():
            item = self.by_id[own]
            key = item.attributes[level] or item.heir
            found[key] = min(found.get(key, day), day)
        return found


def account_items(accounts: pa.Table) -> Items:
    """Return every account of an `accounts` table, with its heir, ultimate parent and attributes.

    Reads account_id, merged_into, parent_id and the attributes of `schema.ACCOUNT_ATTRIBUTES`; an
    empty table gives no items.

    Raises
    ------
    WorkspaceFault
        If merges or parents run in a circle.
    """
    rows = {row["account_id"]: row for row in accounts.to_pylist()}
    heirs = _ends({own: row["merged_into"] for own, row in rows.items()}, "merged_into")
    named = {own: row["parent_id"] for own, row in rows.items()}
    above = {own: heirs.get(up, up) if up else None for own, up in named.items()}
    parents = _ends({own: up for own, up in above.items() if up != own}, "parent_id")
    items = {}
    for own in rows:
        heir = heirs.get(own, own)
        row = rows.get(heir, {})
        top = parents.get(heir, heir)
        attributes = {name: row.get(name) for name in ACCOUNT_ATTRIBUTES}
        items[own] = Item(heir, {"account": heir, "parent": heirs.get(top, top), **attributes})
    return Items(items, {})


def product_items(products: pa.Table) -> Items:
    """Return every product of a `products` table, with its final successor, its levels and launch.

    Reads product_id, successor_of, launched_on and the levels of `schema.PRODUCT_LEVELS`; an empty
    table gives no items. A product without a level stands for itself there.

    Raises
    ------
    WorkspaceFault
        If successions run in a circle.
    """
    rows = {row["product_id"]: row for row in products.to_pylist()}
    after = {row["successor_of"]: own for own, row in rows.items() if row["successor_of"]}
    heirs = _ends(after, "successor_of")
    items = {}
    for own in {*rows, *after}:
        heir = heirs.get(own, own)
        row = rows.get(heir, {})
        levels = {level: row.get(level) for level in PRODUCT_LEVELS[1:]}
        items[own] = Item(heir, {"product": heir, **levels})
    launched = {own: row["launched_on"] for own, row in rows.items() if row["launched_on"]}
    return Items(items, launched)


def parents_above(items: Items, level: str, names: Iterable[str]) -> Mapping[str, str]:
    """Return the parent of each key at a product level, where one is named; nothing above the top."""
    levels = tuple(names)
    place = levels.index(level) + 1
    return items.attribute(levels[place], level=level) if place < len(levels) else {}


def _ends(links: Mapping[str, str | None], name: str) -> dict[str, str]:
    """Return the end of the chain that starts at each id that has a link."""
    ends: dict[str, str] = {}
    for start in links:
        seen = [start]
        while (after := links.get(seen[-1])) is not None:
            if after in seen:
                raise WorkspaceFault(
                    f"{name} runs in a circle: {' -> '.join([*seen, after])}",
                    remedy=f"import the table again with a corrected {name}",
                )
            seen.append(after)
        ends[start] = seen[-1]
    return ends
