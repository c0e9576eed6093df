"""What changed most."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fourfold.book.book import Book
from fourfold.growth import Group, Movers, ledger, movers
from fourfold.growth.entries import entries
from fourfold.growth.figures import figures
from fourfold.growth.movers import MOST_MOVERS, largest
from tests.unit.growth.books import year


def group(name: str, change: int) -> Group:
    rows = entries({})
    return Group((name,), Decimal(100), Decimal(100 + change), rows, figures(rows, {}, history=0))


def test_the_largest_gains_and_losses_stand_in_order_of_change() -> None:
    many = [group(f"up {n}", n) for n in range(1, 20)] + [group(f"down {n}", -n) for n in range(1, 20)]
    found = largest([*many, group("still", 0)])
    assert len(found) == 2 * MOST_MOVERS
    assert [g.values[0] for g in (found[0], found[-1])] == ["up 19", "down 19"]
    assert [g.change for g in found] == sorted((g.change for g in found), reverse=True)


def test_movers_are_groups_of_the_ledger_and_know_among_how_many(book: Book) -> None:
    found = movers(book, comparison=year(), by="account", where={})
    groups = ledger(book, comparison=year(), by=("account",)).groups
    assert found.dimension == "account"
    assert found.among == len(groups)
    assert set(found.ledger.groups) <= set(groups)
    assert found.ledger.entries == ledger(book, comparison=year()).entries


def test_movers_are_kept_for_the_part_they_were_asked_of(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, bytes] = {}
    monkeypatch.setattr(book, "kept", kept.get)
    monkeypatch.setattr(book, "keep", kept.__setitem__)

    def ask(region: str) -> Movers:
        return movers(book, comparison=year(), by="account", where={"region": region})

    north, south = ask("north"), ask("south")
    monkeypatch.setattr(book, "fetch", None)
    assert (ask("north"), ask("south")) == (north, south)
    assert north.among == 3
