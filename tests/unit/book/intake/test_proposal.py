"""Proposals for files never seen before: right, or a question."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from fourfold.book.intake import Context, Proposal, ReadJob
from fourfold.book.intake.proposal import propose
from fourfold.book.intake.reading import read
from fourfold.book.schema import ORDER_LINES
from fourfold.book.settings import Settings
from fourfold.errors import BadRequest, RefusedFile

Propose = Callable[..., Proposal]
GERMAN = "Auftragsnr;Kundennr;Artikelnr;Bestelldatum;Menge;Nettobetrag\n" + "".join(
    f"A{i};K{i % 9};P{i % 5};{i % 28 + 1:02d}.{i % 12 + 1:02d}.2025;{i};{i}.000,50\n" for i in range(1, 100)
)


@pytest.fixture
def propose_text(tmp_path: Path) -> Propose:
    """Propose a profile for order lines in a text; overrides by keyword."""

    def proposing(content: str | bytes, currency: str = "EUR", **overrides: str) -> Proposal:
        path = tmp_path / "orders.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return propose(path, ORDER_LINES, Settings(currency), overrides, "shop")

    return proposing


def asked(proposal: Proposal) -> dict[str, str]:
    return {q.code: q.message for q in proposal.questions}


def test_a_german_file_with_broken_lines_and_a_total_is_read_as_proposed(
    propose_text: Propose, tmp_path: Path
) -> None:
    total = "Summe;;;;;4.950.054,50\n"
    proposal = propose_text(GERMAN + "A900;K1;P1;31.02.2025;1;5,00\nA901;K1\n" + total)
    profile = proposal.profile
    assert (profile.delimiter, profile.decimal_mark, profile.thousands) == (";", ",", ".")
    assert (profile.date_format, profile.trailer) == ("%d.%m.%Y", "total")
    assert asked(proposal)["Q318"].startswith("line 103 looks like a total: key 'Summe'")
    assert tuple(profile.columns) == proposal.fields
    assert [str(e) for e in profile.columns.values()] == [*GERMAN.split("\n")[0].split(";"), "=EUR"]
    assert proposal.preview[0] == ("A1", "K1", "P1", "2025-02-02", "1.0000", "1000.5000", "EUR")
    (tmp_path / "into").mkdir()
    reading = read(
        ReadJob(tmp_path / "orders.csv", profile, "order_lines", Context("EUR"), tmp_path / "into")
    )
    assert (reading.rows_accepted, reading.rows_rejected) == (99, 2)
    assert reading.money["EUR"].accepted == Decimal("4950049.50")


def test_dates_that_fit_both_orders_are_a_question(propose_text: Propose) -> None:
    rows = "".join(f"{i},C,03/04/2026,1.50,EUR\n" for i in range(9800))
    assert asked(propose_text("order,account,date,amount,currency\n" + rows)) == {
        "Q801": "day/month or month/day? all 9,800 rows fit both"
    }


def test_one_telling_date_far_down_settles_the_order(propose_text: Propose) -> None:
    rows = "".join(f"{i},C,03/04/2026,1.50,EUR\n" for i in range(30_000))
    proposal = propose_text("order,account,date,amount,currency\n" + rows + "x,C,12/25/2026,1.50,EUR\n")
    assert proposal.profile.date_format == "%m/%d/%Y"
    assert asked(proposal) == {}


def test_numbers_that_fit_both_notations_are_a_question(propose_text: Propose) -> None:
    rows = "".join(f"{i};C;2026-01-01;{i},234;EUR\n" for i in range(1, 40))
    assert "fits both" in asked(propose_text("order;account;date;amount;currency\n" + rows))["Q802"]


def test_lines_above_the_header_are_named(propose_text: Propose) -> None:
    text = "Report: Orders\nRun: 2026-01-01\n\nOrder ID ,Customer,Order Date,Qty,Unit Price\n" + "".join(
        f"{i},C{i},2026-01-{i:02d},2,3.25\n" for i in range(10, 30)
    )
    proposal = propose_text(text)
    assert proposal.profile.header_line == 4
    assert asked(proposal)["Q313"] == "header found at line 4; lines 1–3 skipped"
    assert str(proposal.profile.columns["amount"]) == "Qty*Unit Price"
    assert asked(proposal)["Q317"]


def test_a_second_header_line_is_a_question(propose_text: Propose) -> None:
    text = "order,account,date,amount\nno,name,ISO,net\n" + "".join(
        f"{i},C,2026-01-01,{i}.5\n" for i in range(9)
    )
    assert "lines 1 and 2" in asked(propose_text(text))["Q314"]


def test_windows_text_is_proposed_with_a_question(propose_text: Propose) -> None:
    proposal = propose_text(GERMAN.replace("K1;", "Müller;").encode("cp1252"))
    assert proposal.profile.encoding == "cp1252"
    assert "looks like Windows-1252" in asked(proposal)["Q107"]


def test_what_is_missing_is_told_and_can_be_mapped(propose_text: Propose) -> None:
    text = "nr,wert\n1,2.50\n2,3.50\n"
    proposal = propose_text(text)
    assert proposal.missing == ("ordered_on", "amount")
    assert proposal.unmapped == ("nr", "wert")
    mapped = propose_text(text, amount="wert", ordered_on="=2026-01-01")
    assert mapped.missing == ()
    with pytest.raises(BadRequest, match="no column 'betrag'"):
        propose_text(text, amount="betrag")
    with pytest.raises(BadRequest, match="no field 'price'"):
        propose_text(text, price="wert")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("A1,C1,2026-01-01,5.00\n" * 3, "looks like data"),
        ("just words\nand more\n", "1 column"),
    ],
)
def test_a_file_that_cannot_be_proposed_is_refused(text: str, said: str, propose_text: Propose) -> None:
    with pytest.raises(RefusedFile, match=said):
        propose_text(text)
