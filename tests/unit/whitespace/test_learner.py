from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from fourfold.whitespace.features import inputs
from fourfold.whitespace.learner import PENALTY, learn, lesson, moments_of, regress
from fourfold.whitespace.methods import Settings
from fourfold.whitespace.purchases import at, truth
from tests.unit.whitespace.world import world


def test_the_regression_is_where_a_general_minimiser_ends() -> None:
    chance = np.random.default_rng(5)
    values = chance.normal(size=(600, 3)).astype(np.float32)
    outcome = chance.random(600) < 1 / (1 + np.exp(-(values @ [1.0, -0.5, 0.0] - 1)))
    weight = np.where(outcome, 1.0, 2.0)

    def loss(at: np.ndarray) -> float:
        line = values @ at[:3] + at[3]
        return float(weight @ (np.logaddexp(0, line) - outcome * line) + PENALTY / 2 * (at[:3] ** 2).sum())

    expected = minimize(loss, np.zeros(4), method="L-BFGS-B", tol=1e-12).x
    found = regress(values, outcome, weight)
    assert [*found.weight, found.intercept] == pytest.approx(expected, abs=2e-3)


def test_outcomes_that_one_feature_separates_still_converge() -> None:
    values = np.linspace(-1, 1, 50, dtype=np.float32)[:, None] * 100
    found = regress(values, values[:, 0] > 0, np.ones(50))
    assert np.isfinite(found.weight).all()


def test_outcomes_all_alike_give_nearly_certain_probabilities() -> None:
    values = np.ones((20, 2), dtype=np.float32)
    assert regress(values, np.zeros(20, dtype=bool), np.ones(20))(values).max() < 0.01


def test_a_constant_feature_is_standardised_to_nought() -> None:
    values = np.array([[3, 1], [3, 2]], dtype=np.float32)
    assert moments_of(values).of(values).tolist() == [[0, -1], [0, 1]]


def test_probabilities_of_what_was_taught_add_up_to_what_came() -> None:
    book = world()
    known = at(book, 200)
    came = truth(book, known, 90)
    scorers = inputs(known, Settings())
    taught = lesson(known, came, scorers)
    found = learn([taught]).probabilities(known, scorers)
    assert np.isneginf(found[~known.open()]).all()
    expected = found[known.open()].sum()
    assert expected == pytest.approx(came.bought.nnz, rel=0.1)
    assert taught.positives == came.bought.nnz
