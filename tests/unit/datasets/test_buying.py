from __future__ import annotations

import numpy as np

from fourfold.datasets.assortment import PILOT, SLOW, SWITCHES
from fourfold.datasets.buying import usual_pieces
from tests.unit.datasets.conftest import Parts


def test_every_customer_buys_in_its_years_and_in_no_other(parts: Parts) -> None:
    assert (parts.plan.bought.any(axis=1) == parts.customers.years).all()


def test_nobody_plans_to_buy_what_has_a_successor_or_is_not_delivered_in_time(parts: Parts) -> None:
    account, product, year = np.nonzero(parts.plan.bought)
    assert parts.assortment.is_final[product].all()
    assert (parts.customers.last[account, year] - parts.assortment.delivered[product]).min() > 0


def test_every_old_product_is_bought_in_the_first_year(parts: Parts) -> None:
    old = parts.assortment.is_final & (parts.assortment.since < 0)
    assert parts.plan.bought[:, old, 0].any(axis=0).all()


def test_the_pilot_is_bought_by_three_before_its_launch_and_the_slow_product_only_after(parts: Parts) -> None:
    by_year = parts.plan.bought.sum(axis=0)
    assert by_year[PILOT[0], :2].tolist() == [0, 3]
    assert by_year[SLOW[0], :2].tolist() == [0, 0]
    assert by_year[SLOW[0], 2] > 0


def test_as_many_accounts_switch_as_planned(parts: Parts) -> None:
    assert len(parts.plan.switched) == sum(count for *_, count in SWITCHES)
    assert len({account for account, *_ in parts.plan.switched}) == len(parts.plan.switched)


def test_usual_pieces_are_above_zero(parts: Parts) -> None:
    assert usual_pieces(np.random.default_rng(1), parts.customers, parts.assortment).min() > 0
