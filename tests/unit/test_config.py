from __future__ import annotations

from pathlib import Path

from fourfold.config import VARIABLES, Config, read_config, read_web_config


def test_what_is_not_set_or_empty_takes_its_default() -> None:
    assert read_config({}) == Config(Path(), "")
    assert read_config(dict.fromkeys(VARIABLES, "")) == Config(Path(), "")


def test_what_is_set_is_taken_and_other_variables_are_left_alone() -> None:
    told = {"FOURFOLD_WORKSPACE": "/books/a", "FOURFOLD_ENGINE_URL": "postgresql://db", "FOURFOLD_X": "1"}
    assert read_config(told) == Config(Path("/books/a"), "postgresql://db")


def test_every_variable_that_is_read_is_documented() -> None:
    class Noted(dict[str, str]):
        def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
            self[key] = ""
            return default

    noted = Noted()
    read_config(noted)
    read_web_config(noted)
    assert set(noted) == set(VARIABLES)
