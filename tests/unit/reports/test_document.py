"""The report as one HTML file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from fourfold.growth import Movers, Quarantine, Series
from fourfold.objectives.objective import COMPANY
from fourfold.reports.aims import Aims
from fourfold.reports.document import ReportContents, report_html
from tests.unit.objectives.audits import aims, audit_of
from tests.unit.reports.ledgers import (
    ACCOUNTS,
    ADVENTURE_WORKS,
    PRODUCTS,
    QUARTERS,
    SWITCHED,
    entries,
    ledger_of,
)
from tests.unit.reports.test_scorecards import OVER, card

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Reader(HTMLParser):
    """Collects tags, ids and text, and whether every tag is closed in turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def ids(self) -> Iterator[str]:
        return (attributes["id"] or "" for _, attributes in self.tags if "id" in attributes)


WHOLE = ledger_of(entries(ADVENTURE_WORKS, SWITCHED))
CONTENTS = ReportContents(
    company="Adventure <Works>",
    ledger=WHOLE,
    series=Series("quarter", QUARTERS),
    by_account=Movers(replace(WHOLE, by=("account",), groups=ACCOUNTS), 635),
    by_product=Movers(
        replace(WHOLE, by=("product",), groups=PRODUCTS), 240, {"Road-450 Red, 52": "Road bicycle"}
    ),
    imports=(),
)


@pytest.fixture(scope="module")
def html() -> str:
    """The report of AdventureWorks, made once."""
    return report_html(CONTENTS)


def test_the_report_is_one_well_formed_file_that_loads_and_runs_nothing(html: str) -> None:
    reader = Reader(html)
    assert reader.open == []
    tags = {tag for tag, _ in reader.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "image"}
    loading = {"src", "href", "xlink:href", "srcset", "action", "style"}
    refers = {a[name] for tag, a in reader.tags for name in loading & a.keys() if tag != "svg"}
    assert all((target or "").startswith("#") for target in refers)
    assert "default-src 'none'" in html
    assert "url(" not in html


def test_every_part_is_there_and_charts_stand_over_their_tables(html: str) -> None:
    reader = Reader(html)
    ids = list(reader.ids())
    assert len(ids) == len(set(ids))
    parts = ("bridge", "sources", "series", "accounts", "products", "retention", "quality", "definitions")
    assert [name for name in ids if name in parts] == list(parts)
    assert sum(tag == "details" for tag, _ in reader.tags) == 5


def test_names_from_files_never_become_markup(html: str) -> None:
    assert "<script" not in html
    assert "Adventure &lt;Works&gt;" in html


def test_the_table_under_the_bridge_holds_gross_and_net_to_the_cent(html: str) -> None:
    assert "+7,009,713.76" in html
    assert "+1,105,392.56" in html
    assert "18,192,802.71" in html


def test_faulty_rows_and_warnings_are_said_where_the_figures_stand() -> None:
    ledger = replace(
        WHOLE,
        quarantined=Quarantine(1204, Decimal("-5100.5000")),
        warnings=("history is 6 months",),
    )
    html = report_html(replace(CONTENTS, ledger=ledger, series=Series("year", ())))
    assert "1,204 faulty rows of these periods, or without a readable day, wait in quarantine" in html
    assert "worth −5,100.50 USD" in html
    assert html.index("history is 6 months") < html.index('id="bridge"')


def test_objectives_stand_in_the_report_with_their_tilt_and_their_bars() -> None:
    told = audit_of(aims(("new_accounts", "71"), ("nrr", "29")))
    held = Aims(card(OVER), told, {COMPANY: "All <of> us"})
    reader = Reader(html := report_html(replace(CONTENTS, aims=held)))
    assert reader.open == []
    assert [name for name in reader.ids() if name in {"balance", "scorecard"}] == ["balance", "scorecard"]
    assert sum(a.get("class") == "bullet" for tag, a in reader.tags if tag == "svg") == len(held.card.lines)
    assert "71 % of the objective weight that points at a channel is on" in unbroken_told(html)
    assert "All &lt;of&gt; us stands at" in html


def unbroken_told(html: str) -> str:
    """The text with plain blanks where it is kept on one line."""
    return html.replace("\u00a0", " ")


def test_an_empty_book_gives_a_report_that_says_so() -> None:
    empty = ledger_of(entries({}), Decimal(0))
    nobody = Movers(replace(empty, by=("account",)), 0)
    html = report_html(ReportContents("Nobody", empty, Series("quarter", ()), nobody, nobody, ()))
    assert "There is no revenue in either period." in html
    assert Reader(html).open == []


def test_the_same_contents_give_the_same_file(html: str) -> None:
    assert report_html(CONTENTS) == html


def test_a_name_stands_for_its_id_which_the_table_keeps(html: str) -> None:
    assert "Road bicycle lost most" in html
    assert "Road bicycle (Road-450 Red, 52)" in html


def test_all_accounts_shown_are_in_the_table_in_full(html: str) -> None:
    assert all(group.values[0].split(" <")[0].replace("&", "&amp;") in html for group in ACCOUNTS)
