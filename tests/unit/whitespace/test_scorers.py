from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from fourfold.whitespace.purchases import at
from fourfold.whitespace.scorers import (
    adoption,
    buyers_ever,
    buyers_recent,
    decayed,
    ease,
    item_knn,
    named,
    scored,
    together,
    walks,
)
from tests.unit.whitespace.world import lines

OWNED = sparse.csr_matrix(
    np.array([[1, 1, 0, 0], [1, 1, 1, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1]], dtype=np.float32)
)
BOOK = lines([(0, 0, 1, 1.0), (0, 1, 1, 1.0), (1, 0, 8, 1.0), (2, 0, 9, 1.0), (2, 2, 9, 1.0), (1, 0, 9, 1.0)])


def test_ease_is_the_least_squares_fit_of_each_item_from_the_others() -> None:
    strength, dense = 2.0, OWNED.toarray().astype(float)
    links = ease(OWNED, strength).links
    for item in range(4):
        others = [one for one in range(4) if one != item]
        x = dense[:, others]
        fitted = np.linalg.solve(x.T @ x + strength * np.eye(3), x.T @ dense[:, item])
        assert links[others, item] == pytest.approx(fitted, abs=1e-6)
        assert links[item, item] == 0


def test_cosines_shrink_with_few_buyers_and_an_item_is_not_its_own_neighbour() -> None:
    links = item_knn(OWNED, shrink=1).links
    assert links[0, 1] == pytest.approx(2 / (3 + 1))
    assert links[0, 2] == pytest.approx(1 / (3 + 1))
    assert not links.diagonal().any()


def test_walks_end_where_two_random_steps_over_accounts_end() -> None:
    links = walks(OWNED, damping=0).links
    assert links[3, 0] == pytest.approx(1 / 2 * 1 / 2)
    assert links[0, 1] == pytest.approx((1 / 2 + 1 / 3) / 3)


def test_names_that_share_rare_words_point_to_each_other() -> None:
    book = replace(BOOK, items=("red mug", "blue mug", "red lamp", "tray"))
    links = named(at(book, 11, least_buyers=1))
    assert links[0, 1] == pytest.approx(0.5 / np.sqrt(0.5) / np.sqrt(2), rel=0.9)
    assert links[1, 2] == 0
    assert not links.diagonal().any()


def test_a_purchase_weighs_half_after_the_half_life() -> None:
    known = at(BOOK, 11, least_buyers=1)
    assert decayed(known, 10.0).toarray()[0] == pytest.approx([0.5, 0.5, 0])
    assert decayed(known, np.inf).toarray()[0] == pytest.approx([1, 1, 0])


def test_lists_count_buyers_recent_buyers_and_the_rate_of_first_purchases() -> None:
    known = at(BOOK, 11, least_buyers=1)
    assert buyers_ever(known).weight.tolist() == [3, 1, 1]
    assert buyers_recent(known, 3).weight.tolist() == [2, 0, 1]
    assert adoption(known, 3).weight.tolist() == pytest.approx([2 / 2, 0, 1 / 3])


def test_items_of_one_order_point_to_each_other() -> None:
    links = together(at(BOOK, 11, least_buyers=1)).links
    assert links[0, 1] > 0
    assert links[1, 2] == 0


def test_what_an_account_owns_ranks_below_everything() -> None:
    known = at(BOOK, 11, least_buyers=1)
    scores = scored(buyers_ever(known), known)
    assert (np.isneginf(scores) == ~known.open()).all()


def test_without_candidates_every_scorer_gives_nothing() -> None:
    known = at(BOOK, 11, least_buyers=9)
    for scorer in (ease(known.owned, 1.0), item_knn(known.owned), walks(known.owned), together(known)):
        assert scored(scorer, known).shape == (3, 0)
