"""First purchases: what the suggestions found at past cut-offs, beside simple lists, item-kNN and EASE.

Guarantees the same task for all: candidates that an account never bought, first purchases
in the 90 days from it, every method fitted on what came before; settings tuned at one earlier cut-off whose
horizon ends before the first that is measured. Leaves the data to who measures: files in the folder that
FOURFOLD_TEST_DATA names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

from bench import child
from bench.plan import Plan
from bench.sections import Goal, Section, ratio
from fourfold.whitespace.backtest import Comparison, compare
from fourfold.whitespace.judging import Ranking, interval
from fourfold.whitespace.methods import Method, Settings, made, tuned
from fourfold.whitespace.purchases import Purchases, at
from fourfold.whitespace.scorers import scored

TIMES_EASE = 10.0


@dataclass(frozen=True, slots=True)
class Set:
    """Purchases, where settings are tuned, where methods are measured, and the least to be reached."""

    title: str
    read: Callable[[Path], Purchases]
    tuned_at: str
    measured_at: tuple[str, ...]
    least: tuple[tuple[str, float], ...]


def online_retail(folder: Path) -> Purchases:
    """Read the wholesaler's lines: goods sold to known accounts, no cancellations, exact duplicates once."""
    lines = pd.read_parquet(folder / "online_retail" / "lines.parquet").drop_duplicates()
    sold = lines.CustomerID.notna() & (lines.Quantity > 0) & (lines.UnitPrice > 0)
    lines = lines[sold & ~lines.InvoiceNo.str.startswith("C") & lines.StockCode.str.match(r"\d{5}")]
    code = lines.StockCode.str.upper()
    name = lines.Description.groupby(code).agg(lambda told: told.value_counts().index[0])
    value = lines.Quantity * lines.UnitPrice
    parts = (
        lines.CustomerID.astype(int),
        code + " " + code.map(name),
        lines.InvoiceDate,
        lines.InvoiceNo,
        value,
    )
    return _purchases(*parts)


def adventureworks(folder: Path) -> Purchases:
    """Read the reseller lines; products by their code and name, whatever their version."""
    lines = pd.read_parquet(folder / "adventureworks" / "FactResellerSales.parquet")
    products = pd.read_parquet(folder / "adventureworks" / "DimProduct.parquet").set_index("ProductKey")
    item = lines.ProductKey.map(products.ProductAlternateKey)
    return _purchases(lines.ResellerKey, item, lines.OrderDate, lines.SalesOrderNumber, lines.SalesAmount)


def _purchases(
    account: pd.Series, item: pd.Series, day: pd.Series, order: pd.Series, value: pd.Series
) -> Purchases:
    accounts, account_names = pd.factorize(account, sort=True)
    items, item_names = pd.factorize(item, sort=True)
    return Purchases(
        accounts.astype(np.int64),
        items.astype(np.int64),
        day.to_numpy().astype("datetime64[D]").astype(np.int64),
        pd.factorize(order)[0].astype(np.int64),
        value.astype(float).to_numpy(),
        tuple(map(str, account_names)),
        tuple(map(str, item_names)),
    )


SETS = {
    "online_retail": Set(
        "Online Retail",
        online_retail,
        "2011-03-11",
        ("2011-06-11", "2011-09-10"),
        (("ndcg", 0.160), ("recall", 0.083), ("surest", 0.28), ("shown_error", 0.02)),
    ),
    "adventureworks": Set(
        "AdventureWorks",
        adventureworks,
        "2012-03-01",
        ("2012-06-01", "2012-12-01", "2013-06-01"),
        (("ndcg", 0.390),),
    ),
}


