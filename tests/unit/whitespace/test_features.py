from __future__ import annotations

import numpy as np
import pytest

from fourfold.whitespace import features
from fourfold.whitespace.features import FEATURES, SCORED, facts, inputs, sheet
from fourfold.whitespace.methods import Settings
from fourfold.whitespace.purchases import at
from tests.unit.whitespace.world import world


def test_a_small_catalogue_is_looked_at_whole_and_every_number_is_one() -> None:
    known = at(world(), 250)
    found = sheet(known, inputs(known, Settings()), facts(known), slice(0, known.shape[0]))
    assert len(found.rows) == known.open().sum()
    assert found.values.shape == (len(found.rows), len(FEATURES))
    assert np.isfinite(found.values).all()
    assert len(set(FEATURES)) == len(FEATURES)


def test_a_block_of_accounts_has_the_features_that_it_has_among_all() -> None:
    known = at(world(), 250)
    scorers, of = inputs(known, Settings()), facts(known)
    whole = sheet(known, scorers, of, slice(0, known.shape[0]))
    block = sheet(known, scorers, of, slice(40, 60))
    inside = (whole.rows >= 40) & (whole.rows < 60)
    assert (block.rows == whole.rows[inside]).all()
    assert block.values == pytest.approx(whole.values[inside], abs=1e-4)


def test_of_a_large_catalogue_the_tops_of_the_scorers_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "LARGE", 10)
    monkeypatch.setattr(features, "TOP", 3)
    known = at(world(), 250)
    found = sheet(known, inputs(known, Settings()), facts(known), slice(0, known.shape[0]))
    each = np.bincount(found.rows, minlength=known.shape[0])
    assert each.min() >= 3
    assert each.max() <= 3 * len(SCORED)
    assert known.open()[found.rows, found.columns].all()


def test_features_count_what_the_lines_say() -> None:
    known = at(world(), 250)
    of = facts(known)
    row, column = 7, 5
    assert np.expm1(of.account[row, 0]) == pytest.approx(known.owned[row].nnz)
    assert np.expm1(of.item[column, 0]) == pytest.approx(known.owned[:, column].nnz)
