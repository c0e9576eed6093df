"""What a correction moves: the order lines that would count for another account, group or owner.

Guarantees that the lines are counted on the book as it is, before the correction, exactly. Leaves
making it to `correcting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fourfold.book.book import Book
from fourfold.book.correcting import Correction
from fourfold.book.overrides import MERGE, NAME, OWNER
from fourfold.money import amount


@dataclass(frozen=True, slots=True)
class Moved:
    """The order lines that a correction moves: how many, their revenue, first and last day.

    `account` is the one whose lines they are, `stands_for` the one that it counts as: where they
    differ, corrections of the account itself but for its merge and owner move nothing.
    """

    account: str
    stands_for: str
    lines: int
    revenue: Decimal
    first_on: date | None
    last_on: date | None


def moved(book: Book, wish: Correction) -> Moved:
    """Return the order lines that a correction moves to another account, group or owner.

    A merge moves the lines of the account and of those merged into it; a parent, segment, region or
    industry those of every account that counts as it; an owner the account's own lines from the
    first day on that name no seller; a name moves none. Zero lines and no days if there are none.
    """
    items = book.accounts.by_id
    stands_for = items[wish.account].heir if wish.account in items else wish.account
    lines = book.order_lines()
    lines = lines.filter(lines.account_id.isin(sorted(_lines_of(book, wish, stands_for))))
    if wish.what == OWNER:
        lines = lines.filter(lines.seller_id.isnull(), lines.ordered_on >= (wish.starts_on or date.min))
    found = book.fetch(
        lines.aggregate(
            lines=lines.count(),
            units=lines.amount_units.sum(),
            first_on=lines.ordered_on.min(),
            last_on=lines.ordered_on.max(),
        )
    ).to_pylist()[0]
    revenue = amount(int(found["units"] or 0))
    return Moved(wish.account, stands_for, found["lines"], revenue, found["first_on"], found["last_on"])


def _lines_of(book: Book, wish: Correction, stands_for: str) -> set[str]:
    """Return the accounts whose lines a correction moves; one that stands for none keeps its filter."""
    if wish.what == NAME:
        return set()
    if wish.what == OWNER:
        return {wish.account}
    if wish.what != MERGE:
        if stands_for != wish.account:
            return set()
        return {own for own, item in book.accounts.by_id.items() if item.heir == wish.account} | {
            wish.account
        }
    into = {row["account_id"]: row[MERGE] for row in book.reference("accounts").to_pylist()}
    found = {wish.account}
    while more := {own for own, to in into.items() if to in found} - found:
        found |= more
    return found
