from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fourfold.book.book import Book, Origin
from fourfold.errors import BadRequest
from fourfold.growth import Figure, lines, prepared_lines
from tests.unit.growth.books import EVERY_ROW, opened, year

REPEATED = Figure("repeat", {})


@pytest.fixture
def kept(tmp_path: Path) -> Book:
    made = opened(EVERY_ROW)
    made.origin = Origin("1", kept_in=tmp_path)
    return made


def test_a_kept_page_is_the_page_that_was_made(kept: Book) -> None:
    pages = [prepared_lines(kept, comparison=year(), figure=REPEATED, offset=2, limit=2) for _ in range(2)]
    made = lines(kept, comparison=year(), figure=REPEATED, offset=2, limit=2)
    for page in pages:
        told = page.opened
        assert (told.row, told.kind, told.rule, told.total, told.count) == (
            made.row,
            made.kind,
            made.rule,
            made.total,
            made.count,
        )
        assert told.items.to_pylist() == made.items.to_pylist()


def test_more_than_a_file_holds_is_refused_before_it_is_written(
    kept: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["fourfold.growth.prepared_lines"], "MOST_ITEMS", 3)
    with pytest.raises(BadRequest, match="at most 3") as refused:
        prepared_lines(kept, comparison=year(), figure=REPEATED)
    assert refused.value.remedy
