"""Reading whole files: every line and all money accounted for, or the file refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fourfold.book.intake import (
    BY_CURRENCY,
    CODES,
    Context,
    Profile,
    Reading,
    ReadJob,
    Rule,
    parse_expression,
)
from fourfold.book.intake.reading import read
from fourfold.book.schema import ORDER_LINES
from fourfold.errors import RefusedFile

COLUMNS = {"order_id": "id", "account_id": "acc", "ordered_on": "day", "amount": "amount", "currency": "cur"}
HEADER = "id,acc,day,amount,cur\n"
Read = Callable[..., Reading]


def rows(first: int, last: int) -> str:
    return "".join(f"A{i},C{i % 7},2026-02-{i % 28 + 1:02d},{i}.50,EUR\n" for i in range(first, last + 1))


@pytest.fixture
def read_text(tmp_path: Path) -> Read:
    """Read a text by a profile for order lines; settings of the profile by keyword."""

    def reading(content: str | bytes, context: Context | None = None, **settings: Any) -> Reading:
        path, into = tmp_path / "orders.csv", tmp_path / "into"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        into.mkdir()
        columns = {**COLUMNS, **settings.pop("columns", {})}
        mapped = {field: parse_expression(text) for field, text in columns.items()}
        profile = Profile("shop", columns=mapped, **settings)
        return read(ReadJob(path, profile, "order_lines", context or Context("EUR"), into))

    return reading


def codes(reading: Reading) -> list[str]:
    return [f.code for f in (*reading.findings, *reading.questions)]


def test_accepted_rows_are_typed_and_carry_their_line(read_text: Read) -> None:
    reading = read_text(HEADER + rows(1, 3))
    table = pq.read_table(reading.accepted)
    assert table.schema.names == [n for n in ORDER_LINES.stored.names if n != "import_number"]
    assert table["ordered_on"].to_pylist()[0] == date(2026, 2, 2)
    assert table["amount"].to_pylist() == [Decimal("1.5"), Decimal("2.5"), Decimal("3.5")]
    assert table["file_line"].to_pylist() == [2, 3, 4]
    assert set(table["source"].to_pylist()) == {"shop"}
    assert str(reading.counts) == "4 lines = 1 header + 3 accepted + 0 rejected"


def test_every_line_and_all_money_go_somewhere(read_text: Read) -> None:
    text = (
        "# made by shop\n" + HEADER + rows(1, 9) + "\n\n"
        'B1,"C\n1",2026-01-01,5.00,EUR\n'
        "B2,C1,2026-13-01,7.00,EUR\n"
        "B3,C1,2026-01-01,,EUR\n"
        "B4,C1,2026-01-01,1.00\n"
        "B5,POST,2026-01-01,9.00,EUR\n"
        "# end\nTotal,,,71.50,\n"
    )
    rule = Rule("acc", "postage", equals="POST")
    reading = read_text(text, comment="#", trailer="total", rules=(rule,))
    counts = reading.counts
    assert counts.closes
    assert (counts.total, counts.header, counts.accepted, counts.rejected, counts.blank) == (21, 1, 11, 3, 2)
    assert counts.other == {"comment": 2, "excluded: postage": 1, "trailer": 1}
    euro = reading.money["EUR"]
    assert (euro.read, euro.accepted, euro.rejected, euro.excluded, euro.unknown) == (
        Decimal("70.5"), Decimal("54.5"), Decimal(7), Decimal(9), 1,
    )  # fmt: skip
    assert (reading.rows_accepted, reading.rows_rejected) == (10, 3)
    assert reading.money["?"].unknown == 1


def test_a_rejected_record_has_one_row_per_fault_and_its_text_as_it_stood(read_text: Read) -> None:
    reading = read_text(HEADER + rows(1, 3) + "\u202eX,C,2026-01-01,x,EUR\n")
    rejected = pq.read_table(reading.rejected).to_pylist()
    assert [(r["code"], r["column"], r["position"], r["value"]) for r in rejected] == [
        ("E105", "id", 1, "<U+202E>X"),
        ("E402", "amount", 4, "x"),
    ]
    assert {r["raw"] for r in rejected} == {"\u202eX,C,2026-01-01,x,EUR"}
    assert {(r["file_line"], r["record"]) for r in rejected} == {(5, 4)}
    assert reading.rows_rejected == 1


def test_record_and_line_number_differ_after_a_line_end_inside_a_value(read_text: Read) -> None:
    reading = read_text(HEADER + 'A1,"C\n1",2026-01-01,5.00,EUR\nA2,C,2026-01-01,x,EUR\n')
    assert [(f.line, f.record) for f in reading.findings] == [(4, 2)]


SWALLOWED = HEADER + rows(1, 9) + 'A10,"C,2026-02-01,1,EUR\n' + rows(11, 499)
REFUSED = [
    ("", "file is empty (0 bytes)"),
    (b"\xef\xbb\xbf", "after byte order mark"),
    (HEADER, "header found, 0 data rows"),
    (b"id,acc,day,amount,cur\nA1,M\xfcller,2026-01-01,1,EUR\n",
     "byte 0xFC at line 2, byte 5 is not UTF-8; looks like Windows-1252"),
    (b"id,acc,day,amount,cur\nA1,M\xed\xa0\x80,2026-01-01,1,EUR\n", "invalid UTF-8 at byte"),
    (SWALLOWED + 'A500,"C,2026-02-01,1,EUR\n' + rows(501, 999),
     "quote opened at line 11 closes at line 501: 490 lines inside one value"),
    (SWALLOWED + 'A500,C",2026-02-01,1,EUR\n' + rows(501, 999),
     "quote opened at line 11 closes at line 501: 490 lines inside one value"),
    (HEADER + rows(1, 3) + 'A4,"C,2026-02-01,1,EUR\n' + rows(5, 9), "opened at line 5 never closes"),
    ((HEADER + rows(1, 9)).replace(",", ";"), "1 column; header splits into 5 with ';'"),
    (HEADER + rows(1, 498) + rows(499, 600).replace(",", ";"), "at line 500"),
    (HEADER + rows(1, 900) + "Total,,,15.00,\n", "line 902 looks like a total: key 'Total'"),
    (HEADER + "id2,C,2026-01-01,1.00,EUR\nSubtotal,,,1.00,\n" + rows(1, 3), "key 'Subtotal'"),
    ("id,amount,amount\n1,2,3\n", "'amount' at positions 2 and 3"),
    ("id,,day,amount,cur\n", "column at position 2 has no name"),
    (HEADER.replace("amount", "zzz") + rows(1, 3), "expected 'amount'"),
    (rows(1, 9), "first row looks like data"),
    (HEADER + rows(1, 9) + "A10,C1,2026", "last row has 3 of 5 values; file may be cut"),
    (HEADER + rows(1, 9).replace("2026-02", "2026/02"), "0 of 9 accepted; profile probably wrong"),
    (b"%PDF-1.7 ...", "PDF"),
    ("id,acc,day,amount,cur,_line\n" + rows(1, 3), "reserved"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), REFUSED)
def test_a_structural_fault_refuses_the_file_with_its_place(
    content: str | bytes, said: str, read_text: Read
) -> None:
    with pytest.raises(RefusedFile) as caught:
        read_text(content)
    assert said in str(caught.value)
    assert all(f.file == "orders.csv" and f.remedy for f in caught.value.findings)


REJECTED_ROWS = [
    ("B1,C,2026-01-01,1.00,EUR,x\n", "E201", "6 values, expected 5"),
    ("B1,C,2026-01-01,1.00\n", "E202", "4 values, expected 5"),
    ('"B1"x,C,2026-01-01,1.00,EUR\n', "E203", "unbalanced quote"),
    ('B1,5" pipe,2026-01-01,1.00,EUR\n', "E204", "quote inside an unquoted value"),
    ("B1,A\0,2026-01-01,1.00,EUR\n", "E104", "NUL character"),
    (HEADER, "E211", "header row repeated"),
    (f"B1,{'x' * 10_000},2026-01-01,1.00,EUR\n", "E421", "longer than 200"),
    ("B1,C,2026-01-01,1.00,USD\n", "E602", "currency mismatch"),
    ("B1,C,2026-01-01,1.00,eur\n", "E423", "no currency code"),
    ("B1,C,2026-01-01,,EUR\n", "E401", "empty is not 0"),
]


@pytest.mark.parametrize(("line", "code", "said"), REJECTED_ROWS)
def test_a_faulty_row_is_rejected_with_code_and_line(
    line: str, code: str, said: str, read_text: Read
) -> None:
    reading = read_text(HEADER + rows(1, 4) + line + rows(5, 9))
    assert [(f.code, f.line) for f in reading.findings] == [(code, 6)]
    assert said in reading.findings[0].message
    assert reading.findings[0].remedy == CODES[code].remedy
    assert reading.rows_accepted == 9


def test_amounts_may_be_held_to_the_decimals_of_their_currency(read_text: Read) -> None:
    fine = "B1,C,2026-01-01,12.345,EUR\nB2,C,2026-01-01,12.5,JPY\nB3,C,2026-01-01,1.2345,KWD\n"
    rates = Context("EUR", rates_from={"JPY": date(2020, 1, 1), "KWD": date(2020, 1, 1)})
    reading = read_text(HEADER + rows(1, 9) + fine, rates, amount_decimals=BY_CURRENCY)
    said = " ".join(r["message"] for r in pq.read_table(reading.rejected).to_pylist())
    assert all(part in said for part in ("EUR has 2 decimals", "JPY has 0", "KWD has 3"))


def test_ids_and_rates_are_checked_against_the_book(read_text: Read) -> None:
    context = Context(
        "EUR", {"account_id": pa.array(["C1", "C2", "Acme"])}, rates_from={"USD": date(2026, 2, 1)}
    )
    text = (
        HEADER
        + "A1,C1,2026-02-01,1,EUR\nA2,Acmo,2026-02-01,2,EUR\nA3,C2,2026-01-31,3,USD\nA4,C2,2026-02-01,4,USD\n"
    )
    reading = read_text(text, context)
    assert [(f.code, f.line) for f in reading.findings] == [("E601", 3), ("E603", 4)]
    assert "nearest 'Acme'" in reading.findings[0].message
    assert reading.money["USD"].rejected == Decimal(3)


def test_a_declared_total_is_checked_against_the_rows(read_text: Read) -> None:
    with pytest.raises(RefusedFile, match=r"file total 1,000.00; rows 999.99; difference -0.01"):
        read_text(HEADER + "A1,C,2026-01-01,999.99,EUR\nTotal,,,1000.00,\n", trailer="total")


def test_a_declared_row_count_is_checked(read_text: Read) -> None:
    with pytest.raises(RefusedFile, match="trailer says 98 rows, file has 94"):
        read_text(HEADER + rows(1, 94) + "Total rows,98\n", trailer="total")


def test_rows_that_differ_under_one_key_are_rejected_and_equal_ones_left_to_the_book(read_text: Read) -> None:
    text = (
        HEADER
        + rows(1, 3)
        + "K1,C,2026-01-01,1.00,EUR\nK1,C,2026-01-01,2.00,EUR\nA1,C1,2026-02-02,1.50,EUR\n"
    )
    reading = read_text(text, columns={"line_id": "id"})
    assert (reading.rows_accepted, reading.rows_rejected) == (4, 2)
    rejected = pq.read_table(reading.rejected).to_pylist()
    assert [r["file_line"] for r in rejected] == [5, 6]
    assert "lines 5 and 6" in rejected[0]["message"]
    assert reading.counts.closes
    assert reading.money["EUR"].closes


def test_equal_rows_without_a_line_number_are_a_question(read_text: Read) -> None:
    reading = read_text(HEADER + rows(1, 3) + rows(3, 3))
    assert [q.message for q in reading.questions] == ["2 identical rows; no line number column"]
    assert reading.rows_accepted == 4


def test_a_product_of_two_columns_is_exact(read_text: Read) -> None:
    lines = ("A1,C,2026-01-01,3,0.335,EUR", "A2,C,2026-01-01,-3,0.335,EUR", "A3,C,2026-01-01,x,1,EUR", "")
    text = "id,acc,day,q,p,cur\n" + "\n".join(lines)
    reading = read_text(text, columns={"amount": "q*p"})
    assert pq.read_table(reading.accepted)["amount"].to_pylist() == [Decimal("1.01"), Decimal("-1.01")]
    assert [(f.code, f.column, f.position) for f in reading.findings] == [("E402", "q", 4)]


def test_a_renamed_column_is_a_question_and_a_new_one_a_warning(read_text: Read) -> None:
    seen = ("id", "acc", "day", "net_amount", "cur")
    reading = read_text(
        "id,acc,day,net_amt,cur,more\nA1,C,2026-01-01,1,EUR,x\n", columns={"amount": "net_amount"}, seen=seen
    )
    assert [q.message for q in reading.questions] == ["expected 'net_amount'; nearest 'net_amt'"]
    assert codes(reading) == ["W311", "Q312"]


def test_hostile_texts_are_stored_as_they_are(read_text: Read) -> None:
    names = [
        "=cmd|'/c calc'!A1",
        "@SUM(1)",
        "\t=1",
        " =1",
        "\u00a0=1",
        "\uff1d1",
        "<script>",
        "{{7*7}}",
        "'; DROP",
        "a\x1fb",
    ]
    text = HEADER + "".join(f"A{i},{name},2026-01-01,1,EUR\n" for i, name in enumerate(names))
    reading = read_text(text)
    assert pq.read_table(reading.accepted)["account_id"].to_pylist() == names


def test_names_that_look_damaged_or_alike_are_warned_of(read_text: Read) -> None:
    names = ["M\u00c3\u00bcller", "Caf\u00e9", "Cafe\u0301", "Acme", "\u0410cme"]
    reading = read_text(HEADER + "".join(f"A{i},{n},2026-01-01,1,EUR\n" for i, n in enumerate(names)))
    said = {f.code: f.message for f in reading.findings}
    assert said["W106"] == "looks double encoded in 1 of 5 names"
    assert said["W425"] == "2 account names equal after normalisation"
    assert said["W426"].startswith("mixed scripts")


def test_mixed_line_ends_are_counted(read_text: Read) -> None:
    reading = read_text(
        HEADER + rows(1, 2).replace("\n", "\r\n") + rows(3, 4).replace("\n", "\r") + rows(5, 5)
    )
    assert reading.findings[0].message == "line ends are mixed: 2 CRLF, 2 LF, 2 CR"
    assert reading.counts.accepted == 5


def test_a_directive_names_the_delimiter(read_text: Read) -> None:
    reading = read_text("sep=;\n" + (HEADER + rows(1, 3)).replace(",", ";"))
    assert reading.counts.other == {"directive": 1}


def test_utf_16_is_asked_for_when_the_profile_says_otherwise(read_text: Read) -> None:
    reading = read_text((HEADER + rows(1, 2)).encode("utf-16"))
    assert reading.questions[0].message == "UTF-16; profile says UTF-8; 2 rows preview"


def test_dates_that_contradict_the_month_first_profile_refuse_the_file(read_text: Read) -> None:
    text = HEADER + "".join(f"A{i},C,03/04/2026,1,EUR\n" for i in range(40))
    with pytest.raises(RefusedFile, match="12 rows contradict month/day"):
        read_text(text + "".join(f"B{i},C,25/12/2026,1,EUR\n" for i in range(12)), date_format="%m/%d/%Y")


def test_a_column_in_two_notations_refuses_the_file_with_both_counts(read_text: Read) -> None:
    text = HEADER + "".join(
        f'A{i},C,2026-01-01,"1,234.5{i % 9}",EUR\nB{i},C,2026-01-01,"1.234,5",EUR\n' for i in range(9)
    )
    with pytest.raises(RefusedFile, match=r"9 rows written with decimal '.' and 9 rows with decimal ','"):
        read_text(text)


def test_many_decimal_commas_are_a_question(read_text: Read) -> None:
    text = HEADER + rows(1, 7) + "".join(f'B{i},C,2026-01-01,"2,5{i}",EUR\n' for i in range(3))
    reading = read_text(text)
    assert reading.questions[0].message == "decimal comma? profile says '.'; 3 of 10 rows"


def test_thousands_of_faults_are_grouped_and_all_kept(read_text: Read) -> None:
    text = HEADER + rows(1, 100) + "".join(f"B{i},C,2026-01-01,x{i},EUR\n" for i in range(5000))
    reading = read_text(text)
    assert [(f.code, f.count) for f in reading.findings] == [("E402", 5000)]
    assert pq.read_metadata(reading.rejected).num_rows == 5000


def test_a_file_much_smaller_than_usual_is_a_question(read_text: Read) -> None:
    reading = read_text(HEADER + rows(1, 9), Context("EUR", usual_rows=(28, 31)))
    assert "9 rows; usual 28" in reading.questions[0].message


def test_a_product_that_is_not_the_amount_is_rejected_with_both_figures(read_text: Read) -> None:
    text = "id,acc,day,amount,cur,q,p\n" + "".join(
        f"A,C,2026-01-01,{n},EUR,2,5\n" for n in ("10", "10.01", "20")
    )
    reading = read_text(text, check="q*p")
    assert {f.code for f in reading.findings} == {"E703", "W704"}
    assert "2 x 5 = 10, amount 20" in reading.findings[0].message


def test_value_maps_and_constants_fill_columns(read_text: Read) -> None:
    text = "id,acc,day,amount,cur\nA1,C,2026-01-01,1,€\n"
    reading = read_text(text, values={"currency": {"€": "EUR"}}, columns={"product_id": "=SKU1"})
    row = pq.read_table(reading.accepted).to_pylist()[0]
    assert (row["currency"], row["product_id"]) == ("EUR", "SKU1")


def test_repair_marks_are_passed_through(read_text: Read) -> None:
    reading = read_text("id,acc,day,amount,cur,_import,_line\nA1,C,2026-01-01,1,EUR,3,17\n")
    row = pq.read_table(reading.accepted).to_pylist()[0]
    assert (row["_import"], row["_line"]) == (3, 17)


def test_excel_rows_keep_their_record_as_a_list(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (
        ["id", "acc", "day", "amount"],
        ["A1", "C1", date(2026, 1, 2), 12.5],
        ["A2", "C1", date(2026, 1, 2), "x"],
    ):
        book.active.append(row)
    path, into = tmp_path / "orders.xlsx", tmp_path / "into"
    book.save(path)
    into.mkdir()
    columns = {**COLUMNS, "currency": "=EUR"}
    profile = Profile("shop", format="excel", columns={f: parse_expression(t) for f, t in columns.items()})
    reading = read(ReadJob(path, profile, "order_lines", Context("EUR"), into))
    assert pq.read_table(reading.accepted)["amount"].to_pylist() == [Decimal("12.5")]
    rejected = pq.read_table(reading.rejected).to_pylist()
    assert json.loads(rejected[0]["raw"])[0] == "A2"
