"""The sellers of a book on a day: who they are, and whether they lead a team.

Guarantees that who left, or was not hired yet, is not among them. Leaves what they may see to
`scope`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fourfold.book.book import Book
from fourfold.book.owners import FOREVER


@dataclass(frozen=True, slots=True)
class Seller:
    """A seller; `email` is in small letters, and empty if the book knows none."""

    seller_id: str
    name: str
    email: str
    leads: bool


def staff(book: Book, on: date) -> tuple[Seller, ...]:
    """Return who sells on a day, by name; empty if the book knows no sellers."""
    leading = {
        row["seller_id"]
        for row in book.reference("teams").to_pylist()
        if row["role"] == "manager" and row["starts_on"] <= on < (row["ends_on"] or FOREVER)
    }
    sellers = (
        Seller(
            row["seller_id"],
            row["seller_name"] or row["seller_id"],
            (row["email"] or "").strip().casefold(),
            row["seller_id"] in leading,
        )
        for row in book.reference("sellers").to_pylist()
        if (row["hired_on"] or date.min) <= on < (row["left_on"] or FOREVER)
    )
    return tuple(sorted(sellers, key=lambda seller: (seller.name.casefold(), seller.seller_id)))
