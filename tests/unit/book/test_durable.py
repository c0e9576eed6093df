from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from fourfold.book import durable
from fourfold.errors import WorkspaceFault


def test_a_placed_file_has_its_name_and_the_temporary_one_is_gone(tmp_path: Path) -> None:
    temporary, final = tmp_path / "t", tmp_path / "f"
    temporary.write_bytes(b"rows")
    durable.place(temporary, final)
    assert final.read_bytes() == b"rows"
    assert not temporary.exists()


def test_no_file_is_overwritten(tmp_path: Path) -> None:
    temporary, final = tmp_path / "t", tmp_path / "f"
    final.write_bytes(b"old")
    temporary.write_bytes(b"other")
    with pytest.raises(WorkspaceFault, match="another file"):
        durable.place(temporary, final)
    assert final.read_bytes() == b"old"


def test_the_hash_is_that_of_the_content_and_progress_reaches_the_size(tmp_path: Path) -> None:
    content = bytes(range(256)) * 8192
    (tmp_path / "f").write_bytes(content)
    told: list[int] = []
    assert durable.sha256_of(tmp_path / "f", told.append) == hashlib.sha256(content).hexdigest()
    assert told[-1] == len(content)
