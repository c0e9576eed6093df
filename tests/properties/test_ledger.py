"""Properties of the ledger on random books: it closes, parts sum to the whole, the oracle agrees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.asking import Heard, from_engine, from_oracle, opened
from tests.oracle import Ask, Line, OracleBook
from tests.properties.books import Size, random_ask, random_book

ZERO = Decimal(0)
TRANSFERS = ("received", "handed_over")
SEEDS = st.integers(0, 2**32 - 1)
LINES = st.integers(1, 60)
LARGE = Size(accounts=60, products=40, sellers=6, lines=1500)
LARGE_SEED = 20_121_231
QUESTIONS = {"duckdb": 12, "postgres": 20, "spark": 4}
"""Spark takes half a minute for what takes the others a fraction of a second."""


def closes(heard: Heard) -> None:
    """Rows sum to the change, net rows too; groups to the whole, row by row; transfers to zero.

    A group's own net rows need not sum to its change: what one product takes over, another gives up.
    """
    change = heard.current - heard.base
    assert _total(told.amount for told in heard.rows.values()) == change
    assert _total(told.net_of_switching for told in heard.rows.values()) == change
    for base, current, rows in heard.groups.values():
        assert _total(told.amount for told in rows.values()) == current - base
    if heard.groups:
        _groups_close(heard)


def _groups_close(heard: Heard) -> None:
    assert _total(base for base, _, _ in heard.groups.values()) == heard.base
    assert _total(current for _, current, _ in heard.groups.values()) == heard.current
    moved = ZERO
    for row, whole in heard.rows.items():
        parts = [rows[row] for _, _, rows in heard.groups.values()]
        if row in TRANSFERS:
            moved += _total(part.amount for part in parts)
        else:
            assert _total(part.amount for part in parts) == whole.amount
            assert _total(part.net_of_switching for part in parts) == whole.net_of_switching
    assert moved == ZERO


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def agree(heard: Heard, oracle: Heard) -> None:
    """Every field the same; compared piece by piece so that a difference is told in a few words."""
    assert (heard.base, heard.current) == (oracle.base, oracle.current)
    assert heard.rows == oracle.rows
    assert heard.figures == oracle.figures
    assert set(heard.groups) == set(oracle.groups)
    for values, part in oracle.groups.items():
        assert (values, heard.groups[values]) == (values, part)


def _drawn(seed: int, lines: int) -> tuple[OracleBook, Ask]:
    rng = Random(seed)
    return random_book(rng, Size(lines=lines)), random_ask(rng)


def shuffled(lines: Sequence[Line], seed: int) -> list[Line]:
    """The lines in another order."""
    return Random(seed).sample(lines, len(lines))


@settings(max_examples=60)
@given(seed=SEEDS, lines=LINES)
def test_the_oracle_itself_closes(seed: int, lines: int) -> None:
    book, ask = _drawn(seed, lines)
    closes(from_oracle(book, ask))


@settings(max_examples=40)
@given(seed=SEEDS, lines=LINES)
def test_the_order_of_lines_does_not_matter_to_the_oracle(seed: int, lines: int) -> None:
    book, ask = _drawn(seed, lines)
    other = replace(book, lines=tuple(shuffled(book.lines, seed)))
    assert from_oracle(other, ask) == from_oracle(book, ask)


@settings(max_examples=14)
@given(seed=SEEDS, lines=LINES)
def test_the_ledger_equals_the_oracle_and_closes(seed: int, lines: int) -> None:
    book, ask = _drawn(seed, lines)
    with opened(book, "duckdb://") as made:
        heard = from_engine(made, ask)
    agree(heard, from_oracle(book, ask))
    closes(heard)


@settings(max_examples=4)
@given(seed=SEEDS, lines=LINES)
def test_the_order_of_lines_does_not_matter_to_the_ledger(seed: int, lines: int) -> None:
    book, ask = _drawn(seed, lines)
    other = replace(book, lines=tuple(shuffled(book.lines, seed)))
    heard = []
    for one in (book, other):
        with opened(one, "duckdb://") as made:
            heard.append(from_engine(made, ask))
    assert heard[0] == heard[1]


def large(questions: int) -> tuple[OracleBook, list[Ask]]:
    """One large random book and the questions about it, the same in every run."""
    rng = Random(LARGE_SEED)
    return random_book(rng, LARGE), [random_ask(rng) for _ in range(questions)]


@pytest.mark.parametrize(
    "engine",
    [
        "duckdb",
        pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.xdist_group("postgres"))),
        pytest.param("spark", marks=(pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark"))),
    ],
)
def test_one_large_book_gives_the_oracles_answers_to_many_questions(
    engine: str, request: pytest.FixtureRequest
) -> None:
    book, asks = large(QUESTIONS[engine])
    url = "duckdb://" if engine == "duckdb" else request.getfixturevalue(f"{engine}_url")
    with opened(book, url) as made:
        for ask in asks:
            agree(from_engine(made, ask), from_oracle(book, ask))
