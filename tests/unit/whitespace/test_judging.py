from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from fourfold.whitespace.judging import difference, first_places, interval, level, rank
from fourfold.whitespace.purchases import Truth, at
from tests.unit.whitespace.world import lines

NO = -np.inf
SCORES = np.array([[9, 8, 7, NO], [1, 3, 2, 0], [5, 5, 5, 5]], dtype=np.float32)
CAME = Truth(sparse.csr_matrix(np.array([[0, 4.0, 6, 0], [0, 0, 0, 10], [0, 0, 0, 0]])), 0)


def test_of_equal_scores_the_earlier_column_is_shown_first() -> None:
    assert first_places(SCORES, 2).tolist() == [[0, 1], [1, 2], [0, 1]]


def test_lists_are_judged_as_a_hand_would() -> None:
    found = rank(SCORES, CAME)
    second, third, fourth = 1 / np.log2([3, 4, 5])
    assert found.each == pytest.approx([(second + third) / (1 + second), fourth])
    assert found.ndcg == pytest.approx(found.each.mean())
    assert found.recall == 1
    assert found.hit_rate == 1
    assert found.average_precision == pytest.approx(((1 / 2 + 2 / 3) / 2 + 1 / 4) / 2)
    assert found.precision == pytest.approx(3 / 11)
    assert found.value == 1
    assert found.surest == pytest.approx(3 / 11)


def test_only_ten_are_shown() -> None:
    scores = np.arange(12, 0, -1, dtype=np.float32)[None, :]
    bought = np.zeros((1, 12))
    bought[0, [0, 11]] = 1, 3
    found = rank(scores, Truth(sparse.csr_matrix(bought), 0))
    assert found.recall == 0.5
    assert found.value == 0.25


def test_without_a_first_purchase_every_figure_is_nought() -> None:
    found = rank(SCORES, Truth(sparse.csr_matrix((3, 4)), 0))
    assert (found.recall, found.ndcg, found.value, found.surest) == (0, 0, 0, 0)
    assert interval(found).high == 0


def test_probabilities_are_judged_as_a_hand_would() -> None:
    book = lines([(0, 0, 1, 1.0), (1, 1, 1, 1.0)], 2, 2)
    known = at(book, 5, least_buyers=1)
    came = Truth(sparse.csr_matrix(np.array([[0, 1.0], [0, 0]])), 0)
    found = level(np.array([[NO, 0.8], [0.3, NO]], dtype=np.float32), known, came)
    assert found.shown_error == pytest.approx((0.2 + 0.3) / 2)
    assert found.expected_to_realised == pytest.approx(1.1)
    assert found.skill == pytest.approx(1 + (np.log(0.8) + np.log(0.7)) / 2 / np.log(2), abs=1e-6)


def test_the_constant_base_rate_has_no_skill() -> None:
    book = lines([(0, 0, 1, 1.0), (1, 1, 1, 1.0)], 2, 2)
    came = Truth(sparse.csr_matrix(np.array([[0, 1.0], [0, 0]])), 0)
    found = level(np.array([[NO, 0.5], [0.5, NO]], dtype=np.float32), at(book, 5, least_buyers=1), came)
    assert found.skill == pytest.approx(0, abs=1e-6)


def test_a_method_differs_from_itself_by_nothing_and_from_a_worse_one_for_sure() -> None:
    good, bad = rank(SCORES, CAME), rank(-np.where(np.isfinite(SCORES), SCORES, np.inf), CAME)
    same = difference(good, good)
    assert (same.mean, same.low, same.high) == (0, 0, 0)
    apart = difference(good, bad)
    assert apart.low <= apart.mean <= apart.high
