from __future__ import annotations

from datetime import date

import pytest

from fourfold.book.book import open_book
from fourfold.book.redefining import Change, changes, redefine
from fourfold.book.settings import SETTINGS_FILE
from fourfold.book.workspace import open_workspace
from fourfold.book.writing import hold
from fourfold.errors import BadRequest, WorkspaceFault
from fourfold.growth import Asked, compare, prepared_ledger
from tests.unit.book.making import LINES, Desk, numbered


def test_settings_change_whole_and_those_not_named_stay(desk: Desk) -> None:
    wished: dict[str, str | int] = {"company": "Söhne & Co", "fiscal_year_starts": 4, "policy": "dormant-12"}
    assert changes(desk.workspace, wished) == (
        Change("fiscal_year_starts", 1, 4),
        Change("company", "", "Söhne & Co"),
        Change("policy", "first-order-ever", "dormant-12"),
    )
    assert open_workspace(desk.workspace.folder).settings == desk.workspace.settings
    made = redefine(desk.workspace, wished)
    assert open_workspace(desk.workspace.folder) == made
    assert (made.settings.company, made.settings.timezone) == ("Söhne & Co", "Europe/Berlin")
    assert changes(made, wished) == ()


def test_settings_are_not_changed_while_another_writes(desk: Desk) -> None:
    with hold(desk.workspace), pytest.raises(WorkspaceFault, match="busy"):
        redefine(desk.workspace, {"company": "Other"})


@pytest.mark.parametrize(
    "wished", [{"currency": "euro"}, {"company": "a\nb"}, {"colour": "blue"}, {"policy": ""}]
)
def test_a_setting_that_cannot_be_meant_changes_nothing(desk: Desk, wished: dict[str, str]) -> None:
    before = (desk.workspace.folder / SETTINGS_FILE).read_bytes()
    with pytest.raises(BadRequest):
        redefine(desk.workspace, wished)
    assert (desk.workspace.folder / SETTINGS_FILE).read_bytes() == before


def test_the_currency_changes_only_where_every_figure_stays_right(desk: Desk) -> None:
    assert redefine(desk.workspace, {"currency": "USD"}).settings.currency == "USD"
    desk.bring(desk.file("a.csv", LINES, numbered(range(3))))
    with pytest.raises(BadRequest, match="order lines in EUR and no rates into GBP"):
        redefine(desk.workspace, {"currency": "GBP"})
    assert redefine(desk.workspace, {"currency": "EUR"}).settings.currency == "EUR"
    desk.bring(desk.file("r.csv", "currency,rate_on,rate", ["USD,2026-01-01,0.9"]), "fx_rates")
    with pytest.raises(BadRequest, match="rates in the book are told in EUR"):
        redefine(desk.workspace, {"currency": "USD"})


def test_the_currency_stays_where_opportunities_would_have_no_rate(desk: Desk) -> None:
    deals = "opportunity_id,opened_on,status,amount,currency"
    desk.bring(desk.file("o.csv", deals, ["A,2025-01-01,open,,", "B,2025-01-01,open,5,EUR"]), "opportunities")
    with pytest.raises(BadRequest, match="opportunities in EUR and no rates into GBP"):
        redefine(desk.workspace, {"currency": "GBP"})


def test_an_answer_kept_under_other_settings_is_not_used(desk: Desk) -> None:
    """The same words ask for other days once the fiscal year starts elsewhere."""
    desk.bring(desk.file("a.csv", LINES, numbered(range(30))))
    kept = []
    for start in (1, 7, 1):
        made = redefine(desk.workspace, {"fiscal_year_starts": start})
        book = open_book(made)
        kept.append(book.kept("the question"))
        book.keep("the question", str(start).encode())
        asked = Asked("FY2026", as_of=date(2026, 12, 31))
        assert prepared_ledger(book, comparison=compare(book, asked)).current_revenue > 0
        book.close()
    assert kept == [None, None, b"1"]
