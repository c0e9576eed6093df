"""Properties of the ledger on random books: it closes, parts sum to the whole, the oracle agrees."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.asking import Heard, Told, from_engine, from_oracle, opened
from tests.oracle import Ask, OracleBook
from tests.properties.books import Size, random_ask, random_book

ZERO = Decimal(0)
TRANSFERS = ("received", "handed_over")
AMOUNT, NET = 1, 2
RANDOM = st.randoms(use_true_random=False)
LARGE = Size(accounts=60, products=40, sellers=6, lines=1500)
LARGE_SEED = 20_121_231
QUESTIONS = 30


def closes(heard: Heard) -> None:
    """Rows sum to the change; groups to the whole, row by row; transfers to zero."""
    _sums(heard.rows, heard.current - heard.base)
    for base, current, told in heard.groups.values():
        _sums(told, current - base)
    if not heard.groups:
        return
    assert sum(g[0] for g in heard.groups.values()) == heard.base
    assert sum(g[1] for g in heard.groups.values()) == heard.current
    for row, whole in heard.rows.items():
        parts = [told[row] for _, _, told in heard.groups.values()]
        if row not in TRANSFERS:
            assert sum(part[AMOUNT] for part in parts) == whole[AMOUNT]
            assert sum(part[NET] for part in parts) == whole[NET]
    moved = [told[row][AMOUNT] for _, _, told in heard.groups.values() for row in TRANSFERS]
    assert sum(moved, ZERO) == ZERO


def _sums(told: dict[str, Told] | object, change: Decimal) -> None:
    assert isinstance(told, dict)
    assert sum((row[AMOUNT] for row in told.values()), ZERO) == change
    assert sum((row[NET] for row in told.values()), ZERO) == change


def agree(heard: Heard, oracle: Heard) -> None:
    """Every field the same; compared piece by piece so that a difference is told in a few words."""
    assert (heard.base, heard.current) == (oracle.base, oracle.current)
    assert heard.rows == oracle.rows
    assert heard.figures == oracle.figures
    assert set(heard.groups) == set(oracle.groups)
    for values, part in oracle.groups.items():
        assert (values, heard.groups[values]) == (values, part)


@settings(max_examples=60)
@given(rng=RANDOM)
def test_the_oracle_itself_closes(rng: Random) -> None:
    book, ask = random_book(rng), random_ask(rng)
    closes(from_oracle(book, ask))


@settings(max_examples=40)
@given(rng=RANDOM)
def test_the_order_of_lines_does_not_matter_to_the_oracle(rng: Random) -> None:
    book, ask = random_book(rng), random_ask(rng)
    lines = list(book.lines)
    rng.shuffle(lines)
    assert from_oracle(replace(book, lines=tuple(lines)), ask) == from_oracle(book, ask)


@settings(max_examples=14)
@given(rng=RANDOM)
def test_the_ledger_equals_the_oracle_and_closes(rng: Random) -> None:
    book, ask = random_book(rng), random_ask(rng)
    with opened(book, "duckdb://") as made:
        heard = from_engine(made, ask)
    agree(heard, from_oracle(book, ask))
    closes(heard)


@settings(max_examples=4)
@given(rng=RANDOM)
def test_the_order_of_lines_does_not_matter_to_the_ledger(rng: Random) -> None:
    book, ask = random_book(rng), random_ask(rng)
    lines = list(book.lines)
    rng.shuffle(lines)
    heard = []
    for one in (book, replace(book, lines=tuple(lines))):
        with opened(one, "duckdb://") as made:
            heard.append(from_engine(made, ask))
    assert heard[0] == heard[1]


def large() -> tuple[OracleBook, list[Ask]]:
    """One large random book and the questions about it, the same in every run."""
    rng = Random(LARGE_SEED)
    return random_book(rng, LARGE), [random_ask(rng) for _ in range(QUESTIONS)]


@pytest.mark.parametrize(
    "engine",
    [
        "duckdb",
        pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.xdist_group("postgres"))),
        pytest.param("spark", marks=(pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark"))),
    ],
)
def test_one_large_book_gives_the_oracles_answers_to_thirty_questions(
    engine: str, request: pytest.FixtureRequest
) -> None:
    book, asks = large()
    url = "duckdb://" if engine == "duckdb" else request.getfixturevalue(f"{engine}_url")
    with opened(book, url) as made:
        for ask in asks:
            agree(from_engine(made, ask), from_oracle(book, ask))
