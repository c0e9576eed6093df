"""The fixture `spec`: runs the worked example in a test's docstring on one engine."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.asking import Heard, from_engine, from_oracle, opened
from tests.oracle import Ask, OracleBook
from tests.spec.worked import Answerer, check

ENGINES = (
    "oracle",
    "duckdb",
    pytest.param("postgres", marks=(pytest.mark.postgres, pytest.mark.xdist_group("postgres"))),
    pytest.param("spark", marks=(pytest.mark.spark, pytest.mark.xdist_group("spark"))),
)


@pytest.fixture(params=ENGINES)
def answerer(request: pytest.FixtureRequest) -> Answerer:
    """Answers a question about a small book on one of the engines, or by the oracle."""
    if request.param == "oracle":
        return from_oracle
    url = "duckdb://" if request.param == "duckdb" else request.getfixturevalue(f"{request.param}_url")

    def ask_engine(book: OracleBook, ask: Ask) -> Heard:
        with opened(book, url) as made:
            return from_engine(made, ask)

    return ask_engine


@pytest.fixture
def spec(request: pytest.FixtureRequest, answerer: Answerer) -> Callable[[], None]:
    """Checks the worked example that the test's docstring tells."""
    return lambda: check(request.function.__doc__ or "", answerer)
