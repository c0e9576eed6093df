"""Plain JSON from a process that may have been taken over: each value is checked before it is used.

Guarantees that a value has exactly the type that was asked for and a length within limits, else
`ValueError`. Leaves what the values mean to `child_wire`.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from fourfold.book.intake.codes import CODES
from fourfold.errors import Finding

Json = dict[str, Any]
T = TypeVar("T")

TEXT = 1 << 23
"""The most characters of a text in an answer."""

ENTRIES = 100_000
"""The most entries of a list in an answer."""


def of(document: object, name: str, kind: type[T]) -> T:
    """Return an entry of a document, of exactly this type."""
    if not isinstance(document, dict) or type(document.get(name)) is not kind:
        raise ValueError(f"no {kind.__name__} '{name}'")
    value: T = document[name]
    if isinstance(value, str | list) and len(value) > (TEXT if isinstance(value, str) else ENTRIES):
        raise ValueError(f"'{name}' is too long")
    return value


def maybe(document: object, name: str, kind: type[T]) -> T | None:
    """Return an entry of a document, or none if it is null."""
    if isinstance(document, dict) and name in document and document[name] is None:
        return None
    return of(document, name, kind)


def count(document: object, name: str) -> int:
    """Return a number of things: a whole number, not negative."""
    number = of(document, name, int)
    if number < 0:
        raise ValueError(f"'{name}' is negative")
    return number


def each(document: object, name: str, make: Callable[[object], T]) -> tuple[T, ...]:
    """Return what is made of each entry of a list."""
    return tuple(make(entry) for entry in of(document, name, list))


def text(value: object) -> str:
    """Return a text of bounded length."""
    return of({"text": value}, "text", str)


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts."""
    return each({"texts": value}, "texts", text)


def finding(value: object) -> Finding:
    """Return a finding whose code is one of intake's."""
    code = of(value, "code", str)
    if code not in CODES:
        raise ValueError("no code of a finding")
    return Finding(
        code,
        of(value, "message", str),
        of(value, "remedy", str),
        file=of(value, "file", str),
        line=maybe(value, "line", int),
        record=maybe(value, "record", int),
        column=of(value, "column", str),
        position=maybe(value, "position", int),
        value=of(value, "value", str),
        expected=of(value, "expected", str),
        count=of(value, "count", int),
    )


def file_in(folder: Path, name: str) -> Path:
    """Return a regular file of a folder, known by its bare name; a link is none."""
    path = folder / name
    status = path.lstat()
    if Path(name).name != name or not stat.S_ISREG(status.st_mode) or status.st_nlink != 1:
        raise ValueError("no file of the folder")
    return path
