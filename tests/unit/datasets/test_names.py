from __future__ import annotations

import numpy as np

from fourfold.datasets.names import INDUSTRIES, company_names, person_names, stems


def test_names_of_companies_are_unique_however_often_a_stem_and_trade_are_drawn() -> None:
    names = company_names(["Quellmoor"] * 20, ["Food"] * 20, ["Wales"] * 20)
    assert len(set(names)) == 20
    assert names[0] == "Quellmoor Foods Ltd"


def test_the_legal_form_is_that_of_the_country_and_public_bodies_have_none() -> None:
    assert company_names(["Valdré"], ["Retail"], ["France"]) == ("Valdré Stores SARL",)
    assert company_names(["Noxley"], ["Public"], ["Wales"]) == ("Noxley Council Stores",)


def test_names_fit_a_file_with_semicolons() -> None:
    rng = np.random.default_rng(1)
    stem_of = stems(rng, [n % 2 == 0 for n in range(300)])
    names = company_names(stem_of, [INDUSTRIES[n % 5] for n in range(300)], ["Finland"] * 300)
    assert len(set(names)) == 300
    assert not any(mark in name for name in (*names, *person_names(rng, 40)) for mark in ';"\n,')


def test_forty_people_have_forty_names() -> None:
    assert len(set(person_names(np.random.default_rng(1), 40))) == 40
