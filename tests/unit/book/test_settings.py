from __future__ import annotations

from pathlib import Path

import pytest

from fourfold.book.settings import Settings, read_settings, settings_text
from fourfold.errors import BadRequest, WorkspaceFault


def test_settings_read_back_as_they_were_written(tmp_path: Path) -> None:
    told = Settings("GBP", "Europe/London", 4, "4-4-5", "parent", "family", "postgres://host/db")
    (tmp_path / "fourfold.toml").write_text(settings_text(told))
    assert read_settings(tmp_path / "fourfold.toml") == told


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"currency": "eur"}, "currency"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"timezone": "../etc"}, "timezone"),
        ({"fiscal_year_starts": 13}, "fiscal_year_starts"),
        ({"calendar": "lunar"}, "calendar"),
        ({"product_level": "sku"}, "product_level"),
    ],
)
def test_settings_that_cannot_be_meant_are_refused_by_name(wrong: dict[str, str], named: str) -> None:
    with pytest.raises(BadRequest) as told:
        Settings(**{"currency": "EUR", **wrong})
    assert told.value.place == named
    assert told.value.remedy


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("timezone = 'UTC'", "missing"),
        ("currency = 'EUR'\ncolour = 'red'", "unknown"),
        ("currency = 3", "another type"),
        ("currency = ", "cannot be read"),
        ("currency = 'EUR'\nformat = 2", "another version"),
    ],
)
def test_a_settings_file_that_is_wrong_says_what_is_wrong(tmp_path: Path, text: str, cause: str) -> None:
    (tmp_path / "fourfold.toml").write_text(text)
    with pytest.raises(WorkspaceFault, match=cause):
        read_settings(tmp_path / "fourfold.toml")
