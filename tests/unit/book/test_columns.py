from __future__ import annotations

import pyarrow as pa
import pytest

from fourfold.book.columns import PROVENANCE, Column, Kind, Table

TABLE = Table(
    "notes",
    "one note",
    ("note_id",),
    (
        Column("note_id", Kind.TEXT, "the note", required=True, known_as="noteid id"),
        Column("cost", Kind.MONEY, "its cost", unit="currency"),
    ),
)


@pytest.mark.parametrize(
    ("kind", "stored", "decimals"),
    [
        (Kind.TEXT, pa.string(), 0),
        (Kind.DATE, pa.date32(), 0),
        (Kind.CURRENCY, pa.string(), 0),
        (Kind.MONEY, pa.decimal128(18, 4), 4),
        (Kind.QUANTITY, pa.decimal128(18, 4), 4),
        (Kind.RATE, pa.decimal128(18, 8), 8),
        (Kind.SHARE, pa.decimal128(5, 4), 4),
    ],
)
def test_a_kind_is_stored_exactly(kind: Kind, stored: pa.DataType, decimals: int) -> None:
    assert (kind.arrow, kind.decimals) == (stored, decimals)


def test_no_kind_is_stored_as_a_float() -> None:
    assert not any(pa.types.is_floating(kind.arrow) for kind in Kind)


def test_a_table_stores_its_columns_and_then_where_each_row_came_from() -> None:
    assert TABLE.stored.names == ["note_id", "cost", *(field.name for field in PROVENANCE)]
    assert TABLE.stored.field("cost").type == pa.decimal128(18, 4)


def test_a_table_knows_its_columns_by_name_and_no_others() -> None:
    assert "cost" in TABLE
    assert TABLE.column("cost").unit == "currency"
    assert TABLE.required == ("note_id",)
    assert TABLE.column("note_id").synonyms == ("noteid", "id")
    assert "source" not in TABLE
    with pytest.raises(KeyError, match="source"):
        TABLE.column("source")
