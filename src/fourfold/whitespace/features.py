"""What is known of a pair of account and candidate at a cut-off, as numbers for the learner.

Guarantees that every number comes from the cut-off's history, and the order of columns given by `FEATURES`.
In a catalogue of more than 1,500 candidates only the union of each account's top 150 of six scorers is looked
at; every other pair is left to the learner's rate for such pairs. Leaves standardising to the learner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fourfold.whitespace.methods import Settings
from fourfold.whitespace.purchases import Cutoff, Floats, Ints, Scores
from fourfold.whitespace.scorers import Linked, Scorer, decayed, ease, item_knn, named, together, walks

LARGE = 1_500
"""Candidates above which only the union of the tops is looked at."""

TOP = 150
SHORT = 3.0
"""The short memory's half-life is that of the decay over this."""

SCORED = ("ease", "decayed", "short", "cosine", "walks", "together", "named")
OF_SCORE = ("log", "place", "standing")
OF_ITEM = (
    "buyers", "buyers_30", "buyers_90", "adopters_15", "adopters_30", "adopters_90", "trend", "age", "idle",
    "again", "line_value",
)  # fmt: skip
OF_ACCOUNT = (
    "items", "orders", "orders_90", "tenure", "recency", "gap", "recency_to_gap", "new_30", "new_90", "spend",
    "account_line_value",
)  # fmt: skip
CROSSED = ("value_fit", "eager_for_new", "eager_by_ease", "idle_by_ease")
FEATURES = (
    *(f"{scorer}_{kind}" for scorer in SCORED for kind in OF_SCORE),
    *OF_ITEM,
    *OF_ACCOUNT,
    *CROSSED,
)

