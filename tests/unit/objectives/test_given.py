"""Where growth came from, and how sure the part of new accounts is."""

from __future__ import annotations

from decimal import Decimal

import pyarrow as pa
import pytest

from fourfold.growth.measured import measured
from fourfold.objectives.given import gains, net_of_losses, new_share
from tests.unit.growth.books import EVERY_ROW, NET, opened, year


def by_account(*pairs: tuple[int, int]) -> pa.Table:
    return pa.table({"new": [new for new, _ in pairs], "existing": [old for _, old in pairs]})


def test_gains_are_the_rows_of_the_ledger_and_what_is_no_source_keeps_and_expands() -> None:
    book = opened(EVERY_ROW)
    group = measured(book, comparison=year(), by=(), wanted=[()])[()]
    book.close()
    net = gains(group, "EUR", is_net=True).amounts
    sources = [name for name in net if name != "keep_and_expand"]
    assert {name: net[name] for name in sources} == {name: Decimal(NET[name]) for name in sources}
    # returned 20, resumed 25, price 37, volume 20
    assert net["keep_and_expand"] == gains(group, "EUR", is_net=False).amounts["keep_and_expand"] == 102
    # less price 10, volume 20, lost 60; what was dropped was switched
    after = net_of_losses(group, "EUR")
    assert (after.amounts["keep_and_expand"], after.why) == (12, "")


def test_the_interval_is_that_of_a_ratio_of_sums_over_accounts() -> None:
    # share 1/2, rests of 5 each: sqrt(10/9 x 10 x 25) / 100 = 1/6
    found = new_share(by_account(*[(10, 0)] * 5, *[(0, 10)] * 5))
    assert found.share == Decimal("0.5")
    assert found.low is not None
    assert found.high is not None
    assert float(found.low) == pytest.approx(0.5 - 1.959964 / 6)
    assert float(found.high) == pytest.approx(0.5 + 1.959964 / 6)


def test_the_interval_is_cut_at_0_and_1() -> None:
    found = new_share(by_account(*[(1, 0)] * 9, (0, 4)))
    assert found.high == 1


def test_few_accounts_have_a_share_without_an_interval_and_losses_have_none() -> None:
    few = new_share(by_account((30, 0), (0, 10)))
    assert (few.share, few.low, few.high) == (Decimal("0.75"), None, None)
    assert "2 accounts" in few.why
    for nothing in (by_account(), by_account((-1, 5))):
        assert new_share(nothing).share is None
        assert new_share(nothing).why
