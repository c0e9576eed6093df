"""Scope: which accounts, people and teams of a book somebody may see.

Guarantees one answer for a person's roles on a day, which depends on nothing but the book's own
sellers, teams, assignments and merges; whoever is not known there sees nothing. An account in
scope brings its whole history. Leaves reading through a scope to `scoped`, and who has which role
to delivery.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from fourfold.book.book import Book
from fourfold.book.owners import FOREVER


class Role(StrEnum):
    """What somebody is to the sales organisation; a person may be several things."""

    EXECUTIVE = "executive"
    SALES_MANAGER = "sales_manager"
    SELLER = "seller"
    SERVICE_LEAD = "service_lead"
    REVENUE_OPERATIONS = "revenue_operations"


COMPANY_WIDE = frozenset({Role.EXECUTIVE, Role.SERVICE_LEAD, Role.REVENUE_OPERATIONS})
"""Roles that see every account; what they may do with them is delivery's to say."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be seen of a book: all of it, or these accounts, and the sellers who are one's own.

    Parameters
    ----------
    is_company
        Everything; then the sets are empty and mean nothing.
    accounts
        Ids as they stand on lines, with every account that was merged into one of them.
    sellers
        Oneself and the people of one's teams.
    teams
        The teams that one manages, and all teams below them; none for who manages nothing.
    """

    is_company: bool = False
    accounts: frozenset[str] = frozenset()
    sellers: frozenset[str] = frozenset()
    teams: frozenset[str] = frozenset()

    def __or__(self, other: Scope) -> Scope:
        """Return what either scope may see."""
        if self.is_company or other.is_company:
            return COMPANY
        return Scope(
            accounts=self.accounts | other.accounts,
            sellers=self.sellers | other.sellers,
            teams=self.teams | other.teams,
        )

    @property
    def key(self) -> str:
        """A name that two scopes share only if they see the same; part of every cache key."""
        if self.is_company:
            return "company"
        told = json.dumps([sorted(self.accounts), sorted(self.sellers), sorted(self.teams)])
        return hashlib.sha256(told.encode()).hexdigest()


NOTHING = Scope()
COMPANY = Scope(is_company=True)


def scope_of(book: Book, *, roles: Collection[str], email: str, on: date) -> Scope:
    """Return what a person may see.

    Parameters
    ----------
    book
        The whole book: its sellers, teams, assignments and accounts are read.
    roles
        Names of `Role`; one that is not known there gives nothing.
    email
        Links the person to rows of `sellers`, upper and lower case alike; who left is no seller.
    on
        The day whose teams and assignments count.

    Returns
    -------
    Scope
        A seller sees the accounts assigned to them, primary or overlay; a sales manager those of
        everybody in the teams they manage and in the teams below; the union of all roles.
    """
    if COMPANY_WIDE & set(roles):
        return COMPANY
    staff = _staff(book, on)
    own = frozenset(seller for seller, address in staff.items() if email and address == email.casefold())
    sellers = own if {Role.SELLER, Role.SALES_MANAGER} & set(roles) else frozenset()
    teams = _teams_of(book, own, on) if Role.SALES_MANAGER in roles else frozenset()
    sellers |= frozenset(_people_of(book, teams, on)) & staff.keys()
    accounts = _with_merged(book, _accounts_of(book, sellers, on))
    return Scope(accounts=frozenset(accounts), sellers=sellers, teams=teams)


def _staff(book: Book, on: date) -> dict[str, str]:
    """Return the e-mail of each seller who works on the day, in small letters."""
    return {
        row["seller_id"]: (row["email"] or "").strip().casefold()
        for row in book.reference("sellers").to_pylist()
        if (row["hired_on"] or date.min) <= on < (row["left_on"] or FOREVER)
    }


def _teams_of(book: Book, own: Collection[str], on: date) -> frozenset[str]:
    """Return the teams that `own` manage, and all teams below them, as they stand on the day."""
    rows = book.reference("teams").to_pylist()
    managed = {
        r["team_id"] for r in rows if r["role"] == "manager" and r["seller_id"] in own and _holds(r, on)
    }
    parents: dict[str, str | None] = {}
    for row in sorted(rows, key=lambda r: r["starts_on"]):
        if row["starts_on"] <= on:
            parents[row["team_id"]] = row["parent_team_id"]
    return frozenset(team for team in parents if managed & set(_upwards(team, parents)))


def _people_of(book: Book, teams: Collection[str], on: date) -> Iterable[str]:
    """Return who belongs to teams on a day."""
    rows = book.reference("teams").to_pylist() if teams else ()
    return {row["seller_id"] for row in rows if row["team_id"] in teams and _holds(row, on)}


def _upwards(team: str, parents: Mapping[str, str | None]) -> Iterable[str]:
    seen: list[str] = []
    above: str | None = team
    while above and above not in seen:
        seen.append(above)
        above = parents.get(above)
    return seen


def _accounts_of(book: Book, sellers: Collection[str], on: date) -> set[str]:
    rows = book.reference("assignments").to_pylist()
    return {row["account_id"] for row in rows if row["seller_id"] in sellers and _holds(row, on)}


def _with_merged(book: Book, accounts: Collection[str]) -> set[str]:
    """Return the accounts with those that continue them and those they continue."""
    items = book.accounts.by_id
    heirs = {items[account].heir for account in accounts if account in items}
    return set(accounts) | {own for own, item in items.items() if item.heir in heirs} | heirs


def _holds(row: Mapping[str, Any], on: date) -> bool:
    """Return whether a dated row counts on a day."""
    starts, ends = row["starts_on"], row["ends_on"]
    return bool(starts <= on < (ends or FOREVER))
