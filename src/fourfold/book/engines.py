"""Query engines behind one interface: DuckDB, PostgreSQL and Spark; the only place that names a driver.

Guarantees that each engine sees the same tables with the same types, sorts text by its bytes,
divides by the same three exact functions, and keeps its session in UTC. Leaves what is asked to
`fourfold.book.book` and above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

import ibis
import pyarrow as pa

from fourfold.book.divisions import Arithmetic, exact_divisions
from fourfold.errors import BadRequest, EngineFault

if TYPE_CHECKING:
    from ibis.expr.types import Table
    from pyspark.sql import DataFrame

DEFAULT_URL = "duckdb://"


@ibis.udf.scalar.builtin
def ratio_half_up(a: int, b: int, c: int) -> int:
    """Return a x b / c rounded once, half away from zero (`fourfold.money.ratio_half_up`)."""


@ibis.udf.scalar.builtin
def ratio_floor(a: int, b: int, c: int) -> int:
    """Return the greatest whole number not above a x b / c (`fourfold.money.ratio_floor`)."""


@ibis.udf.scalar.builtin
def ratio_rest(a: int, b: int, c: int) -> int:
    """Return what `ratio_floor` leaves, by size (`fourfold.money.ratio_rest`)."""


@ibis.udf.agg.builtin
def bit_or(flags: int) -> int:
    """Return the bits that any row has; Ibis knows no such function of Spark's, which has it."""


class Engine(Protocol):
    """What a book needs of an engine; every implementation answers every question the same."""

    def stored(self, files: Sequence[Path], schema: pa.Schema) -> Table:
        """Return the rows of immutable Parquet files as one table; without files an empty one."""
        ...

    def held(self, table: pa.Table) -> Table:
        """Return an Arrow table as a table of the engine, for this session."""
        ...

    def fetch(self, expression: Table) -> pa.Table:
        """Run one expression and return its rows."""
        ...

    def worked_out(self, expression: Table) -> Table:
        """Run one expression and return its rows as a table of the engine, for this session."""
        ...

    def forget(self, table: Table) -> None:
        """Give up a table that was worked out."""
        ...

    def close(self) -> None:
        """Give the session up."""
        ...


class LateEngine:
    """An engine that is opened when it is first asked: what was kept is read without one."""

    def __init__(self, opening: Callable[[], Engine]) -> None:
        self._opening = opening
        self._opened: Engine | None = None

    def stored(self, files: Sequence[Path], schema: pa.Schema) -> Table:
        """Return `Engine.stored` of the engine."""
        return self._engine.stored(files, schema)

    def held(self, table: pa.Table) -> Table:
        """Return `Engine.held` of the engine."""
        return self._engine.held(table)

    def fetch(self, expression: Table) -> pa.Table:
        """Return `Engine.fetch` of the engine."""
        return self._engine.fetch(expression)

    def worked_out(self, expression: Table) -> Table:
        """Return `Engine.worked_out` of the engine."""
        return self._engine.worked_out(expression)

    def forget(self, table: Table) -> None:
        """Give up a table that was worked out."""
        self._engine.forget(table)

    def close(self) -> None:
        """Give the session up if there is one."""
        if self._opened is not None:
            self._opened.close()

    @property
    def _engine(self) -> Engine:
        if self._opened is None:
            self._opened = self._opening()
        return self._opened


def open_engine(url: str, *, folder: Path | None = None) -> Engine:
    """Return the engine that a URL names, connected.

    Parameters
    ----------
    url
        ``duckdb://`` (the default), ``postgresql://user@host:port/database`` or
        ``spark://host:port``.
    folder
        The workspace: an engine in this process reads its segments, spills into it what does not
        fit into memory, and reaches no other file. None where no file is read.

    Raises
    ------
    BadRequest
        If no engine has that scheme.
    EngineFault
        If the engine's package is missing or it cannot be reached.
    """
    scheme = urlsplit(url).scheme or url
    openers: Mapping[str, Callable[[], Engine]] = {
        "duckdb": lambda: DuckDBEngine(folder),
        "postgresql": lambda: PostgreSQLEngine(url),
        "spark": lambda: SparkEngine(url),
    }
    if scheme not in openers:
        raise BadRequest(f"no engine {scheme!r}", place=url, remedy=f"use one of {', '.join(openers)}")
    try:
        return openers[scheme]()
    except ImportError as missing:
        raise EngineFault(
            f"the engine {scheme} is not installed: {missing}", remedy=f"pip install 'fourfold[{scheme}]'"
        ) from missing


