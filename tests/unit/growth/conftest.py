"""The book in which every row is moved, opened once a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fourfold.book.book import Book
from tests.unit.growth.books import EVERY_ROW, opened


@pytest.fixture(scope="module")
def book() -> Iterator[Book]:
    made = opened(EVERY_ROW)
    yield made
    made.close()
