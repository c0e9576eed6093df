from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fourfold.whitespace import backtest
from fourfold.whitespace.backtest import Why, compare, suggest, teaching_days
from fourfold.whitespace.methods import LISTS, Method, Settings
from fourfold.whitespace.purchases import Purchases
from tests.unit.whitespace.world import ACCOUNTS, lines, world

DAY = 300
SETTINGS = Settings(strength=50, decayed_strength=50, half_life=200)


def shuffled(book: Purchases, day: int) -> Purchases:
    """The book with the futures of accounts dealt to other accounts."""
    dealt = np.random.default_rng(9).permutation(ACCOUNTS)
    return replace(book, account=np.where(book.day >= day, dealt[book.account], book.account))


@pytest.fixture
def taught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A learner is worth trying with fewer first purchases than usual."""
    monkeypatch.setattr(backtest, "POSITIVES", 100)


@pytest.mark.usefixtures("taught")
def test_what_comes_from_the_day_on_changes_nothing() -> None:
    book = world()
    other = replace(book, item=np.where(book.day >= DAY, 3, book.item), value=book.value + (book.day >= DAY))
    found = [suggest(one, DAY, SETTINGS) for one in (book, other, book.before(DAY))]
    assert found[0].choice == found[1].choice == found[2].choice
    assert (found[0].probabilities == found[1].probabilities).all()
    assert (found[0].probabilities == found[2].probabilities).all()


@pytest.mark.usefixtures("taught")
def test_the_learner_is_chosen_where_it_ranked_best_and_its_level_holds() -> None:
    found = compare(world(), DAY, SETTINGS)
    choice = found.suggestions.choice
    best = max(choice.before, key=lambda one: choice.before[one])
    assert choice.method is (best if best is Method.LEARNED else Method.DECAYED_EASE)
    assert choice.before[choice.method] >= max(choice.before[one] for one in LISTS)
    assert found.over_list.low > 0
    assert 0.5 < found.level.expected_to_realised < 2


def test_futures_dealt_to_other_accounts_give_chance() -> None:
    found = compare(shuffled(world(), DAY), DAY, SETTINGS)
    best = max(found.others[one].ndcg for one in LISTS)
    assert found.shown.ndcg <= best + 0.05
    assert found.shown.ndcg < 0.75 * compare(world(), DAY, SETTINGS).shown.ndcg


def test_with_few_first_purchases_nothing_is_taught_and_the_choice_says_so() -> None:
    found = suggest(world(), DAY, SETTINGS)
    assert found.choice.method is Method.DECAYED_EASE
    assert found.choice.why is Why.FEW_POSITIVES
    assert found.choice.positives < backtest.POSITIVES
    usable = found.probabilities[np.isfinite(found.probabilities)]
    assert usable.min() >= 0
    assert usable.max() <= 1


def test_with_little_history_a_list_is_kept_to() -> None:
    found = suggest(world(), 60, SETTINGS)
    assert (found.choice.method, found.choice.why) == (Method.BUYERS_EVER, Why.LITTLE_HISTORY)
    assert found.choice.days == ()


def test_a_list_that_ranked_better_before_is_kept_to() -> None:
    chance = np.random.default_rng(2)
    count = ACCOUNTS * 8
    item = np.minimum(chance.geometric(0.15, count) - 1, 39)
    rows = zip(chance.integers(0, ACCOUNTS, count), item, chance.integers(0, 400, count), strict=True)
    book = lines([(int(a), int(i), int(d), 1.0) for a, i, d in rows], ACCOUNTS, 40)
    choice = suggest(book, DAY, replace(SETTINGS, decayed_strength=0.1)).choice
    assert choice.method in LISTS
    assert choice.why is Why.LIST_NO_WORSE


def test_a_book_without_lines_has_nothing_to_suggest() -> None:
    found = suggest(lines([]), 100, SETTINGS)
    assert found.probabilities.shape == (0, 0)


def test_teaching_days_end_their_horizon_by_the_day_and_have_history_before_them() -> None:
    book = lines([(0, 0, 0, 1.0)])
    assert teaching_days(book, 300, 90) == (210, 180, 150)
    assert teaching_days(book, 192, 90) == (102,)
    assert teaching_days(book, 90, 90) == ()
