"""Synthetic books and files, made once and kept in bench/data.

Guarantees that a book is written by the library's own functions, so that its segments are those
of an import, and that what was left half made is made anew. Leaves measuring to the benchmarks.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.plan import DATA, HERE, THREADS
from fourfold.book import writing
from fourfold.book.book import Book, open_book
from fourfold.book.schema import TABLES
from fourfold.book.segments import Desk, write_segments
from fourfold.book.settings import Settings
from fourfold.book.workspace import Workspace, commit, create_workspace, open_workspace
from fourfold.growth.comparison import Asked, Comparison, compare
from fourfold.growth.ledger import Ledger, ledger

SETTINGS = Settings("EUR", fiscal_year_starts=4)
BATCH = 1 << 17
LINES = (HERE / "lines.sql").read_text("utf-8")


def engine() -> duckdb.DuckDBPyConnection:
    """Return a DuckDB of two threads, as the floor of every ratio uses it."""
    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    return connection


def workspace_of(lines: int) -> Workspace:
    """Return the workspace with a book of so many lines; made if it is not there."""
    folder = DATA / f"book-{lines}"
    if not folder.exists():
        unfinished = DATA / f"unfinished-{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        _write(create_workspace(unfinished, SETTINGS), lines)
        unfinished.rename(folder)
    return open_workspace(folder)


def make(lines: int) -> dict[str, int]:
    """Make the book of so many lines if it is not there, in whatever process this is."""
    return {"lines": workspace_of(lines).snapshot().rows("order_lines")}


def _write(workspace: Workspace, lines: int) -> None:
    desk = Desk(workspace, workspace.folder / "tmp", snapshot_number=1, import_number=1, source="erp")
    reader = engine().execute(LINES, {"start": 0, "count": lines, "total": lines}).to_arrow_reader(BATCH)
    segments = write_segments(reader, "order_lines", TABLES["order_lines"].stored, desk)
    for name, table in (("accounts", _accounts()), ("products", _products())):
        segments += write_segments(table.to_batches(), name, TABLES[name].stored, desk)
    before = workspace.snapshot()
    state = replace(before, segments=segments, next_import=2)
    commit(workspace, writing.succeed(before, state, "made for a benchmark"))


def _accounts() -> pa.Table:
    numbers = range(20_000)
    return _stored(
        "accounts",
        account_id=[f"A{100_000 + n}" for n in numbers],
        account_name=[f"Account {n}" for n in numbers],
        segment=[("small", "medium", "large", "public")[n * 7 % 4] for n in numbers],
        region=[f"region {n % 12}" for n in numbers],
        industry=[f"industry {n * 3 % 20}" for n in numbers],
    )


def _products() -> pa.Table:
    numbers = range(2_000)
    return _stored(
        "products",
        product_id=[f"P{10_000 + n}" for n in numbers],
        product_name=[f"Product {n}" for n in numbers],
        family=[f"family {n % 100}" for n in numbers],
        category=[f"category {n % 20}" for n in numbers],
    )


def _stored(name: str, **columns: list[str]) -> pa.Table:
    rows = len(next(iter(columns.values())))
    told = {"source": ["erp"] * rows, "import_number": [1] * rows, "file_line": list(range(2, rows + 2))}
    found = {**columns, **told}
    schema = TABLES[name].stored
    return pa.table(
        [pa.array(found[f.name], f.type) if f.name in found else pa.nulls(rows, f.type) for f in schema],
        schema=schema,
    )


def line_files(workspace: Workspace) -> list[str]:
    """Return the files that hold a book's order lines."""
    return [str(workspace.folder / s.file) for s in workspace.snapshot().of("order_lines")]


def with_lines(workspace: Workspace) -> duckdb.DuckDBPyConnection:
    """Return a DuckDB in which `lines` are the order lines of a workspace, read in place."""
    connection = engine()
    connection.read_parquet(line_files(workspace)).create_view("lines")
    return connection


def floor(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return the revenue of each pair of account and product: the floor of every ratio."""
    return connection.execute(
        "select account_id, product_id, sum(amount) from lines group by account_id, product_id"
    ).to_arrow_table()


def opened(lines: int, *, engine_url: str = "") -> tuple[Book, Comparison]:
    """Return a book of so many lines, and its year on year: 2024 against 2023."""
    book = open_book(workspace_of(lines), engine_url=engine_url)
    return book, compare(book, Asked("2024"))


def ledger_anew(book: Book, comparison: Comparison) -> Ledger:
    """Return the ledger as the first question of a session makes it: from the stored lines."""
    book.forget()
    return ledger(book, comparison=comparison)


def csv_file(name: str, *, start: int, count: int, total: int) -> Path:
    """Return a CSV file of these lines (see lines.sql) as an ERP would export it; made if not there."""
    path = DATA / f"{name}.csv"
    if not path.exists():
        unfinished = path.with_suffix(f".{os.getpid()}")
        made = engine().sql(LINES, params={"start": start, "count": count, "total": total})
        made.project(
            "order_id, line_id, ordered_on as order_date, account_id as customer, product_id as product, "
            "cast(quantity as integer) as quantity, cast(amount as decimal(18, 2)) as amount, currency, "
            "seller_id as seller"
        ).write_csv(str(unfinished))
        unfinished.rename(path)
    return path
