"""Answers that many ask for at once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from fourfold.book.answers import answered
from fourfold.book.book import Book, Origin, open_tables
from fourfold.book.settings import Settings


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A book without lines that keeps answers."""
    empty = open_tables({}, Settings("EUR"))
    return Book(
        empty.settings,
        empty.engine,
        tables=empty.tables,
        extent=None,
        origin=Origin("snap-1", kept_in=tmp_path),
    )


def test_what_many_ask_at_once_is_computed_once(book: Book) -> None:
    made = []

    def make() -> bytes:
        made.append(1)
        time.sleep(0.05)
        return b"answer"

    with ThreadPoolExecutor(8) as readers:
        told = list(readers.map(lambda _: answered(book, "question", make), range(8)))
    assert told == [b"answer"] * 8
    assert len(made) == 1


def test_who_waited_for_a_computation_that_failed_computes_it(book: Book) -> None:
    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        answered(book, "question", fail)
    assert answered(book, "question", lambda: answered(book, "part", lambda: b"part")) == b"part"
    assert book.kept("part") == b"part"


def test_an_empty_answer_is_not_kept(book: Book) -> None:
    assert answered(book, "question", lambda: b"", is_empty=lambda told: not told) == b""
    assert book.kept("question") is None
