"""What the tests of the book share."""

from __future__ import annotations

from pathlib import Path

import pytest

from fourfold.book import reading
from fourfold.book.intake.content import Content
from tests.unit.book.making import Desk, make_desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A fresh workspace whose files are read in this process: a child for each would cost a second."""
    monkeypatch.setattr(reading, "open_content", Content)
    return make_desk(tmp_path)
