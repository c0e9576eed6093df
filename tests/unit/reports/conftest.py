"""The ledgers of `ledgers` as fixtures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fourfold.growth import Ledger, Series
from tests.unit.reports.ledgers import ACCOUNTS, ADVENTURE_WORKS, QUARTERS, SWITCHED, entries, ledger_of


@pytest.fixture
def adventure_works() -> Ledger:
    """AdventureWorks reseller lines, 2012 against 2011, product level; switching made up."""
    return ledger_of(entries(ADVENTURE_WORKS, SWITCHED))


@pytest.fixture
def by_account(adventure_works: Ledger) -> Ledger:
    """The same with a few accounts as groups, one of them with a hostile name."""
    return replace(adventure_works, by=("account",), groups=ACCOUNTS)


@pytest.fixture
def quarters() -> Series:
    """Six quarters, each against the one before."""
    return Series("quarter", QUARTERS)
