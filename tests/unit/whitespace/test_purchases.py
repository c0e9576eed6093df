from __future__ import annotations

import numpy as np
import pytest

from fourfold.errors import BadRequest
from fourfold.whitespace.purchases import Purchases, at, truth
from tests.unit.whitespace.world import lines

ROWS = [
    (0, 0, 1, 10.0),
    (0, 0, 5, 10.0),
    (0, 1, 2, 5.0),
    (1, 1, 3, 5.0),
    (1, 2, 4, 7.0),
    # from day 10 on
    (0, 2, 10, 7.0),
    (0, 2, 11, 7.0),
    (0, 3, 12, 1.0),
    (0, 0, 12, 10.0),
    (1, 0, 20, 10.0),
    (2, 0, 12, 10.0),
]


def test_a_cutoff_knows_the_accounts_and_items_before_its_day_and_none_after() -> None:
    known = at(lines(ROWS), 10, least_buyers=1)
    assert known.accounts.tolist() == [0, 1]
    assert known.items.tolist() == [0, 1, 2]
    assert known.owned.toarray().tolist() == [[1, 1, 0], [0, 1, 1]]
    assert known.open().tolist() == [[False, False, True], [True, False, False]]


def test_a_candidate_was_bought_by_enough_accounts_however_often() -> None:
    assert at(lines(ROWS), 10, least_buyers=2).items.tolist() == [1]


def test_the_truth_is_first_purchases_of_candidates_by_known_accounts_within_the_horizon() -> None:
    book = lines(ROWS)
    came = truth(book, at(book, 10, least_buyers=1), 5)
    assert came.bought.toarray().tolist() == [[0, 0, 14], [0, 0, 0]]
    assert came.left_out == 1
    assert came.coverage == 0.5
    assert truth(book, at(book, 10, least_buyers=1), 11).bought.nnz == 2


def test_a_matrix_keeps_the_largest_weight_of_a_pair() -> None:
    known = at(lines(ROWS), 10, least_buyers=1)
    assert known.matrix(np.array([0.2, 0.8, 0.5, 0.0, 1.0])).toarray() == pytest.approx(
        np.array([[0.8, 0.5, 0], [0, 0, 1]])
    )


def test_nothing_before_the_day_leaves_nothing_to_rank() -> None:
    book = lines(ROWS)
    known = at(book, 0)
    assert known.shape == (0, 0)
    assert truth(book, known, 90).bought.nnz == 0


def test_arrays_of_unequal_length_are_refused() -> None:
    one = np.zeros(1, dtype=np.int64)
    with pytest.raises(BadRequest, match="lengths"):
        Purchases(one, one, one, one, np.zeros(2), ("A",), ("P",))