def whitespace_section(plan: Plan) -> Section:
    """Measure suggestions on both sets; a quick run takes the smaller."""
    folder = os.environ.get("FOURFOLD_TEST_DATA", "")
    rows: list[tuple[str, ...]] = []
    goals: list[Goal] = []
    for name in ("adventureworks",) if plan.quick else tuple(SETS):
        told = child.run("bench.whitespace:measured", name=name, folder=folder)
        if "died" in told:
            rows.append((SETS[name].title, told["died"], *[""] * 9))
            continue
        rows += [tuple(row) for row in told["rows"]]
        goals += _goals(name, told)
    return Section(
        name="whitespace",
        title="What an account buys next for the first time",
        told="Means over cut-offs. *Suggestions* are what earlier cut-offs chose; NDCG with its "
        "95 % interval by bootstrap over accounts, averaged. *Surest* is the share of the 1,000 "
        "surest pairs that came true, *error* the calibration error of the ten shown. CPU includes choosing, "
        "teaching and scoring.",
        head=(
            "data",
            "method",
            "recall@10",
            "NDCG@10",
            "hit rate",
            "MAP",
            "surest",
            "value",
            "error",
            "skill",
            "CPU",
        ),
        rows=tuple(rows),
        goals=tuple(goals),
    )


def _goals(name: str, told: child.Told) -> list[Goal]:
    title = SETS[name].title
    goals = []
    for figure, least in SETS[name].least:
        found = told["means"][figure]
        if figure == "shown_error":
            goals.append(Goal("whitespace", f"{title}: calibration error of the ten shown", least, found))
        else:
            goals.append(Goal("whitespace", f"{title}: {least} over the {figure} found", 1.0, least / found))
    if name == "online_retail":
        goals.append(Goal("whitespace", f"{title}: CPU, times EASE alone", TIMES_EASE, told["times_ease"]))
    return goals


def measured(name: str, folder: str) -> child.Told:
    """Compare all methods at the cut-offs of one set."""
    one = SETS[name]
    book = one.read(Path(folder))
    settings = tuned(book, _day(one.tuned_at), Settings())
    found: list[Comparison] = []
    cpu, ease = [], []
    for told in one.measured_at:
        day = _day(told)
        begun = process_time()
        found.append(compare(book, day, settings))
        cpu.append(process_time() - begun)
        begun = process_time()
        known = at(book, day, least_buyers=settings.least_buyers)
        scored(made(Method.EASE, known, settings), known)
        ease.append(process_time() - begun)
    means = {
        "ndcg": _mean([each.shown.ndcg for each in found]),
        "recall": _mean([each.shown.recall for each in found]),
        "surest": _mean([each.shown.surest for each in found]),
        "shown_error": _mean([each.level.shown_error for each in found]),
    }
    return {"rows": _rows(one, found, cpu), "means": means, "times_ease": sum(cpu) / sum(ease)}


def _rows(one: Set, found: Sequence[Comparison], cpu: Sequence[float]) -> list[tuple[str, ...]]:
    chosen = ", ".join(dict.fromkeys(each.suggestions.choice.method.value for each in found))
    error = ratio(_mean([each.level.shown_error for each in found]))
    skill = ratio(_mean([each.level.skill for each in found]))
    first = _row([each.shown for each in found])
    rows = [(one.title, f"suggestions ({chosen})", *first, error, skill, f"{_mean(cpu):.1f} s")]
    for method in found[0].others:
        rows.append((one.title, method.value, *_row([each.others[method] for each in found]), "", "", ""))
    return rows


def _row(rankings: Sequence[Ranking]) -> tuple[str, ...]:
    between = [interval(each) for each in rankings]
    low, high = _mean([each.low for each in between]), _mean([each.high for each in between])
    figures = [
        _mean([getattr(each, name) for each in rankings])
        for name in ("recall", "ndcg", "hit_rate", "average_precision", "surest", "value")
    ]
    told = [f"{figure:.3f}" for figure in figures]
    told[1] += f" [{low:.3f}, {high:.3f}]"
    return tuple(told)


def _mean(figures: Sequence[float]) -> float:
    return float(np.mean(figures))


def _day(told: str) -> int:
    return (date.fromisoformat(told) - date(1970, 1, 1)).days