Inputs = Mapping[str, Scorer]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """Pairs of some accounts and their features: `values` is pairs x FEATURES."""

    rows: Ints
    columns: Ints
    values: Scores


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is known of each item and each account at a cut-off: columns of OF_ITEM and OF_ACCOUNT."""

    item: Floats
    account: Floats


def inputs(cutoff: Cutoff, settings: Settings) -> Inputs:
    """Return the scorers whose scores are features."""
    plain = cutoff.owned
    long, short = (decayed(cutoff, settings.half_life / by) for by in (1.0, SHORT))
    close = ease(short, settings.decayed_strength / 2)
    return {
        "ease": ease(plain, settings.strength),
        "decayed": ease(long, settings.decayed_strength),
        "short": close,
        "cosine": item_knn(plain),
        "walks": walks(plain),
        "together": Linked(long, together(cutoff).links),
        "named": Linked(long, named(cutoff)),
    }


def facts(cutoff: Cutoff) -> Facts:
    """Return what is known of items and accounts; counts, days and values as logarithms of 1 + x."""
    return Facts(_of_items(cutoff), _of_accounts(cutoff))


def sheet(cutoff: Cutoff, scorers: Inputs, known: Facts, rows: slice) -> Sheet:
    """Return the pairs of some accounts that are looked at, with their features."""
    scores = {name: scorers[name].scores(rows) for name in SCORED}
    open_pairs = _open(cutoff, rows)
    looked = open_pairs if cutoff.shape[1] <= LARGE else _tops(list(scores.values()), open_pairs)
    row, column = np.nonzero(looked)
    account = known.account[rows]
    values = np.empty((len(row), len(FEATURES)), dtype=np.float32)
    at = 0
    for name in SCORED:
        values[:, at : at + 3] = _of_score(scores[name], row, column)
        at += 3
    values[:, at : at + len(OF_ITEM)] = known.item[column]
    at += len(OF_ITEM)
    values[:, at : at + len(OF_ACCOUNT)] = account[row]
    _cross(values)
    return Sheet(row.astype(np.int64) + rows.start, column.astype(np.int64), values)


def _open(cutoff: Cutoff, rows: slice) -> NDArray[np.bool_]:
    owned = cutoff.owned[rows].tocoo()
    found = np.ones(owned.shape, dtype=bool)
    found[owned.row, owned.col] = False
    return found


def _tops(scores: list[Scores], open_pairs: NDArray[np.bool_]) -> NDArray[np.bool_]:
    found = np.zeros(open_pairs.shape, dtype=bool)
    for one in scores:
        masked = np.where(open_pairs, -one, np.inf)
        tops = np.argpartition(masked, TOP, axis=1)[:, :TOP]
        np.put_along_axis(found, tops, values=True, axis=1)
    return found & open_pairs


def _of_score(scores: Scores, row: Ints, column: Ints) -> Scores:
    mean = np.mean(scores, axis=1)
    spread = np.std(scores, axis=1) + np.float32(1e-9)
    found = scores[row, column]
    signed = np.sign(found) * np.log1p(np.abs(found) * 100)
    standing = (found - mean[row]) / spread[row]
    standing = np.sign(standing) * np.log1p(np.abs(standing))
    return np.stack([signed, np.log1p(_place(found, row)), standing], axis=1).astype(np.float32)


def _place(found: Scores, row: Ints) -> Ints:
    """Place of each pair among those of its account, the best 0; rows come in order."""
    order = np.lexsort((-found, row))
    first = np.searchsorted(row, row)
    place = np.empty(len(row), dtype=np.int64)
    place[order] = np.arange(len(row))
    return place - first


def _cross(values: Scores) -> None:
    place = {name: number for number, name in enumerate(FEATURES)}
    part = {name: values[:, number] for name, number in place.items()}
    values[:, place["value_fit"]] = np.abs(part["line_value"] - part["account_line_value"])
    values[:, place["eager_for_new"]] = part["new_90"] * part["adopters_90"]
    values[:, place["eager_by_ease"]] = part["new_90"] * part["decayed_standing"]
    values[:, place["idle_by_ease"]] = part["recency"] * part["decayed_standing"]


def _counts(keys: Ints, length: int) -> Floats:
    return np.bincount(keys, minlength=length).astype(np.float64)


def _firsts(cutoff: Cutoff) -> tuple[Ints, Ints, Ints]:
    """Row, column and day of the first purchase of each pair of account and candidate."""
    kept = cutoff.column >= 0
    row, column, day = cutoff.row[kept], cutoff.column[kept], cutoff.history.day[kept]
    order = np.lexsort((day, column, row))
    row, column, day = row[order], column[order], day[order]
    first = np.ones(len(row), dtype=bool)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    return row[first], column[first], day[first]


def _of_items(cutoff: Cutoff) -> Floats:
    count, day = cutoff.shape[1], cutoff.day
    _, column, first_day = _firsts(cutoff)
    kept = cutoff.column >= 0
    lines = cutoff.history.where(kept)
    place = cutoff.column[kept]
    ever = np.maximum(_counts(column, count), 1)
    adopters = [_counts(column[first_day >= day - days], count) for days in (15, 30, 90)]
    recent = [_recent_buyers(cutoff, days) for days in (30, 90)]
    first, last = np.full(count, day), np.zeros(count, dtype=np.int64)
    np.minimum.at(first, place, lines.day)
    np.maximum.at(last, place, lines.day)
    occasions = np.unique(np.stack([cutoff.row[kept], place, lines.day]), axis=1)[1]
    value = np.bincount(place, weights=np.log1p(np.maximum(lines.value, 0)), minlength=count)
    return np.stack(
        [
            np.log1p(ever),
            *(np.log1p(one) for one in recent),
            *(np.log1p(one) for one in adopters),
            np.log1p(adopters[1]) - np.log1p(adopters[2] / 3),
            np.log1p(day - first),
            np.log1p(np.maximum(day - last, 0)),
            _counts(occasions, count) / ever,
            value / np.maximum(_counts(place, count), 1),
        ],
        axis=1,
    )


def _recent_buyers(cutoff: Cutoff, days: int) -> Floats:
    recent = cutoff.matrix((cutoff.history.day >= cutoff.day - days).astype(np.float64))
    return np.asarray((recent > 0).sum(axis=0), dtype=np.float64).ravel()


def _of_accounts(cutoff: Cutoff) -> Floats:
    count, day, history = cutoff.shape[0], cutoff.day, cutoff.history
    row, _, first_day = _firsts(cutoff)
    days = np.unique(np.stack([cutoff.row, history.day]), axis=1)
    first, last = np.full(count, day), np.zeros(count, dtype=np.int64)
    np.minimum.at(first, cutoff.row, history.day)
    np.maximum.at(last, cutoff.row, history.day)
    visits = np.maximum(_counts(days[0], count), 1)
    gap = np.where(visits > 1, (last - first) / np.maximum(visits - 1, 1), day - first)
    lines = np.maximum(_counts(cutoff.row, count), 1)
    value = np.bincount(cutoff.row, weights=np.log1p(np.maximum(history.value, 0)), minlength=count)
    spend = np.bincount(cutoff.row, weights=np.maximum(history.value, 0), minlength=count)
    recency = day - last
    return np.stack(
        [
            np.log1p(_counts(row, count)),
            np.log1p(visits),
            np.log1p(_counts(days[0][days[1] >= day - 90], count)),
            np.log1p(day - first),
            np.log1p(recency),
            np.log1p(gap),
            np.log1p(recency / np.maximum(gap, 1)),
            np.log1p(_counts(row[first_day >= day - 30], count)),
            np.log1p(_counts(row[first_day >= day - 90], count)),
            np.log1p(spend),
            value / lines,
        ],
        axis=1,
    )
