from __future__ import annotations

import numpy as np
import pytest

from fourfold.whitespace.calibration import Bin, calibration_error, isotonic, reliability


def test_isotonic_regression_pools_what_falls() -> None:
    rising = isotonic(np.array([1.0, 2, 3, 4]), np.array([False, True, False, True]))
    assert rising(np.array([0.0, 1, 2, 3, 4, 9])) == pytest.approx([0, 0, 0.5, 0.5, 1, 1])


def test_a_calibrated_score_never_turns_the_order() -> None:
    chance = np.random.default_rng(3)
    scores = chance.normal(size=2_000)
    rising = isotonic(scores, chance.random(2_000) < 1 / (1 + np.exp(-scores)))
    found = rising(np.sort(chance.normal(size=500)))
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 0
    assert found.max() <= 1


def test_the_mean_of_calibrated_scores_is_the_rate_that_was_seen() -> None:
    chance = np.random.default_rng(4)
    scores, outcomes = chance.integers(0, 9, 400).astype(float), chance.random(400) < 0.2
    assert isotonic(scores, outcomes)(scores).mean() == pytest.approx(outcomes.mean())


def test_nothing_to_learn_from_gives_no_chance() -> None:
    assert isotonic(np.zeros(0), np.zeros(0, dtype=bool))(np.array([1.0])).tolist() == [0]


def test_the_error_is_the_mean_distance_of_bins_of_equal_numbers() -> None:
    table = reliability(np.array([0.4, 0.1, 0.1, 0.4]), np.array([True, False, False, False]), bins=2)
    assert table == (Bin(2, pytest.approx(0.1), 0.0), Bin(2, pytest.approx(0.4), 0.5))
    assert calibration_error(table) == pytest.approx(0.1)
    assert calibration_error(()) == 0
