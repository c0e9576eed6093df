from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pyarrow as pa

from fourfold.book import identity
from fourfold.book.schema import ACCOUNTS, ORDER_LINES


def lines(*rows: dict[str, object]) -> pa.RecordBatch:
    usual = {
        "order_id": "SO1",
        "ordered_on": date(2026, 1, 1),
        "amount": Decimal("1.0000"),
        "currency": "EUR",
    }
    schema = pa.schema([f for f in ORDER_LINES.stored if f.name in ORDER_LINES])
    return pa.RecordBatch.from_pylist([{**usual, **row} for row in rows], schema=schema)


def test_a_value_has_one_hash_wherever_it_stands() -> None:
    texts = pa.array([f"SO{i:05d}" * (1 + i % 30) for i in range(40_000)])
    whole = identity.column_hashes(texts, "key")
    assert (identity.column_hashes(texts.slice(777, 17_000), "key") == whole[777:17_777]).all()
    assert len(np.unique(whole)) == 40_000


def test_empty_absent_and_like_values_differ() -> None:
    texts = pa.array(["", None, "a", "aa", "a" * 64, "a" * 65, "a" * 66, "ab", "ba", "\0", "\0\0"])
    assert len(np.unique(identity.column_hashes(texts, "key"))) == len(texts)
    amounts = pa.array([Decimal("0.0000"), None, Decimal("-1.0000"), Decimal("1.0000")], pa.decimal128(18, 4))
    assert len(np.unique(identity.column_hashes(amounts, "content"))) == 4
    days = pa.array([date(1970, 1, 1), None, date(1969, 12, 31)], pa.date32())
    assert len(np.unique(identity.column_hashes(days, "content"))) == 3


def test_values_do_not_move_between_columns_unnoticed() -> None:
    batch = pa.RecordBatch.from_pydict({"a": ["x", "xy", ""], "b": ["yz", "z", "xyz"]})
    assert len(np.unique(identity.row_hashes(batch, ["a", "b"], "key"))) == 3


def test_key_and_content_are_hashed_independently() -> None:
    texts = pa.array(["a", "b"])
    assert not (identity.column_hashes(texts, "key") == identity.column_hashes(texts, "content")).any()


def test_a_line_with_an_id_keeps_its_key_when_its_content_changes() -> None:
    keys = identity.keys_of(
        lines({"line_id": "1"}, {"line_id": "1", "amount": Decimal("2.0000")}, {"line_id": "2"}),
        ORDER_LINES,
        "shop",
        content=True,
    )
    assert keys.key[0] == keys.key[1] != keys.key[2]
    assert keys.content is not None
    assert keys.content[0] != keys.content[1]
    assert len(np.unique(keys.probe)) == 1
    assert not keys.counted.any()


def test_a_line_without_an_id_is_its_content() -> None:
    keys = identity.keys_of(
        lines(
            {}, {}, {"amount": Decimal("2.0000")}, {"order_id": None}, {"order_id": None, "product_id": "P"}
        ),
        ORDER_LINES,
        "shop",
        content=False,
    )
    assert keys.counted.all()
    assert keys.key[0] == keys.key[1]
    assert len(np.unique(keys.key)) == 4
    assert len(np.unique(keys.probe)) == 3  # one order, and two lines that have none


def test_the_source_is_part_of_a_line_s_key_but_not_of_its_probe() -> None:
    shop, fair = (
        identity.keys_of(lines({"line_id": "1"}), ORDER_LINES, s, content=False) for s in ("shop", "fair")
    )
    assert shop.key != fair.key
    assert shop.probe == fair.probe


def test_other_tables_have_their_own_key_whatever_the_source() -> None:
    schema = pa.schema([f for f in ACCOUNTS.stored if f.name in ACCOUNTS])
    batch = pa.RecordBatch.from_pylist(
        [{"account_id": "A"}, {"account_id": "A", "region": "North"}], schema=schema
    )
    keys = identity.keys_of(batch, ACCOUNTS, "crm", content=True)
    assert keys.key[0] == keys.key[1]
    assert keys.content is not None
    assert keys.content[0] != keys.content[1]


def test_no_rows_have_no_hashes() -> None:
    assert len(identity.keys_of(lines(), ORDER_LINES, "shop", content=True).key) == 0
