from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.book import reading
from fourfold.book.intake.content import Content
from fourfold.book.schema import TABLES
from fourfold.errors import BadRequest
from fourfold.measures.catalogue import CATALOGUE
from fourfold.objectives.objective import COMPANY, VALUES, Objective, Owner, State
from fourfold.objectives.rows import ROW_COLUMNS, differences, exported, objective_of, row_of, texts
from fourfold.periods import Period
from tests.unit.book.making import make_desk
from tests.unit.objectives.keeping import ANN, BOB, made

numbers = st.decimals(-(10**13), 10**13, places=4)
some = st.none() | numbers
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@st.composite
def objectives(draw: st.DrawFn) -> Objective:
    measure = draw(st.sampled_from(sorted(CATALOGUE)))
    told = draw(st.sampled_from(CATALOGUE[measure].filters))
    start, end = sorted(draw(st.lists(days, min_size=2, max_size=2, unique=True)))
    return Objective(
        id=draw(st.text("abc-@1", min_size=1)),
        name=draw(st.text("abé ").map(str.strip)),
        measure=measure,
        owner=draw(st.sampled_from([COMPANY, Owner("team", "North"), ANN])),
        period=Period(start, end),
        target=draw(numbers),
        threshold=draw(some),
        stretch=draw(some),
        weight=draw(st.decimals(0, 100, places=2)),
        cap=draw(st.none() | st.decimals("0.1", 5, places=8)),
        filters=draw(st.sampled_from([(), ((told, VALUES.get(told, ("A; B",))[:1]),)])),
        state=draw(st.sampled_from(State)),
        note=draw(st.text("ab\n|").map(str.strip)),
    )


@given(objectives())
def test_an_objective_written_as_a_row_and_read_again_is_the_same(objective: Objective) -> None:
    assert objective_of(row_of(objective)) == objective
    assert objective_of(texts(row_of(objective))) == objective


def test_the_columns_are_those_of_the_table_that_is_imported() -> None:
    assert tuple(row_of(made())) == ROW_COLUMNS
    assert tuple(column.name for column in TABLES["objectives"].columns) == ROW_COLUMNS


def test_what_is_left_empty_in_a_row_is_active_with_a_weight_of_1() -> None:
    row = {**row_of(made(target=Decimal("100.5000"))), "state": None, "weight": None}
    read = objective_of(row)
    assert (read.state, read.weight, texts(row_of(read))["target"]) == (State.ACTIVE, 1, "100.5")


@pytest.mark.parametrize(
    ("column", "value", "cause"),
    [
        ("target", "", "target is empty"),
        ("target", "NaN", "'NaN' is no number"),
        ("weight", "much", "'much' is no number"),
        ("starts_on", "1.1.26", "no day"),
        ("ends_on", "2026-01-01", "must end after"),
        ("measure", "joy", "no measure 'joy'"),
        ("owner_level", "country", "no owner country"),
        ("filters", "family", "cannot be read as filters"),
        ("state", "sleeping", "no state 'sleeping'"),
    ],
)
def test_a_row_that_cannot_be_meant_names_the_objective(column: str, value: str, cause: str) -> None:
    with pytest.raises(BadRequest, match=cause) as refused:
        objective_of({**row_of(made("o-7")), column: value})
    assert "o-7" in refused.value.place
    assert refused.value.remedy


def test_differences_tell_both_values_and_leave_the_state_out() -> None:
    one = made(target=Decimal(120), note="more")
    other = replace(one, target=Decimal(100), note="", state=State.ACTIVE)
    assert [str(d) for d in differences(one, other)] == ["target: 120, not 100", "note: more, not empty"]
    assert differences(one, replace(one, state=State.CLOSED, version=4)) == ()


def test_what_is_exported_is_imported_as_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "open_content", Content)
    desk = make_desk(tmp_path)
    told = [
        made("a", target=Decimal("-1234.5"), cap=Decimal("1.5"), filters=(("family", ("A|B", "C")),)),
        made("b", owner=COMPANY, measure="nrr", target=Decimal("1.05"), state=State.CLOSED, note="so, it is"),
        made("c", owner=Owner("team", "North"), threshold=Decimal(50), stretch=Decimal(150)),
    ]
    file = tmp_path / "objectives.csv"
    with file.open("w", newline="") as stream:
        written = csv.DictWriter(stream, ROW_COLUMNS)
        written.writeheader()
        written.writerows(texts(row) for row in exported(told))
    desk.bring(file, "objectives", yes=True)
    assert [objective_of(row) for row in desk.rows("objectives")] == [told[1], told[0], told[2]]


def test_an_export_is_in_order_of_owner_and_period() -> None:
    told = [made("b", owner=BOB), made("a"), made("c", owner=COMPANY)]
    assert [row["objective_id"] for row in exported(told)] == ["c", "a", "b"]
