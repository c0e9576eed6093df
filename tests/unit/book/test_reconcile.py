from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from fourfold.book import reconcile
from fourfold.errors import NeedsConfirmation
from tests.unit.book.making import COUNTED, LINES, Desk, make_desk, numbered


def amounts(desk: Desk) -> Counter[tuple[object, ...]]:
    return Counter((row["order_id"], row["line_id"], row["amount"]) for row in desk.rows())


@pytest.mark.parametrize("seed", range(4))
def test_overlapping_slices_in_any_order_repeated_at_will_give_the_truth(desk: Desk, seed: int) -> None:
    chance = random.Random(seed)
    truth = numbered(range(120))
    spans = [(0, 50), (30, 80), (60, 120), (30, 80), (0, 120)]
    chance.shuffle(spans)
    for n, (start, stop) in enumerate(spans):
        rows = truth[start:stop]
        chance.shuffle(rows)
        desk.bring(desk.file(f"{n}.csv", LINES, rows))
    assert len(desk.rows()) == 120
    whole = make_desk(_below(desk.folder / "whole"))
    whole.bring(whole.file("all.csv", LINES, truth))
    assert amounts(desk) == amounts(whole)


def _below(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.parametrize("parts", [1, 3])
def test_whole_orders_without_line_ids_give_the_truth_however_they_come(
    desk: Desk, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "AT_ONCE", 120 // parts)
    truth = {
        f"X{o}": [f"X{o},A,P{o % 3},2026-01-05,1,{1 + n // 2}.00" for n in range(1 + o % 4)]
        for o in range(60)
    }
    header = COUNTED.removesuffix(",currency")
    for n, orders in enumerate([range(40), range(20, 60), range(60), range(59, -1, -1)]):
        rows = [row for o in orders for row in truth[f"X{o}"]]
        desk.bring(desk.file(f"{n}.csv", header, rows), yes=True)
    assert len(desk.rows()) == sum(map(len, truth.values()))


def test_lines_without_order_are_known_by_what_they_say_and_how_often(desk: Desk) -> None:
    header = "account_id,ordered_on,amount"
    desk.bring(
        desk.file("a.csv", header, ["C1,2026-01-01,5", "C1,2026-01-01,5", "C2,2026-01-01,5"]), yes=True
    )
    report = desk.bring(desk.file("b.csv", header, ["C1,2026-01-01,5", "C3,2026-01-01,5", "C2,2026-01-01,5"]))
    assert (report.new, report.known, report.changed) == (1, 2, 0)
    report = desk.bring(desk.file("c.csv", header, ["C1,2026-01-01,5"] * 3))
    assert (report.new, report.known) == (1, 2)


def test_a_new_line_for_a_stored_order_that_is_there_whole_is_just_new(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", COUNTED, ["X1,A,P,2026-01-01,1,5,EUR"]))
    report = desk.bring(
        desk.file("b.csv", COUNTED, ["X1,A,P,2026-01-01,1,5,EUR", "X1,A,Q,2026-01-01,1,6,EUR"])
    )
    assert (report.new, report.known, report.changed) == (1, 1, 0)


def test_an_order_that_lacks_stored_lines_and_has_new_ones_has_changed(desk: Desk) -> None:
    first = ["X1,A,P,2026-01-01,1,5,EUR", "X1,A,Q,2026-01-01,1,6,EUR", "X2,A,Q,2026-01-01,1,6,EUR"]
    desk.bring(desk.file("a.csv", COUNTED, first))
    changed = desk.file("b.csv", COUNTED, ["X1,A,P,2026-01-01,1,5,EUR", "X1,A,Q,2026-01-01,1,7,EUR"])
    with pytest.raises(NeedsConfirmation, match="Q506: 1 order"):
        desk.bring(changed)
    report = desk.bring(changed, yes=True)
    assert (report.known, report.changed, report.superseded) == (1, 1, 1)
    assert desk.revenue() == 18


def test_lines_that_get_ids_replace_those_that_had_none(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", COUNTED, ["X1,A,P,2026-01-01,1,5,EUR", "X1,A,Q,2026-01-01,1,6,EUR"]))
    named = desk.file("b.csv", LINES, ["X1,1,A,P,2026-01-01,1,5,EUR", "X1,2,A,Q,2026-01-01,1,6,EUR"])
    assert desk.bring(named, yes=True).superseded == 2
    assert desk.revenue() == 11


def test_an_order_id_of_another_source_is_asked_about(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    other = desk.file("b.csv", LINES, numbered(range(2, 4)))
    with pytest.raises(NeedsConfirmation, match="Q507: 1 row"):
        desk.bring(other, source="fair")
    assert desk.bring(other, source="fair", yes=True).new == 2
    assert len(desk.rows()) == 5


def test_equal_rows_of_one_key_in_a_file_count_once(desk: Desk) -> None:
    desk.bring(desk.file("a.csv", LINES, [*numbered(range(3)), *numbered(range(3))]), yes=True)
    assert len(desk.rows()) == 3
