from __future__ import annotations

from datetime import date

import numpy as np

from fourfold.datasets.assortment import (
    LAUNCHES,
    PILOT,
    SLOW,
    SUCCESSIONS,
    SWITCHES,
    draw_assortment,
    new_in,
)
from fourfold.datasets.days import day_number
from fourfold.datasets.families import FAMILIES, item

ASSORTMENT = draw_assortment(np.random.default_rng(1))


def test_there_are_sixty_products_with_ids_and_names_of_their_own() -> None:
    assert (len(set(ASSORTMENT.ids)), len(set(ASSORTMENT.names))) == (60, 60)


def test_a_chain_of_successors_shows_the_product_delivered_on_the_day() -> None:
    last = item("Conveyors", 4)
    days = np.array([day_number(on) for on in (date(2023, 10, 1), date(2023, 10, 2), date(2025, 2, 3))])
    shown = ASSORTMENT.on_day(np.full(3, last), days)
    assert shown.tolist() == [item("Conveyors", place) for place in (1, 3, 4)]
    assert {int(ASSORTMENT.final[product]) for product in shown} == {last}


def test_every_product_is_planted_for_one_purpose_at_most() -> None:
    succeeded = [product for old, new, _ in SUCCESSIONS for product in (old, new)]
    switched = [old for old, *_ in SWITCHES]
    planted = [*dict.fromkeys(succeeded), *LAUNCHES, PILOT[0], SLOW[0], *switched]
    assert len(planted) == len(set(planted))


def test_prices_are_whole_pence_and_rise_by_the_familys_rate() -> None:
    assert ASSORTMENT.prices.dtype == np.int64
    assert (ASSORTMENT.prices > 0).all()
    for family in range(len(FAMILIES)):
        of = ASSORTMENT.prices[ASSORTMENT.family == family]
        for year, rise in enumerate(FAMILIES[family].rises):
            assert (abs(of[:, year + 1] * 1000 - of[:, year] * (1000 + rise)) <= 500).all()


def test_the_pilot_and_the_slow_product_are_not_new_in_the_third_year() -> None:
    new = np.flatnonzero(new_in(ASSORTMENT, 2)).tolist()
    assert new == sorted(product for product, on in LAUNCHES.items() if on.year == 2025)
