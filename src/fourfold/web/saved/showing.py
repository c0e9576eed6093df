"""What a saved page shows on a sheet: one question of the book, as its reader may see it.

Guarantees that a sheet answers the address of the page, from the reader's book alone. Leaves reading
addresses to `fourfold.web.pages`, and words and tables to `fourfold.reports`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import QueryDict

from fourfold.growth import (
    Comparison,
    Figure,
    Listing,
    accounts,
    breakdown,
    compare,
    ledger_within,
    prepared_lines,
    series_within,
)
from fourfold.growth.accounts import FILTERS
from fourfold.growth.warnings import warnings
from fourfold.reports.breakdowns import breakdown_sentence, broken_grid, figures_shown
from fourfold.reports.customers import accounts_grid, accounts_sentence
from fourfold.reports.grids import Grid
from fourfold.reports.opened import named_grids
from fourfold.reports.sheets import (
    MOST_ROWS,
    Head,
    Sheet,
    Table,
    growth_sheet,
    only,
    table_sheet,
    trend_sheet,
)
from fourfold.web.gate import Reader
from fourfold.web.pages.breakdown import FIRST
from fourfold.web.pages.choices import LATEST
from fourfold.web.pages.lines import items_sentence
from fourfold.web.pages.lists import ListAsked, list_asked
from fourfold.web.pages.question import question

GRAIN = "fiscal-quarter"
"""The grain of a trend that names none."""

LINES_OWN = ("row", "net", "open")
"""What the address of the lines behind a figure has beside the question."""

_ACCOUNT_COLUMNS = (
    "account", "name", "owner_name", "team_name", "base_revenue", "current_revenue", "change", "products",
    "last_on", "status",
)  # fmt: skip
_ITEM_COLUMNS = (
    "ordered_on", "order_id", "account_id", "account", "account_name", "product_id", "product",
    "product_name", "quantity", "base", "current", "lines", "contribution",
)  # fmt: skip


def growth(reader: Reader, query: QueryDict, name: str) -> Sheet:
    """Return the growth of a period."""
    asked = question(query)
    comparison = compare(reader.book, asked.asked(reader.book))
    ledger = ledger_within(reader.book, comparison=comparison, where=asked.filters)
    return growth_sheet(ledger, head(reader, name, asked.filters))


def trend(reader: Reader, query: QueryDict, name: str) -> Sheet:
    """Return the sources over time."""
    asked, grain = question(query), query.get("grain") or GRAIN
    wished = replace(asked.asked(reader.book), current="")
    told = series_within(reader.book, grain=grain, asked=wished, where=asked.filters, latest=LATEST[grain])
    doubted = warnings(reader.book, *(point.comparison for point in told.points)) if told.points else ()
    return trend_sheet(told, head(reader, name, asked.filters), doubted)


def groups(reader: Reader, query: QueryDict, name: str) -> Sheet:
    """Return the groups of a dimension, or of two."""
    asked = list_asked(query)
    found = breakdown(
        reader.book,
        comparison=_comparison(reader, asked),
        by=asked.question.by[:2] or (FIRST,),
        where=asked.question.filters,
        listing=_first(asked),
    )
    grid = only(broken_grid(found), *(f"{by}_name" for by in found.by), *figures_shown(found))
    said, comparison = f"{breakdown_sentence(found)}.", found.comparison
    doubted = warnings(reader.book, comparison)
    table = Table(grid, found.count, said, _periods(comparison), found.currency, doubted)
    return table_sheet(table, head(reader, name, asked.question.filters))


def listed_accounts(reader: Reader, query: QueryDict, name: str) -> Sheet:
    """Return the accounts that match."""
    asked = list_asked(query, *FILTERS)
    filters = {own: value for own, value in asked.own if value}
    comparison = _comparison(reader, asked)
    found = accounts(
        reader.book, comparison=comparison, on=reader.today, filters=filters, listing=_first(asked)
    )
    grid = only(accounts_grid(found), *_ACCOUNT_COLUMNS)
    said, doubted = accounts_sentence(found), warnings(reader.book, comparison)
    table = Table(grid, found.count, said, _periods(comparison), found.currency, doubted)
    return table_sheet(table, head(reader, name, filters))


def items(reader: Reader, query: QueryDict, name: str) -> Sheet:
    """Return the lines or pairs behind a figure."""
    asked = list_asked(query, *LINES_OWN)
    own, comparison = dict(asked.own), _comparison(reader, asked)
    figure = Figure(own["row"] or "change", asked.question.filters, own["net"] == "1", own["open"])
    found = prepared_lines(reader.book, comparison=comparison, figure=figure, limit=MOST_ROWS)
    parts = list(named_grids(found))
    whole = Grid(parts[0].title, parts[0].columns, tuple(row for part in parts for row in part.rows))
    currency = reader.book.settings.currency
    said = f"{items_sentence(found, currency)}."
    shown, doubted = only(whole, *_ITEM_COLUMNS), warnings(reader.book, comparison)
    table = Table(shown, found.opened.count, said, _periods(comparison), currency, doubted)
    return table_sheet(table, head(reader, name, asked.question.filters))


def nothing(reader: Reader, name: str) -> Sheet:
    """Return what a book without order lines shows."""
    return Sheet(head(reader, name, {}), "", "", ("There are no order lines yet.",))


def head(reader: Reader, name: str, within: Mapping[str, str]) -> Head:
    """Return what stands over a sheet of a reader."""
    return Head(reader.workspace.company, name, str(reader.person), reader.today, within)


def _comparison(reader: Reader, asked: ListAsked) -> Comparison:
    return compare(reader.book, asked.question.asked(reader.book))


def _first(asked: ListAsked) -> Listing:
    return Listing(asked.sort, asked.search, MOST_ROWS)


def _periods(comparison: Comparison) -> str:
    return f"{comparison.current.label} against {comparison.base.label}"
