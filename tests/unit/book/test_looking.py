from __future__ import annotations

import pytest

from fourfold.book.imports import ImportRequest, import_file
from fourfold.book.looking import look_at
from fourfold.errors import RefusedFile
from tests.unit.book.making import LINES, Desk, numbered


def test_a_file_without_a_required_column_is_shown_as_it_would_be_read(desk: Desk) -> None:
    before = desk.workspace.snapshot()
    path = desk.file("a.csv", LINES.replace("amount", "xyzzy"), numbered(range(3)))
    with pytest.raises(RefusedFile, match="E304"):
        import_file(desk.workspace, ImportRequest(path, dry_run=True))
    found = look_at(desk.workspace, ImportRequest(path))
    assert (found.outcome, found.lines.total) == ("refused", 0)
    assert "amount" not in found.profile.columns
    assert "xyzzy" in found.profile.seen
    assert found.unmapped == ("xyzzy",)
    assert len(found.preview) == 3
    assert desk.workspace.snapshot() == before


def test_what_cannot_be_read_at_all_is_refused(desk: Desk) -> None:
    path = desk.folder / "empty.csv"
    path.touch()
    with pytest.raises(RefusedFile, match="E101"):
        look_at(desk.workspace, ImportRequest(path))
