"""Columns and tables as kinds of thing: what a cell may hold, and where a stored row came from.

Guarantees that money, quantities and rates are exact decimals of a fixed number of places. Leaves
which tables there are to `schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

import pyarrow as pa

SOURCE, IMPORT_NUMBER, FILE_LINE = "source", "import_number", "file_line"
"""Where a stored row came from: the profile's source, the import's number, the physical line."""

PROVENANCE = (
    pa.field(SOURCE, pa.string()),
    pa.field(IMPORT_NUMBER, pa.int32()),
    pa.field(FILE_LINE, pa.int64()),
)


class Kind(Enum):
    """What a column holds, and so how its text is read and how it is stored."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    QUANTITY = "quantity"
    RATE = "rate"
    SHARE = "share"
    CURRENCY = "currency"

    @property
    def arrow(self) -> pa.DataType:
        """The stored type: decimal(18, 4) for money and quantity, (18, 8) for rates, (5, 4) for shares."""
        return _ARROW[self]

    @property
    def decimals(self) -> int:
        """How many decimal places are stored exactly; 0 for what is no number."""
        stored = _ARROW[self]
        return stored.scale if isinstance(stored, pa.Decimal128Type) else 0


_ARROW: Mapping[Kind, pa.DataType] = {
    Kind.TEXT: pa.string(),
    Kind.DATE: pa.date32(),
    Kind.MONEY: pa.decimal128(18, 4),
    Kind.QUANTITY: pa.decimal128(18, 4),
    Kind.RATE: pa.decimal128(18, 8),
    Kind.SHARE: pa.decimal128(5, 4),
    Kind.CURRENCY: pa.string(),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it means, in which unit, and what it must satisfy.

    `required` forbids an empty cell; `references` names the table whose key the value must be
    (checked where that table holds rows); `choices` lists the allowed values, `spelled` further words
    for them; `not_negative` forbids numbers below 0; `known_as` holds header words by which a profile
    is proposed. Words are written in lower case without spaces, accents or punctuation.
    """

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    unit: str = ""
    references: str = ""
    choices: tuple[str, ...] = ()
    known_as: str = ""
    spelled: tuple[tuple[str, str], ...] = ()
    not_negative: bool = False

    @property
    def spellings(self) -> Mapping[str, str]:
        """Words by which a value of a file is known, with the choice that each means."""
        own = {choice.replace("_", ""): choice for choice in self.choices}
        return own | {word: choice for choice, words in self.spelled for word in words.split()}

    @property
    def synonyms(self) -> tuple[str, ...]:
        """The header words by which the column is known, one by one."""
        return tuple(self.known_as.split())


@dataclass(frozen=True, slots=True)
class Table:
    """One canonical table: its grain in a sentence, its key, its columns in order.

    `converted_on` names the columns whose first filled day decides the rate of a row's amount.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    converted_on: tuple[str, ...] = ()
    stored: pa.Schema = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Derive the stored schema: the columns, then where each row came from."""
        fields = [pa.field(c.name, c.kind.arrow) for c in self.columns]
        object.__setattr__(self, "stored", pa.schema([*fields, *PROVENANCE]))

    def column(self, name: str) -> Column:
        """Return the column of that name; `KeyError` if there is none."""
        return next(c for c in self.columns if c.name == name) if name in self else _missing(name)

    def __contains__(self, name: object) -> bool:
        """Whether the table has a column of that name."""
        return any(c.name == name for c in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns whose cells may not be empty."""
        return tuple(c.name for c in self.columns if c.required)


def _missing(name: str) -> Column:
    raise KeyError(name)
