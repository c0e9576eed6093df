"""One case of the corpus: the bytes, how they are read, and what must come of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

PLAIN = "order_id,ordered_on,amount"
Content = bytes | Callable[[], bytes]


@dataclass(frozen=True)
class Earlier:
    """A file imported before the case's own, with the same profile unless it says otherwise."""

    content: bytes
    name: str = "earlier.csv"
    table: str = "order_lines"
    profile: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Case:
    """What a file must come to.

    `out` is F (refused), R (rows rejected), W (loaded with a warning), A (loaded) or Q (asked).
    `code`, `line`, `column`, `record` and `told` must be those of one finding; `codes` are those of all
    rejected rows in order. `lines` must be in the account of lines. `rows` counts accepted rows, `new` those
    that are new to the book. `profile` holds settings that differ from the plain profile (comma,
    UTF-8, decimal point, ISO dates, EUR); None lets the import propose one. `limited` cases are
    read in a real child process, the others in this one.
    """

    id: str
    content: Content
    out: str
    code: str = ""
    told: Sequence[str] = ()
    line: int | None = None
    column: str = ""
    record: int | None = None
    codes: Sequence[str] = ()
    lines: str = ""
    rows: int | None = None
    new: int | None = None
    profile: Mapping[str, Any] | None = field(default_factory=dict)
    name: str = "orders.csv"
    before: Sequence[Earlier] = ()
    table: str = "order_lines"
    limited: bool = False
    stored: Mapping[str, Sequence[object]] = field(default_factory=dict)

    def bytes(self) -> bytes:
        """Return the file's bytes, made now."""
        return self.content if isinstance(self.content, bytes) else self.content()


def csv(*rows: str, header: str = PLAIN, end: str = "\n", encoding: str = "utf-8") -> bytes:
    """Return a file of these rows under a header."""
    return "".join(f"{row}{end}" for row in (header, *rows)).encode(encoding)


def orders(count: int, first: int = 1, amount: str = "10.00") -> list[str]:
    """Return plain rows of orders A1, A2, ... of one day and one amount."""
    return [f"A{n},2026-01-02,{amount}" for n in range(first, first + count)]


def amounts(*texts: str) -> bytes:
    """Return a file with a good row, then one row per amount."""
    return csv(*orders(1), *(f"B{n},2026-01-02,{text}" for n, text in enumerate(texts)))


def accounts(*names: str) -> bytes:
    """Return a file of one order for each account."""
    return csv(*(f"A{n},{name},2026-01-02,10.00" for n, name in enumerate(names)), header=WITH_ACCOUNT)


WITH_ACCOUNT = "order_id,account_id,ordered_on,amount"
