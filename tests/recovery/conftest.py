"""One invented company per process, and its lines read in plain Python."""

from __future__ import annotations

import pytest

from fourfold.datasets import Company, make_company
from tests.recovery import plain


@pytest.fixture(scope="session")
def company() -> Company:
    return make_company(1)


@pytest.fixture(scope="session")
def lines(company: Company) -> list[plain.Line]:
    return plain.lines(company)


@pytest.fixture(scope="session")
def pairs(lines: list[plain.Line]) -> dict[tuple[str, str], plain.Pair]:
    return plain.pairs(lines)