class DuckDBEngine:
    """DuckDB in this process, reading Parquet in place; it reaches no file outside the workspace."""

    def __init__(self, folder: Path | None) -> None:
        self._connection = ibis.duckdb.connect()
        run = self._connection.raw_sql
        run("set timezone = 'UTC'")
        run("set autoinstall_known_extensions = false")
        run("set autoload_known_extensions = false")
        for name, body in exact_divisions(Arithmetic("hugeint", "({} // {})", "({} // {})")).items():
            run(f"create macro {name}(a, b, c) as {body}")
        if folder is not None:
            spill, segments = folder / "spill", folder / "segments"
            run(f"set temp_directory = {_quoted(str(spill))}")
            run(f"set allowed_directories = [{_quoted(f'{segments}/')}, {_quoted(f'{spill}/')}]")
        run("set enable_external_access = false")
        run("set lock_configuration = true")
        self._count = 0

    def stored(self, files: Sequence[Path], schema: pa.Schema) -> Table:
        """Read the files in place."""
        if not files:
            return self.held(schema.empty_table())
        return self._connection.read_parquet([str(f) for f in files], table_name=self._name())

    def held(self, table: pa.Table) -> Table:
        """Copy the rows into memory."""
        return self._connection.create_table(self._name(), table, temp=True)

    def fetch(self, expression: Table) -> pa.Table:
        """Run one expression and return its rows."""
        return self._connection.to_pyarrow(expression)

    def worked_out(self, expression: Table) -> Table:
        """Keep the rows in memory."""
        return self._connection.create_table(self._name(), expression, temp=True)

    def forget(self, table: Table) -> None:
        """Drop the table."""
        self._connection.drop_table(table.get_name().rpartition(".")[2])

    def close(self) -> None:
        """Close the database in memory."""
        self._connection.disconnect()

    def _name(self) -> str:
        self._count += 1
        return f"table_{self._count}"


class PostgreSQLEngine:
    """A PostgreSQL database: each stored file becomes one table, copied in once and kept."""

    SCHEMA = "fourfold"
    _TYPES: tuple[tuple[Callable[[pa.DataType], bool], str], ...] = (
        (pa.types.is_string, 'text collate "C"'),
        (pa.types.is_date, "date"),
        (pa.types.is_boolean, "boolean"),
        (pa.types.is_integer, "bigint"),
    )

    def __init__(self, url: str) -> None:
        import psycopg  # noqa: PLC0415  a driver is loaded only where it is used

        try:
            self._connection = ibis.connect(url)
        except psycopg.OperationalError as refused:
            raise EngineFault(
                f"PostgreSQL cannot be reached: {refused}".strip(),
                place=url,
                remedy="start it, or correct engine_url",
            ) from refused
        self._driver = self._connection.con
        self._driver.rollback()
        self._driver.autocommit = True
        self._prepare()
        self._count = 0

    def _prepare(self) -> None:
        with self._driver.transaction():
            self._driver.execute("select pg_advisory_xact_lock(4004)")
            self._driver.execute(f"create schema if not exists {self.SCHEMA}")
            for name, body in exact_divisions(Arithmetic("numeric", "div({}, {})", "({} / {})")).items():
                self._driver.execute(
                    f"create or replace function {self.SCHEMA}.{name}(a numeric, b numeric, c numeric) "
                    f"returns bigint immutable parallel safe language sql as $$ select {body} $$"
                )
        self._driver.execute(f"set search_path to pg_temp, {self.SCHEMA}, public")
        self._driver.execute("set time zone 'UTC'")
        # steps of a query have no statistics: loops over them, and compiling them, can take minutes
        self._driver.execute("set enable_nestloop = off")
        self._driver.execute("set jit = off")
        self._driver.execute("set work_mem = '128MB'")

    def stored(self, files: Sequence[Path], schema: pa.Schema) -> Table:
        """Copy the files in that are not there yet, and return their union."""
        import pyarrow.parquet as pq  # noqa: PLC0415  only needed to load

        tables = []
        for file in files:
            name = "stored_" + re.sub(r"\W", "_", file.stem)[-40:].lower()
            with self._driver.transaction():
                self._driver.execute("select pg_advisory_xact_lock(4004)")
                found = self._driver.execute("select to_regclass(%s)", [f"{self.SCHEMA}.{name}"]).fetchone()
                if found == (None,):
                    self._load(f"{self.SCHEMA}.{name}", pq.ParquetFile(file).iter_batches(), schema)
            tables.append(self._connection.table(name, database=self.SCHEMA))
        return ibis.union(*tables, distinct=False) if tables else self.held(schema.empty_table())

    def held(self, table: pa.Table) -> Table:
        """Copy the rows into a temporary table."""
        self._count += 1
        name = f"held_{self._count}"
        self._load(f"pg_temp.{name}", table.to_batches(), table.schema)
        return self._connection.table(name, database=self._temporary_schema())

    def _temporary_schema(self) -> str:
        row = self._driver.execute(
            "select nspname from pg_namespace where oid = pg_my_temp_schema()"
        ).fetchone()
        return str(row[0])

    def _load(self, name: str, batches: object, schema: pa.Schema) -> None:
        from pyarrow import csv  # noqa: PLC0415  only needed to load

        columns = ", ".join(f'"{f.name}" {self._type(f.type)}' for f in schema)
        self._driver.execute(
            f"create {'temporary ' if name.startswith('pg_temp') else ''}table {name} ({columns})"
        )
        options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
        with self._driver.cursor() as cursor:
            with cursor.copy(f"copy {name} from stdin with (format csv, null '')") as copy:
                for batch in batches:  # type: ignore[attr-defined]
                    sink = pa.BufferOutputStream()
                    csv.write_csv(batch.select(schema.names), sink, options)
                    copy.write(sink.getvalue().to_pybytes())
            cursor.execute(f"analyze {name}")

    def _type(self, stored: pa.DataType) -> str:
        if isinstance(stored, pa.Decimal128Type):
            return f"numeric({stored.precision}, {stored.scale})"
        return next(sql for fits, sql in self._TYPES if fits(stored))

    def fetch(self, expression: Table) -> pa.Table:
        """Run one expression and return its rows."""
        return self._connection.to_pyarrow(expression)

    def worked_out(self, expression: Table) -> Table:
        """Keep the rows in a temporary table, and let the planner know them."""
        self._count += 1
        made = self._connection.create_table(f"step_{self._count}", expression, temp=True)
        self._driver.execute(f"analyze step_{self._count}")
        return made

    def forget(self, table: Table) -> None:
        """Drop the table."""
        self._connection.drop_table(table.get_name().rpartition(".")[2])

    def close(self) -> None:
        """Close the connection; temporary tables go with it."""
        self._connection.disconnect()


