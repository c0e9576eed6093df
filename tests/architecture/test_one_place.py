"""Running a query and naming a driver have one place each; no figure reads the clock."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from tests.architecture.source import Module, module, modules

EXECUTORS = ("src/fourfold/book/book.py", "src/fourfold/book/engines.py")
QUERIES = (
    "execute",
    "executemany",
    "to_pyarrow",
    "to_pyarrow_batches",
    "to_pandas_batches",
    "raw_sql",
    "sql",
)

PEOPLE = "/migrations/"
"""Changes to the tables of people, which are no book's."""

ENGINES = ("src/fourfold/book/engines.py",)
DRIVERS = {"duckdb", "psycopg", "pyspark"}
BACKENDS = {"duckdb", "postgres", "pyspark", "connect", "set_backend", "get_backend"}

CLOCKLESS = ("src/fourfold/growth/", "src/fourfold/money", "src/fourfold/periods", "src/fourfold/measures")
CLOCK = {"now", "utcnow", "today", "time", "monotonic", "perf_counter"}

Fault = tuple[int, str]


def executions(found: Module) -> Iterator[Fault]:
    """Calls that make an engine run a query."""
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in QUERIES:
            yield node.lineno, f".{node.func.attr}(…)"


def drivers(found: Module) -> Iterator[Fault]:
    """Imports of a driver, by statement or by name, and `ibis.<backend>`."""
    for node in ast.walk(found.tree):
        match node:
            case ast.Import(names=names):
                named = [alias.name for alias in names]
            case ast.ImportFrom(module=str(origin), names=names):
                named = [origin, *(f"{origin}.{alias.name}" for alias in names)]
            case ast.Attribute(value=ast.Name(id="ibis"), attr=attr):
                named = [f"ibis.{attr}"]
            case ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module"):
                named = [text for text in _texts(found) if text.replace(".", "").isidentifier()]
            case _:
                named = []
        yield from ((node.lineno, name) for name in named if _is_driver(name))


def _texts(found: Module) -> Iterator[str]:
    """Every text in a module: one that imports by name may import any of them."""
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _is_driver(name: str) -> bool:
    top, _, rest = name.partition(".")
    return top in DRIVERS or (top == "ibis" and rest.split(".")[0] in BACKENDS)


def clocks(found: Module) -> Iterator[Fault]:
    """Calls that ask what time it is."""
    for node in ast.walk(found.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            yield node.lineno, f".{node.func.attr}()"


def faults(rule: Callable[[Module], Iterator[Fault]], looked_at: tuple[Module, ...]) -> list[str]:
    """What the rule finds, each as file, line and thing."""
    return [f"{found.name}:{line} {thing}" for found in looked_at for line, thing in rule(found)]


def test_only_the_book_and_its_engines_execute_a_query() -> None:
    others = tuple(
        found for found in modules("src") if found.name not in EXECUTORS and PEOPLE not in found.name
    )
    assert faults(executions, others) == []


def test_only_the_engines_name_a_driver() -> None:
    others = tuple(found for found in modules("src") if found.name not in ENGINES)
    assert faults(drivers, others) == []


def test_no_figure_reads_the_clock() -> None:
    figures = tuple(found for found in modules("src") if found.name.startswith(CLOCKLESS))
    assert faults(clocks, figures) == []


@pytest.mark.parametrize(
    ("rule", "planted"),
    [
        (executions, "def f(lines):\n    return lines.count().to_pyarrow()"),
        (drivers, "def f():\n    import pyspark.sql\n"),
        (drivers, "from ibis import duckdb"),
        (drivers, "import ibis\n\nconnection = ibis.postgres.connect()"),
        (drivers, "import importlib\n\ndriver = importlib.import_module('psycopg')"),
        (drivers, "import importlib\n\nNAMES = {'spark': 'pyspark.sql'}\nload = importlib.import_module"),
        (clocks, "import datetime\n\nday = datetime.date.today()"),
    ],
)
def test_each_rule_sees_a_planted_fault(rule: Callable[[Module], Iterator[Fault]], planted: str) -> None:
    assert len(faults(rule, (module(planted),))) == 1
