"""Who sells on a day: the hired and not yet gone, with a lower-case address, and whether they lead."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from fourfold.book.staff import Seller, staff


class _Book:
    """The two tables that are read."""

    def __init__(self, sellers: list[dict[str, object]], teams: list[dict[str, object]]) -> None:
        self._tables = {"sellers": sellers, "teams": teams}

    def reference(self, name: str) -> pa.Table:
        return pa.Table.from_pylist(self._tables[name])


def seller(own: str, **more: object) -> dict[str, object]:
    plain = {"seller_id": own, "seller_name": own.title(), "email": f"{own.upper()}@x.example"}
    return {**plain, "hired_on": None, "left_on": None, **more}


def leads(own: str, ends_on: date | None = None) -> dict[str, object]:
    return {"seller_id": own, "role": "manager", "starts_on": date(2020, 1, 1), "ends_on": ends_on}


def test_who_is_not_there_yet_or_gone_is_left_out_and_the_rest_stand_by_name() -> None:
    book = _Book(
        [
            seller("cleo"),
            seller("bo", seller_name=None, email=None),
            seller("new", hired_on=date(2025, 1, 2)),
            seller("gone", left_on=date(2025, 1, 1)),
            seller("al", hired_on=date(2025, 1, 1), left_on=date(2025, 1, 2)),
        ],
        [leads("cleo"), leads("bo", ends_on=date(2025, 1, 1))],
    )
    assert staff(book, date(2025, 1, 1)) == (  # type: ignore[arg-type]
        Seller("al", "Al", "al@x.example", leads=False),
        Seller("bo", "bo", "", leads=False),
        Seller("cleo", "Cleo", "cleo@x.example", leads=True),
    )


def test_a_book_without_sellers_has_no_staff() -> None:
    assert staff(_Book([], []), date(2025, 1, 1)) == ()  # type: ignore[arg-type]
