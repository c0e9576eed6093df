"""The worked tables of the ledger's page are what the library answers."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pytest

from fourfold.book.book import Book, open_tables
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings
from fourfold.growth import Asked, Comparison, Ledger, compare, ledger, policy
from fourfold.growth.lines import Figure, lines
from fourfold.measures import MEASURES
from fourfold.periods import Calendar, parse_period
from tests.docs.pages import DOCS, Block, blocks, table

PAGE = DOCS / "methods" / "ledger.md"
WHOLE = ("base_revenue", "current_revenue", "change")


@dataclass(frozen=True)
class Example:
    """A question on the page, with the book that stands above it."""

    block: Block
    tables: Mapping[str, pa.Table]

    @property
    def arguments(self) -> argparse.Namespace:
        """What the block's command asks."""
        asked = argparse.ArgumentParser(prog="fourfold")
        for option in ("--base", "--current", "--account-level", "--product-level", "--by", "--row"):
            asked.add_argument(option, default="")
        asked.add_argument("--where", action="append", default=[])
        asked.add_argument("--policy", default="first-order-ever")
        asked.add_argument("--constant-rates", action="store_true")
        command = self.block.lines[0].split()
        assert command[:2] == ["fourfold", "lines" if self.block.word == "lines" else "growth"]
        return asked.parse_args(command[2:])

    @property
    def expected(self) -> dict[str, list[str]]:
        """What the page says: the last values of a line by the words before them."""
        lines = [line.split() for line in self.block.lines[1:]]
        return {" ".join(w for w in words if w[0].isalpha()): _figures(words) for words in lines}


def _figures(words: list[str]) -> list[str]:
    return [word for word in words if not word[0].isalpha()]


def examples() -> list[Example]:
    """The questions of the page; a section starts without tables."""
    found: list[Example] = []
    section, tables = "", {}
    for block in blocks(PAGE):
        tables = tables if block.section == section else {}
        section = block.section
        if block.word in TABLES:
            tables = {**tables, block.word: table(block)}
        elif block.word in ("ledger", "figures", "lines"):
            found.append(Example(block, tables))
    return found


def opened(example: Example) -> tuple[Book, Comparison]:
    """The book of an example, and the comparison its command asks for."""
    words = example.arguments
    book = open_tables(example.tables, Settings(currency="EUR"))
    asked = Asked(
        words.current,
        words.base,
        words.account_level,
        words.product_level,
        policy(words.policy),
        words.constant_rates,
        as_of=parse_period(words.current, Calendar()).last_day,
    )
    return book, compare(book, asked)


def answer(example: Example) -> Ledger:
    """What the library says."""
    book, comparison = opened(example)
    return ledger(book, comparison=comparison, by=tuple(filter(None, example.arguments.by.split(","))))


def said(found: Ledger) -> dict[str, list[str]]:
    """A ledger as the page writes it: totals, then each row that is not 0."""
    totals = {
        "base_revenue": found.base_revenue,
        "current_revenue": found.current_revenue,
        "change": found.change,
    }
    return {name: [f"{amount:.4f}"] for name, amount in totals.items()} | rows(found.entries)


def rows(entries, before: str = "") -> dict[str, list[str]]:
    """The rows that are not 0: amount, net of switching."""
    return {
        f"{before}{entry.row}": [f"{entry.amount:.4f}", f"{entry.net_of_switching:.4f}"]
        for entry in entries
        if entry.amount or entry.net_of_switching
    }


def ids(example: Example) -> str:
    """Where on the page it stands."""
    return f"{example.block.section}, line {example.block.line}"


@pytest.mark.parametrize("example", [e for e in examples() if e.block.word == "ledger"], ids=ids)
def test_a_worked_ledger_is_what_the_library_answers(example: Example) -> None:
    found = answer(example)
    if example.arguments.by:
        grouped = [rows(group.entries, " ".join(group.values) + " ") for group in found.groups]
        assert {name: amounts for group in grouped for name, amounts in group.items()} == example.expected
        return
    told = said(found)
    unsaid = [name for name in WHOLE if name not in example.expected]
    assert {name: amounts for name, amounts in told.items() if name not in unsaid} == example.expected
    assert sum((entry.amount for entry in found.entries), Decimal(0)) == found.change


@pytest.mark.parametrize("example", [e for e in examples() if e.block.word == "figures"], ids=ids)
def test_worked_figures_are_what_the_library_answers(example: Example) -> None:
    figures = answer(example).figures
    for name, (value,) in example.expected.items():
        found = getattr(figures, name)
        assert Decimal(value) == (found[0].value if isinstance(found, tuple) else found), name


@pytest.mark.parametrize("example", [e for e in examples() if e.block.word == "lines"], ids=ids)
def test_a_figure_opens_to_the_lines_on_the_page(example: Example) -> None:
    book, comparison = opened(example)
    words = example.arguments
    figure = Figure(words.row, dict(where.split("=") for where in words.where))
    found = lines(book, comparison=comparison, figure=figure)
    listed = [(row["order_id"], f"{row['contribution']:.4f}") for row in found.items.to_pylist()]
    expected = [tuple(line.split()) for line in example.block.lines[1:]]
    assert sorted(listed) == sorted(expected)
    assert found.total == sum(Decimal(amount) for _, amount in expected)


def test_every_row_of_a_ledger_is_worked_on_the_page() -> None:
    ledgers = [example for example in examples() if example.block.word == "ledger"]
    worked = {name.split()[-1] for example in ledgers for name in example.expected}
    missing = [row for row in MEASURES if MEASURES[row].reference == "ledger: rows" and row not in worked]
    assert missing == []


def test_every_measure_refers_to_a_section_that_exists() -> None:
    for name, measure in MEASURES.items():
        page, _, section = measure.reference.partition(": ")
        headings = (DOCS / "methods" / f"{page}.md").read_text("utf-8").lower().splitlines()
        assert f"## {section}" in headings, name
