"""Engines: exact division on both sides of 64 bits, no file outside the workspace, errors with a remedy."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fourfold import money
from fourfold.book.engines import Engine, LateEngine, open_engine, ratio_floor, ratio_half_up, ratio_rest
from fourfold.errors import BadRequest, EngineFault

LEFT = (0, 1, -1, 5, -7, 1_999_999_999, 2_000_000_000, -(10**17))
RIGHT = (1, -3, 999_999_999, 1_000_000_000, 10**16)
UNDER = (1, 2, -3, 7, 10**17)


def test_the_divisions_equal_those_in_plain_python_in_64_bits_and_beyond() -> None:
    cases = [c for c in product(LEFT, RIGHT, UNDER) if abs(c[0] * c[1] // c[2]) < 9 * 10**18]
    engine = open_engine("duckdb://")
    table = engine.held(pa.table({name: [case[at] for case in cases] for at, name in enumerate("abc")}))
    asked = (table.a, table.b, table.c)
    found = engine.fetch(
        table.mutate(half_up=ratio_half_up(*asked), floor=ratio_floor(*asked), rest=ratio_rest(*asked))
    )
    due = [(money.ratio_half_up(*c), money.ratio_floor(*c), money.ratio_rest(*c)) for c in cases]
    told = {(r["a"], r["b"], r["c"]): (r["half_up"], r["floor"], r["rest"]) for r in found.to_pylist()}
    assert [told[case] for case in cases] == due


def test_the_engine_in_this_process_reads_the_segments_and_no_other_file(tmp_path: Path) -> None:
    rows = pa.table({"a": [1, 2]})
    (tmp_path / "book" / "segments").mkdir(parents=True)
    inside, outside = tmp_path / "book" / "segments" / "s.parquet", tmp_path / "o.parquet"
    pq.write_table(rows, inside)
    pq.write_table(rows, outside)
    engine = open_engine("duckdb://", folder=tmp_path / "book")
    assert engine.fetch(engine.stored([inside], rows.schema)).num_rows == 2
    with pytest.raises(duckdb.PermissionException):
        engine.stored([outside], rows.schema)


def test_an_engine_that_does_not_exist_or_answer_says_what_to_do() -> None:
    with pytest.raises(BadRequest, match="no engine 'oracle'") as unknown:
        open_engine("oracle://db")
    assert "duckdb, postgresql, spark" in unknown.value.remedy
    with pytest.raises(EngineFault, match="cannot be reached") as refused:
        open_engine("postgresql://nobody@127.0.0.1:1/none")
    assert "start it" in refused.value.remedy


def test_a_late_engine_is_opened_once_by_its_first_question_and_closed_only_then() -> None:
    opened: list[str] = []

    def opening() -> Engine:
        opened.append("duckdb://")
        return open_engine("duckdb://")

    LateEngine(opening).close()
    assert opened == []
    late = LateEngine(opening)
    held = late.held(pa.table({"a": [1, 2]}))
    assert late.fetch(held.count().as_table()).num_rows == 1
    late.close()
    assert opened == ["duckdb://"]
