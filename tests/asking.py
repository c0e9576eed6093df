"""The same question to the product and to the oracle, answered in the same plain form.

Guarantees that both answers can be compared field by field, and that a book for the product is
made of nothing but the oracle's rows. Leaves judging the difference to the tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from decimal import Decimal

import pyarrow as pa

from fourfold.book.book import Book, open_tables
from fourfold.book.schema import TABLES
from fourfold.book.settings import Settings
from fourfold.growth import Comparison, Entry, Group, Ledger, Policy, ledger
from fourfold.periods import Period
from tests import oracle
from tests.oracle import Ask, OracleBook, Row


@dataclass(frozen=True)
class Heard:
    """An answer in plain form: revenues, rows and figures of the whole, rows of each group."""

    base: Decimal
    current: Decimal
    rows: Mapping[str, Row]
    groups: Mapping[tuple[str, ...], tuple[Decimal, Decimal, Mapping[str, Row]]]
    figures: Mapping[str, object]


def tables_of(book: OracleBook) -> dict[str, pa.Table]:
    """The book's rows as Arrow tables of the canonical columns."""
    rows = {
        "order_lines": book.lines,
        "accounts": book.accounts,
        "products": book.products,
        "sellers": book.sellers,
        "teams": book.teams,
        "assignments": book.assignments,
        "fx_rates": book.fx_rates,
    }
    return {
        name: pa.Table.from_pylist(
            [asdict(row) for row in found],  # type: ignore[call-overload]
            schema=pa.schema([f for f in TABLES[name].stored if f.name in _columns(name)]),
        )
        for name, found in rows.items()
        if found
    }


def _columns(table: str) -> set[str]:
    return {column.name for column in TABLES[table].columns}


@contextmanager
def opened(book: OracleBook, url: str) -> Iterator[Book]:
    """The oracle's book on an engine."""
    made = open_tables(tables_of(book), Settings(currency=book.currency), url)
    if url.startswith("spark:"):
        _fewer_tasks()
    try:
        yield made
    finally:
        made.close()


def _fewer_tasks() -> None:
    """Let Spark shuffle a handful of rows in one task: it spends its time on starting tasks."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  only where Spark was started

    session = SparkSession.getActiveSession()
    assert session is not None
    session.conf.set("spark.sql.shuffle.partitions", "1")


def comparison_of(ask: Ask) -> Comparison:
    """The oracle's question as the product asks it."""
    policy = Policy("asked", "as asked", ask.dormant_after_months, ask.window_months)
    return Comparison(
        base=Period(*ask.base),
        current=Period(*ask.current),
        account_level=ask.account_level,
        product_level=ask.product_level,
        policy=policy,
        constant_rates=ask.constant_rates,
    )


def from_engine(book: Book, ask: Ask) -> Heard:
    """What the product answers."""
    made = ledger(book, comparison=comparison_of(ask), by=ask.by)
    return Heard(
        made.base_revenue,
        made.current_revenue,
        _entries(made),
        {g.values: (g.base_revenue, g.current_revenue, _entries(g)) for g in made.groups},
        _engine_figures(made),
    )


def from_oracle(book: OracleBook, ask: Ask) -> Heard:
    """What the oracle answers."""
    made = oracle.answer(book, ask)
    return Heard(
        made.whole.base_revenue,
        made.whole.current_revenue,
        _rows(made.whole),
        {g.values: (g.base_revenue, g.current_revenue, _rows(g)) for g in made.groups},
        asdict(made.figures),
    )


def _entries(of: Ledger | Group) -> Mapping[str, Row]:
    return {e.row: _told(e) for e in of.entries}


def _told(e: Entry) -> Row:
    return Row(e.row, e.amount, e.net_of_switching, e.accounts, e.pairs, e.lines)


def _rows(of: oracle.Group) -> Mapping[str, Row]:
    return {row.row: row for row in of.rows}


def _engine_figures(made: Ledger) -> Mapping[str, object]:
    found = made.figures
    return {
        "gain": found.gain,
        "loss": found.loss,
        "other": found.other,
        "source_mix": tuple(s.share for s in found.sources),
        "channel_mix_gain": tuple(s.share for s in found.channels_gain),
        "channel_mix_net": tuple(s.share for s in found.channels_net),
        "repeat_rose": found.repeat_rose,
        "repeat_fell": found.repeat_fell,
        "repeat": asdict(found.repeat),
        "nrr": found.nrr[0].value,
        "grr": found.grr[0].value,
        "history_months": found.history_months,
    }
