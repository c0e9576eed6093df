"""The same ledger in other tools, as ratios to our ledger on DuckDB over the same book.

Guarantees that every tool's rows agree with the ledger's before its time is believed, and that our
ledger is timed in the same process, in turn with the other tool. Leaves starting servers to
`tests.servers`.
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg

from bench import child
from bench.analyst import ledger_in_pandas
from bench.books import ledger_anew, line_files, opened, with_lines, workspace_of
from bench.clock import best, peak_bytes
from bench.plan import HERE, Plan
from bench.sections import Section, counted, megabytes, ratio
from fourfold.book.engines import open_engine
from fourfold.growth.ledger import Ledger, ledger
from tests.servers import CannotStart, postgresql_server, spark_cluster

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PLAIN = (HERE / "ledger.sql").read_text("utf-8")
REPEAT_ROWS = ("price_gain", "price_loss", "volume_gain", "volume_loss")
Rows = Mapping[str, float]
Cells = tuple[object, ...]


def others_section(plan: Plan) -> Section:
    """Measure pandas, plain SQL on three engines, and our ledger on the other two."""
    works = [
        ("pandas, floats", "pandas", {}, plan.pandas_sizes),
        ("plain SQL on DuckDB", "duckdb", {}, plan.pandas_sizes),
        ("plain SQL on PostgreSQL", "postgresql", {"how": "plain"}, plan.server_sizes),
        ("our ledger on PostgreSQL", "postgresql", {"how": "ours"}, plan.server_sizes),
        ("plain SQL on Spark", "spark", {"how": "plain"}, plan.server_sizes),
        ("our ledger on Spark", "spark", {"how": "ours"}, plan.server_sizes),
    ]
    rows = []
    for name, work, how, sizes in works:
        for lines in sizes:
            child.run("bench.books:make", lines=lines)
            rows.append(
                (name, counted(lines), *_measured(child.run(f"bench.others:{work}", lines=lines, **how)))
            )
    return Section(
        name="others",
        title="The same work in other tools",
        told="Each tool's time over that of our ledger on DuckDB, same book, same process, in turn. pandas "
        "and plain SQL make the twelve rows with price and volume, as an analyst writes it "
        "(bench/analyst.py, bench/ledger.sql), but no netting of switching, no retention and no "
        "counts; their rows were compared with ours. pandas computes in floats, under a limit of "
        "three quarters of the memory. Servers have their default settings; PostgreSQL's tables were "
        "loaded and analysed before the clock started; Spark is a master with two workers of one core "
        "each, with its files on this machine. *Peak memory* is that of the tool's process, where the "
        "tool is in it.",
        head=("tool", "lines", "time ÷ our ledger on DuckDB", "peak memory"),
        rows=tuple(rows),
    )


def _measured(told: child.Told) -> tuple[str, str]:
    if "died" in told:
        return str(told["died"]), ""
    seconds = dict(told["seconds"])
    ours = seconds.pop("ledger")
    return ratio(max(seconds.values()) / ours), megabytes(told["peak"]) if "peak" in told else ""


def pandas(lines: int) -> child.Told:
    """Time pandas; memory that does not suffice is told, not suffered."""
    files = line_files(workspace_of(lines))
    told: dict[str, Rows] = {}

    def work() -> None:
        told["found"] = ledger_in_pandas(files)

    limit = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 3 // 4
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        work()
        peak = peak_bytes()
        seconds = _against_ours(lines, {"alone": work})
    except MemoryError:
        return {"died": f"out of memory at {megabytes(peak_bytes())}"}
    _agree(lines, told["found"])
    return {"seconds": seconds, "peak": peak}


def duckdb(lines: int) -> child.Told:
    """Time plain SQL on DuckDB."""
    connection = with_lines(workspace_of(lines))

    def work() -> list[Cells]:
        return connection.execute(PLAIN).fetchall()

    found = _told(work())
    peak = peak_bytes()
    _agree(lines, found)
    return {"seconds": _against_ours(lines, {"alone": work}), "peak": peak}


def postgresql(lines: int, how: str) -> child.Told:
    """Time plain SQL, or our ledger, on a PostgreSQL of its own."""
    try:
        with postgresql_server() as url:
            book, comparison = opened(lines, engine_url=url)
            book.order_lines()  # copies the files in
            with psycopg.connect(url, autocommit=True) as connection:
                _view_of_lines(connection)

                def plain() -> list[Cells]:
                    return connection.execute(PLAIN.encode()).fetchall()

                return _asked(lines, how, plain, lambda: ledger_anew(book, comparison))
    except CannotStart as missing:
        return {"died": str(missing)}


def _view_of_lines(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Make `lines` of the tables that our engine loaded, one for each segment of order lines."""
    found = connection.execute(
        "select table_schema, table_name from information_schema.columns where column_name = 'ordered_on'"
        " order by 2"
    ).fetchall()
    every = psycopg.sql.SQL(" union all ").join(
        psycopg.sql.SQL("select * from {}").format(psycopg.sql.Identifier(str(schema), str(name)))
        for schema, name in found
    )
    connection.execute(psycopg.sql.SQL("create view lines as {}").format(every))


