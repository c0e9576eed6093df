"""The directory of a book: accounts and sellers by id or name, and what is known of one account.

Guarantees that what it tells includes every correction in force. Leaves revenue and status of
accounts to `growth`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from fourfold.book.book import Book
from fourfold.book.owners import FOREVER
from fourfold.book.schema import ACCOUNT_ATTRIBUTES

MOST = 25
"""So many are found at most, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Found:
    """An account or a seller: id, name (the id where there is none), and where it is or its e-mail."""

    own: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds an account from a day to before another (None: open), and the share in whole percent."""

    seller: str
    name: str
    share_percent: int
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of an account.

    Parameters
    ----------
    account, name
        Its id, and its name; the id where there is none.
    parent, merged_into
        The account above it and the one that continues it; None if there is none.
    parts
        The accounts merged directly into it.
    attributes
        Segment, region and industry, where known.
    owners
        Its primary assignments in order of their first day.
    """

    account: str
    name: str
    parent: Found | None
    merged_into: Found | None
    parts: tuple[Found, ...]
    attributes: Mapping[str, str]
    owners: tuple[Owner, ...]


def find_accounts(book: Book, text: str, *, most: int = MOST) -> tuple[Found, ...]:
    """Return accounts whose id or name holds a text, upper and lower case alike; exact ids first.

    Empty for an empty text. Where no table names accounts, the order lines do.
    """
    return _matching(_accounts(book), text, most)


def find_sellers(book: Book, text: str, *, most: int = MOST) -> tuple[Found, ...]:
    """Return sellers whose id, name or e-mail holds a text; exact ids first. Empty for an empty text."""
    rows = book.reference("sellers").to_pylist()
    found = {
        r["seller_id"]: Found(r["seller_id"], r["seller_name"] or r["seller_id"], r["email"] or "")
        for r in rows
    }
    for seller in sorted(
        {row["seller_id"] for row in book.reference("assignments").to_pylist()} - set(found)
    ):
        found[seller] = Found(seller, seller, "")
    return _matching(found, text, most)


def card(book: Book, account: str) -> Card | None:
    """Return what is known of an account; None if the book does not know it."""
    known = _accounts(book)
    if account not in known:
        return None
    rows = {row["account_id"]: row for row in book.reference("accounts").to_pylist()}
    row = rows.get(account, {})
    parts = sorted(own for own, other in rows.items() if other["merged_into"] == account)
    return Card(
        account,
        known[account].name,
        _named(known, row.get("parent_id")),
        _named(known, row.get("merged_into")),
        tuple(known[own] for own in parts),
        {name: row[name] for name in ACCOUNT_ATTRIBUTES if row.get(name)},
        _owners(book, account),
    )


def values(book: Book, attribute: str) -> tuple[str, ...]:
    """Return the values that an attribute of accounts has in the book, sorted."""
    return tuple(sorted({value for value in book.reference("accounts")[attribute].to_pylist() if value}))


def _owners(book: Book, account: str) -> tuple[Owner, ...]:
    names = book.names("sellers")
    rows = [
        row
        for row in book.reference("assignments").to_pylist()
        if (row["account_id"], row["role"]) == (account, "primary") and row["share"] > 0
    ]
    return tuple(
        Owner(
            row["seller_id"],
            names.get(row["seller_id"], row["seller_id"]),
            int(row["share"] * 100),
            row["starts_on"],
            row["ends_on"],
        )
        for row in sorted(rows, key=lambda r: (r["starts_on"], r["ends_on"] or FOREVER, r["seller_id"]))
    )


def _accounts(book: Book) -> Mapping[str, Found]:
    rows = book.reference("accounts").to_pylist()
    found = {
        row["account_id"]: Found(
            row["account_id"],
            row["account_name"] or row["account_id"],
            ", ".join(row[name] for name in ACCOUNT_ATTRIBUTES if row[name]),
        )
        for row in rows
    }
    if found.keys() - {one.account for one in book.overrides}:
        return found
    lines = book.order_lines()
    on_lines = book.fetch(lines.filter(lines.account_id.notnull()).select("account_id").distinct())
    return {**{own: Found(own, own, "") for own in on_lines["account_id"].to_pylist()}, **found}


def _named(known: Mapping[str, Found], own: str | None) -> Found | None:
    return known.get(own, Found(own, own, "")) if own else None


def _matching(known: Mapping[str, Found], text: str, most: int) -> tuple[Found, ...]:
    sought = text.strip().casefold()
    if not sought:
        return ()
    hits = (
        one
        for one in known.values()
        if any(
            sought in part.casefold() for part in (one.own, one.name, one.about if "@" in one.about else "")
        )
    )
    ranked = sorted(hits, key=lambda one: (one.own.casefold() != sought, one.name.casefold(), one.own))
    return tuple(ranked[:most])
