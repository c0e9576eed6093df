from __future__ import annotations

import pytest

from fourfold.book.schema import DIMENSIONS
from fourfold.growth import Asked, policy, usual
from fourfold.growth.comparison import Comparison
from fourfold.growth.usual import BY, prepare
from tests.oracle import OracleBook
from tests.unit.growth.books import bought, opened

Asking = list[tuple[Comparison, tuple[str, ...]]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asking:
    """What is asked, without computing it."""
    found: Asking = []
    monkeypatch.setattr(usual, "prepared_ledger", lambda _, *, comparison, by: found.append((comparison, by)))
    return found


def test_the_latest_fiscal_year_and_four_quarters_are_prepared_whole_and_by_each_dimension(
    asked: Asking,
) -> None:
    book = bought(["2010-07-01", "2012-06-30"], fiscal_year_starts=7)
    assert prepare(book, asked=Asked("")) == len(asked) == 5 * len(BY)
    periods = ["FY2012", "FY2012-Q1", "FY2012-Q2", "FY2012-Q3", "FY2012-Q4"]
    assert [comparison.current.name for comparison, by in asked if by == ()] == periods
    assert {by for comparison, by in asked if comparison.current.name == "FY2012"} == set(BY)
    assert {comparison.base.name for comparison, _ in asked} == {p.replace("2012", "2011") for p in periods}


def test_a_book_of_one_day_has_one_year_and_one_quarter_and_every_step_is_reported(asked: Asking) -> None:
    seen: list[tuple[int, int]] = []
    told = Asked("", policy=policy("dormant-24"), product_level="family")
    done = prepare(bought(["2012-06-30"]), asked=told, progress=lambda n, due: seen.append((n, due)))
    assert done == 2 * len(BY)
    assert seen == [(n, done) for n in range(1, done + 1)]
    assert {(c.policy.name, c.product_level) for c, _ in asked} == {("dormant-24", "family")}


def test_a_book_without_lines_has_nothing_to_prepare(asked: Asking) -> None:
    assert prepare(opened(OracleBook(())), asked=Asked("")) == 0
    assert asked == []


def test_what_is_prepared_by_is_a_dimension_of_few_values() -> None:
    assert {name for by in BY for name in by} < set(DIMENSIONS)
    assert not {"account", "product", "parent"} & {name for by in BY for name in by}
