"""Owners on the command line: `company`, `team North`, `seller "Ann Lee"`, by id or by name.

Guarantees that a name which several bear is refused with their ids. Leaves what they own to the
commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from fourfold.errors import BadRequest
from fourfold.growth.names import names_of
from fourfold.objectives.objective import COMPANY, COMPANY_LEVEL, SELLER_LEVEL, TEAM_LEVEL, Owner

if TYPE_CHECKING:
    from fourfold.book.book import Book

owner_option = click.option(
    "--owner",
    default=COMPANY_LEVEL,
    show_default=True,
    metavar="WHO",
    help='company, "team X" or "seller X".',
)
"""The option of a command about one owner."""

_COLUMNS = {TEAM_LEVEL: ("teams", "team_id"), SELLER_LEVEL: ("sellers", "seller_id")}


def owner_of(book: Book, text: str) -> Owner:
    """Return the owner that a text names: its level, then an id or a name of the book.

    Raises
    ------
    BadRequest
        If there is none, or several have the name.
    """
    level, _, told = text.strip().partition(" ")
    told = told.strip()
    if level == COMPANY_LEVEL and not told:
        return COMPANY
    if level not in _COLUMNS or not told:
        raise BadRequest(
            f"{text!r} is no owner", place="--owner", remedy="write company, team NAME or seller NAME"
        )
    known = owner_names(book)
    if Owner(level, told) in known:
        return Owner(level, told)
    found = [owner for owner, name in known.items() if owner.level == level and name == told]
    if len(found) == 1:
        return found[0]
    ids = ", ".join(sorted(owner.id for owner in (found or known) if owner.level == level))
    cause = f"{len(found)} are called {told!r}" if found else f"no {level} {told!r}"
    raise BadRequest(cause, place="--owner", remedy=f"use one of {ids}" if ids else f"import the {level}s")


def owner_names(book: Book) -> Mapping[Owner, str]:
    """Return every team and seller of a book with their names, else their ids; and the company."""
    found = {COMPANY: "Company"}
    for level, (table, column) in _COLUMNS.items():
        ids = {one for one in book.reference(table)[column].to_pylist() if one}
        if level == TEAM_LEVEL:
            ids |= {one for one in book.reference(table)["parent_team_id"].to_pylist() if one}
        named = names_of(book, level, ids)
        found |= {Owner(level, one): named.get(one, one) for one in sorted(ids)}
    return found