class SparkEngine:
    """A Spark cluster that sees the workspace's files under the same paths."""

    def __init__(self, url: str) -> None:
        from pyspark.sql import SparkSession  # noqa: PLC0415  a driver is loaded only where it is used

        builder = SparkSession.builder.master(url).appName("fourfold")
        for key, value in self._settings(url).items():
            builder = builder.config(key, value)
        self._session = builder.getOrCreate()
        self._session.sparkContext.setLogLevel("ERROR")
        self._connection = ibis.pyspark.connect(self._session)
        for name, body in exact_divisions(Arithmetic("decimal(38, 0)", "({} div {})", "({} div {})")).items():
            self._session.sql(
                f"create or replace temporary function {name}(a bigint, b bigint, c bigint) "
                f"returns bigint return {body}"
            )
        self._worked_out: dict[str, DataFrame] = {}
        self._count = 0

    @staticmethod
    def _settings(url: str) -> Mapping[str, str]:
        loopback = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "2",
        }
        return {
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.ansi.enabled": "true",
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            **(loopback if urlsplit(url).hostname in {"127.0.0.1", "localhost"} else {}),
        }

    def stored(self, files: Sequence[Path], schema: pa.Schema) -> Table:
        """Read the files in place, on every worker."""
        if not files:
            return self.held(schema.empty_table())
        return self._named(self._session.read.parquet(*(str(f) for f in files)))

    def held(self, table: pa.Table) -> Table:
        """Send the rows to the cluster."""
        return self._named(self._session.createDataFrame(table))

    def _named(self, frame: object) -> Table:
        self._count += 1
        name = f"table_{id(self)}_{self._count}"
        frame.createOrReplaceTempView(name)  # type: ignore[attr-defined]
        return self._connection.table(name)

    def fetch(self, expression: Table) -> pa.Table:
        """Run one expression and return its rows."""
        rows = self._session.sql(self._connection.compile(expression)).toArrow()
        return rows.cast(expression.schema().to_pyarrow())

    def worked_out(self, expression: Table) -> Table:
        """Keep the rows on the workers once they are first read."""
        frame = self._session.sql(self._connection.compile(expression)).persist()
        made = self._named(frame)
        self._worked_out[made.get_name()] = frame
        return made

    def forget(self, table: Table) -> None:
        """Let the workers drop the rows."""
        self._worked_out.pop(table.get_name()).unpersist()

    def close(self) -> None:
        """Leave the session to the next book of this process: starting one takes seconds."""
        while self._worked_out:
            self._worked_out.popitem()[1].unpersist()
        for number in range(1, self._count + 1):
            self._session.catalog.dropTempView(f"table_{id(self)}_{number}")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