def spark(lines: int, how: str) -> child.Told:
    """Time plain SQL, or our ledger, on a Spark cluster of its own."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        with spark_cluster() as url, _session(url) as session:
            book, comparison = opened(lines, engine_url=url)
            session.read.parquet(*line_files(workspace_of(lines))).createOrReplaceTempView("lines")

            def plain() -> list[Cells]:
                return [tuple(row) for row in session.sql(PLAIN).collect()]

            return _asked(lines, how, plain, lambda: ledger_anew(book, comparison))
    except CannotStart as missing:
        return {"died": str(missing)}


@contextmanager
def _session(url: str) -> Iterator[SparkSession]:
    """Give the session that our engine makes, stopped in the end."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  only where a cluster could be started

    open_engine(url)
    session = SparkSession.builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


def _asked(lines: int, how: str, plain: Callable[[], list[Cells]], ours: Callable[[], Ledger]) -> child.Told:
    """Compare an engine's answer with that of our ledger on DuckDB, then time it, `plain` or `ours`."""
    if how == "plain":
        _agree(lines, _told(plain()))
        return {"seconds": _against_ours(lines, {"plain": plain})}
    book, comparison = opened(lines)
    if ours().entries != ledger(book, comparison=comparison).entries:
        raise AssertionError("our ledger differs between engines")
    return {"seconds": _against_ours(lines, {"ours": ours})}


def _against_ours(lines: int, works: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    book, comparison = opened(lines)
    return best({**works, "ledger": lambda: ledger_anew(book, comparison)})


def _told(rows: list[Cells]) -> Rows:
    """Return plain SQL's answer as rows of the ledger: kinds, and of repeat business volume."""
    found = {str(kind): float(str(amount)) for kind, amount, *_ in rows}
    split = {
        f"volume_{name}": float(str(row[place])) for name, place in (("gain", 2), ("loss", 3)) for row in rows
        if row[0] == "repeat"
    }  # fmt: skip
    return {**found, **split}


def _agree(lines: int, found: Rows) -> None:
    """Raise `AssertionError` unless a tool found the rows of our ledger, but for rounding of floats."""
    book, comparison = opened(lines)
    ours = ledger(book, comparison=comparison)
    due = {e.row: float(e.amount) for e in ours.entries if e.row not in REPEAT_ROWS}
    due["repeat"] = float(sum(e.amount for e in ours.entries if e.row in REPEAT_ROWS))
    due |= {row: float(ours.entry(row).amount) for row in ("volume_gain", "volume_loss")}
    for row, amount in due.items():
        if abs(found.get(row, 0.0) - amount) > 0.01 + 1e-6 * abs(amount):
            raise AssertionError(f"{row} is {found.get(row, 0.0)}, not {amount}")
