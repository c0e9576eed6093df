"""Every figure opens: what lies behind it sums to it, and is what the oracle lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from fourfold.growth import ledger
from fourfold.growth.lines import Figure, lines
from tests import oracle
from tests.asking import comparison_of, opened
from tests.properties.books import Size, random_ask, random_book

AMOUNTS_ONLY = oracle.ROWS[7:11] + oracle.ROWS[14:]


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32 - 1))
def test_what_lies_behind_a_row_sums_to_it_and_is_what_the_oracle_lists(seed: int) -> None:
    rng = Random(seed)
    book, ask = random_book(rng, Size(lines=25)), replace(random_ask(rng), by=())
    told = oracle.answer(book, ask)
    order_of = {line.line_id: (line.order_id, line.line_id) for line in book.lines}
    with opened(book, "duckdb://") as made:
        comparison = comparison_of(ask)
        for entry in ledger(made, comparison=comparison).entries:
            if not entry.pairs:
                continue
            found = lines(made, comparison=comparison, figure=Figure(entry.row, {}))
            assert found.total == entry.amount
            if entry.row not in AMOUNTS_ONLY:
                listed = [(order_of[line], amount) for line, amount in told.lines_of(entry.row).lines]
                assert Counter(listed) == Counter(_contributions(found.items.to_pylist()))


def _contributions(items: list[Mapping[str, object]]) -> list[tuple[tuple[object, object], object]]:
    return [((item["order_id"], item["line_id"]), item["contribution"]) for item in items]
