from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from fourfold.book.book import Book, Origin
from fourfold.growth import FIRST_ORDER
from fourfold.growth.kept import kept_table
from tests.unit.growth.books import bought


@pytest.fixture
def book(tmp_path: Path) -> Book:
    made = bought(["2012-01-01"])
    made.origin = Origin("1", kept_in=tmp_path)
    return made


def asked(book: Book, told: list[str], *question: object, rows: int = 1) -> pa.Table:
    def make() -> pa.Table:
        told.append("made")
        return pa.table({"x": list(range(rows))}).replace_schema_metadata({"about": "it"})

    return kept_table(book, *question, make=make)


def test_a_table_is_made_once_and_read_again_with_its_metadata(book: Book) -> None:
    told: list[str] = []
    first, again = (asked(book, told, "a", FIRST_ORDER, {"b": "c"}) for _ in range(2))
    assert first.equals(again, check_metadata=True)
    assert told == ["made"]


def test_another_question_is_another_table(book: Book) -> None:
    told: list[str] = []
    for question in (("a", 1), ("a", 2), ("b", 1)):
        asked(book, told, *question)
    assert len(told) == 3


def test_nothing_found_leaves_nothing_behind(book: Book, tmp_path: Path) -> None:
    asked(book, [], "a", rows=0)
    assert list(tmp_path.iterdir()) == []
