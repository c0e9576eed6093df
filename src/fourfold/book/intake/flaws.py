"""One fault of one row, as typing finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One fault of one row of a batch: which row, which column of the file, what and why."""

    row: int
    code: str
    message: str
    column: str = ""
    position: int | None = None
    value: str = ""
    expected: str = ""
