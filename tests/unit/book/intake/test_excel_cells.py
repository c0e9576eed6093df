from __future__ import annotations

from fourfold.book.intake.excel_cells import CellReader, uses_of
from fourfold.book.intake.excel_sheet import BOOLEAN, NUMBER, TEXT, Cell, Row
from fourfold.book.intake.excel_values import Days
from fourfold.book.intake.profile import Profile, Rule

HEADER = ("order", "date", "sku", "amount", "note", "kind")
PROFILE = Profile("shop", decimal_mark=",", rules=(Rule("kind", "test", equals="T"),)).mapped(
    {"order_id": "order", "ordered_on": "date", "product_id": "sku", "amount": "amount"}
)


def test_a_profile_uses_what_it_maps_and_what_its_rules_look_at() -> None:
    uses = uses_of(HEADER, PROFILE)
    assert (uses.used, uses.ids, uses.dates) == ({0, 1, 2, 3, 5}, {0, 2}, {1})


def test_cells_come_out_in_the_profiles_own_notation() -> None:
    reader = CellReader(
        PROFILE, uses_of(HEADER, PROFILE), len(HEADER), 2, frozenset({7}), Days(from_1904=False)
    )
    cells = [
        Cell(2, TEXT, "A"),
        Cell(3, NUMBER, "46024", 7),
        Cell(4, NUMBER, "123"),
        Cell(5, NUMBER, "12.5", formula=True),
        Cell(7, BOOLEAN, "1"),
    ]
    texts, faults, outside = reader.texts_of(Row(2, hidden=False, cells=cells))
    assert texts == ["A", "2026-01-02", "123", "12,5", "", "TRUE"]
    assert (faults, outside, reader.formulas) == ([], [], 1)
    assert (reader.numbers, reader.texts) == ({2: 1}, {0: 1})


def test_what_stands_left_or_right_of_the_table_is_outside() -> None:
    reader = CellReader(PROFILE, uses_of(HEADER, PROFILE), 2, 2, frozenset(), Days(from_1904=False))
    outside = reader.texts_of(Row(2, hidden=False, cells=[Cell(1, TEXT, "left"), Cell(9, TEXT, "right")]))[2]
    assert outside == ["left", "right"]
